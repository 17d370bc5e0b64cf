"""The people behind each figure of a report: the same conditions as the figure, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.tenancy import BusinessQuerySet
from conversations.models import Handoff, Message
from reactivation.campaigns.models import Campaign, Enrollment, StepMessage
from reactivation.campaigns.policy import POSITIVE, REPLY_WINDOW
from reactivation.campaigns.reasons import SENTENCES
from reactivation.campaigns.reporting.models import SentText
from reactivation.campaigns.reporting.queries import ARRIVED, ESCALATED, RESULTS
from reactivation.campaigns.reporting.sums import SLOTS

PAGE = 25
State = Enrollment.State
# What can be asked for; the texts of a variant, hour, weekday or sender are meant where one is named beside it.
SHOWS = {
    "": "Everybody",
    "written": "A text left for them",
    "reached": "Reached",
    "not_reached": "Not reached",
    "nothing_left": "No text has left for them",
    "replied": "Replied",
    "positive": "Interested",
    "late": "Replied too late to count",
    "opted_out": "Opted out",
    "converted": "Appointment or won deal",
    "escalated": "Handed to a person",
    "unanswered": "Hot, and no person has answered",
    "unproven": "A text without complete evidence",
}
BY_TEXT = {"written", "reached", "not_reached", "unproven"}


@dataclass(frozen=True, slots=True)
class Shown:
    """Which people of a campaign are shown; every part that is empty asks for nothing."""

    show: str = ""
    state: str = ""
    reason: str = ""
    intent: str = ""
    variant: int | None = None
    step: int | None = None
    hour: int | None = None
    weekday: int | None = None
    sender: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Shown:
        """Return what an address asks for; what it cannot mean is passed over."""
        show, state = query.get("show", ""), query.get("state", "")
        return cls(
            show=show if show in SHOWS else "",
            state=state if state in State.values else "",
            reason=query.get("reason", "")[:40],
            intent=query.get("intent", "")[:20],
            **{name: _number(query.get(name, "")) for name in ("variant", "step", "hour", "weekday", "sender")},
        )

    def address(self, **changed: Any) -> str:
        """Return the query of an address that asks for this, with some parts changed."""
        asked = replace(self, **changed) if changed else self
        values = {one.name: getattr(asked, one.name) for one in fields(asked)}
        return urlencode({name: value for name, value in values.items() if value not in ("", None)})

    @property
    def slots(self) -> list[int] | None:
        """Return the slots of the hour or weekday asked for, or None where neither is."""
        if self.hour is None and self.weekday is None:
            return None
        return [slot for slot in range(SLOTS) if self.hour in (None, slot % 24) and self.weekday in (None, slot // 24)]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One row of the recipients table: the person, and the last text that was made for them."""

    enrollment: Enrollment
    message: Message | None

    @property
    def why(self) -> str:
        """Return why this person is left out or stopped, in a sentence; empty where nothing needs saying."""
        if self.enrollment.state not in (State.LEFT_OUT, State.STOPPED, State.FAILED):
            return ""
        if self.enrollment.findings:
            return str(self.enrollment.findings[0][3])
        said = SENTENCES.get(self.enrollment.reason, "")
        return said or (self.message.status_sentence if self.message else "")


def find_people(campaign: Campaign, shown: Shown) -> QuerySet[Enrollment]:
    """Return exactly the people that a figure of the report counts."""
    rows: QuerySet[Enrollment] = Enrollment.objects.for_business(campaign.business_id).filter(campaign=campaign)
    if shown.state:
        rows = rows.filter(state=shown.state)
    if shown.reason:
        rows = rows.filter(reason=shown.reason)
    if shown.intent:
        rows = rows.filter(reply_intent="" if shown.intent == "not_read_yet" else shown.intent)
    if shown.show in BY_TEXT:
        return _by_texts(rows, campaign, shown)
    if shown.show == "nothing_left":
        return rows.exclude(state__in=[State.LEFT_OUT, State.HELD_BACK]).exclude(Exists(_texts(campaign)))
    return _by_answers(rows, campaign, shown) if shown.show else rows


def _texts(campaign: Campaign) -> BusinessQuerySet[SentText]:
    return SentText.objects.for_business(campaign.business_id).filter(enrollment=OuterRef("pk"))


def _named(texts: BusinessQuerySet[SentText], shown: Shown) -> BusinessQuerySet[SentText]:
    asked = {"variant": shown.variant, "step__position": shown.step, "account": shown.sender, "slot__in": shown.slots}
    return texts.filter(**{name: value for name, value in asked.items() if value is not None})


def _by_texts(rows: QuerySet[Enrollment], campaign: Campaign, shown: Shown) -> QuerySet[Enrollment]:
    texts = _named(_texts(campaign), shown)
    if shown.show == "reached":
        return rows.filter(Exists(texts.filter(failed=False)))
    if shown.show == "not_reached":
        return rows.filter(Exists(texts)).exclude(Exists(texts.filter(failed=False)))
    return rows.filter(Exists(texts.filter(proven=False) if shown.show == "unproven" else texts))


def _by_answers(rows: QuerySet[Enrollment], campaign: Campaign, shown: Shown) -> QuerySet[Enrollment]:
    """As queries.ANSWERED has it: with the first text that reached them, and the one that they answered."""
    arrived = _texts(campaign).filter(failed=False)
    first = arrived.order_by("left_at")
    asked = arrived.filter(left_at__lte=Coalesce(OuterRef("replied_at"), OuterRef("opted_out_at"))).order_by("-left_at")
    rows = rows.filter(Q(replied_at__isnull=False) | Q(opted_out_at__isnull=False)).alias(
        first_at=Subquery(first.values("left_at")[:1]),
        delivered_at=Subquery(first.values("message__delivered_at")[:1]),
        asked_at=Subquery(asked.values("left_at")[:1]),
        asked_id=Subquery(asked.values("pk")[:1]),
    )
    if any(part is not None for part in (shown.variant, shown.step, shown.sender, shown.slots)):
        named = _named(SentText.objects.for_business(campaign.business_id).filter(campaign=campaign), shown)
        rows = rows.filter(asked_id__in=named.values("pk"))
    in_time = Q(replied_at__lte=F("first_at") + REPLY_WINDOW) | Q(replied_at__lte=F("delivered_at") + REPLY_WINDOW)
    counts = Q(replied_at__isnull=False, asked_at__isnull=False) & in_time
    if shown.show == "opted_out":
        return rows.filter(opted_out_at__lte=F("asked_at") + REPLY_WINDOW)
    if shown.show == "late":
        return rows.filter(replied_at__isnull=False).exclude(pk__in=rows.filter(counts).values("pk"))
    return _of_those_who_replied(rows.filter(counts), campaign, shown.show)


def _of_those_who_replied(rows: QuerySet[Enrollment], campaign: Campaign, show: str) -> QuerySet[Enrollment]:
    if show == "positive":
        return rows.filter(reply_intent__in=POSITIVE)
    if show == "converted":
        within = timedelta(days=campaign.conversion_days)
        return rows.filter(converted_by__in=RESULTS, converted_at__lte=F("replied_at") + within)
    tasks = Handoff.objects.for_business(campaign.business_id).filter(
        conversation__contact=OuterRef("contact"), opened_at__gte=OuterRef("replied_at"),
        opened_at__lte=OuterRef("replied_at") + REPLY_WINDOW,
    )  # fmt: skip
    if show == "escalated":
        return rows.filter(Exists(tasks.filter(reason__in=ESCALATED)))
    if show == "unanswered":
        said = Message.objects.for_business(campaign.business_id).filter(
            conversation=OuterRef("conversation"), created_at__gte=OuterRef("opened_at"), author="member",
            handed_over_at__isnull=False, status__in=ARRIVED,
        )  # fmt: skip
        return rows.filter(Exists(tasks.filter(priority="hot").exclude(Exists(said))))
    return rows


def list_recipients(
    campaign: Campaign, *, shown: Shown | None = None, after: int = 0, size: int = PAGE
) -> tuple[list[Recipient], int | None]:
    """Return one page of people with what became of them, and the key of the next page or None."""
    rows = find_people(campaign, shown or Shown()).filter(pk__gt=after)
    page = list(rows.select_related("contact", "contact__conversation").order_by("pk")[: size + 1])
    last = {
        row.enrollment_id: row.message
        for row in StepMessage.objects.for_business(campaign.business_id)
        .filter(enrollment__in=[row.pk for row in page[:size]])
        .select_related("message")
        .order_by("step__position")
    }
    people = [Recipient(row, last.get(row.pk)) for row in page[:size]]
    return people, page[size - 1].pk if len(page) > size else None
