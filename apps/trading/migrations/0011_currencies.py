"""What capital in another currency counted for, and whole equity curves of backtests. Both only add."""

from decimal import Decimal

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import apps.trading.models.amounts
from apps.system.partitions import forbid_rewrite


class Migration(migrations.Migration):
    dependencies = [
        ("trading", "0010_booking_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BacktestCurve",
            fields=[
                (
                    "backtest",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="curve",
                        serialize=False,
                        to="trading.backtest",
                    ),
                ),
                ("points", models.PositiveIntegerField()),
                ("content", models.BinaryField()),
            ],
            options={
                "db_table": "trading_backtest_curve",
            },
        ),
        migrations.AlterField(
            model_name="account",
            name="currency",
            field=models.CharField(
                default="USD", help_text="What it is reckoned in; it may hold others, too.", max_length=12
            ),
        ),
        migrations.AlterField(
            model_name="account",
            name="funded",
            field=apps.trading.models.amounts.AmountField(
                decimal_places=18,
                default=0,
                help_text="Capital paid in less capital taken out, in `currency`, at the rates of then.",
                max_digits=38,
            ),
        ),
        migrations.CreateModel(
            name="FundingValue",
            fields=[
                ("transfer_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("asset", models.CharField(max_length=12)),
                (
                    "rate",
                    apps.trading.models.amounts.AmountField(
                        decimal_places=18,
                        help_text="What one unit of the asset was worth in the account's currency.",
                        max_digits=38,
                    ),
                ),
                ("value", apps.trading.models.amounts.AmountField(decimal_places=18, max_digits=38)),
                (
                    "source",
                    models.CharField(help_text="Whose prices: simulated, replay or live.", max_length=16),
                ),
                ("priced_at", models.DateTimeField(help_text="Of when the price was, in market time.")),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_values",
                        to="trading.account",
                    ),
                ),
            ],
            options={
                "db_table": "trading_funding_value",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rate__lt", Decimal("100000000000000000000")),
                            ("value__lt", Decimal("100000000000000000000")),
                            ("rate__gt", Decimal("-100000000000000000000")),
                            ("value__gt", Decimal("-100000000000000000000")),
                            ("rate__gt", 0),
                        ),
                        name="funding_value_finite",
                    )
                ],
            },
        ),
        *forbid_rewrite("trading_funding_value"),
    ]
