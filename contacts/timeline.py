"""What happened with one contact, newest first: consents, stops, changes, messages, and what upper floors add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from contacts.models import ConsentRecord, Contact, ContactChange, CustomField, Suppression

MESSAGES = 50
MOST_HAPPENINGS = 120
OF_EACH = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a contact's timeline. kind: consent, stop, change, message, campaign, call or contact."""

    at: datetime
    title: str
    text: str = ""
    tone: str = "neutral"
    is_message: bool = False
    kind: str = "contact"
    # Who did it, where a member did.
    by: str = ""
    # The page behind it, as a path.
    url: str = ""


# Upper floors add what they know of a contact (campaigns, calls); each tells at most OF_EACH, newest first.
_SOURCES: dict[str, Callable[[Contact], list[Happening]]] = {}


def register_happenings(name: str, tell: Callable[[Contact], list[Happening]]) -> None:
    """Add a source of the timeline; the last one under a name counts."""
    _SOURCES[name] = tell


@dataclass(frozen=True, slots=True)
class Timeline:
    """The newest happenings. has_more_messages: the conversation has older ones."""

    happenings: list[Happening]
    has_more_messages: bool


def read_timeline(contact: Contact, hashes: list[str]) -> Timeline:
    """Return what happened with a contact whose addresses have these hashes; a constant number of queries."""
    said = _messages(contact)
    found = [*_consents(contact, hashes), *_stops(contact, hashes), *_changes(contact), *said[:MESSAGES]]
    for tell in _SOURCES.values():
        found.extend(tell(contact))
    found.append(Happening(contact.created_at, "Added to your contacts", contact.source))
    found.sort(key=lambda one: one.at, reverse=True)
    return Timeline(found[:MOST_HAPPENINGS], len(said) > MESSAGES)


def _messages(contact: Contact) -> list[Happening]:
    """What came in and what left, newest first; what still waits or was never handed over has not happened."""
    rows = contact.messages.filter(Q(direction="in") | Q(handed_over_at__isnull=False))
    rows = rows.select_related("by_member__user").order_by("-created_at", "-id")
    authors = {"contact": f"{contact.name} wrote", "assistant": "The assistant wrote", "campaign": "Campaign text sent"}
    found = []
    for row in rows[: MESSAGES + 1]:
        who = f"{row.by_member} wrote" if row.by_member else authors.get(row.author, "Automatic text sent")
        lost = row.status in ("failed", "undelivered")
        title = f"{who}, not delivered" if lost else who
        tone = "bad" if lost else "info" if row.direction == "in" else "neutral"
        at = row.handed_over_at or row.created_at
        found.append(Happening(at, title, row.body, tone, is_message=True, kind="message"))
    return found


def _consents(contact: Contact, hashes: list[str]) -> list[Happening]:
    rows = ConsentRecord.objects.for_business(contact.business_id).filter(address_hash__in=hashes)
    found = []
    for row in rows.select_related("detail").order_by("-recorded_at")[:OF_EACH]:
        given = f"given {row.obtained_at:%d %B %Y}" if row.obtained_at else "no date"
        proof = "attested by the owner" if row.attested else "with its wording" if row.has_wording else "no wording"
        facts = row.detail.facts
        text = f"{row.source or 'no source'}, {given}, {proof}."
        text += f" “{facts['wording']}”" if facts.get("wording") else ""
        text += f" Proof: {facts['note']}" if facts.get("note") else ""
        tone = "good" if row.action == "granted" else "bad"
        title = f"{row.get_kind_display()} consent {'recorded' if row.action == 'granted' else 'withdrawn'}"
        found.append(Happening(row.recorded_at, title, text, tone, kind="consent", by=facts.get("recorded_by", "")))
    return found


def _stops(contact: Contact, hashes: list[str]) -> list[Happening]:
    rows = Suppression.objects.for_business(contact.business_id).filter(address_hash__in=hashes)
    found = []
    rows = rows.select_related("detail", "lift__by_member__user", "by_member__user")
    for row in rows.order_by("-created_at")[:OF_EACH]:
        words = row.detail.facts.get("words") or row.detail.facts.get("note") or ""
        title, by = row.get_reason_display(), str(row.by_member or "")
        where = " (email)" if row.kind_of_address == "email" and row.reason == Suppression.Reason.MANUAL else ""
        quoted = f"“{words}”" if words else ""
        found.append(Happening(row.created_at, title + where, quoted, "bad", kind="stop", by=by))
        if hasattr(row, "lift"):
            by = str(row.lift.by_member or "")
            found.append(Happening(row.lift.created_at, f"Lifted: {title}", row.lift.why, "warn", kind="stop", by=by))
    return found


def _changes(contact: Contact) -> list[Happening]:
    rows = contact.changes.select_related("by_member__user").order_by("-at", "-id")[:OF_EACH]
    labels = {}
    if any(row.field.startswith("custom:") for row in rows):
        labels = dict(CustomField.objects.for_business(contact.business_id).values_list("key", "label"))
    return [_change(row, labels) for row in rows]


def _change(row: ContactChange, labels: dict[str, str]) -> Happening:
    name = row.field.removeprefix("custom:")
    name = labels.get(name, name) if row.field != name else name.replace("_", " ").capitalize()
    if row.field in ("declined", "wanted_again"):
        is_back = row.field == "wanted_again" or not row.new
        title, tone = ("Wanted again", "good") if is_back else ("Marked as not interested", "warn")
        return Happening(row.at, title, row.new or row.old, tone, kind="change", by=str(row.by_member or ""))
    text = f"{row.old or 'nothing'} → {row.new or 'nothing'}"
    return Happening(row.at, f"{name} changed", text, kind="change", by=str(row.by_member or ""))
