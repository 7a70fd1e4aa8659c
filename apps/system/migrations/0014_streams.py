from django.db import migrations, models

import apps.system.ids


class Migration(migrations.Migration):
    dependencies = [
        ("system", "0012_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("audience", models.UUIDField(help_text="Nobody's means public.", null=True)),
                ("type", models.CharField(max_length=64)),
                ("count", models.BigIntegerField()),
                ("last_seq", models.BigIntegerField()),
            ],
            options={
                "db_table": "system_event_tally",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("starts_at", "audience", "type"),
                        name="one_tally_per_hour",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectionRebuild",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.system.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("projection", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[("RUNNING", "Running"), ("COMPLETED", "Completed"), ("FAILED", "Failed")],
                        default="RUNNING",
                        max_length=9,
                    ),
                ),
                ("asked_by", models.UUIDField(null=True)),
                (
                    "seq",
                    models.BigIntegerField(
                        help_text="How far it is; null: its tables are not made yet.", null=True
                    ),
                ),
                ("target", models.BigIntegerField(default=0, help_text="How far the live tables are.")),
                ("events", models.BigIntegerField(default=0, help_text="Taken so far.")),
                (
                    "parked",
                    models.JSONField(
                        default=list, help_text="Events that it could not take, as dead letters."
                    ),
                ),
                (
                    "changed",
                    models.BigIntegerField(
                        help_text="Rows of the live tables that were not as rebuilt.", null=True
                    ),
                ),
                ("digest_before", models.CharField(blank=True, max_length=64)),
                ("digest_after", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True, help_text="Why it failed.")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "system_projection_rebuild",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "RUNNING")),
                        fields=("projection",),
                        name="one_rebuild_per_projection",
                    )
                ],
            },
        ),
    ]
