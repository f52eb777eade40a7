"""What was made of a message that came, how far a mailbox was read, and both in one trust."""

from django.conf import settings
from django.db import migrations, models

IN_ONE_TRUST = [
    ("tickets_incomingmessage", "mailbox_id", "tickets_mailbox"),
    ("tickets_incomingmessage", "ticket_id", "tickets_ticket"),
]
"""Each: a table, the column that points, the table it points to."""


def trust_key(table: str, column: str, target: str) -> migrations.RunSQL:
    name = f"{table}_{column}_in_one_trust"
    return migrations.RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}, trust_id) REFERENCES {target} (id, trust_id) DEFERRABLE INITIALLY DEFERRED",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_places"),
        ("tickets", "0010_ticket_to_be_coded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="incomingmessage",
            name="message_in_to_settle",
        ),
        migrations.AddField(
            model_name="historicalmailbox",
            name="done_folder",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="incomingmessage",
            name="is_reply",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="incomingmessage",
            name="meeting",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="incomingmessage",
            name="problems",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="incomingmessage",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="incomingmessage",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="cursor",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="mailbox",
            name="done_folder",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["id"], name="message_in_to_read"
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(
                condition=models.Q(("ticket__isnull", True)),
                fields=["trust", "state", "received_at", "id"],
                name="message_in_without_ticket",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(
                condition=models.Q(("is_automatic", True)),
                fields=["from_email", "received_at"],
                name="message_in_automatic",
            ),
        ),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(
                condition=models.Q(("identifiers__gt", 0)),
                fields=["trust", "received_at"],
                name="message_in_with_identifiers",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="message_settled_has_somebody_and_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "set_aside"), _negated=True),
                    ("settled_by__isnull", False),
                    _connector="OR",
                ),
                name="message_set_aside_by_somebody",
            ),
        ),
        *(trust_key(*row) for row in IN_ONE_TRUST),
    ]
