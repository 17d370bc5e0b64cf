"""What an answer of Twilio's API means: a result, or one of the three errors."""

from __future__ import annotations

from typing import Any

from conversations.channels.base import (
    ChannelError,
    ErrorGuide,
    ErrorMeaning,
    ErrorScope,
    OutcomeUnknown,
    Rejected,
    SendResult,
    TryLater,
)
from conversations.channels.http import Answer
from conversations.channels.twilio.errors import GUIDES, find_guide
from conversations.channels.twilio.schema import STATUSES, read_number

# Refused by whatever answered, before anything can have been acted upon, even when it was not Twilio itself.
NOT_TAKEN = {401: "20003", 403: "20003", 404: "20404", 407: "20003", 408: "20503", 429: "20429"}


def read_result(answer: Answer) -> SendResult:
    """Read the answer to a new message. Raises Rejected, TryLater or OutcomeUnknown.

    5xx: a gateway says 500, 502 or 504 also after the message reached what lies behind it, and some say 503 when the
    connection behind them broke half way. Only a 503 with Twilio's own error code was certainly refused at the door.
    """
    payload = answer.payload
    if payload is None:
        if answer.status in NOT_TAKEN:
            raise _error(NOT_TAKEN[answer.status], answer)
        raise _unclear(answer)
    if 200 <= answer.status < 300:
        return _read_created(payload, answer)
    code = _code_of(payload)
    if answer.status == 503 and code:
        raise _error(code if code in GUIDES else "20503", answer)
    if answer.status >= 500 or answer.status < 400:
        raise _unclear(answer)
    if code not in GUIDES and answer.status in NOT_TAKEN:
        raise _error(NOT_TAKEN[answer.status], answer)
    raise _error(code, answer)


def read_records(answer: Answer) -> dict[str, Any]:
    """Read the answer to a look-up, which always may be repeated. Raises TryLater."""
    if answer.payload is not None and 200 <= answer.status < 300:
        return answer.payload
    code = _code_of(answer.payload or {})
    guide = find_guide(code if code in GUIDES else NOT_TAKEN.get(answer.status, "20503"))
    raise _from_guide(TryLater, guide, answer)


def _read_created(payload: dict[str, Any], answer: Answer) -> SendResult:
    provider_id, word = str(payload.get("sid") or ""), str(payload.get("status") or "")
    status = STATUSES.get(word)
    if not provider_id or status is None:
        raise _unclear(answer)
    segments = read_number(payload.get("num_segments"))
    # With a messaging service Twilio says 0 until it has chosen a sender: that is "not known", not "none".
    return SendResult(provider_id=provider_id, status=status, segments=segments or None, raw_status=word)


def _code_of(payload: dict[str, Any]) -> str:
    code = payload.get("code")
    return str(code) if isinstance(code, int) and not isinstance(code, bool) else ""


def _error(code: str, answer: Answer) -> ChannelError:
    guide = find_guide(code)
    if code not in GUIDES:
        # A 4xx with a code that is new to us: Twilio did not take it and will not take the same again.
        return _from_guide(Rejected, guide, answer)
    return _from_guide(Rejected if guide.permanent else TryLater, guide, answer)


def _from_guide(kind: type[ChannelError], guide: ErrorGuide, answer: Answer) -> ChannelError:
    return kind(
        guide.sentence,
        meaning=guide.meaning,
        scope=guide.scope,
        code=guide.code,
        permanent=kind is Rejected,
        retry_after=answer.retry_after,
        advice=guide.advice,
    )


def _unclear(answer: Answer) -> ChannelError:
    return OutcomeUnknown(
        "The provider's answer does not say whether it took the message.",
        meaning=ErrorMeaning.OUTAGE,
        scope=ErrorScope.MESSAGE,
        code=f"HTTP {answer.status}",
        retry_after=answer.retry_after,
        advice="Nothing to do: the provider's records are compared first.",
    )
