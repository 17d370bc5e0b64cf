"""The report equals a recount that knows nothing of it, adds up, and opens exactly the people it counts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum

from conversations.models import ChannelAccount, Handoff, Message
from reactivation.campaigns.models import Campaign, Enrollment
from reactivation.campaigns.reporting.counting import count_texts, recount_campaign
from reactivation.campaigns.reporting.models import SentText, Tally
from reactivation.campaigns.reporting.recipients import Shown, find_people, list_recipients
from tests.cast import Cast
from tests.factories import NOW
from tests.reactivation.report_world import World, make_campaign, make_every_kind, recount, talk_of

HOUR = timedelta(hours=1)


@pytest.fixture
def world(cast: Cast) -> World:
    return make_every_kind(cast)


def names(world: World, **shown: object) -> set[str]:
    rows = find_people(world.campaign, Shown(**shown))  # type: ignore[arg-type]
    return set(rows.values_list("contact__first_name", flat=True))


def tallies(world: World) -> list[tuple[object, ...]]:
    rows = Tally.objects.for_business(world.cast.business).filter(campaign=world.campaign)
    sums = rows.values_list(
        "step", "variant", "account", "slot", "texts", "segments", "failed", "proven", "people", "reached"
    )
    return sorted(row for row in sums if row[4])


def test_the_report_equals_an_independent_recount(world: World) -> None:
    report, again = world.report(), recount(world.campaign)
    assert (report.written_to, report.reached) == (again.written_to, again.reached)
    assert (report.replied, report.positive, report.opted_out) == (again.replied, again.positive, again.opted_out)
    assert (report.cost.segments, report.replied_late) == (again.segments, again.late)
    assert {one.code: one.count for one in report.intents} == again.intents
    assert {int(one.key): one.texts for one in report.hours if one.texts} == again.hours


def test_every_variant_equals_an_independent_recount(world: World) -> None:
    again = recount(world.campaign)
    lines = {(step.position, line.label): line for step in world.report().steps for line in step.variants}
    assert {key: line.texts for key, line in lines.items() if line.texts} == again.variants
    assert {key: line.replied for key, line in lines.items() if line.replied} == again.replied_by


def test_the_recount_knows_every_kind_of_end(world: World) -> None:
    """Else the comparison would prove little: each figure is about somebody."""
    again = recount(world.campaign)
    assert min(again.written_to, again.positive, again.opted_out, again.late) > 0
    assert again.written_to > again.reached > again.replied > again.positive


def test_everybody_is_counted_once(world: World) -> None:
    report = world.report()
    parts = report.left_out + report.held_back + report.nothing_left + report.reached + report.not_reached
    assert parts == report.audience == sum(state.count for state in report.states) == len(world.people)


def test_breakdowns_add_up_to_the_whole(world: World) -> None:
    report = world.report()
    for lines in (report.hours, report.weekdays, report.senders, [step.total for step in report.steps]):
        assert sum(line.replied for line in lines) == report.replied
        assert sum(line.positive for line in lines) == report.positive
        assert sum(line.segments for line in lines) == report.cost.segments
    assert sum(count for _, count in report.days) == sum(one.count for one in report.intents) == report.replied
    assert sum(one.count for one in report.reasons_left_out) == report.left_out


def test_every_count_opens_exactly_its_people(world: World) -> None:
    report = world.report()
    counts = {
        "written": report.written_to, "reached": report.reached, "not_reached": report.not_reached,
        "nothing_left": report.nothing_left, "replied": report.replied, "positive": report.positive,
        "late": report.replied_late, "opted_out": report.opted_out, "unproven": 0,
    }  # fmt: skip
    assert {show: len(names(world, show=show)) for show in counts} == counts


def test_counts_of_steps_variants_hours_days_and_senders_open_their_people(world: World) -> None:
    report = world.report()
    for step in report.steps:
        for line in step.variants:
            assert len(names(world, show="reached", variant=int(line.key))) == line.reached
            assert len(names(world, show="replied", variant=int(line.key))) == line.replied
        assert len(names(world, show="written", step=step.position)) == step.total.texts
        assert len(names(world, show="opted_out", step=step.position)) == step.total.opted_out
    for part, lines in (("hour", report.hours), ("weekday", report.weekdays), ("sender", report.senders)):
        for line in lines:
            assert len(names(world, show="replied", **{part: int(line.key)})) == line.replied


def test_intents_and_reasons_open_their_people(world: World) -> None:
    report = world.report()
    for intent in report.intents:
        assert len(names(world, show="replied", intent=intent.code)) == intent.count
    for reason in report.reasons_left_out:
        assert len(names(world, state="left_out", reason=reason.code)) == reason.count


@pytest.mark.parametrize(
    ("show", "who"),
    [
        ("late", {"Slow"}),
        ("not_reached", {"Refused", "Bounced"}),
        ("nothing_left", {"Fresh", "Queued", "Unknown", "Taken"}),
        ("opted_out", {"Opt Out"}),
        ("positive", {"Positive", "Question", "Call Me", "Second", "Turned"}),
    ],
)
def test_who_is_counted_as_what(world: World, show: str, who: set[str]) -> None:
    assert names(world, show=show) == who


def test_what_was_counted_bit_by_bit_equals_a_fresh_count(world: World) -> None:
    before = tallies(world)
    recount_campaign(world.campaign)
    assert tallies(world) == before


def test_telling_it_again_changes_nothing(world: World) -> None:
    ids = list(SentText.objects.for_business(world.cast.business).values_list("message_id", flat=True))
    before = tallies(world)
    assert count_texts(business_id=world.cast.business.pk, message_ids=ids) == 0
    assert tallies(world) == before


def test_the_hour_stays_when_the_zone_is_learned_later(cast: Cast) -> None:
    world = make_campaign(cast)
    row = world.add("Moved", zone="America/New_York")
    message = world.text("Moved")
    row.contact.zone = "America/Los_Angeles"
    row.contact.save()
    world.fail(message, at=NOW + HOUR)
    assert SentText.objects.for_business(cast.business).get().slot == 24 + 11


def test_messages_of_no_campaign_are_passed_over(world: World) -> None:
    inbound = Message.objects.for_business(world.cast.business).filter(direction="in").values_list("pk", flat=True)
    assert count_texts(business_id=world.cast.business.pk, message_ids=list(inbound)) == 0


def test_a_neighbour_cannot_have_our_texts_counted(world: World) -> None:
    ids = list(SentText.objects.for_business(world.cast.business).values_list("message_id", flat=True))
    assert count_texts(business_id=world.cast.neighbour.pk, message_ids=ids) == 0


def test_an_empty_campaign_has_a_report_of_nothing(cast: Cast) -> None:
    report = make_campaign(cast).report()
    assert (report.audience, report.written_to, report.response.value, report.evidence.value) == (0, 0, None, None)
    assert report.conversion is None and report.last is None and report.comparison is None


def test_only_people_left_out_leave_no_rate(cast: Cast) -> None:
    world = make_campaign(cast)
    for number in range(3):
        world.add(f"P{number}", state="left_out", reason="no_phone")
    report = world.report()
    assert (report.audience, report.left_out, report.allowed, report.opt_out.value) == (3, 3, 0, None)
    assert report.reasons_left_out[0].sentence == "No phone number is known."


def test_a_text_without_its_clearance_is_seen(cast: Cast) -> None:
    world = make_campaign(cast)
    for name, is_proven in (("Fine", True), ("Odd", False)):
        world.add(name)
        world.text(name, is_proven=is_proven)
    report = world.report()
    assert (report.evidence.part, report.evidence.whole) == (1, 2)
    assert names(world, show="unproven") == {"Odd"}


def answer(world: World, inbound: Message, *, author: str, seconds: int) -> None:
    Message.objects.create(
        business=world.cast.business, conversation=inbound.conversation, contact=inbound.contact,
        account=world.cast.account, direction="out", author=author, purpose="reply", status="sent",
        address=inbound.address, address_hash=inbound.address_hash, body="x",
        created_at=inbound.created_at + timedelta(seconds=seconds),
        handed_over_at=inbound.created_at + timedelta(seconds=seconds),
        answers=inbound if author == "assistant" else None, answered_at=inbound.created_at,
    )  # fmt: skip


def open_task(world: World, name: str, *, reason: str = "hot_lead", priority: str = "hot", taken: int = 0) -> None:
    opened_at = NOW + HOUR
    Handoff.objects.create(
        business=world.cast.business, conversation=talk_of(world.people[name].contact), reason=reason,
        priority=priority, opened_at=opened_at, due_at=opened_at + HOUR,
        taken_at=opened_at + timedelta(seconds=taken) if taken else None, state="taken" if taken else "open",
    )  # fmt: skip


def test_times_are_the_middle_and_nine_of_ten(cast: Cast) -> None:
    world = make_campaign(cast)
    for number in range(1, 12):
        world.add(f"P{number}")
        world.text(f"P{number}")
        inbound = world.say(f"P{number}", intent="positive", at=NOW + HOUR)
        answer(world, inbound, author="assistant", seconds=number)
        answer(world, inbound, author="member", seconds=60 * number)
        open_task(world, f"P{number}", taken=10 * number)
    report = world.report()
    spans = (report.assistant_time, report.person_time, report.handoff_time)
    assert [one.median and one.median.total_seconds() for one in spans] == [6, 360, 60]
    assert [one.p90 and one.p90.total_seconds() for one in spans] == [10, 600, 100]


def test_who_is_hot_and_waits_is_in_no_time_but_counted(cast: Cast) -> None:
    world = make_campaign(cast)
    world.add("Hanna")
    world.text("Hanna")
    world.say("Hanna", intent="call_me", at=NOW + HOUR)
    open_task(world, "Hanna")
    report = world.report()
    assert (report.person_time.count, report.person_time.waiting, report.handoff_time.waiting) == (0, 1, 1)
    assert names(world, show="unanswered") == {"Hanna"}


def test_escalations_are_conversations_and_only_for_their_reasons(cast: Cast) -> None:
    world = make_campaign(cast)
    for name, reasons in (("Ann", ("complaint", "sensitive")), ("Ben", ("hot_lead",)), ("Cid", ())):
        world.add(name)
        world.text(name)
        world.say(name, intent="question", at=NOW + HOUR)
        for reason in reasons:
            open_task(world, name, reason=reason, priority="normal")
    report = world.report()
    assert (report.escalation.part, report.escalation.whole) == (1, 3)
    assert names(world, show="escalated") == {"Ann"}


def test_a_won_deal_counts_within_the_days_that_were_set(cast: Cast) -> None:
    world = make_campaign(cast)
    for name, days in (("Soon", 59), ("Late", 61)):
        row = world.add(name)
        world.text(name)
        world.say(name, intent="positive", at=NOW + HOUR)
        at = NOW + HOUR + timedelta(days=days)
        Enrollment.objects.for_business(cast.business).filter(pk=row.pk).update(converted_at=at, converted_by="won")
    report = world.report()
    assert report.conversion is not None
    assert (report.conversion.part, report.conversion.whole, report.conversion_days) == (1, 2, 60)
    assert names(world, show="converted") == {"Soon"}


def test_a_result_nobody_has_recorded_is_not_yet_and_not_nothing(world: World) -> None:
    assert world.report().conversion is None
    assert world.report().booked is None


def test_those_held_back_stand_beside_those_written_to(cast: Cast) -> None:
    world = make_campaign(cast)
    Campaign.objects.for_business(cast.business).filter(pk=world.campaign.pk).update(goal="reply")
    for number in range(8):
        row = world.add(f"P{number}", state="held_back" if number < 4 else "active")
        if number >= 4:
            world.text(f"P{number}")
        if number in (0, 4, 5, 6):
            rows = Enrollment.objects.for_business(cast.business).filter(pk=row.pk)
            rows.update(converted_at=NOW, converted_by="reply")
    found = world.report().comparison
    assert found is not None and found.apart is not None
    assert (found.written_to.part, found.written_to.whole) == (3, 4)
    assert (found.held_back.part, found.held_back.whole) == (1, 4)
    assert found.apart.low < 0.5 < found.apart.high and not found.is_clear


def test_held_back_people_who_are_still_to_be_judged_are_not_compared_with(cast: Cast) -> None:
    world = make_campaign(cast)
    row = world.add("Held", state="held_back")
    Enrollment.objects.for_business(cast.business).filter(pk=row.pk).update(next_due_at=NOW)
    assert world.report().comparison is None


def test_the_campaign_before_stands_beside_it_and_the_neighbours_never(cast: Cast) -> None:
    before = make_campaign(cast, name="Autumn", at=NOW - timedelta(days=90), state="finished")
    before.add("Ada")
    before.text("Ada", at=NOW - timedelta(days=90))
    before.say("Ada", intent="positive", at=NOW - timedelta(days=89))
    Campaign.objects.create(business=cast.neighbour, name="Theirs", state="finished", created_at=NOW,
                            launched_at=NOW - HOUR)  # fmt: skip
    last = make_every_kind(cast).report().last
    assert last is not None
    assert (last.name, last.response.part, last.response.whole, last.positive.value) == ("Autumn", 1, 1, 1.0)


@pytest.mark.parametrize(("price", "shown"), [(Decimal("0.01"), Decimal("0.03")), (None, None)])
def test_a_price_is_shown_only_where_it_is_known(cast: Cast, price: Decimal | None, shown: Decimal | None) -> None:
    accounts = ChannelAccount.objects.for_business(cast.business)
    accounts.update(price_per_segment=price, price_currency="USD")
    world = make_campaign(cast)
    world.add("Ada")
    world.text("Ada", segments=3)
    assert world.report().cost.price == shown


def test_people_come_page_by_page_and_each_once(world: World) -> None:
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        page, after = list_recipients(world.campaign, after=after, size=5)
        seen += [row.enrollment.pk for row in page]
    assert seen == sorted(row.pk for row in world.people.values())


def test_segments_equal_the_sum_over_the_messages(world: World) -> None:
    rows = Message.objects.for_business(world.cast.business).filter(
        origin_group=f"campaign:{world.campaign.pk}", handed_over_at__isnull=False
    )
    settled = rows.exclude(status="unknown").aggregate(total=Sum("segments"))["total"]
    assert world.report().cost.segments == settled
