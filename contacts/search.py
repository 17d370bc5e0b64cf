"""Finding contacts: by name, number in any spelling, email; and the filters of the list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import phonenumbers
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Reverse
from django.db.models.lookups import StartsWith

from accounts.models import Business
from contacts.addresses import parse_phone
from contacts.models import Contact, ContactPoint, SavedSegment
from contacts.segments import (
    STATES,
    AudienceProblem,
    Conditions,
    Scope,
    ask_conditions,
    in_state,
    kind_of,
    read_segment,
)
from contacts.segments.tree import Condition

NUMBER = re.compile(r"\s*\+?(?:[\s().\-/]*\d){4,15}\s*")
EMAIL = re.compile(r".*[@_+]|.*\w\.\w")
MOST_WORDS = 4
FEW = 500
# Where the conversation with somebody stands.
STATUSES = {
    "needs_you": "Needs you",
    "hot": "Hot",
    "open": "Conversation open",
    "closed": "Conversation closed",
    "none": "Never written with",
}
ACTIVITIES = {
    "within-1": "In contact this month",
    "within-3": "In contact within 3 months",
    "within-12": "In contact within a year",
    "quiet-6": "No contact for 6 months",
    "quiet-12": "No contact for a year",
    "quiet-24": "No contact for 2 years",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What the list of contacts is narrowed to; every value as it stands in the address of the page."""

    q: str = ""
    status: str = ""
    state: str = ""
    tag: str = ""
    source: str = ""
    standing: str = ""
    activity: str = ""
    owner: str = ""
    segment: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> ListFilter:
        """Take what belongs here out of a query string or a form; values that make no sense are left out."""
        values = {one.name: str(given.get(one.name, "") or "").strip()[:120] for one in fields(cls)}
        known: dict[str, Mapping[str, Any]] = {
            "status": STATUSES, "state": STATES, "activity": ACTIVITIES, "standing": dict(Contact.Standing.choices),
        }  # fmt: skip
        values |= {name: "" for name, choices in known.items() if values[name] not in choices}
        if not values["segment"].isdecimal():
            values["segment"] = ""
        if values["owner"] != "none" and not values["owner"].isdecimal():
            values["owner"] = ""
        return cls(**{name: value.replace("\0", "") for name, value in values.items()})

    def asked(self) -> dict[str, str]:
        """Return what is set, as it goes into an address or a form."""
        return {name: value for name, value in asdict(self).items() if value}


def find_people(business: Business, query: str) -> QuerySet[Contact]:
    """Return the contacts that a search finds: every word starts a name, or is a number or an email address."""
    contacts: QuerySet[Contact] = Contact.objects.for_business(business)
    # A number with spaces and brackets is one thing to look for, as the pages themselves write it.
    for word in [query] if NUMBER.fullmatch(query) else query.split()[:MOST_WORDS]:
        contacts = contacts.filter(_meets(business, word.strip()))
    return contacts


def _meets(business: Business, word: str) -> Q:
    by_name = Q(first_name__istartswith=word) | Q(last_name__istartswith=word)
    digits = "".join(character for character in word if character in "0123456789")
    points = ContactPoint.objects.for_business(business).exclude(state=ContactPoint.State.DETACHED)
    if NUMBER.fullmatch(word) or len(digits) >= 4 and len(digits) == len(word):
        found = points.filter(_is_number(business, word, digits), kind="phone")
    elif EMAIL.match(word):
        found = points.filter(kind="email", address__startswith=word.lower())
    else:
        return by_name
    # One list of ids: an OR across tables would make PostgreSQL read every contact.
    names = Contact.objects.for_business(business).filter(by_name).values("pk")
    either = names.union(found.values("contact_id"), all=True)
    few = list(either[: FEW + 1].values_list("pk", flat=True))
    # Written out where they are few: PostgreSQL takes any part of a number for five in a thousand of all numbers.
    return Q(pk__in=few) if len(few) <= FEW else Q(pk__in=either)


def _is_number(business: Business, word: str, digits: str) -> Q:
    """The start or the end of a number, in whichever spelling: both ride an index."""
    exact = parse_phone(word, region=business.country).e164
    calling = phonenumbers.country_code_for_region(business.country) or 1
    q = Q(address__startswith=f"+{digits}") | Q(address__startswith=f"+{calling}{digits.lstrip('0') or digits}")
    # As point_by_end has it: LIKE cannot ride an index from the end.
    q |= Q(StartsWith(Reverse("address"), Value(digits[::-1])))
    return q | Q(address=exact) if exact else q


def filter_contacts(business: Business, asked: ListFilter, *, now: datetime) -> QuerySet[Contact]:
    """Return the contacts that meet the list's filters, newest first. Raises AudienceProblem for a segment that
    can no longer be read."""
    contacts: QuerySet[Contact] = Contact.objects.for_business(business)
    if asked.q:
        contacts = find_people(business, asked.q)
    scope = Scope(business, now)
    contacts = contacts.filter(
        _plain(asked), _status(asked.status), _activity(asked.activity, scope), _owner(asked.owner),
        in_state(scope, asked.state) if asked.state else Q(), _segment(asked.segment, scope),
    )  # fmt: skip
    return contacts.order_by("-id")


def _plain(asked: ListFilter) -> Q:
    q = Q(tags__contains=[asked.tag]) if asked.tag else Q()
    q &= Q(source=asked.source) if asked.source else Q()
    return q & (Q(standing=asked.standing) if asked.standing else Q())


def _status(status: str) -> Q:
    return {
        "needs_you": Q(conversation__needs_you=True),
        "hot": Q(conversation__hot=True),
        "open": Q(conversation__state="open"),
        "closed": Q(conversation__state="closed"),
        "none": Q(conversation=None),
    }.get(status, Q())


def _activity(activity: str, scope: Scope) -> Q:
    if not activity:
        return Q()
    word, _, months = activity.partition("-")
    kind = kind_of("contact_within" if word == "within" else "no_contact")
    return ask_conditions(Conditions("all", (Condition(kind, {"months": int(months)}),)), scope)


def _owner(owner: str) -> Q:
    if not owner:
        return Q()
    return Q(owner=None) if owner == "none" else Q(owner=int(owner))


def _segment(segment: str, scope: Scope) -> Q:
    if not segment:
        return Q()
    row = SavedSegment.objects.for_business(scope.business).filter(pk=int(segment)).first()
    if row is None:
        raise AudienceProblem("This segment has been deleted. Choose another one.")
    return ask_conditions(read_segment(row), scope)
