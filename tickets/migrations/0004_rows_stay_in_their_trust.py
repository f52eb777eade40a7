"""A row and what it points to belong to one trust; what hangs on a leg hangs on its ticket."""

from django.db import migrations

IN_ONE_TRUST = [
    ("places_ward", "site_id", "places_site"),
    ("people_post", "ward_id", "places_ward"),
    ("people_post", "team_id", "places_team"),
    ("tickets_service", "team_id", "places_team"),
    ("tickets_servicecontact", "service_id", "tickets_service"),
    ("tickets_workinghours", "service_id", "tickets_service"),
    ("tickets_process", "service_id", "tickets_service"),
    ("tickets_ticket", "ward_id", "places_ward"),
    ("tickets_ticket", "process_id", "tickets_process"),
    ("tickets_leg", "ticket_id", "tickets_ticket"),
    ("tickets_leg", "service_id", "tickets_service"),
    ("tickets_holding", "leg_id", "tickets_leg"),
    ("tickets_interaction", "ticket_id", "tickets_ticket"),
    ("tickets_interaction", "service_id", "tickets_service"),
    ("tickets_promise", "leg_id", "tickets_leg"),
    ("tickets_coding", "ticket_id", "tickets_ticket"),
    ("tickets_change", "ticket_id", "tickets_ticket"),
    ("tickets_ticketfile", "ticket_id", "tickets_ticket"),
    ("tickets_importfault", "ticket_id", "tickets_ticket"),
]
"""Each: a table, the column that points, the table it points to."""

ON_ONE_TICKET = ["tickets_interaction", "tickets_change"]
"""Tables whose leg must be a leg of their own ticket."""


def trust_key(table: str, column: str, target: str) -> migrations.RunSQL:
    name = f"{table}_{column}_in_one_trust"
    return migrations.RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}, trust_id) REFERENCES {target} (id, trust_id) DEFERRABLE INITIALLY DEFERRED",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def ticket_key(table: str) -> migrations.RunSQL:
    name = f"{table}_leg_of_its_ticket"
    return migrations.RunSQL(
        sql=f"ALTER TABLE {table} ADD CONSTRAINT {name} "
        "FOREIGN KEY (leg_id, ticket_id) REFERENCES tickets_leg (id, ticket_id) DEFERRABLE INITIALLY DEFERRED",
        reverse_sql=f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_holdings_cover_legs"), ("people", "0002_post")]
    operations = [trust_key(*row) for row in IN_ONE_TRUST] + [ticket_key(table) for table in ON_ONE_TICKET]
