"""The new words of an email reply: without quotations and the signature of a phone. On doubt the text stays."""
# ruff: noqa: E501  (a pattern stays on one line)

from __future__ import annotations

import re

_QUOTE_BEGINS = re.compile(
    r"^(?:[ \t]*-{2,}[ \t]*)?(?:"
    r"on\b[^\n]{0,200}(?:\n[^\n]{0,160}){0,2}?\bwrote[ \t]*:|el\b[^\n]{0,200}(?:\n[^\n]{0,160})?\bescribi[oó][ \t]*:"
    r"|[ \t]*-{2,}[ \t]*(?:original message|mensaje original|forwarded message|reply above this line|reply message)[ \t]*-{2,}"
    r"|_{10,}[ \t]*\n+[ \t]*\*?from:|\*?from:[ \t][^\n]+\n(?:\*?(?:sent|date|to|cc|subject):[^\n]*\n?){1,4}"
    r"|-{2,} ?reply above this line"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE = re.compile(
    r"^(?:-- ?$|_{5,}$|sent (?:from|via|using) (?:my |the )?[\w .+'-]{2,40}$|get outlook for \w+|enviado desde mi [\w ]{2,30}"
    r"|sent with (?:proton|superhuman|spark)[\w ]*)",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t]*>")


def reply_text(text: str) -> str:
    """The words that the sender wrote now, trimmed.

    Cuts at "On … wrote:", at "Original Message" and header blocks, drops trailing lines that begin with ``>``, and cuts
    signature lines such as "Sent from my iPhone". Where nothing would be left, the whole text comes back.
    """
    body = text.replace("\r\n", "\n").strip()
    quote = _QUOTE_BEGINS.search(body)
    kept = body[: quote.start()] if quote and quote.start() > 0 else body
    lines = kept.rstrip().split("\n")
    while lines and (_QUOTED_LINE.match(lines[-1]) or not lines[-1].strip()):
        lines.pop()
    kept = "\n".join(lines)
    signature = _SIGNATURE.search(kept)
    if signature and kept[: signature.start()].strip():
        kept = kept[: signature.start()]
    return kept.strip() or body
