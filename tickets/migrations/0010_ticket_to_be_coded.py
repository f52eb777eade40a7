"""What waits to be coded is found without reading every ticket, on each page that counts it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_outgoing_mail")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("to_be_coded", True)),
                fields=["trust", "resolved_at", "id"],
                name="ticket_to_be_coded",
            ),
        ),
    ]
