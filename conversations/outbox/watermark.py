"""The newest attempt that this machine knows of, in the file beside the database.

A database that knows fewer attempts than the file is an older one: a restored backup, which must not send again what
has left since. `conversations.instance` compares.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from conversations.models import DeliveryAttempt


@dataclass(frozen=True, slots=True)
class MarkFile:
    """What the file says: this installation's mark, and the newest attempt it has seen (0: none yet)."""

    mark: str
    newest_attempt: int


def read_mark_file() -> MarkFile | None:
    """Return what the file beside the database says; None where there is none or it cannot be read."""
    try:
        content = json.loads(_path().read_text(encoding="utf-8"))
        return MarkFile(str(content["mark"]), int(content["newest_attempt"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_mark_file(content: MarkFile) -> None:
    """Replace the file in one step, readable by its owner only."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps({"mark": content.mark, "newest_attempt": content.newest_attempt}), encoding="utf-8")
    draft.replace(path)


def newest_attempt() -> int:
    """Return the id of the newest attempt in the database, 0 where nothing was ever handed over."""
    return DeliveryAttempt.across_businesses.aggregate(newest=Max("id"))["newest"] or 0


def raise_watermark() -> None:
    """Note in the file what has just been committed, before a provider hears of it."""
    known = read_mark_file()
    if known is not None:
        write_mark_file(MarkFile(known.mark, max(known.newest_attempt, newest_attempt())))


def _path() -> Path:
    return Path(settings.INSTANCE_MARK_FILE)
