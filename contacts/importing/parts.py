"""The uploaded file, kept in the database in parts: any worker can read it, and a backup holds it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from functools import lru_cache
from typing import BinaryIO

from django.conf import settings

from contacts.importing.problem import ImportProblem
from contacts.models import ImportBatch, ImportFilePart

PART_BYTES = 1024 * 1024
CACHED_PARTS = 8


def store_parts(batch: ImportBatch, file: BinaryIO) -> None:
    """Copy the file into parts in the caller's transaction; sets file_bytes and file_hash. Raises ImportProblem."""
    digest, number, size = hashlib.sha256(), 0, 0
    file.seek(0)
    while data := file.read(PART_BYTES):
        size += len(data)
        if size > settings.IMPORT_MOST_BYTES:
            raise too_large()
        digest.update(data)
        ImportFilePart.objects.create(business_id=batch.business_id, batch=batch, number=number, data=data)
        number += 1
    batch.file_bytes, batch.file_hash = size, digest.hexdigest()


def too_large() -> ImportProblem:
    """Return the sentence for a file above the limit."""
    limit = settings.IMPORT_MOST_BYTES
    size = f"{limit // 2**20:,} MB" if limit >= 2**20 else f"{limit:,} bytes"
    return ImportProblem(f"This file is larger than {size}. Split it and import the parts one after the other.")


class _PartsFile(io.RawIOBase):
    """The parts as one file that can be read from any place."""

    def __init__(self, load: Callable[[int], bytes], size: int) -> None:
        self.load, self.size, self.place = load, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        self.place = max(0, start + offset)
        return self.place

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self.place >= self.size:
            return 0
        number, inside = divmod(self.place, PART_BYTES)
        data = self.load(number)[inside : inside + len(buffer)]
        buffer[: len(data)] = data
        self.place += len(data)
        return len(data)


def open_parts(batch: ImportBatch) -> BinaryIO:
    """Return the kept file for reading; it holds a few parts in memory at a time."""

    @lru_cache(maxsize=CACHED_PARTS)
    def load(number: int) -> bytes:
        return bytes(batch.parts.values_list("data", flat=True).get(number=number))

    return io.BufferedReader(_PartsFile(load, batch.file_bytes), 64 * 1024)


def drop_parts(batch: ImportBatch) -> None:
    """Delete the kept file: the import has ended, or its rows have been read for good."""
    batch.parts.all().delete()
