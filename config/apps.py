"""The composition root is an app only so that its commands are found."""

from django.apps import AppConfig


class RootConfig(AppConfig):
    name = "config"
    default_auto_field = "django.db.models.BigAutoField"
