"""`manage.py make_demo`: the demo business, once."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from config import keys
from config.demo import words
from config.demo.making import DemoProblem, count_people, find_demo, make_demo
from conversations.channel_setup import SetupFailed
from conversations.channels.sandbox.carrier import read_control_token
from conversations.channels.sandbox.client import CarrierControl, ControlRefused
from conversations.channels.sandbox.testing import run_carrier

# script/server starts the carrier just before: it takes a moment to listen.
CARRIER_SECONDS = 20


class Command(BaseCommand):
    help = "Make the demo business with its people, campaigns and conversations, once, and its login."

    def handle(self, *args: object, **options: object) -> None:
        if (business := find_demo()) is not None:
            if not Path(settings.DEMO_LOGIN_FILE).exists():
                self._keep_login(_new_password())
            self.stdout.write(f"The demo business {business.name} is already there. Nothing was changed.")
            return
        try:
            with _carrier() as carrier:
                business, password = make_demo(carrier, now=timezone.now())
        except (DemoProblem, SetupFailed, ControlRefused) as problem:
            raise CommandError(str(problem)) from problem
        self._keep_login(password)
        people = count_people(business)
        self.stdout.write(f"Made {business.name} with {people} contacts. The login is in {settings.DEMO_LOGIN_FILE}.")

    def _keep_login(self, password: str) -> None:
        keys.write_private(Path(settings.DEMO_LOGIN_FILE), f"{words.OWNER[0]}\n{password}\n")


def _new_password() -> str:
    """The file with the login was lost: the owner of the demo gets a new password."""
    password = secrets.token_urlsafe(9)
    owner = User.objects.get(email=words.OWNER[0])
    owner.set_password(password)
    owner.save(update_fields=["password"])
    return password


@contextlib.contextmanager
def _carrier() -> Iterator[CarrierControl]:
    """The carrier that runs, or one of our own over the same records for as long as this takes."""
    state = Path(settings.SANDBOX_CARRIER_STATE)
    state.parent.mkdir(parents=True, exist_ok=True)
    token = read_control_token(state)
    running = CarrierControl(settings.SANDBOX_CARRIER_URL, token)
    if _answers(running):
        yield running
        return
    port = urlsplit(settings.SANDBOX_CARRIER_URL).port or 0
    with run_carrier(state=str(state), port=port, control_token=token) as own:
        yield own


def _answers(carrier: CarrierControl) -> bool:
    deadline = time.monotonic() + CARRIER_SECONDS
    while time.monotonic() < deadline:
        try:
            carrier.counters()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False
