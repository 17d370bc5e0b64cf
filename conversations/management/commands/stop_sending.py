"""Stop everything that this installation sends, from the next hand-over on."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from conversations import outbox


class Command(BaseCommand):
    help = "Stop all sending at once. What is queued stays queued; `resume_sending` lets it go on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", default="", help="Why, for whoever looks later.")

    def handle(self, *args: Any, **options: Any) -> None:
        outbox.stop_all(reason=options["reason"] or "Stopped by `manage.py stop_sending`.", now=timezone.now())
        self.stdout.write("Sending is stopped. What is queued waits until `manage.py resume_sending`.")
