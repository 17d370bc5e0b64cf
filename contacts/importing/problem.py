"""What is said when a file or a request cannot be used."""

from __future__ import annotations


class ImportProblem(ValueError):
    """The file or the request cannot be used; the text says why and what to do."""
