from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "reactivation.campaigns"
    label = "campaigns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They register when imported.
        from reactivation.campaigns import conditions, receivers, timeline  # noqa: F401, PLC0415
        from reactivation.campaigns.reporting import models  # noqa: F401, PLC0415
        from reactivation.campaigns.reporting import receivers as counting  # noqa: F401, PLC0415
