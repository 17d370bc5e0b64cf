"""`manage.py worker`: sends, and supervises the django-q2 cluster."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.worker import Supervisor


class Command(BaseCommand):
    help = "Send what is due and run everything else through a supervised django-q2 cluster, until stopped."

    def handle(self, *args: object, **options: object) -> None:
        Supervisor(clock=timezone.now).run()
