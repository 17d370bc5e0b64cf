from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_with_a_person")]

    operations = [
        migrations.AddField(
            "message", "rule_hours", models.CharField(blank=True, db_default="", default="", max_length=24)
        ),
        migrations.AddField(
            "channelaccount",
            "price_per_segment",
            models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
        ),
        migrations.AddField("channelaccount", "price_currency", models.CharField(blank=True, default="", max_length=3)),
    ]
