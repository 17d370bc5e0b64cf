"""Makes the demo business: founded seven weeks ago, imported, written to, answered, and alive today."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import Business, Member
from accounts.services import add_member, create_business, set_hours
from config.demo import words
from config.demo.casting import Play, scatter
from config.demo.people import DemoFile, make_files
from config.demo.stage import Clock, Stage, moved_clock, silent_carrier, was_waking
from config.demo.stories import CAMPAIGN, EARLIER, HOT_BY_DAY, HOT_BY_NIGHT, RUNNING, WAITING, Waiting
from contacts import importing
from contacts.consent import ConsentDraft, record_consents
from contacts.models import Contact, ContactPoint
from contacts.segments import find_audience, read_audience
from conversations import channel_setup, outbox
from conversations.approved_copy import edit_copy, seed_copy
from conversations.channels.sandbox.client import CarrierControl, ControlRefused
from conversations.models import ChannelAccount
from notifications.services import mark_read
from reactivation.campaigns import services, writing
from reactivation.campaigns.models import Campaign, StepMessage
from reactivation.campaigns.writing import StepDraft

AGE = timedelta(days=49)
UNREACHABLE = (("undelivered", 30003), ("undelivered", 30005), ("undelivered", 30006))
Say = Callable[[str], None]


class DemoProblem(Exception):
    """The demo cannot be made; the text is a sentence for the person who asked."""


def find_demo() -> Business | None:
    """Return the demo business where it exists."""
    return Business.objects.filter(is_demo=True, name=words.NAME).first()


def make_demo(carrier: CarrierControl, *, now: datetime) -> tuple[Business, str]:
    """Make the demo up to `now`; return it with the owner's password. Takes most of a minute; not in a transaction."""
    clock = Clock(_morning(now - AGE))
    with moved_clock(clock), silent_carrier(carrier), outbox.Courier() as courier:
        carrier.move_clock(clock.now)
        password = secrets.token_urlsafe(9)
        business, members = _found(password=password)
        account = _connect(business, carrier, now=clock.now)
        stage = Stage(business=business, account=account, carrier=carrier, courier=courier, clock=clock)
        play = Play(stage, members)
        _import_people(stage, members["owner"])
        _earlier_stops(play)
        _finished_campaign(play, now=now)
        _running_campaign(play, now=now)
        _draft_campaign(stage, members["owner"])
        play.run(until=now)
        outbox.apply_callbacks(now=now)
    return business, password


def _morning(moment: datetime) -> datetime:
    local = moment.astimezone(ZoneInfo(words.ZONE))
    return datetime.combine(local.date(), time(9, 12), local.tzinfo)


def _day(moment: datetime, *, hour: int, minute: int) -> datetime:
    local = moment.astimezone(ZoneInfo(words.ZONE))
    return datetime.combine(local.date(), time(hour, minute), local.tzinfo)


def _found(*, password: str) -> tuple[Business, dict[str, Member]]:
    email, name = words.OWNER
    business, owner = create_business(
        name=words.NAME, owner_email=email, owner_name=name, is_demo=True, password=password, **words.BUSINESS
    )
    agent = add_member(business, email=words.AGENT[0], name=words.AGENT[1], role=Member.Role.AGENT)
    year = business.created_at.year
    holidays = {date(y, *day): label for y in (year, year + 1) for day, label in words.HOLIDAYS.items()}
    set_hours(business, hours=words.HOURS, holidays=holidays)
    business.refresh_from_db()
    seed_copy(business, now=business.created_at)
    for key, language, text in words.OWN_COPY:
        edit_copy(business, key=key, text=text, member=owner, language=language, now=business.created_at)
    return business, {"owner": owner, "agent": agent}


def _connect(business: Business, carrier: CarrierControl, *, now: datetime) -> ChannelAccount:
    """Rent a number at the carrier, enter it as the sender, and point its webhooks at this site."""
    registered, number = _rent_number(carrier)
    account = ChannelAccount.objects.create(
        business=business, provider="sandbox", kind=ChannelAccount.Kind.SANDBOX, label="Front desk number",
        sender=number, account_sid=registered.account,
        credentials=channel_setup.pack_credentials(
            auth_token=registered.token, api_key=registered.api_key, api_secret=registered.api_secret
        ),
        segments_per_second=30.0, registration=ChannelAccount.Registration.NOT_NEEDED, carrier_answers_keywords=False,
    )  # fmt: skip
    channel_setup.set_webhooks(account, now=now)
    account.caught_up_at = now
    account.save(update_fields=["caught_up_at"])
    return account


def _rent_number(carrier: CarrierControl) -> tuple[Any, str]:
    for number in words.SENDERS:
        try:
            return carrier.add_account(numbers=[number], name=words.NAME), number
        except ControlRefused:
            continue
    raise DemoProblem(
        "All numbers of the demo are taken at the sandbox carrier: remove var/carrier.sqlite3 and try again."
    )


def _import_people(stage: Stage, owner: Member) -> None:
    first, second = make_files(stage.now.date())
    _import(stage, owner, first)
    stage.move_to(stage.now + timedelta(hours=2))
    _import(stage, owner, second)
    stage.move_to(stage.now + timedelta(days=1))
    _further_consents(stage)
    stage.settle()


def _import(stage: Stage, owner: Member, file: DemoFile) -> None:
    data = file.text.encode()
    batch = importing.upload_file(stage.business, member=owner, name=file.name, data=data, now=stage.now)
    batch = importing.map_columns(batch, mapping=batch.mapping, mode="both", defaults={})
    importing.check_import(batch, now=stage.now)
    stage.move_to(stage.now + timedelta(minutes=6))
    batch = importing.confirm_import(batch, member=owner, attests=file.attests, now=stage.now)
    importing.write_import(batch, now=stage.now)
    stage.settle()


def _further_consents(stage: Stage) -> None:
    """What the shop knows besides its files: jobs, a word on the telephone, some who took it back at the counter."""
    points = list(
        ContactPoint.objects.for_business(stage.business).filter(kind="phone").select_related("contact").order_by("id")
    )
    kinds = (
        ("granted", "implied", "transactional", "work order", points[90:150:6]),
        ("granted", "express", "marketing", "phone call", points[92:150:14]),
        ("withdrawn", "express", "marketing", "at the counter", points[95:150:27]),
    )
    drafts = [
        ConsentDraft(
            kind_of_address="phone", address=point.address, action=action, kind=kind, scope=scope, source=source,
            obtained_at=point.contact.last_dealing_at, contact_id=point.contact_id,
        )
        for action, kind, scope, source, chosen in kinds
        for point in chosen
    ]  # fmt: skip
    with transaction.atomic():
        record_consents(stage.business, drafts, now=stage.now)


def _earlier_stops(play: Play) -> None:
    """People who had texted STOP before any campaign."""
    points = ContactPoint.objects.for_business(play.stage.business).filter(
        kind="phone", contact__tags__overlap=["heating"]
    )
    for number, (move, point) in enumerate(zip(EARLIER, points.order_by("-id"), strict=False), start=1):
        at = play.stage.now + timedelta(days=3 * number, hours=number)
        play.plan(at, lambda move=move, point=point: play.stage.hear(phone=point.address, words=move.words))  # type: ignore[misc]


def _make_campaign(
    stage: Stage, owner: Member, *, name: str, audience: dict[str, Any], texts: tuple[tuple[str, ...], ...], days: int
) -> Campaign:
    campaign = writing.create_campaign(stage.business, member=owner, name=name, now=stage.now)
    writing.set_audience(campaign, name=name, audience=read_audience(audience), account=stage.account)
    writing.set_steps(campaign, steps=[StepDraft(days * 24 * min(n, 1), text) for n, text in enumerate(texts)])
    campaign.refresh_from_db()
    return campaign


def _finished_campaign(play: Play, *, now: datetime) -> None:
    """Launched on a Tuesday nearly four weeks ago; its last text left three days later."""
    launch = _day(now - timedelta(days=25), hour=10, minute=4)
    launch -= timedelta(days=(launch.weekday() - 1) % 7)
    stage, owner = play.stage, play.members["owner"]
    play.run(until=launch - timedelta(days=1))
    campaign = _make_campaign(
        stage, owner, name=words.CHECKUP, audience=words.CHECKUP_AUDIENCE,
        texts=(words.CHECKUP_FIRST, words.CHECKUP_SECOND), days=3,
    )  # fmt: skip
    play.run(until=launch)
    _make_unreachable(stage, campaign)
    services.launch(campaign, member=owner, now=stage.now)
    play.run(until=launch + timedelta(seconds=30))
    play.cast(campaign, [story for story in CAMPAIGN if story.step == 1], step=1)
    play.run(until=launch + timedelta(days=3, minutes=20))
    play.cast(campaign, [story for story in CAMPAIGN if story.step == 2], step=2)


def _make_unreachable(stage: Stage, campaign: Campaign) -> None:
    """Some numbers have died since: the carrier cannot deliver to them."""
    found = find_audience(stage.business, read_audience(campaign.audience), now=stage.now)
    people = found.filter(source="website", language="").order_by("id")[10:40:10]
    phones = ContactPoint.objects.for_business(stage.business).filter(kind="phone", contact__in=list(people))
    for point, (kind, code) in zip(phones, UNREACHABLE, strict=False):
        stage.carrier.fail(kind, number=point.address, code=code)


def _running_campaign(play: Play, *, now: datetime) -> None:
    """Launched on the last weekday but today; its second text is still to come."""
    launch = _day(now - timedelta(days=1), hour=10, minute=31)
    while launch.weekday() > 4 or launch > now - timedelta(hours=20):
        launch -= timedelta(days=1)
    stage, owner = play.stage, play.members["owner"]
    play.run(until=launch - timedelta(hours=2))
    for member in play.members.values():
        mark_read(member, now=stage.now)
    campaign = _make_campaign(
        stage, owner, name=words.PLANS, audience=words.PLANS_AUDIENCE,
        texts=(words.PLANS_FIRST, words.PLANS_SECOND), days=7,
    )  # fmt: skip
    play.run(until=launch)
    services.launch(campaign, member=owner, now=stage.now)
    play.run(until=launch + timedelta(seconds=30))
    play.cast(campaign, list(RUNNING), step=1)
    is_day = was_waking(now, words.ZONE) == now
    waiting = [*WAITING, HOT_BY_DAY if is_day else HOT_BY_NIGHT]
    _cast_waiting(play, campaign, waiting, now=now)


def _cast_waiting(play: Play, campaign: Campaign, waiting: list[Waiting], *, now: datetime) -> None:
    """Give the texts that nobody has answered yet to the last people of the campaign."""
    got = StepMessage.objects.for_business(campaign.business_id).filter(
        enrollment__campaign=campaign, message__status="delivered"
    )
    rows = sorted(got.select_related("message"), key=lambda row: -scatter(row.message.address))
    for story, row in zip(waiting, rows, strict=False):
        for words_said, minutes in story.texts:
            at = now - timedelta(minutes=minutes)
            at = max(at if story.any_hour else was_waking(at, words.ZONE), play.stage.now)
            phone = row.message.address
            play.plan(at, lambda said=words_said, phone=phone: play.stage.hear(phone=phone, words=said))  # type: ignore[misc]


def _draft_campaign(stage: Stage, owner: Member) -> None:
    _make_campaign(
        stage, owner, name=words.HEATERS, audience=words.HEATERS_AUDIENCE,
        texts=(words.HEATERS_FIRST, words.HEATERS_SECOND), days=5,
    )  # fmt: skip


def count_people(business: Business) -> int:
    return Contact.objects.for_business(business).count()
