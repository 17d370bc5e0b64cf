"""Puts a campaign's report together. The number of queries does not depend on how many people it has."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from conversations.models import ChannelAccount
from reactivation.campaigns.models import Campaign, Enrollment, Variant
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.reporting import queries
from reactivation.campaigns.reporting.figures import (
    Comparison,
    Cost,
    Count,
    Headline,
    Line,
    Reason,
    Report,
    Spans,
    StepFigures,
)
from reactivation.campaigns.reporting.intervals import Share, difference, find_best
from reactivation.campaigns.reporting.sums import SLOTS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A campaign of before counts as run when its first text can have been answered by somebody.
RUN = (Campaign.State.RUNNING, Campaign.State.PAUSED, Campaign.State.FINISHED, Campaign.State.STOPPED)


class Sent(NamedTuple):
    """One tally as it is read."""

    step: int
    variant: int
    account: int | None
    slot: int
    texts: int
    segments: int
    failed: int
    proven: int
    people: int
    reached: int


class Said(NamedTuple):
    """People whose reply counts, those of them who are interested or got a result, opt-outs, and replies too late."""

    replied: int = 0
    positive: int = 0
    opted_out: int = 0
    converted: int = 0
    late: int = 0


class Answers:
    """What people said, by whatever it is asked for."""

    # Which columns grouping() reports as folded: variant, account, slot, intent, day.
    WHOLE = 0b11111
    COLUMNS: ClassVar = {
        "variant_id": 0b01111,
        "account_id": 0b10111,
        "slot": 0b11011,
        "intent": 0b11101,
        "day": 0b11110,
    }

    def __init__(self, groups: Iterable[dict[str, Any]]) -> None:
        self._found: defaultdict[tuple[int, int], list[tuple[dict[str, Any], Said]]] = defaultdict(list)
        for group in groups:
            said = Said(*(group[name] for name in Said._fields))
            self._found[group["campaign_id"], group["kind"]].append((group, said))

    def of(self, campaign: Campaign) -> Said:
        """Return what was said to a campaign in all."""
        found = self._found[campaign.pk, self.WHOLE]
        return found[0][1] if found else Said()

    def by(self, campaign: Campaign, column: str) -> dict[Any, Said]:
        """Return what was said, by variant_id, account_id, slot, intent or day (ISO)."""
        return {group[column]: said for group, said in self._found[campaign.pk, self.COLUMNS[column]]}


def build_report(campaign: Campaign, *, now: datetime) -> Report:
    """Return the report of a campaign as it stands at `now`. `campaign.business` is read, so select it beforehand."""
    last = find_last(campaign)
    values = queries.values_for(campaign, beside=last)
    people = queries.fetch(queries.PEOPLE, values)
    sent = [Sent(*row) for row in queries.fetch(queries.TEXTS, values)]
    groups, threads, escalated, assistant, person, taken = queries.fetch(queries.SAID, values)[0]
    answers = Answers(json.loads(groups))
    said = answers.of(campaign)
    accounts = _accounts(campaign, sent)
    return Report(
        at=now,
        **_counts(people, sent),
        **_breakdowns(campaign, sent, answers, accounts),
        **_pending(queries.fetch(queries.WAITING, values)),
        replied=said.replied,
        positive=said.positive,
        opted_out=said.opted_out,
        replied_late=said.late,
        reasons_left_out=_reasons(campaign, people, state="left_out"),
        reasons_stopped=_reasons(campaign, people, state="stopped"),
        assistant_time=_spans(assistant),
        person_time=_spans(person),
        handoff_time=_spans(taken),
        escalation=Share(escalated, threads),
        conversion=Share(said.converted, said.replied) if said.converted else None,
        conversion_days=campaign.conversion_days,
        evidence=Share(sum(one.proven for one in sent), sum(one.texts for one in sent)),
        cost=_cost(sent, accounts),
        comparison=_compare(people, written_to=sum(one.people for one in sent)),
        last=_headline(last, answers) if last else None,
    )


def _counts(people: Sequence[tuple[Any, ...]], sent: Sequence[Sent]) -> dict[str, Any]:
    states = _add(people, by=0)
    audience, left_out, held_back = sum(states.values()), states["left_out"], states["held_back"]
    written_to, reached = sum(one.people for one in sent), sum(one.reached for one in sent)
    return {
        "audience": audience,
        "states": tuple(Count(state, states[state]) for state in Enrollment.State.values if states[state]),
        "left_out": left_out,
        "held_back": held_back,
        "nothing_left": audience - left_out - held_back - written_to,
        "written_to": written_to,
        "reached": reached,
        "not_reached": written_to - reached,
    }


def _breakdowns(
    campaign: Campaign, sent: Sequence[Sent], answers: Answers, accounts: dict[int, ChannelAccount]
) -> dict[str, Any]:
    by_slot = answers.by(campaign, "slot")
    return {
        "intents": _intents(answers.by(campaign, "intent")),
        "days": _days(answers.by(campaign, "day")),
        "steps": _steps(campaign, sent, answers.by(campaign, "variant_id")),
        "hours": _slots(sent, by_slot, range(24), lambda slot: slot % 24),
        "weekdays": _slots(sent, by_slot, range(7), lambda slot: slot // 24),
        "senders": _senders(sent, answers.by(campaign, "account_id"), accounts),
    }


def _pending(rows: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    counts = dict(rows)
    return {
        "waiting": sum(counts.get(status, 0) for status in ("queued", "held", "sending")),
        "unknown": counts.get("unknown", 0),
    }


def find_last(campaign: Campaign) -> Campaign | None:
    """Return the campaign that the business launched before this one."""
    if campaign.launched_at is None:
        return None
    rows = Campaign.objects.for_business(campaign.business_id).filter(
        launched_at__lt=campaign.launched_at, state__in=RUN
    )
    return rows.exclude(pk=campaign.pk).order_by("-launched_at", "-pk").first()


def _add(rows: Sequence[tuple[Any, ...]], *, by: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row[by]] += row[2]
    return found


def _reasons(campaign: Campaign, people: Sequence[tuple[Any, ...]], *, state: str) -> tuple[Reason, ...]:
    counts = _add([row for row in people if row[0] == state], by=1)
    unknown = [reason for reason in counts if reason not in SENTENCES]
    said: dict[str, str] = {}
    if unknown:
        rows = Enrollment.objects.for_business(campaign.business_id).filter(
            campaign=campaign, state=state, reason__in=unknown
        )
        for reason, findings in rows.order_by("reason", "pk").distinct("reason").values_list("reason", "findings"):
            said[reason] = str(findings[0][3]) if findings else ""
    return tuple(
        Reason(code, SENTENCES.get(code) or said.get(code) or say_code(code), count)
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def say_code(code: str) -> str:
    """Return a reason that has no sentence of its own in readable form."""
    return code.replace("_", " ").capitalize() or "No reason was recorded."


def _intents(said: dict[Any, Said]) -> tuple[Count, ...]:
    counts = [Count(intent, one.replied) for intent, one in said.items() if one.replied]
    return tuple(sorted(counts, key=lambda one: (-one.count, one.code)))


def _days(said: dict[Any, Said]) -> tuple[tuple[date, int], ...]:
    """Return the replies of each day from the first to the last with one, empty days between them included."""
    days = {date.fromisoformat(day): one.replied for day, one in said.items() if day and one.replied}
    if not days:
        return ()
    first, last = min(days), max(days)
    return tuple(
        (first + timedelta(days=number), days.get(first + timedelta(days=number), 0))
        for number in range((last - first).days + 1)
    )


def _line(key: str, label: str, sent: Iterable[Sent], said: Iterable[Said]) -> Line:
    texts, replies = list(sent), list(said)
    failed, count = sum(one.failed for one in texts), sum(one.texts for one in texts)
    return Line(
        key, label, texts=count, reached=count - failed, failed=failed, segments=sum(one.segments for one in texts),
        replied=sum(one.replied for one in replies), positive=sum(one.positive for one in replies),
        opted_out=sum(one.opted_out for one in replies),
    )  # fmt: skip


def _steps(campaign: Campaign, sent: Sequence[Sent], said: dict[Any, Said]) -> tuple[StepFigures, ...]:
    found = []
    variants = Variant.objects.for_business(campaign.business_id).filter(step__campaign=campaign)
    by_step: defaultdict[int, list[Variant]] = defaultdict(list)
    for variant in variants.select_related("step").order_by("step__position", "label"):
        by_step[variant.step.position].append(variant)
    for position, those in by_step.items():
        lines = tuple(
            _line(
                str(variant.pk), variant.label, (one for one in sent if one.variant == variant.pk),
                [said.get(variant.pk, Said())],
            )
            for variant in those
        )  # fmt: skip
        ids = {variant.pk for variant in those}
        total = _line(
            str(position), f"Text {position}", (one for one in sent if one.variant in ids),
            [said.get(pk, Said()) for pk in ids],
        )  # fmt: skip
        best = find_best([line.interest for line in lines])
        found.append(StepFigures(position, total, lines, lines[best].label if best is not None else ""))
    return tuple(found)


def _slots(sent: Sequence[Sent], said: dict[Any, Said], places: range, place_of: Any) -> tuple[Line, ...]:
    slots: defaultdict[int, list[int]] = defaultdict(list)
    for slot in range(SLOTS):
        slots[place_of(slot)].append(slot)
    texts: defaultdict[int, list[Sent]] = defaultdict(list)
    for one in sent:
        texts[place_of(one.slot)].append(one)
    return tuple(
        _line(
            str(place), WEEKDAYS[place] if len(places) == len(WEEKDAYS) else say_hour(place), texts[place],
            [said[slot] for slot in slots[place] if slot in said],
        )
        for place in places
    )  # fmt: skip


def say_hour(hour: int) -> str:
    """Return an hour of the day as people write it: 9 am, 12 pm."""
    return f"{(hour - 1) % 12 + 1} {'am' if hour < 12 else 'pm'}"


def _accounts(campaign: Campaign, sent: Sequence[Sent]) -> dict[int, ChannelAccount]:
    ids = {one.account for one in sent if one.account is not None}
    rows = ChannelAccount.objects.for_business(campaign.business_id).filter(pk__in=ids)
    return {row.pk: row for row in rows.defer("credentials")}


def _senders(sent: Sequence[Sent], said: dict[Any, Said], accounts: dict[int, ChannelAccount]) -> tuple[Line, ...]:
    by_account: defaultdict[int | None, list[Sent]] = defaultdict(list)
    for one in sent:
        by_account[one.account].append(one)
    lines = [
        _line(str(account or ""), _say_sender(accounts.get(account or 0)), texts, [said.get(account, Said())])
        for account, texts in by_account.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.texts, line.label)))


def _say_sender(account: ChannelAccount | None) -> str:
    if account is None:
        return "A sender that is gone"
    return f"{account.label} ({account.sender})" if account.label else account.sender


def _cost(sent: Sequence[Sent], accounts: dict[int, ChannelAccount]) -> Cost:
    segments = sum(one.segments for one in sent)
    used = [accounts.get(one.account or 0) for one in sent]
    currencies = {account.price_currency if account else "" for account in used}
    if not used or len(currencies) > 1 or any(a is None or a.price_per_segment is None for a in used):
        return Cost(segments)
    price = sum(
        (one.segments * (account.price_per_segment or Decimal(0)) for one, account in zip(sent, used, strict=True)
         if account),
        Decimal(0),
    )  # fmt: skip
    return Cost(segments, price, currencies.pop())


def _spans(stored: str) -> Spans:
    count, parts, waiting = json.loads(stored)
    if not count:
        return Spans(0, None, None, waiting)
    middle, most = (timedelta(seconds=seconds) for seconds in parts)
    return Spans(count, middle, most, waiting)


def _compare(people: Sequence[tuple[Any, ...]], *, written_to: int) -> Comparison | None:
    """Return both groups; those whom nobody has judged yet (they may turn out not to be allowed) are not among them."""
    held = sum(row[2] - row[4] for row in people if row[0] == "held_back")
    if not held:
        return None
    reached_goal = sum(row[3] for row in people if row[0] not in ("held_back", "left_out"))
    mine = Share(min(reached_goal, written_to), written_to)
    theirs = Share(sum(row[3] for row in people if row[0] == "held_back"), held)
    return Comparison(mine, theirs, difference(mine, theirs))


def _headline(last: Campaign, answers: Answers) -> Headline:
    said = answers.of(last)
    values = {"business": last.business_id, "campaign": last.pk}
    reached = sum(row[-1] for row in queries.fetch(queries.TEXTS, values))
    return Headline(
        last.name, last.pk, Share(said.replied, reached), Share(said.positive, said.replied),
        Share(said.opted_out, reached),
    )  # fmt: skip
