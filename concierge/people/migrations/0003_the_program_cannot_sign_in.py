"""The author of what the clock does can never be somebody who signs in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_post")]

    operations = [
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email__iexact", "the-clock@concierge.invalid"), _negated=True),
                    ("is_active", False),
                    _connector="OR",
                ),
                name="user_that_is_the_program_cannot_sign_in",
            ),
        ),
    ]
