"""What we answer Twilio's voice webhooks with (TwiML). Times are in seconds."""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse


def forward_call(*, to: str, caller: str, action: str, ring_seconds: int) -> str:
    """Ring the business's own line; `action` (an absolute URL) hears how that went, in DialCallStatus.

    The business sees the caller's number (`caller`), or ours where the caller withheld it.
    """
    response = VoiceResponse()
    dial = response.dial(
        action=action, method="POST", timeout=ring_seconds, answer_on_bridge=True, caller_id=caller or None
    )
    dial.number(to)
    return str(response)


def end_call(*, words: str = "") -> str:
    """Hang up, after saying something where `words` are given."""
    response = VoiceResponse()
    if words:
        response.say(words)
    response.hangup()
    return str(response)


def do_nothing() -> str:
    """The empty answer to a message or to a call that is over."""
    return str(VoiceResponse())
