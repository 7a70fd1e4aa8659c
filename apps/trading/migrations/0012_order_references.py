"""An order does not look its account and instrument up, nor locks them, to be sure that both are there.

Neither is ever removed, and whoever places an order has read both. It took a third of what storing one did.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trading", "0011_currencies")]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="account",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="trading.account",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="instrument",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="trading.instrument",
            ),
        ),
    ]
