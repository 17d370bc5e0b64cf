"""The sandbox phones: demo only, drawn from the carrier, written to through the carrier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from conversations.channels.sandbox.testing import CarrierControl, run_carrier
from tests import factories
from tests.cast import Cast


@pytest.fixture(scope="module")
def carrier_process() -> Iterator[CarrierControl]:
    with run_carrier(control_token="for-these-tests") as carrier:
        yield carrier


@pytest.fixture
def carrier(carrier_process: CarrierControl, settings: Any, tmp_path: Path) -> CarrierControl:
    carrier_process.reset(accounts=True)
    settings.SANDBOX_CARRIER_URL = carrier_process.base_url
    settings.SANDBOX_CARRIER_STATE = tmp_path / "carrier.sqlite3"
    (tmp_path / "carrier.token").write_text("for-these-tests")
    return carrier_process


def phones(cast: Cast) -> str:
    return reverse("sandbox_phones", args=[cast.business.slug])


def page(response: Any) -> str:
    return str(response.content.decode())


def test_a_phone_shows_what_the_carrier_holds(cast: Cast, carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[cast.account.sender])
    carrier.phone_writes(sender="+12125550110", to=cast.account.sender, body="Is <b>anybody</b> there?", wait=False)
    html = page(cast.client(cast.viewer).get(phones(cast)))
    assert "Is &lt;b&gt;anybody&lt;/b&gt; there?" in html


def test_writing_as_a_lead_reaches_the_carrier(cast: Cast, carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[cast.account.sender])
    said = {"phone": "+12125550110", "body": "How much is it?", "table": "+12125550110"}
    response = cast.client(cast.agent).post(reverse("sandbox_send", args=[cast.business.slug]), said)
    assert response.status_code == 302
    (text,) = carrier.phone_messages("+12125550110")
    assert (text["body"], text["to"]) == ("How much is it?", cast.account.sender)


def test_a_phone_shows_nothing_of_another_business(cast: Cast, carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[cast.account.sender, cast.neighbour_account.sender])
    factories.make_contact(cast.neighbour, phone="+12125550110")
    carrier.phone_writes(sender="+12125550110", to=cast.account.sender, body="For Harbor only", wait=False)
    html = page(cast.client(cast.neighbour_owner).get(phones(Cast(**{**vars(cast), "business": cast.neighbour}))))
    assert "(212) 555-0110" in html
    assert "For Harbor only" not in html


def test_a_stranger_s_phone_cannot_be_written_from(cast: Cast, carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[cast.account.sender])
    said = {"phone": "+12125550111", "body": "Hello"}
    client = cast.client(cast.agent)
    client.post(reverse("sandbox_send", args=[cast.business.slug]), said)
    assert "belongs to no contact" in page(client.get(phones(cast)))
    assert carrier.phone_messages("+12125550111") == []


def test_a_silent_carrier_gives_one_clear_sentence(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.SANDBOX_CARRIER_URL, settings.SANDBOX_CARRIER_STATE = "http://127.0.0.1:9", tmp_path / "c.sqlite3"
    client = cast.client(cast.agent)
    assert "The sandbox carrier does not answer" in page(client.get(phones(cast)))
    said = {"phone": "+12125550110", "body": "Hello"}
    client.post(reverse("sandbox_send", args=[cast.business.slug]), said)
    assert "The sandbox carrier does not answer" in page(client.get(phones(cast)))


def test_a_live_business_has_no_phones(db: None) -> None:
    business = factories.make_business("real-plumbing", is_demo=False)
    cast = Cast(**dict.fromkeys(Cast.__dataclass_fields__) | {"business": business})  # type: ignore[arg-type]
    client = cast.client(factories.make_member(business))
    assert client.get(phones(cast)).status_code == 404
    assert client.get(reverse("sandbox_live", args=[business.slug])).status_code == 404
    assert client.post(reverse("sandbox_send", args=[business.slug])).status_code == 404


def test_a_viewer_looks_but_does_not_write(cast: Cast, carrier: CarrierControl) -> None:
    client = cast.client(cast.viewer)
    assert "handset__form" not in page(client.get(phones(cast)))
    assert client.post(reverse("sandbox_send", args=[cast.business.slug])).status_code == 403


def test_a_look_without_news_changes_nothing(cast: Cast, carrier: CarrierControl) -> None:
    carrier.add_account(numbers=[cast.account.sender])
    client = cast.client(cast.agent)
    html = page(client.get(phones(cast)))
    shown = {f"live-{part}": seen for part, seen in re.findall(r'id="(texts-\d+)"[^>]*data-seen="([^"]+)"', html)}
    address, phone = reverse("sandbox_live", args=[cast.business.slug]), "+12125550110"
    assert client.get(address, {**shown, "phone": phone}).status_code == 204
    carrier.phone_writes(sender=phone, to=cast.account.sender, body="News", wait=False)
    assert "News" in page(client.get(address, {**shown, "phone": phone}))
