"""API keys can be narrowed to tools and toolsets."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("system", "0009_webhook_delivery_order")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="tools",
            field=ArrayField(
                base_field=models.CharField(max_length=64),
                help_text="The tools and toolsets it is narrowed to; null: all that its actor may use.",
                null=True,
                size=None,
            ),
        ),
    ]
