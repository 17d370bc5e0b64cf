"""What `contacts.eligibility.evaluate` is given and what it answers: frozen facts, no Django, no clock.

A selector fills one `SendContext`; nothing in it is lazy. Defaults are the careful ones: what is not known counts
against sending. All datetimes are aware; any zone will do.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.hours import CommonHours, OpenHours


class Purpose(StrEnum):
    """Why a message leaves. The purpose table in `eligibility_purposes` says which rules each one must pass."""

    CAMPAIGN = "campaign"
    FOLLOW_UP = "follow_up"
    REPLY = "reply"
    MEMBER_REPLY = "member_reply"
    LEAD_RESPONSE = "lead_response"
    MISSED_CALL = "missed_call"
    APPOINTMENT = "appointment"
    CONSENT_REQUEST = "consent_request"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"
    HELP_ANSWER = "help_answer"
    TEST = "test"
    MEMBER_NOTICE = "member_notice"
    SECURITY = "security"


class ChannelKind(StrEnum):
    """A way to reach an address."""

    SMS = "sms"
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    INSTAGRAM = "instagram"
    CHAT = "chat"
    VOICE = "voice"


# Channels that the law on telephone calls reaches: a text opt-out stops all of them, and caps count them together.
PHONE_CHANNELS = frozenset({ChannelKind.SMS, ChannelKind.WHATSAPP, ChannelKind.VOICE})


class Verdict(StrEnum):
    """What may happen with the message, mildest first."""

    ALLOW = "allow"
    DEFER = "defer"
    HOLD = "hold"
    BLOCK = "block"


class SuppressionReason(StrEnum):
    """Why an address must not be contacted. Ruling 6 says what each one stops."""

    OPTED_OUT_BY_TEXT = "opted_out_by_text"
    OPTED_OUT_IN_OWN_WORDS = "opted_out_in_own_words"
    UNSUBSCRIBED = "unsubscribed"
    DO_NOT_EMAIL = "do_not_email"
    SUSPECTED = "suspected"
    COMPLAINT = "complaint"
    HARD_BOUNCE = "hard_bounce"
    INVALID = "invalid"
    WRONG_NUMBER = "wrong_number"
    MANUAL_STOP = "manual_stop"
    CARRIER_BLOCKED = "carrier_blocked"


class ConsentKind(StrEnum):
    """What was agreed, strongest first."""

    EXPRESS_WRITTEN = "express_written"
    EXPRESS = "express"
    IMPLIED = "implied"
    SOFT_OPT_IN = "soft_opt_in"
    INBOUND = "inbound"
    TRANSACTIONAL = "transactional"
    UNKNOWN = "unknown"


class LineType(StrEnum):
    """What kind of line a phone number is, as far as anybody told us (ruling 10)."""

    UNKNOWN = "unknown"
    MOBILE = "mobile"
    LANDLINE = "landline"
    VOIP = "voip"
    TOLL_FREE = "toll_free"


class PointState(StrEnum):
    """Whether an address can receive and is still this person's."""

    OK = "ok"
    INVALID = "invalid"
    UNREACHABLE = "unreachable"
    DETACHED = "detached"
    CLAIMED = "claimed"  # only named in a message: nobody has written from it or agreed for it


class BotState(StrEnum):
    """Who talks in the conversation: the assistant, a person who took over, or nobody automated for good."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


class SenderKind(StrEnum):
    """What kind of sender a ChannelAccount is."""

    LONG_CODE = "long_code"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"
    WHATSAPP = "whatsapp"
    DOMAIN = "domain"
    PAGE = "page"
    WIDGET = "widget"
    SANDBOX = "sandbox"


class SendingMode(StrEnum):
    """The installation's mode, `SENDING=` in the settings; off too where a restored database was found."""

    LIVE = "live"
    SANDBOX = "sandbox"
    OFF = "off"


class Approval(StrEnum):
    """Whether a person must look first (ruling 3), and whether one did."""

    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionFact:
    """One suppression that touches this contact, of this address or of another address of the same contact."""

    reason: SuppressionReason
    created_at: datetime
    channel_kinds: frozenset[ChannelKind] = frozenset()  # as recorded; empty means every channel
    same_address: bool = True  # False: it lies on another address of this contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFact:
    """One consent record of this address. Give withdrawn ones too, marked; they never count."""

    id: str
    kind: ConsentKind
    channel: ChannelKind
    scope: str = "marketing"  # "marketing", "transactional" or "all"
    source: str = ""  # where it was given: "web form", "import leads.csv row 7", …
    wording: str = ""  # the words agreed to; for a soft opt-in its basis
    obtained_at: datetime | None = None
    expires_at: datetime | None = None  # implied consent must have one
    attested_by: str = ""  # the member who vouches for an imported file
    attested_at: datetime | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentSend:
    """One message handed over, reserved or of unknown outcome in the last 24 hours (longer for missed calls).

    For a phone: over all phone channels and senders of the business; else to this very address. The message under
    decision is never among them.
    """

    at: datetime
    purpose: Purpose
    subject: str = ""  # what it was about; an empty one counts as every subject
    answers_fresh_message: bool = False  # it answered a message not older than 15 minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderFacts:
    """The ChannelAccount that would carry the message."""

    kind: SenderKind
    usable: bool = False  # credentials checked, switched on, not broken
    problem: str = ""  # a sentence for the owner when it is not usable
    registration_needed: bool = True  # 10DLC or toll-free verification
    registered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessFacts:
    """The business that speaks, with what its owner set."""

    name: str
    sender_name: str = ""  # how it signs its texts
    postal_address: str = ""  # commercial email may not leave without one (15 USC 7704)
    zone: str = ""
    country: str = "US"
    is_demo: bool = False
    sending: SendingMode = SendingMode.OFF
    campaign_cap: int = 1  # per person in 24 hours; more than the law's figure counts as the law's figure
    automated_cap: int = 3
    missed_call_cap: int = 1  # 2 where the business switched the second text on
    missed_call_window: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFacts:
    """What has been said so far between this sender and this address, and in this thread."""

    bot: BotState = BotState.ACTIVE
    last_inbound_at: datetime | None = None  # the contact's own last message in this conversation; no auto-replies
    inbound_on_this_channel: bool = False  # the contact wrote in this conversation on the channel of this message
    is_first_from_sender: bool = True  # nothing has left from this sender to this address yet
    last_opt_out_line_at: datetime | None = None  # to this address from this sender
    last_disclosure_at: datetime | None = None  # in this thread
    last_outbound_at: datetime | None = None  # our last message in this thread, by whomever
    handed_back_at: datetime | None = None  # when a person last gave the thread back to the assistant
    automated_in_a_row: int = 0  # automated messages since the contact's last own message
    window_open_until: datetime | None = None  # WhatsApp, Messenger, Instagram: end of the provider's reply window
    uses_template: bool = False  # an approved WhatsApp template: needs no open window


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """The member who writes (member reply), or who is told (member notice), or whose address is tried (test)."""

    id: str = ""
    reason: str = ""  # why this person may be written to, in the member's words; recorded
    confirmed_outside_hours: bool = False
    confirmed_suspected: bool = False  # read the doubtful message and says it is no opt-out
    confirmed_content: bool = False
    address_verified: bool = False  # the address is a member's own and verified
    wants_notice: bool = False  # the member's settings ask for this notice on this channel
    notice_hours: OpenHours | None = None  # None: at any time
    bundle_until: datetime | None = None  # further notices are gathered until then


@dataclass(frozen=True, slots=True, kw_only=True)
class SendContext:
    """Everything one decision rests on."""

    purpose: Purpose
    now: datetime
    channel: ChannelKind
    address: str  # E.164 or email
    business: BusinessFacts
    sender: SenderFacts | None  # None: the business has no sender for this channel
    body: str  # the final text, with every line already added
    subject: str = ""  # of an email
    topic: str = ""  # what the message is about (campaign or rule id), for caps per subject
    # the address
    point_valid: bool = False
    point_state: PointState = PointState.OK
    line_type: LineType = LineType.UNKNOWN
    own_dealings_source: str = ""  # where the business got the address from its own dealings; empty: unknown or bought
    # the place: every possible one; empty means not known
    country: str = ""
    states: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    # the person
    preferred_channel: ChannelKind | None = None
    suppressions: tuple[SuppressionFact, ...] = ()  # for test and member notice: the members' own list
    not_interested_at: datetime | None = None
    consents: tuple[ConsentFact, ...] = ()
    last_inbound_at: datetime | None = None  # the contact's own last message on any channel; no auto-replies
    answered_at: datetime | None = None  # when the message, lead, call, booking or opt-out came that this answers
    carrier_answered: bool = False  # opt-out confirmation: the carrier has already confirmed
    conversation: ConversationFacts = field(default_factory=ConversationFacts)
    recent: tuple[RecentSend, ...] = ()
    # the message
    rule_hours: OpenHours | CommonHours | None = None  # of the follow-up rule or campaign; None: any lawful time
    segments: int = 1
    segments_limit: int = 2
    encoding: str = "GSM-7"
    has_unsubscribe_link: bool = False  # email: footer link and List-Unsubscribe header will be there
    approval: Approval = Approval.NOT_NEEDED
    member: MemberFacts | None = None
    switched_off: tuple[str, ...] = ()  # any of "contact", "campaign", "channel", "business", "all"
    outside_send_only_to: bool = False  # SEND_ONLY_TO is set and does not name this address


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says: a stable code, its verdict, why (a code), and the sentence an owner reads."""

    rule: str
    verdict: Verdict
    reason: str
    sentence: str
    until: datetime | None = None  # first instant at which this rule alone would allow it


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesDue:
    """What the text must carry. Ask before composing; `evaluate` refuses a text that lacks the first two."""

    opt_out: bool
    identity: bool
    disclosure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer: the strictest verdict of all findings, and everything the evidence needs."""

    verdict: Verdict
    findings: tuple[Finding, ...]  # one per rule, always all, in the order of the rules
    until: datetime | None  # deferred or held: first instant that all time rules allow together; else None
    latest: (
        datetime | None
    )  # end of the allowed window that holds now (or `until`): the message's validity; None: no end
    rules_version: str
    opt_out_line_due: bool
    disclosure_due: bool
    identity_due: bool
    needs_confirmation: str | None  # the question to put to the member before this may leave
    consent_id: str | None = None  # the consent record it rests on
    is_attested: bool = False  # that record rests on the owner's word for an imported file

    @property
    def is_allowed(self) -> bool:
        """Whether the message may be handed over now."""
        return self.verdict is Verdict.ALLOW

    @property
    def objections(self) -> tuple[Finding, ...]:
        """The findings that stand in the way, strictest first."""
        order = (Verdict.BLOCK, Verdict.HOLD, Verdict.DEFER)
        found = [f for f in self.findings if f.verdict is not Verdict.ALLOW]
        return tuple(sorted(found, key=lambda f: order.index(f.verdict)))
