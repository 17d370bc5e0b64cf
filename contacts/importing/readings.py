"""How the rows of one import are read: its mapping and defaults, with the business's own fields and members."""

from __future__ import annotations

from typing import Any

from accounts.models import Member
from contacts.importing.fields import CUSTOM, STOP_FIELDS
from contacts.importing.reading import Reading
from contacts.models import CustomField, ImportBatch

CONSENT_PARTS = ("date", "source", "wording", "kind", "scope", "url", "ip")


def make_reading(batch: ImportBatch) -> Reading:
    """Return everything that reading a row needs, so that it asks the database nothing."""
    kept: dict[str, Any] = batch.defaults
    only_stops = batch.kind == ImportBatch.Kind.STOPS
    mapping: dict[str, int] = batch.mapping
    if only_stops:
        mapping = {name: index for name, index in mapping.items() if name in STOP_FIELDS}
    consent = {part: kept.get(f"consent_{part}", "") for part in CONSENT_PARTS}
    consent |= {f"email_{part}": kept.get(f"email_consent_{part}", "") for part in CONSENT_PARTS}
    return Reading(
        columns=tuple(mapping.items()),
        headings={name: batch.columns[index] for name, index in mapping.items() if name in STOP_FIELDS},
        region=batch.format.get("region") or "US",
        date_order=batch.format.get("date_order") or "mdy",
        zone=kept.get("zone") or "America/New_York",
        source=kept.get("source", ""),
        tags=tuple(kept.get("tags", ())),
        consent={name: value for name, value in consent.items() if value},
        own_fields=_own_fields(batch, mapping),
        owners=_owners(batch) if "owner" in mapping else {},
        only_stops=only_stops,
    )


def _own_fields(batch: ImportBatch, mapping: dict[str, int]) -> dict[str, str]:
    keys = [name.removeprefix(CUSTOM) for name in mapping if name.startswith(CUSTOM)]
    rows = CustomField.objects.for_business(batch.business_id).filter(key__in=keys)
    return dict(rows.values_list("key", "kind"))


def _owners(batch: ImportBatch) -> dict[str, int]:
    found: dict[str, int] = {}
    for member in Member.objects.for_business(batch.business_id).select_related("user"):
        found[member.user.name.lower()] = member.pk
        found[member.user.email.lower()] = member.pk
    return found
