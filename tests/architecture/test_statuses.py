"""Every status that the database can hold has its word and tone."""

import pytest

from accounts.templatetags.statuses import KINDS
from contacts.models import Contact, ImportBatch, ImportRow, Suppression
from conversations.models import ChannelAccount, Conversation, Handoff, Message
from conversations.models.clearances import Clearance
from reactivation.campaigns.models import Campaign, Enrollment

STORED = [
    ("message", Message.Status),
    ("conversation", Conversation.State),
    ("bot", Conversation.Bot),
    ("handoff", Handoff.State),
    ("priority", Handoff.Priority),
    ("verdict", Clearance.Verdict),
    ("registration", ChannelAccount.Registration),
    ("reach", Suppression.Reason),
    ("standing", Contact.Standing),
    ("import", ImportBatch.Status),
    ("import_row", ImportRow.Outcome),
    ("campaign", Campaign.State),
    ("enrollment", Enrollment.State),
]


@pytest.mark.parametrize(("kind", "choices"), STORED, ids=[kind for kind, _ in STORED])
def test_every_stored_status_has_a_badge(kind: str, choices: type) -> None:
    assert set(choices.values) - set(KINDS[kind]) == set()  # type: ignore[attr-defined]
