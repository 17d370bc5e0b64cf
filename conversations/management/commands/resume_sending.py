"""Let this installation send again: after `stop_sending`, or after a restored or copied database was found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from conversations import instance, outbox


class Command(BaseCommand):
    help = "Resume sending. A restored or copied database needs --reconcile: the provider's records are compared first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reconcile",
            action="store_true",
            help="Compare with the provider's records, settle what had left, and make this database the sending one.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        why = instance.check_instance(now=timezone.now())
        if why and not options["reconcile"]:
            raise CommandError(why)
        if options["reconcile"]:
            try:
                compared = instance.resume(clock=timezone.now)
            except instance.CannotCompare as error:
                raise CommandError(str(error)) from error
            self.stdout.write(_report(compared))
        outbox.resume_all(now=timezone.now())
        outbox.nudge()
        self.stdout.write("Sending goes on.")


def _report(compared: instance.Compared) -> str:
    text = f"Compared with the provider: {compared.settled} waiting messages had already left and are settled."
    if compared.unknown:
        text += (
            f" {compared.unknown} texts at the provider are not in this database: look at its log before you launch "
            "a campaign to the same people."
        )
    return text
