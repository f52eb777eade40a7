"""The sequence that references are made from; it starts so that the first is four digits long."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_tickets")]
    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE ticket_reference START 1000",
            reverse_sql="DROP SEQUENCE ticket_reference",
        )
    ]
