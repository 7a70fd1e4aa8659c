"""What was asked for where a gate refused; and the audit trail as files that a worker writes."""

import django.db.models.deletion
from django.db import migrations, models

import apps.system.ids
import apps.system.partitions


class Migration(migrations.Migration):
    dependencies = [
        ("mcp", "0004_record"),
        ("system", "0012_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditExport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=apps.system.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("call_id", models.UUIDField(help_text="The call that asked for it, and ends with it.")),
                ("file_type", models.CharField(max_length=5)),
                ("filters", models.JSONField(help_text="As `audit-log` takes them.")),
                (
                    "until",
                    models.DateTimeField(
                        help_text="Entries before this time; the request itself is not among them."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("QUEUED", "Queued"),
                            ("RUNNING", "Running"),
                            ("SUCCEEDED", "Succeeded"),
                            ("FAILED", "Failed"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="QUEUED",
                        max_length=9,
                    ),
                ),
                (
                    "total",
                    models.PositiveBigIntegerField(
                        help_text="Entries to be written, once counted.", null=True
                    ),
                ),
                ("rows", models.PositiveBigIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="In bytes.")),
                ("pieces", models.PositiveIntegerField(default=0)),
                ("after", models.UUIDField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(db_index=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="audit_exports",
                        to="system.actor",
                    ),
                ),
            ],
            options={
                "db_table": "mcp_audit_export",
            },
        ),
        migrations.CreateModel(
            name="AuditExportPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="mcp.auditexport",
                    ),
                ),
            ],
            options={
                "db_table": "mcp_audit_export_piece",
            },
        ),
        apps.system.partitions.CreatePartitionedModel(
            name="RefusedRequest",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("tool", models.CharField(max_length=64)),
                ("parameters", models.JSONField(help_text="Masked, and cut short where they were long.")),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="system.actor",
                    ),
                ),
            ],
            options={
                "db_table": "mcp_refused_request",
                "indexes": [models.Index(fields=["actor", "id"], name="refused_actor")],
            },
        ),
        migrations.AddIndex(
            model_name="auditexport",
            index=models.Index(fields=["actor", "-id"], name="audit_export_actor"),
        ),
        migrations.AddIndex(
            model_name="auditexport",
            index=models.Index(
                condition=models.Q(("status__in", ["QUEUED", "RUNNING"])),
                fields=["lease_until"],
                name="audit_export_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditexportpiece",
            constraint=models.UniqueConstraint(fields=("export", "number"), name="one_export_piece"),
        ),
    ]
