"""What each call cost, how often it was tried, how large its result is; and tallies of calls by the hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mcp", "0003_tools"),
    ]

    operations = [
        migrations.AddField(
            model_name="toolcall",
            name="cost",
            field=models.PositiveIntegerField(
                db_default=1, default=1, help_text="What it takes from a daily budget of calls."
            ),
        ),
        migrations.AddField(
            model_name="toolcall",
            name="erased_at",
            field=models.DateTimeField(
                help_text="When parameters, result and reason were erased.", null=True
            ),
        ),
        migrations.AddField(
            model_name="toolcall",
            name="result_size",
            field=models.PositiveIntegerField(help_text="Of the result as JSON, in characters.", null=True),
        ),
        migrations.AddField(
            model_name="toolcall",
            name="sealed",
            field=models.TextField(
                blank=True,
                db_default="",
                help_text="The parameters with their secrets, encrypted, while it is open.",
            ),
        ),
        migrations.AddField(
            model_name="toolcall",
            name="tries",
            field=models.JSONField(
                db_default=models.Value([], models.JSONField()),
                default=list,
                help_text="Attempts that failed and were tried again.",
            ),
        ),
        migrations.AlterField(
            model_name="toolcall",
            name="parameters",
            field=models.JSONField(help_text="Secrets are masked."),
        ),
        migrations.CreateModel(
            name="CallTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", models.CharField(choices=[("hour", "Hour"), ("day", "Day")], max_length=4)),
                ("starts_at", models.DateTimeField()),
                ("actor_id", models.UUIDField()),
                ("tool", models.CharField(max_length=64)),
                ("outcome", models.CharField(max_length=16)),
                ("code", models.CharField(blank=True, max_length=64)),
                (
                    "bucket",
                    models.SmallIntegerField(
                        help_text="NO_TIME for what a gate stopped: it never became a call."
                    ),
                ),
                ("count", models.BigIntegerField()),
            ],
            options={
                "db_table": "mcp_call_tally",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("actor_id", "span", "starts_at", "tool", "outcome", "code", "bucket"),
                        name="one_tally_per_step",
                    )
                ],
            },
        ),
    ]
