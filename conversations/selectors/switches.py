"""Which stops are set: for the pages that show who set one, when and why."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Business
from conversations.models import Switch


def stop_of_business(business: Business) -> Switch | None:
    """Return the stop of everything that a business sends: its own before that of the whole installation."""
    own = Q(business=business, scope=Switch.Scope.BUSINESS)
    rows = Switch.objects.filter(own | Q(business=None, scope=Switch.Scope.ALL))
    return rows.select_related("by_member__user").order_by("-business_id").first()


def stop_of(business: Business, *, scope: str, key: str) -> Switch | None:
    """Return the stop of one contact, sender or campaign."""
    rows = Switch.objects.filter(business=business, scope=scope, key=key)
    return rows.select_related("by_member__user").first()
