"""Settings, Channels and Answers: what an owner sees and may do there, and what nobody else may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from accounts.models import Business, Member
from conversations import outbox
from conversations.models import ApprovedCopy, ChannelAccount
from tests import factories
from tests.cast import Cast

TOKEN = "0123456789abcdef0123456789abcdef"
NEW = {
    "account_sid": "AC" + "1" * 32,
    "auth_token": TOKEN,
    "number": "(212) 555-0142",
    "registration": "pending",
    "carrier_answers_keywords": "on",
}
PAGES = ["settings_channels", "settings_channel_new", "settings_copy"]


@pytest.fixture
def live(db: None) -> Member:
    """The owner of a live business without a sender."""
    return factories.make_member(factories.make_business("real-roofing", is_demo=False))


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def url(name: str, business: Business, **more: Any) -> str:
    return reverse(name, kwargs={"slug": business.slug, **more})


def post(member: Member, name: str, data: dict[str, str], **more: Any) -> Any:
    return browser(member).post(url(name, member.business, **more), data)


def add(live: Member, **changes: str) -> Any:
    return browser(live).post(url("settings_channel_new", live.business), {**NEW, **changes})


@pytest.mark.parametrize("name", PAGES)
def test_an_owner_opens_the_page(cast: Cast, name: str) -> None:
    assert cast.client(cast.owner).get(url(name, cast.business)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_only_an_owner_may_open_the_page(cast: Cast, name: str) -> None:
    for member in (cast.manager, cast.agent, cast.viewer):
        assert cast.client(member).get(url(name, cast.business)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_the_page_does_not_exist_for_a_neighbour(cast: Cast, name: str) -> None:
    assert cast.client(cast.neighbour_owner).get(url(name, cast.business)).status_code == 404


def test_a_neighbours_sender_does_not_exist_under_the_own_address(cast: Cast) -> None:
    page = url("settings_channel", cast.business, account_id=cast.neighbour_account.pk)
    assert cast.client(cast.owner).get(page).status_code == 404


@pytest.mark.parametrize("name", ["settings_channel_check", "settings_channel_switch"])
def test_what_changes_a_sender_is_never_got(cast: Cast, name: str) -> None:
    page = url(name, cast.business, account_id=cast.account.pk)
    assert cast.client(cast.owner).get(page).status_code == 405


def test_a_demo_business_is_told_that_it_only_uses_its_sandbox(cast: Cast) -> None:
    page = cast.client(cast.owner).get(url("settings_channels", cast.business)).content.decode()
    assert "it only uses its sandbox number" in page and "(212) 555-0101" in page


def test_a_demo_business_cannot_add_a_number(cast: Cast) -> None:
    answer = post(cast.owner, "settings_channel_new", NEW)
    assert "A demo business only uses its sandbox number" in answer.content.decode()
    assert ChannelAccount.objects.for_business(cast.business).count() == 1


def test_a_number_is_kept_as_e164_and_a_worker_is_asked_to_check_it(live: Member) -> None:
    assert add(live).status_code == 302
    account = ChannelAccount.objects.for_business(live.business).get()
    assert (account.sender, account.kind, account.registration) == ("+12125550142", "long_code", "pending")
    assert account.setup_asked_at is not None and account.checked_at is None
    assert OrmQ.objects.get().func() == "conversations.tasks_setup.set_up_sender"


def test_a_toll_free_number_is_known_and_has_its_usual_rate(live: Member) -> None:
    add(live, number="+1 888 555 0142")
    account = ChannelAccount.objects.for_business(live.business).get()
    assert (account.kind, account.segments_per_second) == ("toll_free", 3.0)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("account_sid", "AC12", "An account SID begins with AC"),
        ("auth_token", "secret", "An auth token has 32 characters"),
        ("number", "12", "number"),
        ("service_sid", "SM1", "A messaging service begins with MG"),
        ("api_key", "SK" + "a" * 32, "An API key works only with its secret"),
        ("rate", "-1", "Give a rate above 0"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(live: Member, field: str, value: str, sentence: str) -> None:
    answer = add(live, **{field: value})
    assert answer.status_code == 200 and sentence in answer.content.decode()
    assert not ChannelAccount.objects.for_business(live.business).exists()


def test_a_number_that_is_connected_already_is_refused(live: Member) -> None:
    add(live)
    assert "This number is connected already" in add(live).content.decode()


def test_the_database_refuses_the_sandbox_to_a_live_business(live: Member) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_account(live.business, provider="sandbox")


def test_a_secret_is_never_shown_again(live: Member) -> None:
    add(live)
    account = ChannelAccount.objects.for_business(live.business).get()
    client = browser(live)
    page = client.get(url("settings_channel", live.business, account_id=account.pk)).content.decode()
    assert "ends with ••ef" in page and TOKEN not in page


def test_a_refused_form_does_not_give_the_secret_back(live: Member) -> None:
    assert TOKEN not in add(live, number="1").content.decode()


def test_secrets_left_empty_stay(live: Member) -> None:
    add(live)
    account = ChannelAccount.objects.for_business(live.business).get()
    client = browser(live)
    client.post(
        url("settings_channel", live.business, account_id=account.pk), {"label": "Main", "registration": "registered"}
    )
    account.refresh_from_db()
    assert (account.label, account.registration) == ("Main", "registered") and TOKEN in account.credentials


def test_the_state_is_polled_until_the_worker_has_answered(cast: Cast) -> None:
    post(cast.owner, "settings_channel_check", {}, account_id=cast.account.pk)
    state = url("settings_channel_state", cast.business, account_id=cast.account.pk)
    assert "every 1s" in cast.client(cast.owner).get(state).content.decode()
    ChannelAccount.objects.for_business(cast.business).update(setup_asked_at=None, checked_at=timezone.now())
    assert "every 1s" not in cast.client(cast.owner).get(state).content.decode()


def test_a_worker_that_does_not_answer_is_named(cast: Cast) -> None:
    ChannelAccount.objects.for_business(cast.business).update(setup_asked_at=factories.NOW.replace(year=2020))
    page = url("settings_channel", cast.business, account_id=cast.account.pk)
    assert "no worker has answered" in cast.client(cast.owner).get(page).content.decode()


def test_a_sender_is_switched_off_and_on_again(cast: Cast) -> None:
    key = str(cast.account.pk)
    post(cast.owner, "settings_channel_switch", {}, account_id=cast.account.pk)
    assert outbox.is_switched_off(scope="channel", business=cast.business, key=key)
    post(cast.owner, "settings_channel_switch", {"on": "yes"}, account_id=cast.account.pk)
    assert not outbox.is_switched_off(scope="channel", business=cast.business, key=key)


def test_the_registration_guide_says_what_to_do_and_what_to_paste(live: Member) -> None:
    add(live)
    account = ChannelAccount.objects.for_business(live.business).get()
    client = browser(live)
    page = client.get(url("settings_channel", live.business, account_id=account.pk)).content.decode()
    assert "A2P 10DLC" in page and live.business.postal_address in page and "Sample texts" in page


def test_the_lists_ask_as_many_questions_however_much_there_is(cast: Cast) -> None:
    client = cast.client(cast.owner)

    def count(name: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(name, cast.business))
        return len(queries)

    count("settings_channels")
    before = [count("settings_channels"), count("settings_copy")]
    factories.make_account(cast.business, sender="+12125550177")
    for key in ("busy", "positive", "question"):
        post(cast.owner, "settings_copy_edit", {"text": f"New words for {key}."}, copy_key=key)
    assert [count("settings_channels"), count("settings_copy")] == before


def test_approved_words_become_the_next_version(cast: Cast) -> None:
    for text in ("No worries.", "All right, later then."):
        post(cast.owner, "settings_copy_edit", {"text": text}, copy_key="busy")
    rows = ApprovedCopy.objects.for_business(cast.business).filter(key="busy").order_by("version")
    assert [(row.version, row.is_current, row.by_member) for row in rows] == [
        (1, False, cast.owner), (2, True, cast.owner),
    ]  # fmt: skip


def test_an_earlier_version_is_used_again_as_a_new_one(cast: Cast) -> None:
    for text in ("No worries.", "All right, later then."):
        post(cast.owner, "settings_copy_edit", {"text": text}, copy_key="busy")
    post(cast.owner, "settings_copy_use", {}, copy_key="busy", version=1)
    current = ApprovedCopy.objects.for_business(cast.business).get(key="busy", is_current=True)
    assert (current.version, current.text) == (3, "No worries.")


def test_the_confirmation_of_an_opt_out_is_fixed_and_says_why(cast: Cast) -> None:
    page = url("settings_copy_edit", cast.business, copy_key="opt_out_confirmation")
    shown = cast.client(cast.owner).get(page).content.decode()
    assert "may only confirm" in shown and "<textarea" not in shown
    assert "may only confirm" in cast.client(cast.owner).post(page, {"text": "Bye"}).content.decode()
    assert not ApprovedCopy.objects.for_business(cast.business).exists()


@pytest.mark.parametrize(("key", "needed"), [("line_opt_out", "STOP"), ("line_help", "{phone}")])
def test_a_line_keeps_what_it_is_for(cast: Cast, key: str, needed: str) -> None:
    answer = post(cast.owner, "settings_copy_edit", {"text": "Have a nice day."}, copy_key=key)
    assert needed in answer.content.decode()
    assert not ApprovedCopy.objects.for_business(cast.business).exists()


def test_a_price_range_is_the_owners_own_words(cast: Cast) -> None:
    page = cast.client(cast.owner).get(url("settings_copy", cast.business)).content.decode()
    assert "Your price range" in page and "No words yet: a person answers." in page
    assert post(cast.owner, "settings_copy_edit", {"text": "From 89."}, copy_key="pricing_range").status_code == 302


def test_an_unknown_field_is_refused_and_the_text_kept(cast: Cast) -> None:
    answer = post(cast.owner, "settings_copy_edit", {"text": "Hi {{ nickname }}"}, copy_key="busy")
    assert "There is no field called nickname" in answer.content.decode()


def test_the_preview_fills_the_fields_and_keeps_nothing(cast: Cast) -> None:
    answer = post(cast.owner, "settings_copy_preview", {"text": "Hi {{ first_name|there }}"}, copy_key="busy")
    assert "Hi Maria" in answer.content.decode() and "1 segment" in answer.content.decode()
    assert not ApprovedCopy.objects.for_business(cast.business).exists()


def test_a_message_that_nobody_sends_does_not_exist(cast: Cast) -> None:
    page = url("settings_copy_edit", cast.business, copy_key="anything")
    assert cast.client(cast.owner).get(page).status_code == 404


def test_a_neighbours_version_cannot_be_used(cast: Cast) -> None:
    post(cast.neighbour_owner, "settings_copy_edit", {"text": "Theirs."}, copy_key="busy")
    assert post(cast.owner, "settings_copy_use", {}, copy_key="busy", version=1).status_code == 404


def test_a_sandbox_number_that_works_warns_of_nothing(cast: Cast) -> None:
    page = browser(cast.owner).get(url("settings_channel", cast.business, account_id=cast.account.pk)).content.decode()
    assert "Replies come in at once" in page
    assert "ebhook" not in page


def test_a_sandbox_number_with_a_problem_says_so(cast: Cast) -> None:
    ChannelAccount.objects.for_business(cast.business).update(problem="The carrier does not answer.")
    page = browser(cast.owner).get(url("settings_channel", cast.business, account_id=cast.account.pk)).content.decode()
    assert "The carrier does not answer." in page
    assert "Webhooks not set" in page


@pytest.mark.parametrize(("ago", "shown"), [(1, True), (25, False)])
def test_the_page_says_when_a_call_was_refused(cast: Cast, ago: int, shown: bool) -> None:
    refused_at = timezone.now() - timedelta(hours=ago)
    ChannelAccount.objects.for_business(cast.business).update(refused_at=refused_at)
    page = cast.client(cast.owner).get(url("settings_channel", cast.business, account_id=cast.account.pk))
    assert ("was refused" in page.content.decode()) is shown
