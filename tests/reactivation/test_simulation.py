"""A simulation, and then the engine itself on the same moved clock: the same texts, to the same people, on time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import Min

from accounts import work
from contacts.consent import StopFacts, suppress
from contacts.segments import Audience
from conversations import outbox
from conversations.models import Message
from conversations.outbox import Courier
from reactivation.campaigns import services
from reactivation.campaigns.advancing import advance
from reactivation.campaigns.models import Campaign, Enrollment, SimulatedStep, StepMessage, StepSkip
from reactivation.campaigns.simulating import run_simulations, start_simulation
from reactivation.campaigns.writing import Settings, StepDraft, create_campaign, set_audience, set_settings, set_steps
from tests.cast import Cast
from tests.factories import make_contact, make_conversation

# A Friday evening before the night of 14 March 2027 in which the clocks of most of the United States go forward.
START = datetime(2027, 3, 12, 23, 30, tzinfo=UTC)
FIRST = ("Hi {{ first_name }}, can we help with anything this spring?", "{{ first_name }}, shall we look in again?")
PLACES = [
    ("NY", "America/New_York", "+1212"), ("CA", "America/Los_Angeles", "+1213"), ("CO", "America/Denver", "+1303"),
    ("TX", "America/Chicago", "+1214"), ("AZ", "America/Phoenix", "+1602"), ("HI", "Pacific/Honolulu", "+1808"),
    ("FL", "America/New_York", "+1305"), ("IN", "", "+1317"),
]  # fmt: skip
Seen = tuple[int, int, str, str]
# Texts with their times; who is left out and why; which steps are skipped.
Played = tuple[dict[Seen, datetime], set[tuple[int, str]], set[tuple[int, int]]]


def make_people(cast: Cast) -> None:
    """Three in each place; then some who are refused, wait, or would be too many on one phone."""
    for number in range(24):
        state, zone, area = PLACES[number % len(PLACES)]
        make_contact(cast.business, first_name=f"Ann{number}", state=state, zone=zone,
                     phone=f"{area}55501{number + 20}", tags=["stop"] if number == 9 else [])  # fmt: skip
    make_contact(cast.business, first_name="Nora", consent=False, phone="+12125550170")
    make_contact(cast.business, first_name="", phone="+12125550171")
    make_contact(cast.business, first_name="Luis", phone="+12125550110")
    stopped = make_contact(cast.business, first_name="Otto", phone="+12125550173")
    suppress(cast.business, kind_of_address="phone", address="+12125550173", reason="opted_out_by_text",
             facts=StopFacts(contact_id=stopped.pk), now=START - timedelta(days=3))  # fmt: skip
    capped = make_contact(cast.business, first_name="Cara", phone="+12125550174")
    talk, point = make_conversation(capped), capped.points.get()
    Message.objects.create(
        business=cast.business, conversation=talk, contact=capped, account=cast.account, direction="out",
        author="campaign", purpose="campaign", status="delivered", address=point.address,
        address_hash=point.address_hash, body="Earlier", created_at=START - timedelta(hours=2),
        handed_over_at=START - timedelta(hours=2), opt_out_line=True,
    )  # fmt: skip


def make_campaign(cast: Cast, **settings: Any) -> Campaign:
    campaign = create_campaign(cast.business, member=cast.owner, name="Spring", now=START)
    set_audience(campaign, name="Spring", audience=Audience(), account=cast.account)
    set_settings(campaign, Settings(**settings))
    steps = [
        StepDraft(0, FIRST, (3, 1)),
        StepDraft(26, ("Still here for you, {{ first_name }}.",), valid_hours=12),
        StepDraft(72, ("A last word from us, {{ first_name }}: we would be glad to help.",)),
    ]
    set_steps(campaign, steps=steps)
    return Campaign.objects.for_business(cast.business).select_related("business", "account").get(pk=campaign.pk)


def play_for_real(cast: Cast, campaign: Campaign, courier: Courier) -> None:
    """Turn the engine at every moment at which something falls due, as the worker would within two seconds."""
    now = START
    for _ in range(3000):
        counts = advance(now=now)
        outbox.deliver_due(clock=lambda at=now: at, worker="test", courier=courier)  # type: ignore[misc]
        work.drain(clock=lambda at=now: at, limit=5000)  # type: ignore[misc]
        if counts["finished"]:
            return
        following = [
            Message.objects.for_business(cast.business).filter(status="queued").aggregate(at=Min("due_at"))["at"],
            Enrollment.objects.for_business(cast.business)
            .filter(state__in=["active", "held_back"], next_due_at__isnull=False)
            .aggregate(at=Min("next_due_at"))["at"],
        ]
        now = max(now + timedelta(seconds=1), min((at for at in following if at), default=now))
    raise AssertionError("The campaign did not come to an end.")


def simulated(cast: Cast, campaign: Campaign) -> Played:
    """Return what a simulation says: texts with their times, who is left out and why, which steps are skipped."""
    start_simulation(campaign, member=cast.owner, starts_at=START, now=START)
    assert run_simulations(clock=lambda: START) == 1
    rows = list(SimulatedStep.objects.for_business(cast.business).filter(simulation__campaign=campaign))
    assert rows
    texts = {(r.contact_id, r.position, r.variant_label, r.body): r.at for r in rows if r.outcome == "sent" and r.at}
    left_out = {(r.contact_id, r.reason) for r in rows if r.outcome == "left_out"}
    held_back = {(r.contact_id, "held_back") for r in rows if r.outcome == "held_back"}
    return texts, left_out | held_back, {(r.contact_id, r.position) for r in rows if r.outcome == "skipped"}


def happened(cast: Cast, campaign: Campaign) -> Played:
    """Return the same from what the real engine left behind."""
    sent = StepMessage.objects.for_business(cast.business).filter(message__handed_over_at__isnull=False)
    texts = {
        (r.enrollment.contact_id, r.step.position, r.variant.label, r.message.body): r.message.handed_over_at
        for r in sent.select_related("enrollment", "step", "variant", "message")
        if r.message.handed_over_at
    }
    rows = campaign.enrollments.filter(state__in=["left_out", "stopped", "failed", "held_back"])
    left_out = {(r.contact_id, r.reason or r.state) for r in rows}
    skipped = StepSkip.objects.for_business(cast.business).values_list("enrollment__contact_id", "step__position")
    return texts, left_out, set(skipped)


def off_by(one: dict[Seen, datetime], other: dict[Seen, datetime]) -> list[tuple[Seen, timedelta]]:
    """Return the texts whose times differ by a minute or more."""
    return [(key, one[key] - other[key]) for key in one if abs(one[key] - other[key]) >= timedelta(minutes=1)]


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({}, id="any lawful hour"),
        pytest.param({"window": {"days": [0, 1, 2, 3, 4, 6], "from": "09:00", "until": "17:30"}}, id="window"),
        pytest.param({"rate": 0.2}, id="slow sender"),
        pytest.param({"daily_limit": 7, "holdback_percent": 20, "stop_on": {"tags": ["stop"]}}, id="daily limit"),
    ],
)
def test_what_a_simulation_shows_is_what_then_happens(line: Cast, options: dict[str, Any]) -> None:
    make_people(line)
    line.account.segments_per_second = options.pop("rate", 1000.0)
    line.account.save()
    campaign = make_campaign(line, **options)
    expected = simulated(line, campaign)
    services.launch(campaign, member=line.owner, now=START)
    with Courier() as courier:
        play_for_real(line, campaign, courier)
    texts, left_out, skipped = happened(line, campaign)
    assert len(texts) > 40, (left_out, skipped)
    assert {why for _, why in left_out} >= {"no_consent", "field_empty", "shared_phone"}
    assert texts.keys() == expected[0].keys()
    assert off_by(texts, expected[0]) == []
    assert (left_out, skipped) == expected[1:]
