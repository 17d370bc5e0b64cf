"""System checks of the whole: what Django cannot know."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.core.checks import register as register_check

from config import databases, env


def register() -> None:
    """Put the checks in force."""
    register_check(check_roles, "security")


def check_roles(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Warn where product and owner share one database role."""
    if not databases.has_one_role(env.load()):
        return []
    return [
        Warning(
            "The product owns its evidence tables: only triggers protect them, and the owner can switch triggers off.",
            hint="Put a second role that owns nothing into DATABASE_URL and the present one into DATABASE_OWNER_URL.",
            id="rekindle.W001",
        )
    ]
