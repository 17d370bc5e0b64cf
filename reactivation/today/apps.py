from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "reactivation.today"
    label = "today"
    default_auto_field = "django.db.models.BigAutoField"
