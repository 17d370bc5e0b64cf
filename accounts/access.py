"""The only place that turns a URL into a business. A stranger gets 404, too low a role 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from accounts.models import Business, Member, User
from accounts.policy import Capability, may


class BusinessRequest(HttpRequest):
    """A request on a page of one business, after `business_page` has let it in."""

    user: User
    business: Business
    member: Member
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]


def business_page(capability: Capability = Capability.VIEW) -> Callable[[View], View]:
    """Wrap a view under `/b/<slug>/…`: sign-in, active membership (else 404) and capability (else 403).

    The view gets a `BusinessRequest` without the slug.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def inner(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            member = (
                Member.across_businesses.select_related("business", "user")
                .filter(business__slug=slug, user_id=request.user.pk, is_active=True)
                .first()
            )
            if member is None:
                raise Http404("There is no such business among yours.")
            if any("\0" in value for values in request.GET.lists() for value in values[1]):
                raise BadRequest("An address holds no NUL; PostgreSQL would refuse it.")
            if not may(member.role, capability):
                raise PermissionDenied("Your role in this business does not allow this.")
            request.business = member.business  # type: ignore[attr-defined]
            request.member = member  # type: ignore[attr-defined]
            # Pages show times in the business's zone (ui.md), whatever the server's is.
            with timezone.override(ZoneInfo(member.business.zone)):
                return view(request, *args, **kwargs)

        inner.capability = capability  # type: ignore[attr-defined]
        return inner

    return decorate
