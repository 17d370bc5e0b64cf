"""What a business knows of its contacts: people and addresses, consents and stops, imports, saved segments."""

from contacts.models.bulk import BulkChange
from contacts.models.consents import ConsentDetail, ConsentRecord, Suppression, SuppressionDetail, SuppressionLift
from contacts.models.imports import ImportAddress, ImportBatch, ImportFilePart, ImportMapping, ImportRow, ImportWrite
from contacts.models.people import ChannelKind, Contact, ContactChange, ContactPoint, CustomField
from contacts.models.segments import SavedSegment

__all__ = [
    "BulkChange",
    "ChannelKind",
    "ConsentDetail",
    "ConsentRecord",
    "Contact",
    "ContactChange",
    "ContactPoint",
    "CustomField",
    "ImportAddress",
    "ImportBatch",
    "ImportFilePart",
    "ImportMapping",
    "ImportRow",
    "ImportWrite",
    "SavedSegment",
    "Suppression",
    "SuppressionDetail",
    "SuppressionLift",
]
