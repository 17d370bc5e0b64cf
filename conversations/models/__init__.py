"""All models of conversations, one module per group."""

from conversations.models.channels import ChannelAccount, InstanceState, SenderBudget, Switch, WorkerHeartbeat
from conversations.models.clearances import Clearance, ClearanceDetail, Seal, UnsealedClearance
from conversations.models.copy import ApprovedCopy
from conversations.models.handoffs import Handoff, Note, Triage
from conversations.models.messages import Conversation, DeliveryAttempt, DeliveryEvent, Message, Reservation
from conversations.models.words import MessageWords

__all__ = [
    "ApprovedCopy",
    "ChannelAccount",
    "Clearance",
    "ClearanceDetail",
    "Conversation",
    "DeliveryAttempt",
    "DeliveryEvent",
    "Handoff",
    "InstanceState",
    "Message",
    "MessageWords",
    "Note",
    "Reservation",
    "Seal",
    "SenderBudget",
    "Switch",
    "Triage",
    "UnsealedClearance",
    "WorkerHeartbeat",
]
