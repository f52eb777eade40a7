"""A message that was sent to two mailboxes of a trust is kept once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_mail_by_sender")]

    operations = [
        migrations.RemoveConstraint(model_name="incomingmessage", name="message_is_kept_once"),
        migrations.AddConstraint(
            model_name="incomingmessage",
            constraint=models.UniqueConstraint(
                fields=["trust", "message_id", "content_hash"], name="message_is_kept_once"
            ),
        ),
    ]
