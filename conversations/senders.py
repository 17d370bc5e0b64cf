"""Adding and changing the senders of a business. What a provider must be asked is asked by a worker, never here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django_q.tasks import async_task

from accounts.models import Business, Member
from contacts.addresses import is_toll_free, parse_phone
from conversations.channel_setup import pack_credentials
from conversations.models import ChannelAccount, Switch
from conversations.outbox import is_switched_off, lift_switch, set_switch

ACCOUNT_SID = re.compile(r"AC[0-9a-f]{32}")
API_KEY_SID = re.compile(r"SK[0-9a-f]{32}")
SERVICE_SID = re.compile(r"MG[0-9a-f]{32}")
AUTH_TOKEN = re.compile(r"[0-9a-f]{32}")
SHORT_CODE = re.compile(r"[0-9]{5,6}")
# A check takes seconds; after this long the worker is not running, and waiting on would help nobody.
ANSWER_EXPECTED = timedelta(minutes=2)
SETUP_TASK = "conversations.tasks_setup.set_up_sender"

DEMO_USES_SANDBOX = (
    "A demo business only uses its sandbox number, so that nothing can reach a real phone. "
    "Ask your agency for a live business to text real people."
)
LIVE_NEVER_SANDBOX = "A live business cannot use the sandbox: its texts would reach nobody."
TAKEN = "This number is connected already. A number belongs to one business."
# In segments per second, as Twilio lets each kind go without a further agreement (compliance.md, throughput).
USUAL_RATE = {
    ChannelAccount.Kind.LONG_CODE: 1.0,
    ChannelAccount.Kind.TOLL_FREE: 3.0,
    ChannelAccount.Kind.SHORT_CODE: 100.0,
}


class SenderRefused(Exception):
    """The sender cannot be kept like this; `problems` has a sentence for each field, "" for the whole."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Secrets:
    """What opens the account. The auth token also signs the provider's calls to us; an API key, if given, signs in."""

    auth_token: str = field(repr=False)
    api_key: str = field(default="", repr=False)
    api_secret: str = field(default="", repr=False)

    def problems(self) -> dict[str, str]:
        """Return a sentence for each part that cannot be right."""
        found = {}
        if not AUTH_TOKEN.fullmatch(self.auth_token):
            found["auth_token"] = "An auth token has 32 characters, 0 to 9 and a to f. Copy it whole from the console."
        if self.api_key and not API_KEY_SID.fullmatch(self.api_key):
            found["api_key"] = "An API key begins with SK, followed by 32 characters, 0 to 9 and a to f."
        if bool(self.api_key) != bool(self.api_secret):
            found["api_secret"] = "An API key works only with its secret: give both, or neither."
        return found


@dataclass(frozen=True, slots=True)
class SenderValues:
    """What may be changed later. rate: segments per second, None for what is usual for this kind of number.

    price: of one segment in the business's currency, None where nobody has said it.
    """

    label: str = ""
    service_sid: str = ""
    rate: float | None = None
    price: Decimal | None = None
    registration: str = ChannelAccount.Registration.UNREGISTERED
    carrier_answers_keywords: bool = True

    def problems(self) -> dict[str, str]:
        """Return a sentence for each value that cannot be right."""
        found = {}
        if self.service_sid and not SERVICE_SID.fullmatch(self.service_sid):
            found["service_sid"] = "A messaging service begins with MG, followed by 32 characters, 0 to 9 and a to f."
        if self.rate is not None and not 0 < self.rate <= 1000:
            found["rate"] = "Give a rate above 0 and up to 1000 segments per second."
        return found


def kind_of(number: str) -> str:
    """Say which kind of sender a number is: E.164, or a short code of five or six digits."""
    if SHORT_CODE.fullmatch(number):
        return ChannelAccount.Kind.SHORT_CODE
    return ChannelAccount.Kind.TOLL_FREE if is_toll_free(number) else ChannelAccount.Kind.LONG_CODE


def add_sender(
    business: Business,
    *,
    account_sid: str,
    number: str,
    secrets: Secrets,
    values: SenderValues,
    now: datetime,
    provider: str = "twilio",
) -> ChannelAccount:
    """Keep a new Twilio number and ask a worker to check it. Raises SenderRefused, and then nothing is kept."""
    if business.is_demo or provider == "sandbox":
        raise SenderRefused({"": DEMO_USES_SANDBOX if business.is_demo else LIVE_NEVER_SANDBOX})
    read, problem = _read_number(number, business)
    problems = {**secrets.problems(), **values.problems(), **({"number": problem} if problem else {})}
    if not ACCOUNT_SID.fullmatch(account_sid):
        problems["account_sid"] = "An account SID begins with AC, followed by 32 characters, 0 to 9 and a to f."
    if problems:
        raise SenderRefused(problems)
    try:
        with transaction.atomic():
            account = _insert(business, account_sid=account_sid, number=read, secrets=secrets, values=values)
            ask_for_check(account, now=now)
    except IntegrityError as error:
        raise SenderRefused(
            {"number": "This number is connected already. A number belongs to one business."}
        ) from error
    return account


def _read_number(raw: str, business: Business) -> tuple[str, str]:
    if SHORT_CODE.fullmatch(raw.strip()):
        return raw.strip(), ""
    reading = parse_phone(raw, region=business.country or "US")
    return reading.e164 or "", reading.problem or ""


def _insert(
    business: Business, *, account_sid: str, number: str, secrets: Secrets, values: SenderValues
) -> ChannelAccount:
    kind = kind_of(number)
    return ChannelAccount.objects.create(
        business=business,
        provider="twilio",
        kind=kind,
        sender=number,
        account_sid=account_sid,
        credentials=_pack(secrets),
        label=values.label.strip()[:60],
        service_sid=values.service_sid,
        segments_per_second=values.rate or USUAL_RATE[ChannelAccount.Kind(kind)],
        price_per_segment=values.price,
        price_currency=business.currency if values.price is not None else "",
        registration=values.registration,
        carrier_answers_keywords=values.carrier_answers_keywords,
    )


def _pack(secrets: Secrets) -> str:
    return pack_credentials(auth_token=secrets.auth_token, api_key=secrets.api_key, api_secret=secrets.api_secret)


def edit_sender(
    account: ChannelAccount, *, values: SenderValues, secrets: Secrets | None = None, now: datetime
) -> ChannelAccount:
    """Change a sender; new secrets replace the old ones whole and are checked by a worker. Raises SenderRefused.

    The number and its account stay: what was sent from it belongs to it. Another number is another sender.
    """
    if secrets is not None and account.provider == "sandbox":
        raise SenderRefused({"": "The sandbox number needs no credentials."})
    problems = {**values.problems(), **(secrets.problems() if secrets else {})}
    if problems:
        raise SenderRefused(problems)
    with transaction.atomic():
        row = ChannelAccount.objects.for_business(account.business_id).select_for_update().get(pk=account.pk)
        row.label, row.service_sid = values.label.strip()[:60], values.service_sid
        row.segments_per_second = values.rate or USUAL_RATE.get(ChannelAccount.Kind(row.kind), 1.0)
        row.price_per_segment = values.price
        row.price_currency = row.business.currency if values.price is not None else ""
        changed = ["label", "service_sid", "segments_per_second", "price_per_segment", "price_currency"]
        if row.provider != "sandbox":
            row.registration, row.carrier_answers_keywords = values.registration, values.carrier_answers_keywords
            changed += ["registration", "carrier_answers_keywords"]
        if secrets is not None:
            row.credentials = _pack(secrets)
            # Calls that bore the new token's signature were refused until now: what they brought is read back.
            row.catch_up_wanted_at, row.refused_at = now, None
            changed += ["credentials", "catch_up_wanted_at", "refused_at"]
        row.save(update_fields=changed)
        if secrets is not None:
            ask_for_check(row, now=now)
    return row


def ask_for_check(account: ChannelAccount, *, now: datetime, set_webhooks: bool = False) -> None:
    """Have a worker ask the provider about a sender, and point its webhooks here with `set_webhooks`.

    The row says that an answer is awaited (`setup_asked_at`) until the worker has written it there.
    """
    with transaction.atomic():
        ChannelAccount.objects.for_business(account.business_id).filter(pk=account.pk).update(setup_asked_at=now)
        async_task(SETUP_TASK, account.pk, set_webhooks=set_webhooks, task_name="set_up_sender", save=False)
    account.setup_asked_at = now


def is_awaited(account: ChannelAccount, *, now: datetime) -> bool:
    """Say whether a worker's answer about this sender may still come."""
    return account.setup_asked_at is not None and now - account.setup_asked_at < ANSWER_EXPECTED


def switch_sender(account: ChannelAccount, *, on: bool, member: Member | None, now: datetime, reason: str = "") -> None:
    """Stop everything that leaves by a sender from the next hand-over on, or let it go on. What waits is not lost."""
    scope, key = Switch.Scope.CHANNEL, str(account.pk)
    if on:
        lift_switch(scope=scope, business=account.business, key=key, now=now)
        return
    words = reason.strip() or "Switched off in Settings."
    set_switch(scope=scope, business=account.business, key=key, reason=words, member=member, now=now)


def is_off(account: ChannelAccount) -> bool:
    """Say whether a sender is switched off."""
    return is_switched_off(scope=Switch.Scope.CHANNEL, business=account.business, key=str(account.pk))


def list_senders(business: Business) -> list[tuple[ChannelAccount, bool]]:
    """Return the senders of a business in order, each with whether it is switched off."""
    accounts = list(ChannelAccount.objects.for_business(business).order_by("pk"))
    off = set(Switch.objects.filter(business=business, scope=Switch.Scope.CHANNEL).values_list("key", flat=True))
    return [(account, str(account.pk) in off) for account in accounts]


def describe_secrets(account: ChannelAccount) -> dict[str, str]:
    """Return for each secret that is kept its last two characters behind dots; the rest is never shown again."""
    stored: dict[str, str] = json.loads(account.credentials or "{}")
    return {name: f"••{stored[name][-2:]}" for name in ("auth_token", "api_key") if stored.get(name)}
