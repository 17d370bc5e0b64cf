"""The composition root as an app: system checks, and the database roles after each migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RekindleConfig(AppConfig):
    """Connects what belongs to no single app."""

    name = "config"

    def ready(self) -> None:
        from config import checks, roles

        checks.register()
        post_migrate.connect(roles.after_migrate, dispatch_uid="config.roles")
