"""What a segment costs is said once per number, in the currency of the business."""

from __future__ import annotations

from decimal import Decimal

from django.urls import reverse

from tests.cast import Cast


def test_a_price_is_kept_with_the_currency_and_can_be_taken_back(cast: Cast) -> None:
    page = reverse("settings_channel", args=[cast.business.slug, cast.account.pk])
    client = cast.client(cast.owner)
    client.post(page, {"label": "Main", "rate": "1", "price": "0.0113"})
    cast.account.refresh_from_db()
    assert (cast.account.price_per_segment, cast.account.price_currency) == (Decimal("0.0113"), "USD")
    assert "0.0113" in client.get(page).content.decode()
    client.post(page, {"label": "Main", "rate": "1", "price": ""})
    cast.account.refresh_from_db()
    assert (cast.account.price_per_segment, cast.account.price_currency) == (None, "")
