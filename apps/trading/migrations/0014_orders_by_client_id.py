"""What keeps orders apart begins with the client's id: ours begin with the time, so new ones lie together."""

from django.db import migrations, models

NAME = "one_client_order"


class Migration(migrations.Migration):
    dependencies = [("trading", "0013_positions_in_place")]

    operations = [
        migrations.RemoveConstraint(model_name="order", name=NAME),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("client_order_id", "account"), name=NAME),
        ),
    ]
