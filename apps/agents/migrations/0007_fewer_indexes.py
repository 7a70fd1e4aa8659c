import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agents", "0006_failures")]

    operations = [
        # What came of decisions is found by the story of their calls, and none waits to be requested.
        migrations.RemoveIndex(model_name="decision", name="decision_calls"),
        migrations.RemoveIndex(model_name="decision", name="decision_pending"),
        # A tick has locked the agents whose decisions it writes, and two other indexes begin with the agent.
        migrations.AlterField(
            model_name="decision",
            name="agent",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="decisions",
                to="agents.agent",
            ),
        ),
        # Each tick notes its bar on agents: with room on their pages that touches none of their indexes.
        migrations.RunSQL(
            "ALTER TABLE agents_agent SET (fillfactor = 60)",
            "ALTER TABLE agents_agent RESET (fillfactor)",
        ),
    ]
