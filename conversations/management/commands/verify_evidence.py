"""`manage.py verify_evidence`: is the proof whole?"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Business
from conversations.verifying import verify_business


class Command(BaseCommand):
    help = "Check every clearance and seal; exit status 1 when anything was changed, is missing or came late."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--business", help="slug of one business; otherwise all")
        parser.add_argument("--seal", help="a seal you kept, as business:number:mac, that must still be there")

    def handle(self, *args: Any, **options: Any) -> None:
        known = self._known(options["seal"])
        businesses = Business.objects.order_by("pk")
        if options["business"]:
            businesses = businesses.filter(slug=options["business"])
            if not businesses:
                raise CommandError(f"There is no business with the address {options['business']}.")
        problems = 0
        for business in businesses:
            kept = known[1:] if known and known[0] == business.pk else None
            problems += self._report(business, kept)
        if problems:
            raise CommandError("The evidence is not whole; see above.")

    def _known(self, text: str | None) -> tuple[int, int, str] | None:
        if not text:
            return None
        try:
            business, number, mac = text.strip().split(":")
            return int(business), int(number), mac
        except ValueError as error:
            raise CommandError("A seal reads business:number:mac, as in the files of var/seals.") from error

    def _report(self, business: Business, kept: tuple[int, str] | None) -> int:
        report = verify_business(business, now=timezone.now(), known=kept)
        erased = f", {report.erased} with erased details" if report.erased else ""
        self.stdout.write(f"{business.slug}: {report.seals} seals over {report.clearances} clearances{erased}.")
        for problem in report.problems:
            self.stdout.write(f"  {problem}")
        if report.late:
            self.stdout.write(f"  {report.late} clearances have waited for a seal for more than a minute.")
        return len(report.problems) + report.late
