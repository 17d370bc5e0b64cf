"""A text as the phone of somebody in the audience will show it, with what the system adds and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef

from contacts.merge_fields import FIELDS, Merged, problems_of
from contacts.models import Contact, ContactPoint
from contacts.search import find_people
from contacts.segments import AudienceProblem, find_audience, read_conditions
from conversations import outbox
from conversations.reading.segments import Segments, count_segments, smart_encode
from reactivation.campaigns.composing import merged_text, request_for
from reactivation.campaigns.models import Campaign, Enrollment, Step, Variant

OFFERED = 12
# Of people who are found by name so many are looked up in the audience.
LOOKED_AT = 200
NOBODY = "The preview appears once somebody is in the audience. Choose another audience, or import contacts."
NO_SENDER = "The preview appears once you have chosen the number that texts come from."
NO_WORDS = "Write something to see it on a phone."
NO_MATCH = "Nobody in this audience is found by that. Try a name or a number."


@dataclass
class Preview:
    """What a text becomes. body: as it leaves; before, after: the lines that are added; own: the cost without them."""

    contact: Contact | None = None
    people: list[Contact] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    hint: str = ""
    body: str = ""
    before: str = ""
    after: str = ""
    cost: Segments | None = None
    own: Segments | None = None
    # What this contact has nothing for, in plain words: the text would not go to them.
    empty: list[str] = field(default_factory=list)

    @property
    def added(self) -> list[str]:
        return [line for line in (self.before, self.after) if line]

    @property
    def is_shown(self) -> bool:
        return bool(self.body)


def preview_words(
    campaign: Campaign, body: str, *, position: int, texts: int, contact_id: int | None = None, sought: str = "",
    now: datetime,
) -> Preview:  # fmt: skip
    """Compose a wording for somebody of the audience: who is named, or the first whom `sought` finds, or the first.

    position: which text it is (from 1); texts: how many the campaign has. Stores nothing.
    """
    preview = Preview(problems=problems_of(body))
    if campaign.account is None:
        preview.hint = NO_SENDER
        return preview
    try:
        preview.people = list_people(campaign, sought=sought, chosen=contact_id, now=now)
        preview.contact = _choose(preview.people, contact_id)
    except AudienceProblem as problem:
        preview.hint = str(problem)
        return preview
    if preview.contact is None:
        preview.hint = NO_MATCH if sought else NOBODY
    elif not body.strip():
        preview.hint = NO_WORDS
    elif not preview.problems:
        _compose(preview, campaign, body, position=position, texts=texts, now=now)
    return preview


def list_people(campaign: Campaign, *, sought: str = "", chosen: int | None = None, now: datetime) -> list[Contact]:
    """Return a few people of the audience who have a phone: newest first, or whom `sought` finds.

    chosen: somebody who is among them if they are in the audience at all. Raises AudienceProblem.
    """
    audience = find_audience(campaign.business, read_conditions(campaign.audience), now=now).order_by("-pk")
    phones = ContactPoint.objects.for_business(campaign.business_id).filter(contact=OuterRef("pk"), kind="phone")
    audience = audience.filter(Exists(phones.exclude(state=ContactPoint.State.DETACHED)))
    if sought.strip():
        found = find_people(campaign.business, sought).order_by("-pk").values_list("pk", flat=True)
        audience = audience.filter(pk__in=list(found[:LOOKED_AT]))
    people = list(audience[:OFFERED])
    if chosen is not None and not sought.strip() and chosen not in {person.pk for person in people}:
        people = [*audience.filter(pk=chosen), *people]
    return people


def _choose(people: list[Contact], contact_id: int | None) -> Contact | None:
    for person in people:
        if person.pk == contact_id:
            return person
    return people[0] if people else None


def _compose(preview: Preview, campaign: Campaign, body: str, *, position: int, texts: int, now: datetime) -> None:
    contact = preview.contact
    assert contact is not None
    merged = merged_text(campaign, Variant(body=body), contact)
    preview.body = _first(campaign, contact, merged.text, texts, now=now) if position == 1 else _later(campaign, merged)
    preview.empty = [FIELDS[name] for name in merged.empty]
    preview.cost, own = count_segments(preview.body), smart_encode(merged.text).strip()
    preview.own = count_segments(own)
    before, found, after = preview.body.partition(own)
    if found:
        preview.before, preview.after = before.strip(), after.strip()


def _first(campaign: Campaign, contact: Contact, words: str, texts: int, *, now: datetime) -> str:
    """What leaves depends on what this contact has had from the business: the outbox looks at it."""
    point = contact.points.filter(kind="phone").exclude(state="detached").order_by("-is_primary", "pk").first()
    row = Enrollment(pk=0, campaign=campaign, contact=contact, point=point)
    step, variant = Step(campaign=campaign, position=1), Variant(body=words)
    return outbox.preview_text(request_for(row, step, variant, body=words, program_texts=texts), now=now)


def _later(campaign: Campaign, merged: Merged) -> str:
    """By then the first text has arrived, which the facts of today do not say."""
    return outbox.compose_sample(campaign.business, merged.text, is_first=False).body
