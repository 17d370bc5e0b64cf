"""Rule 8: who may ask for rows of every business is a short list, and every row says whose it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from accounts.tenancy import BusinessManager, BusinessOwned, EveryBusinessManager

ROOT: Path = settings.BASE_DIR
FLOORS = ("accounts", "contacts", "conversations", "reactivation", "notifications", "config")
# Every module that uses the escape, with the reason. A page, a form or a selector of a page needs a very good one.
ALLOWED = {
    "accounts/tenancy.py": "declares it",
    "accounts/members.py": "turns the link of an invitation into a business: before that there is none",
    "accounts/access.py": "turns a URL into a business: before that there is none",
    "accounts/views/home.py": "one's own memberships, in whichever businesses",
    "config/management/commands/create_business.py": "does this person have a business of this name already",
    "config/schedules.py": "is there anything to do at all, for the worker",
    "contacts/consent.py": "by the suppression at hand, which belongs to one business",
    "contacts/standing.py": "get_or_create, with the business in the look-up",
    "contacts/tasks.py": "a worker gets an id and goes on with what was interrupted",
    "contacts/tasks_bulk.py": "a worker goes on with what is under way, in whichever business",
    "conversations/inbox/catching_up.py": "sweeps every sender",
    "conversations/inbox/gaps.py": "marks senders before it is known whose they are",
    "conversations/inbox/listing.py": "leaves out the numbers that are other businesses' senders",
    "conversations/inbox/senders.py": "turns a webhook's key into a sender: before that there is no business",
    "conversations/instance.py": "compares the whole installation with the providers",
    "conversations/outbox/callbacks.py": "applies batches of callbacks of every sender",
    "conversations/outbox/claim.py": "one queue for all: what is due first leaves first",
    "conversations/outbox/consequences.py": "by the message whose outcome is at hand",
    "conversations/outbox/facts.py": "loads the facts of one batch, narrowed to its businesses and ids",
    "conversations/outbox/handover.py": "writes back the batch that was claimed",
    "conversations/outbox/reconcile.py": "sweeps unknown outcomes of every sender",
    "conversations/outbox/results.py": "writes back the batch that was handed over",
    "conversations/outbox/setaside.py": "writes back those of a claimed batch that do not leave now",
    "conversations/outbox/submit.py": "idempotency keys are unique in the whole installation",
    "conversations/outbox/switches.py": "a switch may stop everything, of every business",
    "conversations/outbox/watermark.py": "the newest attempt of the whole installation",
    "conversations/sealing.py": "the hashes of the clearances that wait in this business's own list",
    "conversations/tasks_setup.py": "a worker gets the id of a sender",
    "reactivation/campaigns/advancing.py": "sweeps the enrollments that are due",
    "reactivation/campaigns/checking.py": "takes up checks of every business",
    "reactivation/campaigns/services.py": "launches what is scheduled, of every business",
    "reactivation/campaigns/simulating.py": "plays simulations of every business",
    "reactivation/campaigns/watching.py": "looks at running campaigns of every business",
    "reactivation/campaigns/forms.py": "an empty choice until the form knows its business",
}
# Models with a business that are not BusinessOwned, each with the reason.
NOT_OWNED = {
    "accounts.WorkItem": "a fact may belong to no business",
    "conversations.Switch": "the switch of everything belongs to no business",
}
SOURCES = sorted(
    path
    for floor in FLOORS
    for path in (ROOT / floor).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
)
OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in FLOORS]
OWNED = [model for model in OURS if issubclass(model, BusinessOwned)]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def users_of(pattern: str) -> set[str]:
    return {name_of(path) for path in SOURCES if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_only_listed_modules_ask_for_every_business() -> None:
    new = users_of(r"\bacross_businesses\b") - ALLOWED.keys()
    assert new == set(), "Use .objects.for_business(business), or list the module here with its reason."


def test_the_list_names_nobody_who_no_longer_needs_it() -> None:
    assert ALLOWED.keys() - users_of(r"\bacross_businesses\b") == set()


def test_nobody_goes_round_the_managers() -> None:
    assert users_of(r"\b_base_manager\b|\b_default_manager\b|\bBusinessQuerySet\(") == {"accounts/tenancy.py"}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_names_a_business_is_owned_by_it(model: type[models.Model]) -> None:
    has_business = any(
        isinstance(field, models.ForeignKey) and field.name == "business" for field in model._meta.fields
    )
    assert issubclass(model, BusinessOwned) == (has_business and model._meta.label not in NOT_OWNED)


@pytest.mark.parametrize(
    "model", [model for model in OURS if issubclass(model, BusinessOwned)], ids=lambda m: m.__name__
)
def test_the_everyday_manager_is_the_one_that_refuses(model: type[BusinessOwned]) -> None:
    assert type(model.objects) is BusinessManager
    assert type(model.across_businesses) is EveryBusinessManager
