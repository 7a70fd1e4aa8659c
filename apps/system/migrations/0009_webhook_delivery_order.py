"""Deliveries are taken webhook by webhook, so that one with many leaves room for the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("system", "0008_controls")]

    operations = [
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("status", "PENDING")), fields=["webhook", "due_at"], name="delivery_next"
            ),
        ),
        migrations.RemoveIndex(model_name="webhookdelivery", name="delivery_due"),
    ]
