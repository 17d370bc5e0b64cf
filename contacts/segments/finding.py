"""Who meets conditions: one query, whatever the tree."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Business
from contacts.models import Contact
from contacts.segments.flat import Audience
from contacts.segments.registry import Scope
from contacts.segments.tree import Condition, Conditions


def find_audience(business: Business, conditions: Conditions | Audience, *, now: datetime) -> QuerySet[Contact]:
    """Return the contacts that meet the conditions, in no particular order.

    Raises AudienceProblem where a condition names what the business no longer has (a field of its own, a campaign).
    """
    tree = conditions.as_conditions() if isinstance(conditions, Audience) else conditions
    contacts: QuerySet[Contact] = Contact.objects.for_business(business)
    return contacts.filter(ask_conditions(tree, Scope(business, now)))


def ask_conditions(conditions: Conditions, scope: Scope) -> Q:
    """Return the tree as one query on Contact."""
    q = Q()
    for item in conditions.items:
        one = item.kind.ask(item.values, scope) if isinstance(item, Condition) else ask_conditions(item, scope)
        q = q & one if conditions.how == "all" else q | one
    return q
