"""Every model is in the admin; evidence is only read there, the queue is for superusers, no secret is on any page."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Business, ListenerRun, User, WorkItem
from contacts import models as contacts
from conversations import models as conversations
from conversations import outbox
from reactivation.campaigns.models import Campaign
from tests import factories
from tests.architecture.rows import make_row
from tests.cast import Cast

pytestmark = pytest.mark.django_db
OURS = ("accounts", "contacts", "conversations", "campaigns", "notifications")
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
EVIDENCE = [
    WorkItem, ListenerRun, contacts.ConsentRecord, contacts.ConsentDetail, contacts.Suppression,
    contacts.SuppressionDetail, contacts.SuppressionLift, conversations.Clearance, conversations.ClearanceDetail,
    conversations.Seal, conversations.Message, conversations.DeliveryAttempt, conversations.DeliveryEvent,
    conversations.Triage, conversations.Reservation,
]  # fmt: skip
QUEUE = [model for model in REGISTERED if model._meta.app_label == "django_q"]
SECRETS = {("accounts.Invitation", "token_hash"), ("conversations.ChannelAccount", "credentials"),
           ("conversations.ChannelAccount", "webhook_key"),
           ("mfa.Authenticator", "data"), ("usersessions.UserSession", "session_key"),
           ("conversations.InstanceState", "mark")}  # fmt: skip


def label(model: type[models.Model]) -> str:
    return model._meta.label


def page(model: type[models.Model], kind: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=arguments)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def root() -> Client:
    return browser(User.objects.create_superuser("root@example.com", "correct horse battery"))


@pytest.fixture
def staff() -> Client:
    """Staff with every right that a group can give, but not superuser."""
    user = factories.make_user("staff@example.com", is_staff=True)
    user.user_permissions.set(Permission.objects.all())
    return browser(user)


def run_action(client: Client, model: type[models.Model], action: str, row: models.Model) -> str:
    data = {"action": action, "_selected_action": str(row.pk)}
    return client.post(page(model, "changelist"), data, follow=True).content.decode()


def test_every_model_of_ours_is_in_the_admin() -> None:
    missing = [label(model) for model in apps.get_models() if model not in admin.site._registry]
    assert [name for name in missing if name.split(".")[0] in OURS] == []


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_the_list_and_a_search_in_it_open(root: Client, model: type[models.Model]) -> None:
    make_row(model)
    assert root.get(page(model, "changelist")).status_code == 200
    assert root.get(page(model, "changelist"), {"q": "maria"}).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_the_list_asks_as_many_questions_however_long_it_is(root: Client, model: type[models.Model]) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            root.get(page(model, "changelist"))
        return len(queries)

    make_row(model)
    before = (count(), count())[1]
    if label(model) in ("conversations.InstanceState",):
        return
    for _ in range(3):
        make_row(model)
    assert count() == before


@pytest.mark.parametrize("model", REGISTERED, ids=label)
def test_a_row_opens_and_shows_no_secret(root: Client, model: type[models.Model]) -> None:
    secrets = {field: "s3cret-t0ken" for owner, field in SECRETS if owner == label(model)}
    row = make_row(model, **secrets)
    answer = root.get(page(model, "change", row.pk))
    assert answer.status_code == 200 and "s3cret-t0ken" not in answer.content.decode()


@pytest.mark.parametrize("model", EVIDENCE, ids=label)
def test_evidence_is_neither_added_nor_changed_nor_deleted(root: Client, model: type[models.Model]) -> None:
    row = make_row(model)
    assert root.post(page(model, "add"), {}).status_code == 403
    assert root.post(page(model, "change", row.pk), {}).status_code == 403
    assert root.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", QUEUE, ids=label)
def test_staff_do_not_see_the_queue(staff: Client, model: type[models.Model]) -> None:
    row = make_row(model)
    assert staff.get(page(model, "changelist")).status_code == 403
    assert staff.get(page(model, "change", row.pk)).status_code == 403
    assert "django_q" not in staff.get(reverse("admin:index")).content.decode()


def test_staff_with_rights_see_what_their_rights_say() -> None:
    user = factories.make_user("reader@example.com", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    client = browser(user)
    assert client.get(page(conversations.Message, "changelist")).status_code == 200
    assert client.get(page(conversations.Clearance, "changelist")).status_code == 403


def test_who_may_only_look_is_offered_no_action(cast: Cast) -> None:
    user = factories.make_user("reader@example.com", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_channelaccount"))
    run_action(browser(user), conversations.ChannelAccount, "switch_off", cast.account)
    assert not outbox.is_switched_off(scope="channel", business=cast.business, key=str(cast.account.pk))


def test_members_of_a_business_do_not_enter(cast: Cast) -> None:
    assert cast.client(cast.owner).get(reverse("admin:index")).status_code == 302


def test_staff_give_themselves_no_rights(staff: Client) -> None:
    user = factories.make_user("anna@example.com")
    staff.post(page(User, "change", user.pk), {"name": "Anna", "is_active": "on", "is_superuser": "on"})
    user.refresh_from_db()
    assert user.name == "Anna" and not user.is_superuser


def test_staff_do_not_touch_a_superuser(staff: Client, root: Client) -> None:
    user = User.objects.get(email="root@example.com")
    assert staff.post(page(User, "change", user.pk), {"name": "Mine"}).status_code == 403
    assert staff.post(reverse("admin:auth_user_password_change", args=[user.pk]), {}).status_code == 403


def test_a_business_made_in_the_admin_has_owner_and_words(staff: Client) -> None:
    data = {"name": "Acme", "owner_email": "anna@acme.example", "zone": "America/Denver", "country": "US", "state": ""}
    assert staff.post(page(Business, "add"), data).status_code == 302
    business = Business.objects.get()
    assert (business.slug, business.is_demo, business.plan) == ("acme", False, "growth")
    assert conversations.ApprovedCopy.objects.for_business(business).exists()


def test_demo_or_live_and_the_plan_are_no_fields(root: Client, cast: Cast) -> None:
    shown = root.get(page(Business, "change", cast.business.pk)).content.decode()
    assert 'name="is_demo"' not in shown and 'name="plan"' not in shown and 'name="sender_name"' in shown


def test_starter_pauses_what_runs_and_says_so(root: Client, cast: Cast) -> None:
    campaign = Campaign.objects.create(
        business=cast.business, name="Spring", state="running", account=cast.account, created_at=factories.NOW
    )
    assert "Paused, because Starter has no campaigns: “Spring”" in run_action(
        root, Business, "move_to_starter", cast.business
    )
    campaign.refresh_from_db()
    cast.business.refresh_from_db()
    assert (campaign.state, cast.business.plan) == ("paused", "starter")


def test_a_failed_turn_is_tried_again_and_a_finished_one_is_not(root: Client) -> None:
    failed, done = (make_row(ListenerRun, status=status, attempts=8) for status in ("failed", "done"))
    for row in (failed, done):
        run_action(root, ListenerRun, "retry", row)
        row.refresh_from_db()
    assert (failed.status, failed.attempts, done.status) == ("due", 0, "done")  # type: ignore[attr-defined]


def test_all_sending_of_a_business_is_stopped_and_resumed(root: Client, cast: Cast) -> None:
    run_action(root, Business, "stop_sending", cast.business)
    assert outbox.is_switched_off(scope="business", business=cast.business)
    run_action(root, Business, "resume_sending", cast.business)
    assert not outbox.is_switched_off(scope="business", business=cast.business)


def test_the_only_owner_stays_owner(root: Client, cast: Cast) -> None:
    data = {"role": "viewer", "is_active": "on", "away_until_0": "", "away_until_1": ""}
    answer = root.post(page(type(cast.owner), "change", cast.owner.pk), data)
    assert "This is the only owner" in answer.content.decode()
    cast.owner.refresh_from_db()
    assert cast.owner.role == "owner"
