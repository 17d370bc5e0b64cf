"""A first look at a draft, at once and in full for the first people: who would get it, who not and why, what it costs.

`checking` looks at everybody in the background.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contacts.eligibility import Decision, Verdict
from contacts.models import Contact, ContactPoint
from contacts.segments import AudienceProblem, find_audience, read_conditions
from conversations import outbox
from conversations.outbox import Composed, SubmitRequest
from conversations.reading.segments import Segments, count_segments
from reactivation.campaigns.composing import Writer
from reactivation.campaigns.enrolling import Candidate, list_candidates
from reactivation.campaigns.models import Campaign, Enrollment, Step
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.services import problems_before_launch

# The page checks so many people one by one; beyond, it says so.
CHECKED_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class Excluded:
    """One reason for leaving people out: how many, the sentence, and a few of them."""

    reason: str
    sentence: str
    count: int
    examples: tuple[tuple[int, str], ...]


@dataclass
class QuickCheck:
    """What a launch would do now. `matched` people meet the audience; `checked` of them were looked at in full."""

    matched: int = 0
    checked: int = 0
    sendable: int = 0
    later: int = 0
    held_back: int = 0
    segments: int = 0
    first_at: datetime | None = None
    left_out: list[Excluded] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    samples: list[tuple[str, Composed, Segments]] = field(default_factory=list)
    unknown_lines: int = 0

    @property
    def excluded(self) -> int:
        return sum(row.count for row in self.left_out)


@dataclass
class _LeftOut:
    """Who is left out, gathered by reason."""

    counts: Counter[str] = field(default_factory=Counter)
    sentences: dict[str, str] = field(default_factory=dict)
    examples: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, contact: Contact, reason: str, sentence: str) -> None:
        self.counts[reason] += 1
        self.sentences.setdefault(reason, sentence)
        self.examples.setdefault(reason, []).append((contact.pk, contact.name))

    def rows(self) -> list[Excluded]:
        return [
            Excluded(reason, self.sentences[reason], count, tuple(self.examples[reason][:5]))
            for reason, count in self.counts.most_common()
        ]


def check_campaign(campaign: Campaign, *, now: datetime) -> QuickCheck:
    """Look at the audience with the rules of sending, storing nothing."""
    check = QuickCheck(problems=problems_before_launch(campaign))
    try:
        check.matched = find_audience(campaign.business, read_conditions(campaign.audience), now=now).count()
        people = list_candidates(campaign, now=now, limit=CHECKED_AT_MOST)
    except AudienceProblem as problem:
        # read_conditions may pass what the business does not have any more.
        check.problems = list(dict.fromkeys([*check.problems, str(problem)]))
        return check
    if not check.matched:
        check.problems.append("Nobody meets these conditions. Go back to the audience and take one away.")
    if campaign.account is None or not campaign.steps.exists():
        return check
    check.checked = len(people)
    _judge(check, campaign, people, now=now)
    if check.matched > check.checked:
        check.warnings.append(
            f"The first {check.checked:,} of {check.matched:,} people were looked at here. "
            "Everybody is checked again one by one before a text leaves."
        )
    if not check.sendable and check.matched:
        check.problems.append("Nobody in this audience may be texted. The reasons are listed below.")
    return check


def _judge(check: QuickCheck, campaign: Campaign, people: Sequence[Candidate], *, now: datetime) -> None:
    contacts = Contact.objects.for_business(campaign.business_id).in_bulk([one.contact_id for one in people])
    points = ContactPoint.objects.for_business(campaign.business_id).in_bulk([one.point_id for one in people])
    left_out, ask = _LeftOut(), []
    for one in people:
        contact = contacts.get(one.contact_id)
        if contact is None:
            continue
        if one.reason not in ("", "held_back"):
            left_out.add(contact, one.reason, SENTENCES[one.reason])
        else:
            state = Enrollment.State.HELD_BACK if one.reason else Enrollment.State.ACTIVE
            point = points.get(one.point_id or 0)
            ask.append(Enrollment(campaign=campaign, contact=contact, point=point, state=state))
    _ask_the_rules(check, campaign, ask, left_out, now=now)
    check.left_out = left_out.rows()


def _ask_the_rules(
    check: QuickCheck, campaign: Campaign, ask: list[Enrollment], left_out: _LeftOut, *, now: datetime
) -> None:
    steps = list(campaign.steps.prefetch_related("variants").order_by("position"))
    step: Step = steps[0]
    writer = Writer(campaign, texts=len(steps))
    words = [writer.words_for(step, row.contact) for row in ask]
    requests = [writer.request(row, step, one, is_first=True) for row, one in zip(ask, words, strict=True)]
    going: list[tuple[str, SubmitRequest]] = []
    decisions: list[Decision] = outbox.check_many(requests, now=now)
    for row, request, decision in zip(ask, requests, decisions, strict=True):
        if decision.verdict is Verdict.BLOCK:
            first = decision.objections[0]
            left_out.add(row.contact, first.reason, first.sentence)
            continue
        if row.state == Enrollment.State.HELD_BACK:
            check.held_back += 1
            continue
        check.sendable += 1
        check.unknown_lines += bool(row.point and row.point.line_type == ContactPoint.LineType.UNKNOWN)
        check.later += decision.verdict is Verdict.DEFER
        starts = decision.until or now
        check.first_at = min(check.first_at or starts, starts)
        going.append((row.contact.name, request))
    texts = outbox.preview_many([request for _, request in going], now=now)
    for (name, _), text in zip(going, texts, strict=True):
        check.segments += text.segments
        if len(check.samples) < 3:
            check.samples.append((name, text, count_segments(text.body)))
