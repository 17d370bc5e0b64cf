"""One change to many contacts: at once where they are few, else chunk by chunk in the background."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Business, Member
from contacts.models import BulkChange, Contact, ContactChange
from contacts.search import ListFilter, filter_contacts
from contacts.segments import AudienceProblem
from contacts.services import ContactProblem, clean_tag, record_stop

CHUNK = 500
# So many are changed while the member waits; more go to the background.
AT_ONCE = 200
Action = BulkChange.Action


class BulkProblem(Exception):
    """What was asked for many contacts cannot be done; the text says why in a sentence."""


def chosen_contacts(
    business: Business, *, ids: Sequence[int], asked: ListFilter | None, now: datetime
) -> QuerySet[Contact]:
    """Return whom a change is for: everybody the filter finds, or those who were ticked. Raises BulkProblem."""
    if asked is None:
        return Contact.objects.for_business(business).filter(pk__in=ids).order_by("-id")
    try:
        return filter_contacts(business, asked, now=now)
    except AudienceProblem as problem:
        raise BulkProblem(str(problem)) from None


def start_bulk_change(
    business: Business,
    *,
    member: Member,
    action: str,
    values: Mapping[str, Any],
    ids: Sequence[int] = (),
    asked: ListFilter | None = None,
    now: datetime,
) -> BulkChange:
    """Begin a change of many contacts and return its row; where they are few it is done already.

    asked: everybody this filter finds; None: those with these ids. Raises BulkProblem for nobody or bad values.
    """
    cleaned = _clean(business, action, values)
    total = chosen_contacts(business, ids=ids, asked=asked, now=now).order_by().count()
    if not total:
        raise BulkProblem("Nobody is chosen. Tick some contacts, or choose everybody the filter finds.")
    change = BulkChange.objects.create(
        business=business, action=action, values=cleaned, total=total, asked_by=member, created_at=now,
        whom={"ids": list(ids)} if asked is None else asked.asked(),
    )  # fmt: skip
    return run_bulk_change(change, now=now) if total <= AT_ONCE else change


def _clean(business: Business, action: str, values: Mapping[str, Any]) -> dict[str, Any]:
    if action in (Action.TAG, Action.UNTAG):
        try:
            return {"tag": clean_tag(str(values.get("tag", "")))}
        except ContactProblem as problem:
            raise BulkProblem(str(problem)) from None
    if action == Action.OWNER:
        owner = values.get("owner")
        if owner and not Member.objects.for_business(business).filter(pk=owner, is_active=True).exists():
            raise BulkProblem("This person is not an active member of the business. Choose somebody else.")
        return {"owner": int(owner) if owner else None}
    if action == Action.STOP:
        if not str(values.get("reason", "")).strip():
            raise BulkProblem("Say why messages are stopped: the reason stays on record with each contact.")
        return {"reason": str(values["reason"]).strip()[:300], "channels": values.get("channels") or "texts"}
    raise BulkProblem("Choose what to do with these contacts.")


def run_bulk_change(change: BulkChange, *, now: datetime) -> BulkChange:
    """Go on with a change until it ends. Each chunk is whole, so a restart repeats and loses nothing."""
    while True:
        with transaction.atomic():
            row = (
                BulkChange.objects.for_business(change.business_id)
                .select_for_update(of=("self",))
                .select_related("business", "asked_by")
                .get(pk=change.pk)
            )
            if row.status != BulkChange.Status.RUNNING:
                return row
            _take_chunk(row, now=now)
            row.save(update_fields=["status", "problem", "done", "changed", "below_contact", "finished_at"])


def _take_chunk(row: BulkChange, *, now: datetime) -> None:
    ids = row.whom.get("ids")
    try:
        asked = None if ids is not None else ListFilter.read(row.whom)
        # The clock of the asking, so that "within 3 months" means the same in the last chunk as in the first.
        people = chosen_contacts(row.business, ids=ids or (), asked=asked, now=row.created_at)
    except BulkProblem as problem:
        row.status, row.problem, row.finished_at = BulkChange.Status.FAILED, str(problem), now
        return
    if row.below_contact is not None:
        people = people.filter(pk__lt=row.below_contact)
    found = list(people.values_list("pk", flat=True)[:CHUNK])
    if found:
        chunk = Contact.objects.for_business(row.business_id).filter(pk__in=found).order_by("pk")
        row.changed += _CHANGES[row.action](row, chunk.select_for_update(of=("self",)), now)
        row.done, row.below_contact = row.done + len(found), found[-1]
    if len(found) < CHUNK:
        row.status, row.finished_at = BulkChange.Status.DONE, now


def _change_tags(row: BulkChange, people: QuerySet[Contact], now: datetime) -> int:
    tag, adds = row.values["tag"], row.action == Action.TAG
    changed = [one for one in people if (tag in one.tags) != adds]
    for one in changed:
        old = ", ".join(one.tags)
        one.tags = [*one.tags, tag] if adds else [word for word in one.tags if word != tag]
        one.__dict__["_old"] = old
    _save(row, changed, "tags", {one.pk: (one.__dict__.pop("_old"), ", ".join(one.tags)) for one in changed}, now)
    return len(changed)


def _change_owner(row: BulkChange, people: QuerySet[Contact], now: datetime) -> int:
    wanted = row.values["owner"]
    owner = Member.objects.for_business(row.business_id).select_related("user").filter(pk=wanted).first()
    changed = [one for one in people.select_related("owner__user") if one.owner_id != wanted]
    words = {one.pk: (str(one.owner or ""), str(owner or "")) for one in changed}
    for one in changed:
        one.owner = owner
    _save(row, changed, "owner", words, now)
    return len(changed)


def _save(
    row: BulkChange, changed: list[Contact], field: str, words: Mapping[int, tuple[str, str]], now: datetime
) -> None:
    for one in changed:
        one.updated_at = now
    Contact.objects.for_business(row.business_id).bulk_update(changed, [field, "updated_at"])
    ContactChange.objects.bulk_create(
        ContactChange(
            business=row.business, contact=one, field=field, old=words[one.pk][0][:500], new=words[one.pk][1][:500],
            by_member=row.asked_by, origin=f"bulk:{row.pk}", at=now,
        )
        for one in changed
    )  # fmt: skip


def _stop(row: BulkChange, people: QuerySet[Contact], now: datetime) -> int:
    stopped = 0
    for one in people.select_related("business"):
        try:
            record_stop(one, member=row.asked_by, reason=row.values["reason"], channels=row.values["channels"], now=now)
        except ContactProblem:
            # Nothing to stop there: no number, or no email.
            continue
        stopped += 1
    return stopped


_CHANGES = {
    Action.TAG.value: _change_tags,
    Action.UNTAG.value: _change_tags,
    Action.OWNER.value: _change_owner,
    Action.STOP.value: _stop,
}


def cancel_bulk_change(change: BulkChange, *, now: datetime) -> BulkChange:
    """End a change under way; what it has done stays. Raises BulkProblem where it has ended."""
    with transaction.atomic():
        row = BulkChange.objects.for_business(change.business_id).select_for_update().get(pk=change.pk)
        if row.status != BulkChange.Status.RUNNING:
            raise BulkProblem("This change has already ended.")
        row.status, row.finished_at = BulkChange.Status.CANCELLED, now
        row.save(update_fields=["status", "finished_at"])
    return row
