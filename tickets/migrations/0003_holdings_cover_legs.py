"""Holdings of a leg cover its life without gap, overlap or overhang.

Two temporal foreign keys, each checked when the transaction ends: a leg's life must be covered by
its holdings, and each holding must lie within its leg's life. The holdings' own key forbids overlap.
"""

from django.db import migrations

FORWARD = """
ALTER TABLE tickets_leg
    ADD CONSTRAINT leg_lives_once UNIQUE (id, life WITHOUT OVERLAPS);
ALTER TABLE tickets_holding
    ADD CONSTRAINT leg_is_held_by_one_at_a_time UNIQUE (leg_id, span WITHOUT OVERLAPS);
ALTER TABLE tickets_leg
    ADD CONSTRAINT leg_is_held_all_its_life
    FOREIGN KEY (id, PERIOD life) REFERENCES tickets_holding (leg_id, PERIOD span)
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE tickets_holding
    ADD CONSTRAINT leg_is_held_only_while_it_lives
    FOREIGN KEY (leg_id, PERIOD span) REFERENCES tickets_leg (id, PERIOD life)
    DEFERRABLE INITIALLY DEFERRED;
"""

BACK = """
ALTER TABLE tickets_holding DROP CONSTRAINT leg_is_held_only_while_it_lives;
ALTER TABLE tickets_leg DROP CONSTRAINT leg_is_held_all_its_life;
ALTER TABLE tickets_holding DROP CONSTRAINT leg_is_held_by_one_at_a_time;
ALTER TABLE tickets_leg DROP CONSTRAINT leg_lives_once;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_references")]
    operations = [migrations.RunSQL(sql=FORWARD, reverse_sql=BACK)]
