import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_invitation"), ("campaigns", "0002_schedule_check_simulation")]

    operations = [
        migrations.AddField("campaign", "resumed_at", models.DateTimeField(null=True)),
        migrations.AddField("campaign", "warnings", models.JSONField(blank=True, default=dict)),
        migrations.AddField("campaign", "launch_problem", models.CharField(blank=True, max_length=300)),
        migrations.AddField("step", "recalled_at", models.DateTimeField(null=True)),
        migrations.AddField("enrollment", "step_due_at", models.DateTimeField(null=True)),
        migrations.RemoveField("campaigncheck", "last_contact"),
        migrations.RemoveIndex("enrollment", "enrollment_due"),
        migrations.AddIndex(
            "enrollment",
            models.Index(
                fields=["next_position", "next_due_at", "id"],
                condition=models.Q(("next_due_at__isnull", False), ("state__in", ["active", "held_back"])),
                name="enrollment_due",
            ),
        ),
        migrations.CreateModel(
            name="CheckPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "contact_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "point_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.business"
                    ),
                ),
                (
                    "check_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="campaigns.campaigncheck",
                    ),
                ),
            ],
            options={"abstract": False},
            managers=[("across_businesses", django.db.models.manager.Manager())],
        ),
    ]
