"""`manage.py create_business`: a live business, its first owner, and the words it starts with."""

from __future__ import annotations

import secrets
from getpass import getpass
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Business, Member, User
from accounts.services import AccountProblem, create_business
from contacts.addresses import parse_phone
from conversations.approved_copy import seed_copy

TEXTS = {
    "owner-name": "the owner's own name",
    "state": "the state it is in, such as NY",
    "country": "two letters, such as US",
    "sender-name": "how it names itself in texts (the name, unless given)",
    "phone": "the number named in the answer to HELP",
    "postal-address": "the address it is registered at",
    "website": "its site, asked for by carriers",
    "trade": "what it does, such as plumbing",
}


class Command(BaseCommand):
    help = "Make a live business with its owner. A demo business never becomes one, nor the reverse."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what the business is called")
        parser.add_argument("--owner-email", required=True, help="who signs in as its owner")
        parser.add_argument("--zone", default="America/New_York", help="its time zone, such as America/Denver")
        for name, text in TEXTS.items():
            parser.add_argument(f"--{name}", default="", help=text)
        given = parser.add_mutually_exclusive_group()
        given.add_argument("--password-file", type=Path, help="a file whose first line is the owner's password")
        given.add_argument("--ask-password", action="store_true", help="ask for the owner's password")

    def handle(self, *args: Any, **options: Any) -> None:
        email = _read_email(options["owner_email"])
        values = _read_values(options)
        known = User.objects.filter(email__iexact=email).first()
        if known is not None:
            self._refuse_known(known, options)
        password = None if known else self._find_password(email, options)
        try:
            with transaction.atomic():
                business, _ = create_business(
                    name=options["name"], owner_email=email, owner_name=options["owner_name"], is_demo=False,
                    password=password or None, **values,
                )  # fmt: skip
                seed_copy(business, now=timezone.now())
        except AccountProblem as problem:
            raise CommandError(str(problem)) from problem
        self._say(business, email, "the password they have already" if known else self._told(password or "", options))

    def _refuse_known(self, user: User, options: dict[str, Any]) -> None:
        if options["password_file"] or options["ask_password"]:
            raise CommandError(
                "Somebody signs in with this email already and keeps their password. Leave the password out, "
                "and the new business is added to theirs."
            )
        if not user.is_active:
            raise CommandError("The login with this email is switched off. Switch it on in the admin, or use another.")
        name = options["name"].strip()[:120]
        if Member.across_businesses.filter(user=user, business__name=name, business__is_demo=False).exists():
            raise CommandError("This person already has a live business of this name, so no second one was made.")

    def _find_password(self, email: str, options: dict[str, Any]) -> str:
        if options["ask_password"]:
            password = getpass("Password of the owner: ")
            if getpass("The same again: ") != password:
                raise CommandError("The two passwords differ, so nothing was made.")
        elif options["password_file"]:
            password = _first_line(options["password_file"])
        else:
            return secrets.token_urlsafe(12)
        try:
            validate_password(password, User(email=email, name=options["owner_name"]))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password

    def _told(self, password: str, options: dict[str, Any]) -> str:
        is_ours = not options["ask_password"] and not options["password_file"]
        return f"the password {password} (shown only now)" if is_ours else "the password you gave"

    def _say(self, business: Business, email: str, password: str) -> None:
        address = settings.PUBLIC_URL.rstrip("/") + reverse("today", kwargs={"slug": business.slug})
        self.stdout.write(f"{business.name} is live. Sign in at {address} as {email} with {password}.")


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The password file {path} cannot be read.") from error
    if not lines or not lines[0]:
        raise CommandError(f"The first line of {path} is empty, so there is no password in it.")
    return lines[0]


def _read_email(raw: str) -> str:
    try:
        validate_email(raw.strip())
    except ValidationError as error:
        raise CommandError(f"“{raw}” is not an email address, so nobody could sign in with it.") from error
    return raw.strip().lower()


def _read_values(options: dict[str, Any]) -> dict[str, Any]:
    if options["zone"] not in available_timezones():
        raise CommandError(f"There is no time zone called {options['zone']}. Use one such as America/Denver.")
    country = (options["country"] or "US").upper()
    if len(country) != 2 or not country.isalpha():
        raise CommandError(f"“{options['country']}” is not a country of two letters, such as US.")
    values: dict[str, Any] = {"zone": options["zone"], "country": country, "state": options["state"].upper()}
    if len(values["state"]) > 3:
        raise CommandError(f"“{options['state']}” is not a state of two or three letters, such as NY.")
    if options["phone"]:
        reading = parse_phone(options["phone"], region=country)
        if reading.e164 is None:
            raise CommandError(f"The phone cannot be used. {reading.problem}")
        values["phone"] = reading.e164
    texts = {name: options[name].strip() for name in ("sender_name", "postal_address", "website", "trade")}
    for name, text in texts.items():
        longest = getattr(Business._meta.get_field(name), "max_length", 0)
        if len(text) > longest:
            raise CommandError(f"--{name.replace('_', '-')} is longer than {longest} characters.")
    return values | {name: text for name, text in texts.items() if text}
