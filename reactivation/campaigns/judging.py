"""Pure: what becomes of one due step. The engine and the simulation ask the same function."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contacts.eligibility import Decision, Verdict
from reactivation.campaigns.policy import Day

Findings = list[list[str]]
LATE = "Its time had passed: it could not leave within {hours} of when it was due."
LATE_HOURS = "The hours in which it may leave come later than {hours} after it was due."
RECALLED = "This text was taken back before it left."
STOPPED_BY = {
    "standing": "The campaign does not write to people of this standing any more.",
    "tag": "The campaign does not write to people with this tag.",
}


class Fate(StrEnum):
    """What happens with a due step."""

    RELEASE = "release"
    WAIT = "wait"
    SKIP = "skip"
    LEAVE_OUT = "leave_out"
    KEEP_BACK = "keep_back"


@dataclass(frozen=True, slots=True)
class Outcome:
    """fate, and with it: until when it waits, or why it is skipped or left out, in words."""

    fate: Fate
    until: datetime | None = None
    why: str = ""
    reason: str = ""
    findings: tuple[tuple[str, str, str, str], ...] = ()

    def as_json(self) -> Findings:
        return [list(finding) for finding in self.findings]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueStep:
    """A step that is due for one contact. latest: when it becomes too late; hours: the same in words ("3 days").

    empty: merge fields that this contact has nothing for; stopped_by: the campaign's own condition that ends the way.
    """

    position: int
    latest: datetime
    hours: str
    recalled: bool = False
    held_back: bool = False
    stopped_by: str = ""
    empty: tuple[str, ...] = ()


def refuse_unasked(step: DueStep, *, now: datetime) -> Outcome | None:
    """Return what needs no look at the rules: taken back, too late, stopped; None where the rules must be asked."""
    if step.stopped_by:
        finding = ("stop_condition", "block", f"stopped_by_{step.stopped_by}", STOPPED_BY[step.stopped_by])
        return Outcome(Fate.LEAVE_OUT, reason=finding[2], findings=(finding,))
    if step.recalled and not step.held_back:
        return Outcome(Fate.SKIP, why=RECALLED)
    if now >= step.latest:
        return Outcome(Fate.SKIP, why=LATE.format(hours=step.hours))
    return None


def judge_step(step: DueStep, decision: Decision, *, room_today: int | None, today: Day) -> Outcome:
    """Return what becomes of a step that the rules have judged.

    room_today: how many first texts may still leave today (None: no limit); today: that day.
    """
    if step.empty or decision.verdict is Verdict.BLOCK:
        return _leave_out(step, decision)
    if step.held_back:
        return Outcome(Fate.KEEP_BACK)
    if decision.verdict is Verdict.DEFER and decision.until is not None:
        if step.position > 1 and decision.until >= step.latest:
            return Outcome(Fate.SKIP, why=LATE_HOURS.format(hours=step.hours))
        return Outcome(Fate.WAIT, until=decision.until)
    if step.position == 1 and room_today is not None and room_today <= 0:
        return Outcome(Fate.WAIT, until=today.end)
    return Outcome(Fate.RELEASE)


def _leave_out(step: DueStep, decision: Decision) -> Outcome:
    found = [(f.rule, str(f.verdict), f.reason, f.sentence) for f in decision.objections]
    if step.empty:
        words = f"We have no {', '.join(step.empty).replace('_', ' ')} for this contact."
        found.insert(0, ("merge_fields", "block", "field_empty", words))
    return Outcome(Fate.LEAVE_OUT, reason=found[0][2][:40], findings=tuple(found))
