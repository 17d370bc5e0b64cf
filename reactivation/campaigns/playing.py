"""A campaign played through in memory on a moved clock: the engine's own decisions, a queue, and a sender's rate.

Supposed is that every text that leaves arrives, that nobody replies or opts out, that nobody changes anything, and that
the sender has nothing else to send. Nothing here asks the database or a clock.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from contacts.eligibility import Decision, Verdict
from conversations import outbox
from conversations.outbox import Composed, Rehearsal, SubmitRequest
from conversations.outbox.budget import BURST, Allowance
from reactivation.campaigns.composing import Words, Writer
from reactivation.campaigns.judging import LATE, DueStep, Fate, Outcome, judge_step, refuse_unasked
from reactivation.campaigns.models import Campaign, Enrollment, SimulatedStep, Step
from reactivation.campaigns.moving import delays_of, say_hours
from reactivation.campaigns.policy import Day, day_of, latest_of, meets_stop, next_step, room_ahead

Result = SimulatedStep.Outcome
# As outbox.setaside looks again at what was put off without a time.
LOOK_AGAIN = timedelta(minutes=15)
# More turns than this for each step of each person is a play that does not end.
MOST_TURNS = 200
Findings = list[list[str]]


class EndlessPlay(Exception):
    """The play did not come to an end: hours and limits of the campaign never meet."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What became of one step of one person."""

    contact_id: int
    position: int
    outcome: str
    due_at: datetime
    at: datetime
    variant: str = ""
    body: str = ""
    segments: int = 0
    reason: str = ""
    findings: Findings = field(default_factory=list)


@dataclass(slots=True)
class Person:
    """Somebody on the way. number: the order of enrollment; step_due: a later step's own time."""

    number: int
    row: Enrollment
    position: int = 1
    step_due: datetime | None = None
    reached: bool = False
    # Why the step waits, as last told.
    waits: Findings = field(default_factory=list)


@dataclass(slots=True)
class Queued:
    """A text that was released and has not left."""

    person: Person
    step: Step
    words: Words
    request: SubmitRequest
    latest: datetime
    first_due: datetime


class Play:
    """One run of a campaign from `starts_at` until nobody is on the way. `scenes` holds what happened, in order."""

    def __init__(
        self, campaign: Campaign, steps: Sequence[Step], rows: Sequence[Enrollment], *, starts_at: datetime
    ) -> None:
        """Load the facts about everybody once; `rows` are unsaved enrollments in the order of release."""
        assert campaign.account is not None
        self.campaign, self.starts_at, self.scenes = campaign, starts_at, list[Scene]()
        self._steps = {step.position: step for step in steps}
        self._delays = delays_of(steps)
        self._writer = Writer(campaign, texts=len(steps))
        people = [Person(number, row) for number, row in enumerate(rows)]
        self._rehearsal = Rehearsal([self._request(person, latest=starts_at)[0] for person in people], now=starts_at)
        self._budget: Allowance = self._rehearsal.allowance(account_id=campaign.account.pk, at=starts_at)
        self._most_waiting = room_ahead(campaign.account.segments_per_second, outbox.BULK_SHARE)
        self._released: Counter[date] = Counter()
        self._order = itertools.count()
        self._due = [(starts_at, person.number, person) for person in people]
        self._ready: list[tuple[int, datetime, int, Person]] = []
        self._queue: list[tuple[datetime, int, Queued]] = []
        self._turns = MOST_TURNS * max(len(people) * len(steps), 1)

    def run(self) -> list[Scene]:
        """Play to the end. Raises EndlessPlay."""
        now = self.starts_at
        while (following := self._next_moment()) is not None:
            now = max(now, following)
            while self._due and self._due[0][0] <= now:
                due_at, number, person = heapq.heappop(self._due)
                heapq.heappush(self._ready, (-person.position, due_at, number, person))
            self._judge_ready(now)
            self._hand_over(now)
        return self.scenes

    def _next_moment(self) -> datetime | None:
        self._turns -= 1
        if self._turns < 0:
            raise EndlessPlay("The hours and limits of this campaign never let it come to an end.")
        moments = [self._due[0][0]] if self._due else []
        if self._queue:
            free = self._budget.bulk_used_until - BURST + timedelta(milliseconds=1)
            moments.append(max(self._queue[0][0], free))
        return min(moments, default=None)

    def _judge_ready(self, now: datetime) -> None:
        while self._ready and len(self._queue) < self._most_waiting:
            *_, person = heapq.heappop(self._ready)
            self._judge(person, now)

    def _request(self, person: Person, *, latest: datetime) -> tuple[SubmitRequest, Words]:
        step = self._steps[person.position]
        words = self._writer.words_for(step, person.row.contact)
        is_first = person.position == 1 or not person.reached
        return self._writer.request(person.row, step, words, is_first=is_first, latest=latest), words

    def _judge(self, person: Person, now: datetime) -> None:
        step, row = self._steps[person.position], person.row
        latest = latest_of(person.step_due, step.valid_hours, now=now)
        request, words = self._request(person, latest=latest)
        facts = DueStep(
            position=step.position, latest=latest, hours=say_hours(step.valid_hours),
            recalled=step.recalled_at is not None, held_back=row.state == Enrollment.State.HELD_BACK,
            stopped_by=meets_stop(self.campaign.stop_on, standing=row.contact.standing, tags=row.contact.tags),
            empty=words.empty,
        )  # fmt: skip
        composed: Composed | None = None
        outcome = refuse_unasked(facts, now=now)
        if outcome is None:
            decision, composed = self._rehearsal.decide(request, at=now)
            outcome = judge_step(facts, decision, room_today=self._room_today(now), today=self._day(now))
            person.waits = _said(decision) if outcome.fate is Fate.WAIT else person.waits
        self._follow(person, outcome, now)
        if outcome.fate is Fate.RELEASE and composed is not None:
            if step.position == 1:
                self._released[self._date(now)] += 1
            # What the queue holds is the text as it was composed when it was released.
            stored = replace(request, body=composed.body, program_texts=0)
            first_due = person.step_due or self.starts_at
            queued = Queued(person, step, words, stored, latest, first_due)
            heapq.heappush(self._queue, (now, next(self._order), queued))

    def _follow(self, person: Person, outcome: Outcome, now: datetime) -> None:
        if outcome.fate is Fate.WAIT:
            until = outcome.until or now
            if not person.waits:
                person.waits = [["daily_limit", "defer", "daily_limit", "As many as may be a day have had theirs."]]
            heapq.heappush(self._due, (until, person.number, person))
        elif outcome.fate is Fate.SKIP:
            self._note(person, Result.SKIPPED, now, reason="late", findings=[["late", "skip", "late", outcome.why]])
            self._move_on(person, now)
        elif outcome.fate is Fate.LEAVE_OUT:
            self._note(person, Result.LEFT_OUT, now, reason=outcome.reason, findings=outcome.as_json())
        elif outcome.fate is Fate.KEEP_BACK:
            self._note(person, Result.HELD_BACK, now)

    def _hand_over(self, now: datetime) -> None:
        self._budget.now = now
        while self._queue and self._queue[0][0] <= now and self._budget.room(bulk=True):
            _, _, queued = heapq.heappop(self._queue)
            self._leave(queued, now)
            self._judge_ready(now)

    def _leave(self, queued: Queued, now: datetime) -> None:
        person = queued.person
        if queued.latest <= now:
            return self._too_late(queued, now)
        decision, composed = self._rehearsal.decide(queued.request, at=now)
        if decision.verdict is Verdict.DEFER:
            until = decision.until or now + LOOK_AGAIN
            if queued.latest <= until:
                return self._too_late(queued, now)
            person.waits = _said(decision)
            heapq.heappush(self._queue, (until, next(self._order), queued))
        elif decision.verdict is Verdict.ALLOW:
            self._budget.take(composed.segments, bulk=True)
            self._rehearsal.suppose_sent(queued.request, composed, at=now)
            person.reached = True
            self._note(
                person, Result.SENT, now, variant=queued.words.variant.label, body=composed.body,
                segments=composed.segments, findings=person.waits, due_at=queued.first_due,
            )  # fmt: skip
            self._move_on(person, now)
        else:
            said = _said(decision)
            self._note(person, Result.LEFT_OUT, now, reason=said[0][2], findings=said)
        return None

    def _too_late(self, queued: Queued, now: datetime) -> None:
        why = LATE.format(hours=say_hours(queued.step.valid_hours))
        self._note(queued.person, Result.SKIPPED, now, reason="late", findings=[["late", "skip", "late", why]])
        self._move_on(queued.person, now)

    def _move_on(self, person: Person, at: datetime) -> None:
        planned = next_step(self._delays, sent_position=person.position, sent_at=at)
        if planned is not None:
            person.position, person.step_due = planned
            person.waits = []
            heapq.heappush(self._due, (planned[1], person.number, person))

    def _note(
        self, person: Person, outcome: str, at: datetime, *, due_at: datetime | None = None, variant: str = "",
        body: str = "", segments: int = 0, reason: str = "", findings: Findings | None = None,
    ) -> None:  # fmt: skip
        self.scenes.append(
            Scene(
                person.row.contact_id, person.position, outcome, due_at or person.step_due or self.starts_at, at,
                variant, body, segments, reason, findings or [],
            )
        )  # fmt: skip

    def _day(self, now: datetime) -> Day:
        return day_of(now, self.campaign.business.zone)

    def _date(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.campaign.business.zone)).date()

    def _room_today(self, now: datetime) -> int | None:
        limit = self.campaign.daily_limit
        return None if limit is None else limit - self._released[self._date(now)]


def _said(decision: Decision) -> Findings:
    return [[f.rule, str(f.verdict), f.reason, f.sentence] for f in decision.objections]
