"""Every address of a business: closed to strangers, to neighbours and to roles below what the page asks for.

The walk finds the addresses itself. A page with a new kind of id in its address needs one line in MAKERS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Business, Invitation, Member
from accounts.policy import ROLE_CAPABILITIES, Capability
from contacts.consent import StopFacts, suppress
from contacts.models import BulkChange, Contact, ContactPoint, CustomField, ImportBatch, SavedSegment
from conversations.models import ApprovedCopy, ChannelAccount, Conversation, Handoff, Message
from notifications.models import Notification
from reactivation.campaigns.models import Campaign
from tests import factories
from tests.architecture.rows import make_row
from tests.cast import Cast

# What somebody who may only look can still do by POST: each with the reason.
VIEWERS_WRITE = {
    "notifications_read": "one's own notices",
    "notification_open": "one's own notice",
    "settings_phone": "one's own phone",
    "settings_phone_confirm": "one's own phone",
}
METHODS = ("get", "post", "put", "patch", "delete")
OWNED = "b/<slug:slug>/"
# Addresses without a business that need no sign-in or bring their own: each with the reason.
OUTSIDE = {
    "": "chooses among one's own businesses",
    "patterns/": "staff only; shows components, no data",
}
OUTSIDE_FOLDERS = {
    "admin/": "staff, by Django's own permissions (tests/architecture/test_admin.py)",
    "accounts/": "signing in",
    "invitations/": "whoever was handed the link (tests/accounts/test_team.py)",
    "webhooks/": "signed by the provider (tests/conversations/test_webhooks.py)",
}


def _contact(business: Business) -> Contact:
    return factories.make_contact(business, first_name=f"Secretperson{business.pk}")


def _conversation(business: Business) -> Conversation:
    return factories.make_conversation(_contact(business))


def _held(business: Business) -> Message:
    talk = _conversation(business)
    account = ChannelAccount.objects.for_business(business).first()
    return Message.objects.create(
        business=business, conversation=talk, contact=talk.contact, account=account, direction="out",
        author="assistant", status="held", approval="waiting", purpose="reply", address="+12125550155",
        address_hash="0" * 64, body="Secretperson's draft", created_at=factories.NOW,
    )  # fmt: skip


def _inbound(business: Business) -> Message:
    talk = _conversation(business)
    return Message.objects.create(
        business=business, conversation=talk, contact=talk.contact, direction="in", author="contact",
        status="received", address="+12125550155", address_hash="0" * 64, body="Secretperson's words",
        created_at=factories.NOW,
    )  # fmt: skip


def _handoff(business: Business) -> Handoff:
    return Handoff.objects.create(
        business=business, conversation=_conversation(business), reason="complaint", opened_at=factories.NOW,
        due_at=factories.NOW,
    )  # fmt: skip


def _notification(business: Business) -> Notification:
    owner = Member.objects.for_business(business).filter(role="owner").get()
    row = make_row(Notification, business=business, member=owner, path=f"/b/{business.slug}/")
    assert isinstance(row, Notification)
    return row


def _colleague(business: Business) -> Member:
    return factories.make_member(business, role="agent", email=f"secretperson@{business.slug}.example")


def _invitation(business: Business) -> Invitation:
    row = make_row(Invitation, business=business, email=f"secretperson@{business.slug}.example")
    assert isinstance(row, Invitation)
    return row


def _campaign(business: Business) -> Campaign:
    return Campaign.objects.create(business=business, name="Secretperson's campaign", created_at=factories.NOW)


def _batch(business: Business) -> ImportBatch:
    row = make_row(ImportBatch, business=business, status="checked", columns=["name", "phone"])
    assert isinstance(row, ImportBatch)
    return row


def _point(business: Business) -> tuple[int, int]:
    point = ContactPoint.objects.for_business(business).filter(contact=_contact(business)).get()
    return point.contact_id, point.pk


def _stop(business: Business) -> tuple[int, int]:
    contact_id, point_id = _point(business)
    point = ContactPoint.objects.for_business(business).get(pk=point_id)
    row, _ = suppress(
        business, kind_of_address="phone", address=point.address, reason="manual_stop",
        facts=StopFacts(contact_id=contact_id, note="Secretperson's words"), now=factories.NOW,
    )  # fmt: skip
    return contact_id, row.pk


def _change(business: Business) -> BulkChange:
    owner = Member.objects.for_business(business).filter(role="owner").get()
    row = make_row(BulkChange, business=business, asked_by=owner, status="running")
    assert isinstance(row, BulkChange)
    return row


def _segment(business: Business) -> SavedSegment:
    row = make_row(SavedSegment, business=business, name="Secretperson's segment")
    assert isinstance(row, SavedSegment)
    return row


def _own_field(business: Business) -> CustomField:
    return CustomField.objects.create(business=business, key="secret", label="Secretperson's field")


def _version(business: Business) -> int:
    ApprovedCopy.objects.create(
        business=business, key="busy", text="Secretperson's words", created_at=factories.NOW, is_current=False
    )
    return 1


@dataclass(frozen=True)
class Maker:
    """How to fill one part of an address. is_owned: what it names belongs to one business and must not be reached."""

    make: Callable[[Business], Any]
    is_owned: bool = True


MAKERS: dict[str, Maker] = {
    "contact_id": Maker(lambda business: _contact(business).pk),
    "change_id": Maker(lambda business: _change(business).pk),
    "segment_id": Maker(lambda business: _segment(business).pk),
    "field_id": Maker(lambda business: _own_field(business).pk),
    "conversation_id": Maker(lambda business: _conversation(business).pk),
    "message_id": Maker(lambda business: _held(business).pk),
    "inbound_id": Maker(lambda business: _inbound(business).pk),
    "message_uid": Maker(lambda business: _held(business).uid),
    "handoff_id": Maker(lambda business: _handoff(business).pk),
    "campaign_id": Maker(lambda business: _campaign(business).pk),
    "member_id": Maker(lambda business: _colleague(business).pk),
    "invitation_id": Maker(lambda business: _invitation(business).pk),
    "batch_id": Maker(lambda business: _batch(business).pk),
    "notification_id": Maker(lambda business: _notification(business).pk),
    "account_id": Maker(lambda business: ChannelAccount.objects.for_business(business).get().pk),
    # A key is the same for everybody; the version is the business's own.
    "copy_key": Maker(lambda business: "busy", is_owned=False),
    "reason": Maker(lambda business: "no_phone", is_owned=False),
    "version": Maker(_version),
}


# Parts that only make sense together: a contact's own address, its own stop.
TOGETHER: dict[tuple[str, ...], Callable[[Business], tuple[int, ...]]] = {
    ("contact_id", "point_id"): _point,
    ("contact_id", "suppression_id"): _stop,
}


@dataclass(frozen=True)
class Page:
    """One address under /b/<slug>/ with the view behind it."""

    route: str
    name: str
    view: Callable[..., HttpResponse] = field(repr=False)
    parts: tuple[str, ...] = ()

    @property
    def capability(self) -> Capability | None:
        return getattr(self.view, "capability", None)

    @property
    def has_owned_parts(self) -> bool:
        return any(part not in MAKERS or MAKERS[part].is_owned for part in self.parts)

    def url(self, under: Business, *, things_of: Business) -> str:
        """Return the address under one business with the ids of another's things (or its own)."""
        if self.parts in TOGETHER:
            together = dict(zip(self.parts, TOGETHER[self.parts](things_of), strict=True))
            return reverse(self.name, kwargs={"slug": under.slug, **together})
        unknown = [part for part in self.parts if part not in MAKERS]
        assert not unknown, f"{self.route}: add a line for {', '.join(unknown)} to MAKERS in {__name__}."
        values = {part: MAKERS[part].make(things_of) for part in self.parts}
        return reverse(self.name, kwargs={"slug": under.slug, **values})


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, route)
        else:
            yield route, entry


ALL = list(walk(get_resolver()))
PAGES = [
    Page(route, entry.name or "", entry.callback, tuple(part for part in entry.pattern.converters if part != "slug"))
    for route, entry in ALL
    if route.startswith(OWNED)
]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or page.route)


def call(client: Client, url: str, method: str) -> HttpResponse:
    answer = getattr(client, method)(url)
    assert isinstance(answer, HttpResponse) or answer.streaming
    return answer  # type: ignore[no-any-return]


def answers(client: Client, url: str) -> dict[str, HttpResponse]:
    """Call an address by every method; those that it does not know at all are left out."""
    found = {method: call(client, url, method) for method in METHODS}
    allowed = {method: answer for method, answer in found.items() if answer.status_code != 405}
    assert allowed, f"{url} answers to no method."
    return allowed


def test_every_address_is_of_a_business_or_says_why_not() -> None:
    strangers = [
        route
        for route, _ in ALL
        if not route.startswith(OWNED) and route not in OUTSIDE and not route.startswith(tuple(OUTSIDE_FOLDERS))
    ]
    assert strangers == []


@each_page
def test_the_page_says_which_capability_it_asks_for(page: Page) -> None:
    assert page.name, f"{page.route} has no name."
    assert isinstance(page.capability, Capability), f"{page.route}: wrap its view in accounts.access.business_page."


@each_page
def test_a_stranger_is_sent_to_sign_in(cast: Cast, page: Page) -> None:
    for method, answer in answers(Client(), page.url(cast.business, things_of=cast.business)).items():
        assert answer.status_code == 302, method
        assert urlsplit(answer.headers["Location"]).path == reverse("account_login"), method


@each_page
def test_the_page_does_not_exist_for_a_neighbour(cast: Cast, page: Page) -> None:
    url = page.url(cast.business, things_of=cast.business)
    for method, answer in answers(cast.client(cast.neighbour_owner), url).items():
        assert answer.status_code == 404, method
        assert "Secretperson" not in answer.content.decode(), method


@each_page
def test_roles_below_what_the_page_asks_for_are_refused(cast: Cast, page: Page) -> None:
    url = page.url(cast.business, things_of=cast.business)
    for member in (cast.viewer, cast.agent, cast.manager):
        if page.capability not in ROLE_CAPABILITIES[member.role]:
            codes = {answer.status_code for answer in answers(cast.client(member), url).values()}
            assert codes == {403}, member.role


@each_page
def test_who_may_only_look_changes_nothing(cast: Cast, page: Page) -> None:
    url = page.url(cast.business, things_of=cast.business)
    takes_posts = call(Client(), url, "post").status_code != 405
    asked = page.capability is not Capability.VIEW
    assert asked or not takes_posts or page.name in VIEWERS_WRITE, f"{page.route} takes POST from everybody."


@pytest.mark.parametrize("page", [page for page in PAGES if page.has_owned_parts], ids=lambda page: page.name)
def test_a_neighbours_things_do_not_exist_under_ones_own_address(cast: Cast, page: Page) -> None:
    url = page.url(cast.business, things_of=cast.neighbour)
    for method, answer in answers(cast.client(cast.owner), url).items():
        assert answer.status_code == 404, method
        assert "Secretperson" not in answer.content.decode(), method


@each_page
def test_the_page_answers_to_the_owner(cast: Cast, page: Page) -> None:
    """Else a 404 above would prove nothing: the address and the things it names are real."""
    url = page.url(cast.business, things_of=cast.business)
    for method in METHODS:
        answer = call(cast.client(cast.owner), url, method)
        assert answer.status_code not in (403, 404) and answer.status_code < 500, method
