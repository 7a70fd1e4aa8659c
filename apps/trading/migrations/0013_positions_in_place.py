"""Positions keep room for their next version beside them, and no index names what changes: an update of one
touches no index.

What an account holds is found by the index that keeps its positions apart, closed ones among them.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trading", "0012_order_references")]

    operations = [
        migrations.RemoveIndex(model_name="position", name="position_open"),
        migrations.RunSQL(
            "ALTER TABLE trading_position SET (fillfactor = 50)",
            "ALTER TABLE trading_position RESET (fillfactor)",
        ),
    ]
