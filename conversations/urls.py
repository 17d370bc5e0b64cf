"""Addresses of the conversations' pages and of a demo business's phones. Webhooks: urls_webhooks, mounted by config."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from conversations.views import actions, decisions, evidence, inbox, phones, switches, thread

B = "b/<slug:slug>/"
C = f"{B}conversations/"
ONE = f"{C}<int:conversation_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(C, inbox.show_inbox, name="conversations"),
    path(f"{C}live/", inbox.inbox_live, name="conversations_live"),
    path(ONE, thread.show_conversation, name="conversation"),
    path(f"{ONE}live/", thread.conversation_live, name="conversation_live"),
    path(f"{ONE}send/", thread.send, name="conversation_send"),
    path(f"{ONE}take-over/", actions.take_over, name="conversation_take_over"),
    path(f"{ONE}give-back/", actions.give_back, name="conversation_give_back"),
    path(f"{ONE}stop/", actions.stop, name="conversation_stop"),
    path(f"{ONE}allow/", actions.allow, name="conversation_allow"),
    path(f"{ONE}close/", actions.close, name="conversation_close"),
    path(f"{ONE}assign/", actions.assign, name="conversation_assign"),
    path(f"{ONE}decide/", actions.decide, name="conversation_decide"),
    path(f"{ONE}intent/", actions.correct, name="conversation_intent"),
    path(f"{ONE}note/", actions.note, name="conversation_note"),
    path(f"{ONE}unread/", actions.mark_unread, name="conversation_unread"),
    path(f"{ONE}proof.json", evidence.download_proof, name="conversation_proof"),
    path(f"{B}messages/<int:message_id>/why/", evidence.show_why, name="message_why"),
    path(f"{B}messages/<int:inbound_id>/move/", decisions.move, name="message_move"),
    path(f"{B}drafts/<int:message_id>/approve/", decisions.approve_draft, name="draft_approve"),
    path(f"{B}drafts/<int:message_id>/reject/", decisions.reject_draft, name="draft_reject"),
    path(f"{B}handoffs/<int:handoff_id>/take/", decisions.take_handoff, name="handoff_take"),
    path(f"{B}handoffs/<int:handoff_id>/done/", decisions.finish_handoff, name="handoff_done"),
    path(f"{B}stop-sending/", switches.stop_sending, name="sending_stop"),
    path(f"{B}resume-sending/", switches.resume_sending, name="sending_resume"),
    path(f"{B}contacts/<int:contact_id>/hold/", switches.hold_contact, name="contact_hold"),
    path(f"{B}phones/", phones.show_phones, name="sandbox_phones"),
    path(f"{B}phones/live/", phones.phones_live, name="sandbox_live"),
    path(f"{B}phones/send/", phones.write_as_lead, name="sandbox_send"),
    *(path("", include(module)) for module in ("conversations.urls_settings",) if find_spec(module)),
]
