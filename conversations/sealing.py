"""The sealer: takes the unsealed clearances of a business in order and closes them with one append-only Seal."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from conversations.merkle import merkle_root
from conversations.models import Clearance, Seal, UnsealedClearance

# More than a second's worth at the target rate; a longer backlog takes several seals.
BATCH = 5000
# Keeps this lock apart from the address locks, which use the whole 64 bits of a hash.
LOCK_SPACE = 7731


def key_id(key: bytes) -> str:
    """Name a key without telling it."""
    return hashlib.sha256(b"rekindle evidence key" + key).hexdigest()[:16]


def mac_of(seal: Seal, *, key: bytes) -> str:
    """Return the HMAC-SHA256 (hex) over everything the seal says."""
    content = {
        "business": seal.business_id,
        "number": seal.number,
        "count": seal.count,
        "clearances": seal.clearance_ids,
        "root": seal.merkle_root,
        "previous": seal.previous,
        "sealed_at": seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return hmac.new(key, json.dumps(content, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def seal_business(business_id: int, *, now: datetime) -> int:
    """Seal what waits for one business; return how many clearances. Zero when another sealer is at it."""
    with transaction.atomic():
        if not _only_one(business_id):
            return 0
        waiting = list(
            UnsealedClearance.objects.filter(business_id=business_id)
            .order_by("clearance_id")
            .values_list("clearance_id", flat=True)[:BATCH]
        )
        if not waiting:
            return 0
        hashes = dict(Clearance.across_businesses.filter(pk__in=waiting).values_list("pk", "content_hash"))
        last = Seal.objects.for_business(business_id).order_by("-number").only("number", "mac").first()
        seal = Seal(
            business_id=business_id,
            number=last.number + 1 if last else 1,
            count=len(waiting),
            clearance_ids=waiting,
            merkle_root=merkle_root([hashes[pk] for pk in waiting]),
            previous=last.mac if last else "",
            sealed_at=now,
            key_id=key_id(settings.EVIDENCE_KEY),
        )
        seal.mac = mac_of(seal, key=settings.EVIDENCE_KEY)
        seal.save(force_insert=True)
        UnsealedClearance.objects.filter(pk__in=waiting).delete()
    keep_newest(seal)
    return len(waiting)


def seal_all(*, now: datetime) -> int:
    """Seal what waits for every business; return how many clearances."""
    waiting = UnsealedClearance.objects.values_list("business_id", flat=True).distinct()
    return sum(seal_business(business_id, now=now) for business_id in list(waiting))


def _only_one(business_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, business_id % 2**31])
        return bool(cursor.fetchone()[0])


def keep_newest(seal: Seal) -> None:
    """Write the newest seal beside the database: a database cut short later than this cannot pass for whole."""
    folder = Path(settings.SEALS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{seal.business_id}.{os.getpid()}"
    draft.write_text(f"{seal.business_id}:{seal.number}:{seal.mac}\n")
    draft.replace(folder / f"{seal.business_id}.seal")
