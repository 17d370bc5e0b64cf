"""Pure: one row of a file becomes the facts about one person, with a sentence for each thing that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from contacts.addresses import parse_email, parse_phone

YES = frozenset(
    {"yes", "y", "true", "1", "x", "t", "opted in", "opt in", "subscribed", "granted", "si", "agreed", "accepted",
     "consented", "confirmed", "signed", "checked"}
)  # fmt: skip
NO = frozenset(
    {"no", "n", "false", "0", "f", "opted out", "opt out", "unsubscribed", "stop", "none", "revoked", "withdrawn",
     "declined", "refused", "do not text", "do not contact", "dnc", "no thanks", "never"}
)  # fmt: skip
# What under "do not contact" says that nothing stands in the way; anything else there is a stop, a date as well.
NOT_STOPPED = frozenset(
    {"", "no", "n", "false", "0", "f", "none", "null", "n/a", "na", "ok", "active", "allowed", "subscribed",
     "opted in", "opt in"}
)  # fmt: skip
STANDINGS = {
    "new": "new", "lead": "new", "prospect": "new", "returning": "returning", "repeat": "returning",
    "customer": "customer", "client": "customer", "patient": "customer", "existing": "customer",
    "open issue": "open_issue", "issue": "open_issue",
}  # fmt: skip
LINE_TYPES = {
    "mobile": "mobile", "cell": "mobile", "wireless": "mobile", "landline": "landline", "fixed": "landline",
    "home": "landline", "voip": "voip", "toll free": "toll_free", "tollfree": "toll_free",
}  # fmt: skip
# Month first or day first cannot be told from 03/04/2024: the file's country decides.
DATE_FORMATS_US = ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")
DATE_FORMATS_ELSEWHERE = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
DATE_FORMATS = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d",
    "%b %d, %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%d %B %Y",
)
EXCEL_DAY_ONE = datetime(1899, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults:
    """What stands where no column says it, and how to read numbers and dates."""

    region: str = "US"
    zone: str = "America/New_York"
    source: str = ""
    tags: tuple[str, ...] = ()
    consent_source: str = ""
    consent_wording: str = ""
    consent_date: str = ""


@dataclass(slots=True, kw_only=True)
class RowReading:
    """What one row says. `refused` is set when nothing can be made of it; `remarks` are the rest."""

    values: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    email: str = ""
    line_type: str = ""
    last_dealing_at: datetime | None = None
    do_not_contact: bool = False
    consent_given: bool | None = None
    consent_unclear: bool = False  # an answer that is neither yes nor no proves nothing
    consent_at: datetime | None = None
    consent_source: str = ""
    consent_wording: str = ""
    refused: str = ""
    remarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()


def read_row(cells: Sequence[str], mapping: Mapping[str, int], defaults: Defaults, *, now: datetime) -> RowReading:
    """Read one row. Never raises; what cannot be read is said in `refused` or `remarks`."""
    said = {name: cells[index].strip() for name, index in mapping.items() if 0 <= index < len(cells)}
    row = RowReading()
    _read_name(row, said)
    _read_addresses(row, said, defaults)
    _read_plain(row, said, defaults)
    _read_consent(row, said, defaults, now=now)
    if said.get("last_dealing_at"):
        row.last_dealing_at = read_date(said["last_dealing_at"], defaults)
        if row.last_dealing_at is None:
            row.remarks.append(f"The last visit “{said['last_dealing_at'][:30]}” is not a date we can read.")
        elif row.last_dealing_at > now:
            row.remarks.append("The last visit lies in the future and was left out.")
            row.last_dealing_at = None
    if not row.phones and not row.email and not row.refused:
        row.refused = "There is neither a phone number nor an email address."
    return row


def _read_name(row: RowReading, said: Mapping[str, str]) -> None:
    first, last = said.get("first_name", ""), said.get("last_name", "")
    full = said.get("full_name", "")
    if full and not (first or last):
        if "," in full:
            last, _, first = (part.strip() for part in full.partition(","))
        else:
            first, _, last = full.partition(" ")
    row.values["first_name"], row.values["last_name"] = first[:80], last.strip()[:80]


def _read_addresses(row: RowReading, said: Mapping[str, str], defaults: Defaults) -> None:
    country = said.get("country", "").upper()
    region = country if re.fullmatch(r"[A-Z]{2}", country) else defaults.region
    problems = []
    for name in ("phone", "phone_2"):
        if said.get(name):
            phone = parse_phone(said[name], region=region)
            if phone.e164 and phone.e164 not in row.phones:
                row.phones.append(phone.e164)
            elif phone.problem:
                problems.append(phone.problem)
    if said.get("email"):
        email = parse_email(said["email"])
        row.email = email.email or ""
        if email.problem:
            problems.append(email.problem)
    if problems and not row.phones and not row.email:
        row.refused = problems[0]
    else:
        row.remarks.extend(problems)
    row.line_type = LINE_TYPES.get(said.get("line_type", "").lower().replace("-", " "), "")


def _read_plain(row: RowReading, said: Mapping[str, str], defaults: Defaults) -> None:
    for name, longest in (
        ("city", 80),
        ("postcode", 12),
        ("stated_request", 500),
        ("external_id", 80),
        ("language", 8),
    ):
        if said.get(name):
            row.values[name] = said[name][:longest]
    row.values["source"] = (said.get("source") or defaults.source)[:80]
    if re.fullmatch(r"[A-Za-z]{2,3}", said.get("state", "")):
        row.values["state"] = said["state"].upper()
    elif said.get("state"):
        row.remarks.append("Write the state with two letters, such as NY; the strictest hours hold until then.")
    if re.fullmatch(r"[A-Za-z]{2}", said.get("country", "")):
        row.values["country"] = said["country"].upper()
    if said.get("zone"):
        if said["zone"] in available_timezones():
            row.values["zone"] = said["zone"]
        else:
            row.remarks.append(f"“{said['zone'][:40]}” is not a time zone such as America/Chicago.")
    row.values["standing"] = STANDINGS.get(said.get("standing", "").lower().replace("_", " "), "")
    tags = [tag.strip()[:40] for tag in re.split(r"[;,|]", said.get("tags", ""))]
    row.tags = list(dict.fromkeys(tag for tag in (*tags, *defaults.tags) if tag))
    row.do_not_contact = _answer(said, "do_not_contact") not in NOT_STOPPED


def _read_consent(row: RowReading, said: Mapping[str, str], defaults: Defaults, *, now: datetime) -> None:
    answer = _answer(said, "consent")
    row.consent_given = True if answer in YES else False if answer in NO else None
    if answer and row.consent_given is None:
        row.consent_unclear = True
        row.remarks.append(f"The consent “{answer[:30]}” is neither yes nor no, so it counts for nothing.")
    written = said.get("consent_date") or defaults.consent_date
    if written:
        row.consent_at = read_date(written, defaults)
        if row.consent_at is None:
            row.remarks.append(f"The consent date “{written[:30]}” is not a date we can read.")
        elif row.consent_at > now:
            row.remarks.append("The consent date lies in the future, so it proves nothing.")
            row.consent_at = None
    row.consent_source = (said.get("consent_source") or defaults.consent_source)[:80]
    row.consent_wording = said.get("consent_wording") or defaults.consent_wording


def _answer(said: Mapping[str, str], name: str) -> str:
    """Return an answer in its plainest spelling: "Opted-Out." and "opted out" are one."""
    return " ".join(re.sub(r"[-_.!]", " ", said.get(name, "").lower()).split())


def read_date(text: str, defaults: Defaults) -> datetime | None:
    """Read a date as people and spreadsheets write it; at noon in the business's zone where no time is given."""
    text = " ".join(text.strip().split())
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return datetime.fromtimestamp(EXCEL_DAY_ONE.timestamp() + float(text) * 86400, UTC)
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        found = None
    local = DATE_FORMATS_US if defaults.region == "US" else DATE_FORMATS_ELSEWHERE
    for form in () if found else (*DATE_FORMATS, *local):
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007  the zone follows below
            break
        except ValueError:
            continue
    if found is None or not 1970 <= found.year <= 2100:
        return None
    if found.tzinfo is not None:
        return found
    if (found.hour, found.minute) == (0, 0):
        found = found.replace(hour=12)
    return found.replace(tzinfo=ZoneInfo(defaults.zone))
