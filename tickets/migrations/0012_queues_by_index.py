"""Lists of what waits, and of what was lately raised or done, are read from an index, however many there ever were."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_places"),
        ("tickets", "0011_incoming_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="leg",
            index=models.Index(
                condition=models.Q(("status__in", ["with_ward", "planned"])),
                fields=["trust", "status", "ticket"],
                name="leg_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="leg",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", False)),
                fields=["service", "ended_at", "id"],
                name="leg_ended_by_service",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["raised_at", "id"], name="ticket_by_moment"),
        ),
    ]
