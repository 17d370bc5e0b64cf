"""A file of contacts: kept, read in a stream, matched to fields, checked, only then written, and undone if need be."""

from contacts.importing.checking import check_import
from contacts.importing.fields import FIELDS, GROUPS, guess_mapping
from contacts.importing.problem import ImportProblem
from contacts.importing.results import list_kept, list_rows, stream_rejects
from contacts.importing.steps import (
    ATTESTATION,
    cancel_import,
    confirm_import,
    fail_import,
    make_own_field,
    map_columns,
    undo_import,
)
from contacts.importing.undoing import take_back
from contacts.importing.uploading import change_format, upload_file
from contacts.importing.writing import write_import

__all__ = [
    "ATTESTATION",
    "FIELDS",
    "GROUPS",
    "ImportProblem",
    "cancel_import",
    "change_format",
    "check_import",
    "confirm_import",
    "fail_import",
    "guess_mapping",
    "list_kept",
    "list_rows",
    "make_own_field",
    "map_columns",
    "stream_rejects",
    "take_back",
    "undo_import",
    "upload_file",
    "write_import",
]
