"""The lines that rules add to a text, in the contact's language: the owner's approved copy, else the files' words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

IDENTITY, OPT_OUT, DISCLOSURE, HELP = "line_identity", "line_opt_out", "line_disclosure", "line_help"
PROGRAM, PROGRAM_ONCE = "line_program", "line_program_once"
LINE_KEYS = (IDENTITY, OPT_OUT, DISCLOSURE, HELP, PROGRAM, PROGRAM_ONCE)
FALLBACK_LANGUAGE = "en"

# (business id, key, language) -> words
Lines = dict[tuple[int, str, str], str]


def find_line(lines: Lines, *, business_id: int, key: str, languages: Iterable[str]) -> str:
    """Return the words of one line in the first language that has them; English at last."""
    for language in (*languages, FALLBACK_LANGUAGE):
        found = lines.get((business_id, key, language)) or _default_line(key, language)
        if found:
            return found
    return ""


@lru_cache(maxsize=256)
def _default_line(key: str, language: str) -> str:
    if not language.isalpha():
        return ""
    path = Path(settings.BASE_DIR) / "templates" / "messages" / "lines" / language / f"{key}.txt"
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""
