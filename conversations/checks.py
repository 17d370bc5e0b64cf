"""System checks of conversations: what would otherwise be found out in front of a contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from conversations.approved_copy import default_text

# What the assistant and the rules around it cannot do without.
NEEDED = (
    "already_served", "booked_already", "booking_request", "booking_request_next", "busy", "call_me", "clarify",
    "contact_update", "follow_up_at", "help_answer", "holding_line", "hours", "line_disclosure", "line_help",
    "line_identity", "line_opt_out", "line_program", "line_program_once", "not_interested", "not_now",
    "opt_out_confirmation", "positive", "positive_next", "pricing_handoff", "question", "welcome_back", "wrong_number",
)  # fmt: skip


@register("conversations")
def check_words(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Every message that the product sends by itself ships with English words."""
    missing = [key for key in NEEDED if not default_text(key, "en")]
    if not missing:
        return []
    return [
        Error(
            f"There are no words for: {', '.join(missing)}.",
            hint="Put them back under templates/messages/, as they came with this version.",
            id="conversations.E001",
        )
    ]


@register("conversations", deploy=True)
def check_public_address(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Providers call PUBLIC_URL: live texts need one that they can reach and that their signatures are made for."""
    address = urlsplit(settings.PUBLIC_URL)
    if settings.SENDING != "live" or (address.scheme == "https" and address.hostname not in ("localhost", "127.0.0.1")):
        return []
    return [
        Warning(
            "Texts are sent live, but the provider cannot call this site back: replies and stops would come late.",
            hint="Set PUBLIC_URL to the https address under which the internet reaches this site.",
            id="conversations.W001",
        )
    ]
