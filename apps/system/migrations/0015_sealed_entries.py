"""Only sealed entries are in the index of their numbers: one that is written has none yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("system", "0014_streams")]

    operations = [
        migrations.AlterField(model_name="auditentry", name="seq", field=models.BigIntegerField(null=True)),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("seq__isnull", False)), fields=["seq"], name="audit_sealed"
            ),
        ),
    ]
