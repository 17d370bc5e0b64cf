"""THE way out: every outbound message is asked for here, cleared here, and handed to a provider here."""

from conversations.outbox.budget import BULK_SHARE
from conversations.outbox.callbacks import apply_callbacks, stop_refused, store_callback
from conversations.outbox.cancel import cancel_by_origin, cancel_by_reason, cancel_for_contact, cancel_message
from conversations.outbox.compose import Composed
from conversations.outbox.consequences import note_problem
from conversations.outbox.contract import PRIORITY, SubmitRequest, Submitted
from conversations.outbox.courier import Courier
from conversations.outbox.deliver import Counts, deliver_due
from conversations.outbox.drafts import NotADraft, approve, reject
from conversations.outbox.nudge import NUDGE_CHANNEL, nudge
from conversations.outbox.reconcile import reconcile_unknown, recover_stuck
from conversations.outbox.rehearsal import Rehearsal
from conversations.outbox.sampling import compose_sample, compose_samples
from conversations.outbox.submit import check, check_many, look_many, preview_many, preview_text, submit, submit_many
from conversations.outbox.switches import (
    is_switched_off,
    lift_switch,
    list_switches,
    may_send_now,
    release_business,
    release_contact,
    resume_all,
    set_switch,
    stop_all,
    stop_business,
    stop_contact,
)

__all__ = [
    "BULK_SHARE",
    "NUDGE_CHANNEL",
    "PRIORITY",
    "Composed",
    "Counts",
    "Courier",
    "NotADraft",
    "Rehearsal",
    "SubmitRequest",
    "Submitted",
    "apply_callbacks",
    "approve",
    "cancel_by_origin",
    "cancel_by_reason",
    "cancel_for_contact",
    "cancel_message",
    "check",
    "check_many",
    "compose_sample",
    "compose_samples",
    "deliver_due",
    "is_switched_off",
    "lift_switch",
    "list_switches",
    "look_many",
    "may_send_now",
    "note_problem",
    "nudge",
    "preview_many",
    "preview_text",
    "reconcile_unknown",
    "recover_stuck",
    "reject",
    "release_business",
    "release_contact",
    "resume_all",
    "set_switch",
    "stop_all",
    "stop_business",
    "stop_contact",
    "stop_refused",
    "store_callback",
    "submit",
    "submit_many",
]
