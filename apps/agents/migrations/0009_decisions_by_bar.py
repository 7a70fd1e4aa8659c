"""What keeps decisions apart begins with the bar: those of a tick lie together."""

from django.db import migrations, models

NAME = "one_decision_per_bar"


class Migration(migrations.Migration):
    dependencies = [("agents", "0008_collected_profit")]

    operations = [
        migrations.RemoveConstraint(model_name="decision", name=NAME),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("bar_at", "agent", "venue", "symbol", "interval"), name=NAME
            ),
        ),
    ]
