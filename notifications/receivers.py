"""What becomes a notice, one listener each."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.models import Business
from accounts.work import Priority, listens
from contacts.events import ImportFinished
from contacts.models import ImportBatch
from conversations.events import HandoffOpened
from conversations.handoff import sentence_of
from conversations.models import Handoff
from notifications.services import members_who_answer, notify


@listens(HandoffOpened, name="notifications.handoff", priority=Priority.LATER)
def tell_handoff(fact: HandoffOpened, *, now: datetime) -> None:
    """Tell whoever may answer that somebody needs a person."""
    task = Handoff.objects.for_business(fact.business_id).select_related("conversation__contact", "business").get(
        pk=fact.handoff_id
    )  # fmt: skip
    if task.state == Handoff.State.DONE:
        return
    name = task.conversation.contact.name
    title = f"Hot: {name}" if task.priority == Handoff.Priority.HOT else f"{name} needs you"
    notify(
        task.business,
        members=members_who_answer(task.business),
        kind="handoff",
        title=title,
        body=sentence_of(task.reason),
        path=reverse("conversation", args=[task.business.slug, task.conversation_id]),
        dedupe_key=f"handoff:{task.pk}:{task.priority}",
        now=now,
    )


@listens(ImportFinished, name="notifications.import_finished", priority=Priority.LATER)
def tell_import(fact: ImportFinished, *, now: datetime) -> None:
    """Tell whoever started an import that it is done."""
    batch = ImportBatch.objects.for_business(fact.business_id).select_related("created_by").get(pk=fact.batch_id)
    if batch.created_by is None:
        return
    business = Business.objects.get(pk=fact.business_id)
    notify(
        business,
        members=[batch.created_by],
        kind="import",
        title=f"Import finished: {batch.file_name}",
        path=reverse("import_batch", args=[business.slug, batch.pk]),
        dedupe_key=f"import:{batch.pk}",
        now=now,
    )
