"""Which rule applies to which purpose: the purpose table of the design, as data, and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto

from contacts.eligibility_facts import Purpose

# A message that answers something this recent is no initiated call: hours do not hold it up (compliance, 1.4).
FRESH = timedelta(minutes=15)
# Later than this a confirmation of an opt-out is no longer presumed wanted: 47 CFR 64.1200(a)(12).
CONFIRMATION_LIMIT = timedelta(minutes=5)


class SuppressedBy(StrEnum):
    ALL = auto()
    ALL_BUT_BOOKING_MAIL = auto()
    TOLL_FREE_ONLY = auto()
    OWN_LIST = auto()
    NOTHING = auto()


class Basis(StrEnum):
    CAMPAIGN = auto()
    CONVERSATION = auto()
    ANSWERED_MESSAGE = auto()
    MEMBER = auto()
    LEAD = auto()
    CALL = auto()
    BOOKING = auto()
    CHANNEL_FOR_REQUEST = auto()
    VERIFIED_ADDRESS = auto()
    MEMBER_SETTINGS = auto()
    NONE = auto()


class Hours(StrEnum):
    ALWAYS = auto()
    UNLESS_FRESH = auto()
    ASK = auto()
    MEMBERS_OWN = auto()
    FIVE_MINUTES = auto()
    NEVER = auto()


class Cap(StrEnum):
    CAMPAIGN = auto()
    AUTOMATED = auto()
    IN_A_ROW = auto()
    PER_CALLER = auto()
    ONCE = auto()
    COUNTED = auto()
    BUNDLED = auto()
    NONE = auto()


class Line(StrEnum):
    ALWAYS = auto()
    WHEN_DUE = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeRules:
    """How each rule treats one purpose."""

    suppressed: SuppressedBy
    basis: Basis
    hours: Hours
    cap: Cap
    identity: Line
    opt_out_line: Line
    by_preference: bool = False  # waits for the channel the person prefers
    rule_hours: bool = False  # keeps to the hours of its campaign or rule
    needs_bot: bool = False  # not while a person has taken over
    is_automated: bool = True  # counts and is counted as automated
    discloses: bool = False  # speaks as the assistant, which must say what it is
    reviewed: bool = False  # approval mode applies


PURPOSES: dict[Purpose, PurposeRules] = {
    Purpose.CAMPAIGN: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.CAMPAIGN, hours=Hours.ALWAYS, cap=Cap.CAMPAIGN,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS, by_preference=True, rule_hours=True, needs_bot=True,
        discloses=True, reviewed=True,
    ),
    Purpose.FOLLOW_UP: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.CONVERSATION, hours=Hours.ALWAYS, cap=Cap.AUTOMATED,
        identity=Line.WHEN_DUE, opt_out_line=Line.ALWAYS, by_preference=True, rule_hours=True, needs_bot=True,
        discloses=True, reviewed=True,
    ),
    Purpose.REPLY: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.ANSWERED_MESSAGE, hours=Hours.UNLESS_FRESH, cap=Cap.IN_A_ROW,
        identity=Line.WHEN_DUE, opt_out_line=Line.WHEN_DUE, needs_bot=True, discloses=True, reviewed=True,
    ),
    Purpose.MEMBER_REPLY: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.MEMBER, hours=Hours.ASK, cap=Cap.COUNTED,
        identity=Line.WHEN_DUE, opt_out_line=Line.WHEN_DUE, is_automated=False,
    ),
    Purpose.LEAD_RESPONSE: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.LEAD, hours=Hours.UNLESS_FRESH, cap=Cap.AUTOMATED,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS, by_preference=True, needs_bot=True, discloses=True,
        reviewed=True,
    ),
    Purpose.MISSED_CALL: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.CALL, hours=Hours.UNLESS_FRESH, cap=Cap.PER_CALLER,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS, needs_bot=True, discloses=True, reviewed=True,
    ),
    Purpose.APPOINTMENT: PurposeRules(
        suppressed=SuppressedBy.ALL_BUT_BOOKING_MAIL, basis=Basis.BOOKING, hours=Hours.ALWAYS, cap=Cap.COUNTED,
        identity=Line.ALWAYS, opt_out_line=Line.NEVER, reviewed=True,
    ),
    Purpose.CONSENT_REQUEST: PurposeRules(
        suppressed=SuppressedBy.ALL, basis=Basis.CHANNEL_FOR_REQUEST, hours=Hours.ALWAYS, cap=Cap.CAMPAIGN,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS, by_preference=True, rule_hours=True, needs_bot=True,
        discloses=True, reviewed=True,
    ),
    Purpose.OPT_OUT_CONFIRMATION: PurposeRules(
        suppressed=SuppressedBy.NOTHING, basis=Basis.NONE, hours=Hours.FIVE_MINUTES, cap=Cap.ONCE,
        identity=Line.ALWAYS, opt_out_line=Line.NEVER,
    ),
    Purpose.HELP_ANSWER: PurposeRules(
        suppressed=SuppressedBy.TOLL_FREE_ONLY, basis=Basis.NONE, hours=Hours.NEVER, cap=Cap.NONE,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS,
    ),
    Purpose.TEST: PurposeRules(
        suppressed=SuppressedBy.OWN_LIST, basis=Basis.VERIFIED_ADDRESS, hours=Hours.NEVER, cap=Cap.NONE,
        identity=Line.ALWAYS, opt_out_line=Line.ALWAYS, is_automated=False,
    ),
    Purpose.MEMBER_NOTICE: PurposeRules(
        suppressed=SuppressedBy.OWN_LIST, basis=Basis.MEMBER_SETTINGS, hours=Hours.MEMBERS_OWN, cap=Cap.BUNDLED,
        identity=Line.ALWAYS, opt_out_line=Line.NEVER,
    ),
    # A code that a member has asked for a moment ago, to a number they typed in: it proves whose number it is.
    Purpose.SECURITY: PurposeRules(
        suppressed=SuppressedBy.OWN_LIST, basis=Basis.NONE, hours=Hours.NEVER, cap=Cap.NONE,
        identity=Line.ALWAYS, opt_out_line=Line.NEVER, is_automated=False,
    ),
}  # fmt: skip

# Messages to members and the fixed answers that an opt-out or HELP asks for never count against anybody's caps.
UNCOUNTED = frozenset(
    {Purpose.OPT_OUT_CONFIRMATION, Purpose.HELP_ANSWER, Purpose.TEST, Purpose.MEMBER_NOTICE, Purpose.SECURITY}
)
