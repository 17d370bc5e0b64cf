"""The composition root as an app: its commands, the checks of the whole, the database roles after a migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from config import checks, roles


class RootConfig(AppConfig):
    """Connects what belongs to no single app. It has no models."""

    name = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put checks and roles in force."""
        checks.register()
        post_migrate.connect(roles.after_migrate, dispatch_uid="config.roles")
