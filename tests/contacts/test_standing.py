"""What a contact says about itself changes its record, and the old values stay readable."""

from __future__ import annotations

import pytest

from accounts.models import WorkItem
from contacts.consent import hash_address
from contacts.models import ContactChange
from contacts.standing import NotUpdatable, add_address, decline, detach, undecline, update_contact_field
from tests.cast import Cast
from tests.factories import NOW


def test_declining_is_told_once(cast: Cast) -> None:
    assert decline(cast.contact, reason="not interested", now=NOW)
    assert not decline(cast.contact, reason="not interested", now=NOW)
    assert cast.contact.declined_at == NOW
    assert WorkItem.objects.filter(fact="contacts.events.ContactDeclined").count() == 1


def test_a_member_can_correct_a_decline_and_it_stays_visible(cast: Cast) -> None:
    decline(cast.contact, reason="not interested", now=NOW)
    undecline(cast.contact, member=cast.owner, now=NOW)
    change = ContactChange.objects.for_business(cast.business).get()
    assert cast.contact.declined_at is None
    assert (change.field, change.old, change.by_member) == ("declined", "not interested", cast.owner)


def test_a_changed_field_keeps_its_old_value(cast: Cast) -> None:
    assert update_contact_field(cast.contact, field="first_name", value=" Mary ", origin="message:1", now=NOW)
    change = ContactChange.objects.for_business(cast.business).get()
    assert (change.old, change.new, change.origin) == ("Maria", "Mary", "message:1")


def test_the_same_value_again_changes_nothing(cast: Cast) -> None:
    assert not update_contact_field(cast.contact, field="first_name", value="Maria", origin="member", now=NOW)
    assert not ContactChange.objects.for_business(cast.business).exists()


def test_a_contact_cannot_write_every_field(cast: Cast) -> None:
    with pytest.raises(NotUpdatable):
        update_contact_field(cast.contact, field="declined_at", value="x", origin="message:1", now=NOW)


def test_a_further_address_is_added_once_and_the_first_stays_primary(cast: Cast) -> None:
    phone = "+12125550155"
    asked = {"kind": "phone", "address": phone, "address_hash": hash_address("phone", phone), "origin": "message:1"}
    assert add_address(cast.contact, now=NOW, **asked)
    assert not add_address(cast.contact, now=NOW, **asked)
    assert cast.contact.points.get(is_primary=True).address != phone


def test_an_address_can_be_parted_from_a_contact(cast: Cast) -> None:
    point = cast.contact.points.get()
    detach(point, why="Somebody else answered.", origin="message:1", now=NOW)
    assert point.state == "detached"
    assert ContactChange.objects.for_business(cast.business).get().old == point.address
