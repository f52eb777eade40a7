"""How much a sender has written of late is asked before each receipt, so it is found by an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_queues_by_index")]

    operations = [
        migrations.RemoveIndex(model_name="incomingmessage", name="message_in_automatic"),
        migrations.AddIndex(
            model_name="incomingmessage",
            index=models.Index(fields=["from_email", "received_at"], name="message_in_by_sender"),
        ),
    ]
