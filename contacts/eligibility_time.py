"""The rules about time: quiet hours, hours of the rule, caps; and the first instant that all of them allow together.

Each rule yields a `Gate`: from an instant on, when is it open next, and until when. A deferral walks the gates until
all agree, so it never depends on the order of the rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from accounts.hours import CommonHours, OpenHours
from contacts.eligibility_facts import PHONE_CHANNELS, Finding, SendContext, Verdict
from contacts.eligibility_purposes import CONFIRMATION_LIMIT, FRESH, Hours, PurposeRules
from contacts.jurisdictions import QuietHours, Whereabouts, quiet_hours

# A provider's clock may run a little ahead of ours; a time further ahead than this is wrong, not fresh.
CLOCK_SKEW = timedelta(minutes=1)
# Gates agree within a few steps; more than this means that they never will.
MOST_STEPS = 60


class Gate(Protocol):
    """A rule of time, open or shut at every instant."""

    def next_open(self, at: datetime) -> datetime | None:
        """Return the first instant from `at` on at which it is open; None if never soon."""

    def open_until(self, at: datetime) -> datetime | None:
        """Return when it shuts, given that it is open at `at`; None when it does not shut again."""


@dataclass(frozen=True, slots=True)
class QuietGate:
    """Quiet hours where the person is; always open until `fresh_until`, for an answer to something recent."""

    hours: QuietHours
    fresh_until: datetime | None = None

    def next_open(self, at: datetime) -> datetime | None:
        if self.fresh_until is not None and at <= self.fresh_until:
            return at
        return self.hours.next_allowed(at)

    def open_until(self, at: datetime) -> datetime | None:
        span = self.hours.current(at)
        if self.fresh_until is None or at > self.fresh_until:
            return span.end if span else at
        if span is None or span.end < self.fresh_until:
            return self.fresh_until
        return span.end


@dataclass(frozen=True, slots=True)
class HoursGate:
    """Open hours of a business, rule or member."""

    hours: OpenHours | CommonHours

    def next_open(self, at: datetime) -> datetime | None:
        return self.hours.next_opening(at)

    def open_until(self, at: datetime) -> datetime | None:
        span = self.hours.current(at)
        return span.end if span else at


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Shut until an instant, open ever after: a cap that frees up, a switch that is looked at again."""

    instant: datetime

    def next_open(self, at: datetime) -> datetime | None:
        return max(at, self.instant)

    def open_until(self, at: datetime) -> datetime | None:
        return None


@dataclass(frozen=True, slots=True)
class NotAfter:
    """Open until an instant, shut ever after: a provider's reply window, the five minutes of a confirmation."""

    instant: datetime

    def next_open(self, at: datetime) -> datetime | None:
        return at if at <= self.instant else None

    def open_until(self, at: datetime) -> datetime | None:
        return self.instant


def first_common(gates: Iterable[Gate], at: datetime) -> datetime | None:
    """Return the first instant from `at` on at which every gate is open; None if there is none soon."""
    listed = tuple(gates)
    for _ in range(MOST_STEPS):
        latest = at
        for gate in listed:
            opening = gate.next_open(latest)
            if opening is None:
                return None
            latest = opening
        if latest == at:
            return at
        at = latest
    return None


def first_end(gates: Iterable[Gate], at: datetime) -> datetime | None:
    """Return when the first gate shuts after `at`; None when none does."""
    return min((end for gate in gates if (end := gate.open_until(at)) is not None), default=None)


def check_quiet_hours(context: SendContext, rules: PurposeRules) -> tuple[Finding, Gate | None]:
    """Say whether the hour is fine wherever the person may be, and give the gate that a deferral walks through."""
    if rules.hours is Hours.FIVE_MINUTES:
        return _confirmation(context)
    if rules.hours is Hours.MEMBERS_OWN:
        return _member_hours(context)
    if rules.hours is Hours.NEVER or context.channel not in PHONE_CHANNELS:
        return _quiet(Verdict.ALLOW, "not_applied", "Quiet hours do not apply to this message."), None
    hours = quiet_hours(Whereabouts(context.country, context.states, context.zones))
    if rules.hours is Hours.ASK:
        return _ask_member(context, hours)
    gate = QuietGate(hours, fresh_until(context) if rules.hours is Hours.UNLESS_FRESH else None)
    if gate.fresh_until is not None and context.now <= gate.fresh_until:
        return _quiet(Verdict.ALLOW, "answers_fresh", "It answers something of the last 15 minutes."), gate
    return _judge(context, gate), gate


def _quiet(verdict: Verdict, reason: str, sentence: str, until: datetime | None = None) -> Finding:
    return Finding("quiet_hours", verdict, reason, sentence, until)


def fresh_until(context: SendContext) -> datetime | None:
    """Return until when this counts as answering something fresh; None where it answers nothing, or a time to come."""
    answered = context.answered_at
    if answered is None or answered > context.now + CLOCK_SKEW:
        return None
    return answered + FRESH


def _judge(context: SendContext, gate: QuietGate) -> Finding:
    hours = gate.hours
    if not hours.is_known:
        sentence = "Nobody knows this person's time zone. Set it on the contact first."
        return _quiet(Verdict.BLOCK, "zone_unknown", sentence)
    if hours.current(context.now) is not None:
        return _quiet(Verdict.ALLOW, "within_hours", f"The hour is fine where this person is ({hours.describe()}).")
    later = gate.next_open(context.now)
    if later is None:
        return _quiet(Verdict.BLOCK, "no_common_hour", "No hour is fine in all places where this person may be.")
    sentence = f"It is too early, too late or a closed day where this person is ({hours.describe()})."
    return _quiet(Verdict.DEFER, "quiet_hours", sentence, later)


def _ask_member(context: SendContext, hours: QuietHours) -> tuple[Finding, Gate | None]:
    """A member is warned and asked; confirmed, the message may leave at any hour."""
    if hours.current(context.now) is not None:
        finding = _quiet(Verdict.ALLOW, "within_hours", f"The hour is fine where this person is ({hours.describe()}).")
        return finding, QuietGate(hours)
    if context.member is not None and context.member.confirmed_outside_hours:
        sentence = "Outside the usual hours; the member confirmed it."
        return _quiet(Verdict.ALLOW, "confirmed_outside_hours", sentence), None
    if not hours.is_known:
        return _quiet(Verdict.HOLD, "zone_unknown", "Nobody knows what time it is where this person is."), None
    later = hours.next_allowed(context.now)
    sentence = "It is outside the hours in which texts should arrive where this person is."
    return _quiet(Verdict.HOLD, "outside_hours", sentence, later), QuietGate(hours) if later else None


def _confirmation(context: SendContext) -> tuple[Finding, Gate | None]:
    if context.answered_at is None:
        return _quiet(Verdict.BLOCK, "no_opt_out", "There is no opt-out to confirm."), None
    limit = context.answered_at + CONFIRMATION_LIMIT
    if context.now > limit:
        sentence = "The opt-out is more than five minutes old; a confirmation may not follow any more."
        return _quiet(Verdict.BLOCK, "expired", sentence), None
    return _quiet(Verdict.ALLOW, "within_five_minutes", "It confirms an opt-out at once."), NotAfter(limit)


def _member_hours(context: SendContext) -> tuple[Finding, Gate | None]:
    hours = context.member.notice_hours if context.member else None
    if hours is None:
        return _quiet(Verdict.ALLOW, "no_quiet_times", "This member set no quiet times for it."), None
    gate = HoursGate(hours)
    if hours.is_open(context.now):
        return _quiet(Verdict.ALLOW, "within_hours", "It is outside this member's quiet times."), gate
    later = gate.next_open(context.now)
    if later is None:
        return _quiet(Verdict.BLOCK, "never_open", "This member's quiet times leave no hour free."), gate
    return _quiet(Verdict.DEFER, "quiet_times", "It is within this member's quiet times.", later), gate


def check_open_hours(context: SendContext, rules: PurposeRules) -> tuple[Finding, Gate | None]:
    """Say whether the hours of the campaign or follow-up rule allow it now."""
    if not rules.rule_hours or context.rule_hours is None:
        return Finding("open_hours", Verdict.ALLOW, "any_lawful_time", "It may leave at any lawful time."), None
    gate = HoursGate(context.rule_hours)
    if context.rule_hours.is_open(context.now):
        return Finding("open_hours", Verdict.ALLOW, "open", "It is within the hours set for it."), gate
    later = gate.next_open(context.now)
    if later is None:
        sentence = "The hours set for it never open. Change them."
        return Finding("open_hours", Verdict.BLOCK, "never_open", sentence), gate
    return Finding("open_hours", Verdict.DEFER, "closed", "It is outside the hours set for it.", later), gate
