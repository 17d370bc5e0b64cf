"""A file of contacts: read, matched to fields, checked row by row, and only then written."""

from contacts.importing.checking import check_import
from contacts.importing.fields import FIELDS, guess_mapping
from contacts.importing.steps import (
    ATTESTATION,
    cancel_import,
    confirm_import,
    map_columns,
    rejects_csv,
    upload_file,
)
from contacts.importing.table import ImportProblem
from contacts.importing.writing import write_import

__all__ = [
    "ATTESTATION",
    "FIELDS",
    "ImportProblem",
    "cancel_import",
    "check_import",
    "confirm_import",
    "guess_mapping",
    "map_columns",
    "rejects_csv",
    "upload_file",
    "write_import",
]
