from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "reactivation.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reactivation.campaigns import conditions, receivers  # noqa: F401, PLC0415  they register when imported
        from reactivation.campaigns.reporting import models, receivers as counting  # noqa: F401, PLC0415  the same
