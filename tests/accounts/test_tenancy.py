"""The everyday manager refuses every query that names no business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Holiday, Member
from accounts.tenancy import BusinessRequired
from contacts.models import Contact
from tests import factories
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "ask",
    [
        lambda manager: manager.all(),
        lambda manager: manager.filter(pk=1),
        lambda manager: manager.get(pk=1),
        lambda manager: manager.exclude(pk=1),
        lambda manager: manager.count(),
        lambda manager: manager.first(),
        lambda manager: manager.exists(),
        lambda manager: manager.values_list("pk"),
        lambda manager: manager.in_bulk([1]),
        lambda manager: manager.update(first_name=""),
        lambda manager: manager.get_or_create(first_name="x"),
        lambda manager: manager.select_for_update(),
        lambda manager: manager.raw("SELECT 1 AS id"),
    ],
)
def test_a_query_without_a_business_is_refused(ask: Callable[[Any], object]) -> None:
    with pytest.raises(BusinessRequired, match="for_business"):
        ask(Contact.objects)


def test_a_row_without_a_business_is_refused() -> None:
    with pytest.raises(BusinessRequired, match="needs a business"):
        Contact.objects.create(first_name="Maria")


def test_a_business_gets_its_own_rows_and_no_others(cast: Cast) -> None:
    assert list(Contact.objects.for_business(cast.business)) == [cast.contact]
    assert list(Contact.objects.for_business(cast.neighbour.pk)) == [cast.neighbour_contact]


def test_what_is_narrowed_stays_narrowed(cast: Cast) -> None:
    assert not Contact.objects.for_business(cast.business).filter(pk=cast.neighbour_contact.pk).exists()
    assert not Contact.objects.for_business(cast.business).for_business(cast.neighbour).exists()


def test_a_parents_rows_are_narrowed_by_the_parent(cast: Cast) -> None:
    assert {point.business for point in cast.contact.points.all()} == {cast.business}


def test_many_rows_are_inserted_with_their_business(cast: Cast) -> None:
    Holiday.objects.bulk_create([Holiday(business=cast.business, date=factories.NOW.date())])
    assert Holiday.objects.for_business(cast.business).count() == 1


def test_the_escape_sees_every_business(cast: Cast) -> None:
    assert Member.across_businesses.filter(role="owner").count() == 2
