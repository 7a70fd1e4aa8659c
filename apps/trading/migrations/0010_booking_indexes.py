"""Indexes that booking paid for and nobody read: those of foreign keys that others begin with.

A transfer's reference is looked up rarely and made with it, so that ranges of pages find it. Balances keep
room for their next version beside them: an update then touches no index.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trading", "0009_live")]

    operations = [
        migrations.RemoveIndex(model_name="transfer", name="transfer_reference"),
        migrations.AddIndex(
            model_name="transfer",
            index=django.contrib.postgres.indexes.BrinIndex(
                autosummarize=True,
                fields=["reference"],
                name="transfer_reference_range",
                opclasses=["uuid_minmax_multi_ops"],
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="account",
            field=models.ForeignKey(
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
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="orders",
                to="trading.instrument",
            ),
        ),
        migrations.AlterField(
            model_name="position",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="positions",
                to="trading.account",
            ),
        ),
        migrations.AlterField(
            model_name="balance",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="balances",
                to="trading.account",
            ),
        ),
        migrations.RunSQL(
            "ALTER TABLE trading_balance SET (fillfactor = 50)",
            "ALTER TABLE trading_balance RESET (fillfactor)",
        ),
    ]
