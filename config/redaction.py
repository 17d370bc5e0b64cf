"""Masks personal data and secrets in log lines, however they are encoded. Pure; rather too much than too little."""

import re
from collections.abc import Mapping
from typing import Any

MASK = "[masked]"

# Compared without case, hyphens and underscores: MessageBody, message_body and message-body are one.
_PRIVATE_NAMES = frozenset(
    """
    address authorization authtoken apikey body caller callerid city contact content contentvariables cookie
    credentials csrfmiddlewaretoken customername draft email emails emailaddress firstname from fullname html
    ip key lastname login mail member messagebody mobile name note number otp passphrase password password1
    password2 payload phone phonenumber phones postcode profilename recipient recipients remoteaddr reply
    sender secret sessionid sig signature snippet street subject summary text textcontent to token url user
    username wording xtwiliosignature
    """.split()  # noqa: SIM905
)
_FORM_NAMES = (
    "body|text|html|subject|message|from|to|caller|called|email|phone|name|first_?name|last_?name|profile_?name|"
    "token|key|secret|password|passphrase|signature|sig|auth|authorization|api_?key|auth_?token|session_?id|otp|code"
)
_QUOTE = r"(?:\\*[\"']|%22|%27|\\u0022|\\u0027|&quot;|&#x27;)"
_SPACE = r"(?:\s|%20|\\u0020)*"

# "body": "Hi" — JSON, Python, JSON inside JSON, and the same percent-encoded.
_QUOTED_FIELD = re.compile(
    rf"(?P<open>{_QUOTE}(?:{_FORM_NAMES}){_QUOTE}{_SPACE}(?::|%3A){_SPACE})(?P<quote>{_QUOTE}).*?(?<!\\)(?P=quote)(?=[\s,}}\])&%\\]|$)",
    re.IGNORECASE | re.DOTALL,
)
# Body=Hi+there — forms and query strings; also key=value in plain text.
_FORM_FIELD = re.compile(rf"(?<![A-Za-z0-9])((?:\w*_)?(?:{_FORM_NAMES}))(=|%3D)(?!=)[^&\s\"'<>]+", re.IGNORECASE)
_HEADER = re.compile(r"\b(Bearer|Basic|Token)(\s+|%20)[A-Za-z0-9._~+/=%-]{6,}", re.IGNORECASE)
_DATABASE_ROW = re.compile(r"(Failing row contains|DETAIL:|CONTEXT:|PARAMETERS:).*", re.IGNORECASE)
_URL_LOGIN = re.compile(r"(\w+://)[^/\s:@]*:[^/\s@]*@")

_PHONE_GAP = r"(?:[ ().\-/\u00a0\u2010-\u2015]|%20|%28|%29|%2D|%2E|\+(?=[\d(])|\\u00a0|\\u20\d\d)"
_SCATTERED = re.compile(
    r"(?P<keep>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b(?:SM|MM|CA|SMS)[0-9a-f]{32}\b"
    r"|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b)"
    r"|(?P<email>(?:[A-Za-z0-9._+'\u00c0-\uffff-]|%2B|%2E|\\u002[bB])+(?:@|%40|\\u0040|&#64;)[\w.-]+\w)"
    rf"|(?P<phone>(?<![A-Za-z0-9_])(?:(?:\+|%2B|\\u002[bB]|&#43;|00){_PHONE_GAP}?)?\(?\d(?:{_PHONE_GAP}{{0,3}}\d){{8,14}}(?!\d))"
    rf"|(?P<glued>(?:%2B|\\u002[bB])\d{{7,15}})"
    r"|(?P<token>(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{24,}(?![A-Za-z0-9_-]))"
)


def redact_text(text: str) -> str:
    """The text without phone numbers, emails, message bodies, tokens and logins; ids, times and words stay."""
    text = _DATABASE_ROW.sub(lambda found: f"{found[1]} {MASK}", text)
    text = _URL_LOGIN.sub(lambda found: f"{found[1]}{MASK}@", text)
    text = _HEADER.sub(lambda found: f"{found[1]} {MASK}", text)
    text = _QUOTED_FIELD.sub(lambda found: f"{found['open']}{found['quote']}{MASK}{found['quote']}", text)
    text = _FORM_FIELD.sub(lambda found: f"{found[1]}{found[2]}{MASK}", text)
    return _SCATTERED.sub(lambda found: found[0] if found["keep"] else MASK, text)


def redact_event(_logger: object, _method: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """A structlog processor: values under private names go, all other texts are read through, at any depth."""
    return {name: _redact_value(name, value) for name, value in event.items()}


def _redact_value(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if _plain_name(name) in _PRIVATE_NAMES:
        return MASK
    if isinstance(value, Mapping):
        return {str(key): _redact_value(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_redact_value("", item) for item in value]
    if isinstance(value, (int, float)):
        return MASK if isinstance(value, int) and abs(value) >= 10**9 else value
    if isinstance(value, bytes):
        return redact_text(value.decode("utf-8", errors="replace"))
    return redact_text(value if isinstance(value, str) else str(value))


def _plain_name(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
