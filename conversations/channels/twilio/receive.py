"""What Twilio calls us with: signature, inbound messages, delivery statuses, calls."""

from __future__ import annotations

from collections.abc import Mapping

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from conversations.channels.base import CallUpdate, InboundText, MalformedWebhook, Media, StatusUpdate
from conversations.channels.twilio.errors import find_guide
from conversations.channels.twilio.schema import (
    CALL_ENDED,
    CALL_MISSED,
    STATUSES,
    WITHHELD,
    read_date,
    read_number,
    split_address,
)

# The name under which our message id rides in the StatusCallback address, inside Twilio's signature.
MESSAGE_ID_PARAMETER = "message"
OPT_OUT_TYPES = frozenset({"STOP", "START", "HELP"})
EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


class TwilioReceiver:
    """Reads Twilio's webhooks. Unknown parameters are kept in `raw` and otherwise ignored."""

    def verify(self, url: str, params: object, headers: Mapping[str, str], secret: str) -> bool:
        """Say whether Twilio signed this request.

        `url` is the public address with its query, as configured: behind a proxy the request's own is wrong. `params`
        is the form (a QueryDict or multidict keeps repeated names), or the raw body as text for JSON. `secret` is the
        account's auth token.
        """
        if not secret or (isinstance(params, str) and "bodySHA256=" not in url):
            return False
        algorithm = get_signature_algorithm(_header(headers, SIGNATURE_SETTINGS_HEADER))
        signature = _header(headers, SIGNATURE_HEADER)
        return bool(RequestValidator(secret).validate(url, params, signature, algorithm=algorithm))

    def parse_inbound(self, params: Mapping[str, str]) -> InboundText:
        """Read an inbound message; raises MalformedWebhook where id or addresses are missing."""
        provider_id = params.get("MessageSid") or params.get("SmsSid") or ""
        channel, sender = split_address(params.get("From", ""))
        _, to = split_address(params.get("To", ""))
        if not (provider_id and sender and to):
            raise MalformedWebhook("An inbound message without id, sender or recipient.")
        opt_out = params.get("OptOutType", "").upper()
        return InboundText(
            provider_id=provider_id,
            to=to,
            sender=sender,
            body=params.get("Body", ""),
            media=_read_media(params),
            received_at=None,
            opt_out_type=opt_out if opt_out in OPT_OUT_TYPES else None,
            raw=_flat(params),
            num_segments=read_number(params.get("NumSegments")),
            channel=channel,
            profile_name=params.get("ProfileName", ""),
            messaging_service=params.get("MessagingServiceSid", ""),
            account=params.get("AccountSid", ""),
        )

    def parse_status(self, params: Mapping[str, str], query: Mapping[str, str]) -> StatusUpdate:
        """Read a delivery status; our message id comes from the address's query. Raises MalformedWebhook."""
        provider_id = params.get("MessageSid") or params.get("SmsSid") or ""
        word = params.get("MessageStatus") or params.get("SmsStatus") or ""
        if not provider_id or not word:
            raise MalformedWebhook("A delivery status without message id or status.")
        code = params.get("ErrorCode", "")
        code = "" if code == "0" else code
        return StatusUpdate(
            provider_id=provider_id,
            message_id=query.get(MESSAGE_ID_PARAMETER, ""),
            status=STATUSES.get(word),
            code=code,
            guide=find_guide(code) if code else None,
            occurred_at=None,
            raw=_flat(params),
        )

    def parse_call(self, params: Mapping[str, str]) -> CallUpdate:
        """Read a call's status; raises MalformedWebhook.

        The result of `<Dial>` outranks the call's own, which is "completed" also where nobody took the forwarded call.
        """
        provider_id = params.get("CallSid", "")
        status = params.get("DialCallStatus") or params.get("CallStatus") or ""
        if not provider_id or not status:
            raise MalformedWebhook("A call without id or status.")
        sender = params.get("From", "")
        duration = params.get("DialCallDuration") if params.get("DialCallStatus") else params.get("CallDuration")
        return CallUpdate(
            provider_id=provider_id,
            direction="inbound" if params.get("Direction") == "inbound" else "outbound",
            to=params.get("To", ""),
            sender="" if sender in WITHHELD else sender,
            status=status,
            ended=status in CALL_ENDED,
            missed=status in CALL_MISSED,
            duration_seconds=read_number(duration),
            answered_by=params.get("AnsweredBy", "").partition("_")[0],
            occurred_at=read_date(params.get("Timestamp")),
            raw=_flat(params),
        )


def _read_media(params: Mapping[str, str]) -> tuple[Media, ...]:
    count = min(read_number(params.get("NumMedia")) or 0, 10)
    found = ((params.get(f"MediaUrl{n}", ""), params.get(f"MediaContentType{n}", "")) for n in range(count))
    return tuple(Media(url, kind) for url, kind in found if url)


def _flat(params: Mapping[str, str]) -> dict[str, str]:
    return {name: params[name] for name in params}


def _header(headers: Mapping[str, str], name: str) -> str:
    """Look a header up by any spelling: a plain mapping knows one only."""
    return headers.get(name) or next((value for key, value in headers.items() if key.lower() == name.lower()), "")


RECEIVER = TwilioReceiver()
