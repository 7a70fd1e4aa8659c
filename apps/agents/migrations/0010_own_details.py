"""What a decision's call came to is told by the call alone. The column keeps its name, and what it has."""

from django.db import migrations, models

COLUMN = "outcome_details"


class Migration(migrations.Migration):
    dependencies = [("agents", "0009_decisions_by_bar")]

    operations = [
        migrations.AlterField("decision", COLUMN, models.JSONField(db_column=COLUMN, default=dict)),
        migrations.RenameField("decision", COLUMN, "own_details"),
        migrations.AlterField(
            "decision",
            "own_details",
            models.JSONField(
                db_column=COLUMN,
                default=dict,
                help_text="Why nothing came of it; what did is the result of its call, and told there only.",
            ),
        ),
    ]
