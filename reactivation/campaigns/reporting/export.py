"""A report as CSV: its people, batch by batch, and its figures. No cell can be taken for a formula."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.templatetags.statuses import describe_status
from contacts.export import plain_cell
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage, StepSkip
from reactivation.campaigns.reporting.figures import Line, Report, Spans
from reactivation.campaigns.reporting.intervals import Share
from reactivation.campaigns.reporting.recipients import Recipient, Shown, find_people

CHUNK = 1000
PEOPLE = ("Name", "Phone", "State", "Why", "Replied", "What they said", "Opted out", "Goal reached", "By")
STEP = ("left", "variant", "state")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def recipients_csv(campaign: Campaign, shown: Shown) -> Iterator[str]:
    """Yield the lines of a CSV of a campaign's people, or of those that are shown. Times are the business's."""
    writer: Any = csv.writer(_Echo())
    zone = ZoneInfo(campaign.business.zone)
    positions = list(campaign.steps.order_by("position").values_list("position", flat=True))
    steps = [f"Text {position}: {what}" for position in positions for what in STEP]
    yield "\ufeff" + writer.writerow([*PEOPLE, *steps])
    after = 0
    while chunk := _chunk(campaign, shown, after=after):
        sent, skipped = _steps_of(campaign, chunk)
        for row in chunk:
            mine = sent[row.pk]
            cells = _person(row, mine, zone)
            for position in positions:
                cells += _step(mine.get(position), skipped[row.pk].get(position), zone)
            yield writer.writerow([plain_cell(cell) for cell in cells])
        after = chunk[-1].pk


def _chunk(campaign: Campaign, shown: Shown, *, after: int) -> list[Enrollment]:
    rows = find_people(campaign, shown).filter(pk__gt=after).select_related("contact", "point").order_by("pk")
    return list(rows[:CHUNK])


Sent = dict[int, dict[int, StepMessage]]
Skipped = dict[int, dict[int, StepSkip]]


def _steps_of(campaign: Campaign, chunk: Sequence[Enrollment]) -> tuple[Sent, Skipped]:
    ids = [row.pk for row in chunk]
    sent: Sent = defaultdict(dict)
    skipped: Skipped = defaultdict(dict)
    made = StepMessage.objects.for_business(campaign.business_id).filter(enrollment__in=ids)
    for one in made.select_related("message", "step", "variant").defer("message__body", "variant__body"):
        sent[one.enrollment_id][one.step.position] = one
    passed = StepSkip.objects.for_business(campaign.business_id).filter(enrollment__in=ids)
    for skip in passed.select_related("step"):
        skipped[skip.enrollment_id][skip.step.position] = skip
    return sent, skipped


def _person(row: Enrollment, mine: dict[int, StepMessage], zone: ZoneInfo) -> list[str]:
    last = mine[max(mine)].message if mine else None
    said = describe_status("intent", row.reply_intent).label if row.reply_intent else ""
    return [
        row.contact.name, row.point.address if row.point else "", describe_status("enrollment", row.state).label,
        Recipient(row, last).why, _moment(row.replied_at, zone), said, _moment(row.opted_out_at, zone),
        _moment(row.converted_at, zone), row.converted_by,
    ]  # fmt: skip


def _step(sent: StepMessage | None, skipped: StepSkip | None, zone: ZoneInfo) -> list[str]:
    if skipped is not None and (sent is None or sent.message.handed_over_at is None):
        return ["", sent.variant.label if sent else "", f"Skipped: {skipped.why}"]
    if sent is None:
        return ["", "", ""]
    state = describe_status("message", sent.message.status).label
    return [_moment(sent.message.handed_over_at, zone), sent.variant.label, state]


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""


def figures_csv(campaign: Campaign, report: Report) -> Iterator[str]:
    """Yield the lines of a CSV of a report's figures: group, what, count, of how many, share, its interval."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(["Group", "What", "Count", "Of", "Share", "95 % from", "95 % to"])
    for row in _figures(report):
        yield writer.writerow([plain_cell(str(cell)) for cell in row])


def _figures(report: Report) -> Iterator[list[object]]:
    yield from _people(report)
    yield from _rates(report)
    yield from _reasons(report)
    for step in report.steps:
        yield from _line("Text", step.total, step.total.label)
        for line in step.variants:
            yield from _line("Text", line, f"{step.total.label}, variant {line.label}")
    for group, lines in (("Hour", report.hours), ("Weekday", report.weekdays), ("Sender", report.senders)):
        for line in lines:
            if line.texts:
                yield from _line(group, line, line.label)
    for day, count in report.days:
        yield ["Replies on", day.isoformat(), count]
    yield ["Cost", "Segments", report.cost.segments]
    if report.cost.price is not None:
        yield ["Cost", f"Price in {report.cost.currency or 'the currency of the account'}", report.cost.price]


def _people(report: Report) -> Iterator[list[object]]:
    for what, count in (
        ("In the audience", report.audience),
        ("Left out", report.left_out),
        ("Held back", report.held_back),
        ("No text has left", report.nothing_left),
        ("A text left", report.written_to),
        ("Not reached", report.not_reached),
        ("Reached", report.reached),
        ("Replied", report.replied),
        ("Interested", report.positive),
        ("Opted out", report.opted_out),
    ):
        yield ["People", what, count]
    for state in report.states:
        yield ["State", describe_status("enrollment", state.code).label, state.count]


def _rates(report: Report) -> Iterator[list[object]]:
    for what, share in (
        ("Response rate", report.response),
        ("Positive rate", report.positive_share),
        ("Opt-out rate", report.opt_out),
        ("Escalation rate", report.escalation),
        ("Evidence coverage", report.evidence),
        (f"Conversion rate (within {report.conversion_days} days of the reply)", report.conversion),
        ("Booked rate", report.booked),
    ):
        yield ["Rate", what, *(_share(share) if share is not None else ["not yet"])]
    if report.comparison:
        yield ["Goal reached", "Written to", *_share(report.comparison.written_to)]
        yield ["Goal reached", "Held back", *_share(report.comparison.held_back)]
    yield from _spans("Assistant's answer", report.assistant_time)
    yield from _spans("Person's answer to a hot lead", report.person_time)
    yield from _spans("Handoff taken", report.handoff_time)


def _reasons(report: Report) -> Iterator[list[object]]:
    for group, reasons in (("Left out", report.reasons_left_out), ("Stopped", report.reasons_stopped)):
        for reason in reasons:
            yield [group, reason.sentence, reason.count]
    for intent in report.intents:
        yield ["Said", describe_status("intent", intent.code).label, intent.count]


def _share(share: Share) -> list[object]:
    if share.value is None or share.interval is None:
        return [share.part, share.whole, ""]
    return [
        share.part,
        share.whole,
        *(f"{part:.4f}" for part in (share.value, share.interval.low, share.interval.high)),
    ]


def _line(group: str, line: Line, name: str) -> Iterator[list[object]]:
    yield [group, f"{name}: texts", line.texts]
    yield [group, f"{name}: replied", *_share(line.response)]
    yield [group, f"{name}: interested", *_share(line.interest)]
    yield [group, f"{name}: opted out", *_share(Share(line.opted_out, line.reached))]


def _spans(what: str, spans: Spans) -> Iterator[list[object]]:
    for name, span in (("median seconds", spans.median), ("90th percentile seconds", spans.p90)):
        yield ["Time", f"{what}: {name}", _seconds(span), spans.count]


def _seconds(span: timedelta | None) -> str:
    return "" if span is None else f"{span.total_seconds():.0f}"
