"""Pure: one row of a file becomes the facts about one person, with a sentence for each thing that is wrong.

Each number is parsed and each date is read once, here; checking and writing work on what this returns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from contacts.addresses import is_toll_free, likely_places
from contacts.importing.dates import read_date
from contacts.importing.fields import CUSTOM, EMAILS, PHONES, plain
from contacts.importing.phones import read_email, read_phone

YES = frozenset(
    {"yes", "y", "true", "1", "x", "t", "opted in", "opt in", "subscribed", "granted", "si", "ja", "oui", "agreed",
     "accepted", "consented", "confirmed", "signed", "checked", "on", "active"}
)  # fmt: skip
NO = frozenset(
    {"no", "n", "false", "0", "f", "opted out", "opt out", "unsubscribed", "stop", "none", "revoked", "withdrawn",
     "declined", "refused", "do not text", "do not contact", "do not email", "dnc", "no thanks", "never", "nein", "non",
     "off", "inactive", "cleaned"}
)  # fmt: skip
# Who answered so did more than not agree: the address is stopped.
STOPPING = frozenset(
    {"unsubscribed", "opted out", "opt out", "stop", "do not text", "do not email", "do not contact", "dnc"}
)
# What under "do not contact" says that nothing stands in the way; anything else there is a stop, a date as well.
NOT_STOPPED = frozenset(
    {"", "no", "n", "false", "0", "f", "none", "null", "n/a", "na", "ok", "active", "allowed", "subscribed",
     "opted in", "opt in", "nein", "non", "off"}
)  # fmt: skip
STANDINGS = {
    "new": "new", "lead": "new", "prospect": "new", "interessent": "new", "returning": "returning",
    "repeat": "returning", "customer": "customer", "client": "customer", "patient": "customer", "existing": "customer",
    "member": "customer", "active": "customer", "kunde": "customer", "open issue": "open_issue", "issue": "open_issue",
}  # fmt: skip
LINE_TYPES = {
    "mobile": "mobile", "cell": "mobile", "cellular": "mobile", "wireless": "mobile", "landline": "landline",
    "fixed": "landline", "home": "landline", "voip": "voip", "toll free": "toll_free", "tollfree": "toll_free",
}  # fmt: skip
KINDS = {
    "express written": "express_written", "written": "express_written", "pewc": "express_written",
    "express": "express", "verbal": "express", "oral": "express", "double opt in": "express_written",
    "implied": "implied", "soft opt in": "soft_opt_in", "soft": "soft_opt_in", "transactional": "transactional",
}  # fmt: skip
SCOPES = {
    "marketing": "marketing", "promotional": "marketing", "offers": "marketing", "transactional": "transactional",
    "bookings": "transactional", "appointments": "transactional", "reminders": "transactional", "all": "all",
    "everything": "all", "both": "all",
}  # fmt: skip
LANGUAGES = {"english": "en", "spanish": "es", "espanol": "es", "french": "fr", "francais": "fr", "german": "de",
             "deutsch": "de", "portuguese": "pt", "italian": "it", "chinese": "zh", "vietnamese": "vi"}  # fmt: skip
COUNTRIES = {"united states": "US", "united states of america": "US", "usa": "US", "u s a": "US", "us": "US",
             "canada": "CA", "united kingdom": "GB", "uk": "GB", "great britain": "GB", "england": "GB",
             "germany": "DE", "deutschland": "DE", "france": "FR", "australia": "AU", "mexico": "MX",
             "ireland": "IE", "new zealand": "NZ"}  # fmt: skip
STATES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS", "kentucky": "KY",
    "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA", "michigan": "MI", "minnesota": "MN",
    "mississippi": "MS", "missouri": "MO", "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND",
    "ohio": "OH", "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI",
    "south carolina": "SC", "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "puerto rico": "PR",
}  # fmt: skip
CHANNELS = {"sms": "sms", "text": "sms", "phone": "sms", "mobile": "sms", "email": "email", "e mail": "email",
            "mail": "email", "whatsapp": "whatsapp"}  # fmt: skip
LONGEST = {"first_name": 80, "last_name": 80, "city": 80, "postcode": 12, "stated_request": 500, "external_id": 80,
           "source": 80}  # fmt: skip
LONGEST_CELL = 2_000
_ZONES = frozenset(available_timezones())


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read rows: which column holds what, how dates and numbers stand, and what holds where no column says it.

    own_fields: kind of the business's own field by key; owners: id of a member by name or email in lower case.
    """

    columns: tuple[tuple[str, int], ...]
    headings: Mapping[str, str] = field(default_factory=dict)
    region: str = "US"
    date_order: str = "mdy"
    zone: str = "America/New_York"
    source: str = ""
    tags: tuple[str, ...] = ()
    consent: Mapping[str, str] = field(default_factory=dict)
    own_fields: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, int] = field(default_factory=dict)
    only_stops: bool = False


@dataclass(slots=True)
class RowReading:
    """What one row says. `refused` is set when nothing can be made of it; `remarks` are the rest.

    said: what is stored and written, ready for JSON. addresses: (kind, address, label, line type), the best first.
    stopped: the kinds of address that must not be written to. text_problem: why a campaign may not text this person by
    what the row says; lacks_consent: only because it holds no consent; needs_word: a member must vouch for it.
    """

    said: dict[str, Any] = field(default_factory=dict)
    addresses: list[tuple[str, str, str, str]] = field(default_factory=list)
    stopped: frozenset[str] = frozenset()
    refused: str = ""
    remarks: list[str] = field(default_factory=list)
    text_problem: str = ""
    lacks_consent: bool = False
    needs_word: bool = False

    @property
    def name_key(self) -> str:
        return f"{self.said.get('first_name', '')} {self.said.get('last_name', '')}".strip().lower()


def read_row(cells: Sequence[str], reading: Reading, *, now: datetime) -> RowReading:
    """Read one row. Never raises; what cannot be read is said in `refused` or `remarks`."""
    width = len(cells)
    cell = {name: cells[index].strip() for name, index in reading.columns if index < width and cells[index]}
    row = RowReading()
    problems = _read_addresses(row, cell, reading)
    if not row.addresses:
        row.refused = problems[0] if problems else "There is neither a phone number nor an email address."
        return row
    row.remarks.extend(problems)
    if reading.only_stops:
        _stop(row, frozenset({"phone", "email"}))
        return row
    _read_name(row.said, cell)
    _read_about(row, cell, reading, now=now)
    _read_place(row, cell)
    _read_own_fields(row, cell, reading)
    _read_stops(row, cell)
    row.text_problem = _read_text_consent(row, cell, reading, now=now)
    _read_email_consent(row, cell, reading, now=now)
    return row


def _read_name(said: dict[str, Any], cell: Mapping[str, str]) -> None:
    first, last = cell.get("first_name", ""), cell.get("last_name", "")
    full = cell.get("full_name", "")
    if full and not (first or last):
        if "," in full:
            last, _, first = full.partition(",")
        else:
            first, _, last = full.partition(" ")
    for name, value in (("first_name", first), ("last_name", last)):
        if value := " ".join(value.split()):
            said[name] = value[:80]


def _read_addresses(row: RowReading, cell: Mapping[str, str], reading: Reading) -> list[str]:
    """Read every phone, then every email, each once; return a sentence for each that is none."""
    region = (_country(cell["country"]) if "country" in cell else "") or reading.region
    problems: list[str] = []
    seen: set[str] = set()
    for number, name in enumerate(PHONES):
        for text in _several(cell, name):
            phone = read_phone(text, region=region)
            if phone.e164 is None:
                problems.append(phone.problem or "")
            elif phone.e164 not in seen:
                seen.add(phone.e164)
                row.addresses.append(("phone", phone.e164, *_label_of_phone(name, number, cell, reading)))
    for name in EMAILS:
        for text in _several(cell, name):
            email = read_email(text)
            if email.email is None:
                problems.append(email.problem or "")
            elif email.email not in seen:
                seen.add(email.email)
                row.addresses.append(("email", email.email, cell.get(f"{name}_label", "")[:40].strip("* "), ""))
    return problems


def _several(cell: Mapping[str, str], name: str) -> Sequence[str]:
    """The values of a cell: Google writes several of one label into one."""
    text = cell.get(name)
    if not text:
        return ()
    return [part for part in map(str.strip, text.split(":::")) if part] if ":::" in text else (text,)


def _label_of_phone(name: str, number: int, cell: Mapping[str, str], reading: Reading) -> tuple[str, str]:
    """The label and line type of a phone: from its columns, else from the heading of the number's own column."""
    heading = reading.headings.get(name, "")
    label = cell.get(f"{name}_label", "").strip("* ") or heading
    named = cell.get("line_type" if number == 0 else f"line_type_{number + 1}", "")
    line_type = LINE_TYPES.get(plain(named), "") if named else ""
    if not line_type and "landline" in label.lower():
        line_type = "landline"
    return label[:40], line_type


def _read_about(row: RowReading, cell: Mapping[str, str], reading: Reading, *, now: datetime) -> None:
    said = row.said
    for name in ("stated_request", "external_id"):
        if value := cell.get(name):
            said[name] = value[: LONGEST[name]]
    if source := cell.get("source") or reading.source:
        said["source"] = source[:80]
    if language := cell.get("language"):
        said["language"] = LANGUAGES.get(plain(language), language)[:8]
    for name, words in (("preferred_channel", CHANNELS), ("standing", STANDINGS)):
        if name in cell and (value := words.get(plain(cell[name]))):
            said[name] = value
    if "tags" in cell or reading.tags:
        tags = [tag.strip('*" ')[:40] for tag in re.split(r"[;,|]|:::", cell.get("tags", ""))]
        said["tags"] = list(dict.fromkeys(tag for tag in (*tags, *reading.tags) if tag))
    if "owner" in cell:
        _read_owner(row, cell["owner"], reading)
    if "last_dealing_at" in cell:
        _read_last_dealing(row, cell["last_dealing_at"], reading, now=now)


def _read_owner(row: RowReading, text: str, reading: Reading) -> None:
    if found := reading.owners.get(text.lower()):
        row.said["owner"] = found
    else:
        row.remarks.append(f"Nobody in the team is called “{text[:40]}”.")


def _read_last_dealing(row: RowReading, text: str, reading: Reading, *, now: datetime) -> None:
    found = read_date(text, order=reading.date_order, zone=reading.zone)
    if found is None:
        row.remarks.append(f"The last visit “{text[:30]}” is not a date we can read.")
    elif found > now:
        row.remarks.append("The last visit lies in the future and was left out.")
    else:
        row.said["last_dealing_at"] = found.isoformat()


def _read_place(row: RowReading, cell: Mapping[str, str]) -> None:
    said = row.said
    for name in ("city", "postcode"):
        if value := cell.get(name):
            said[name] = value[: LONGEST[name]]
    for name, problem, read in _PLACES:
        if value := cell.get(name):
            if found := read(value):
                said[name] = found
            else:
                row.remarks.append(problem.format(value[:40]))
    if row.addresses[0][0] == "phone":
        country, zone = _place(row.addresses[0][1])
        if country:
            said["place"] = [country, zone]


@lru_cache(maxsize=1_024)
def _state(text: str) -> str:
    return text.upper() if len(text) in (2, 3) and text.isalpha() else STATES.get(plain(text), "")


def _zone(text: str) -> str:
    return text if text in _ZONES else ""


@lru_cache(maxsize=1_024)
def _country(text: str) -> str:
    return COUNTRIES.get(plain(text)) or (text.upper() if len(text) == 2 and text.isalpha() else "")


_PLACES = (
    ("state", "Write the state with two letters, such as NY; the strictest hours hold until then.", _state),
    ("country", "“{}” is not a country that we know. Write two letters, such as US.", _country),
    ("zone", "“{}” is not a time zone such as America/Chicago.", _zone),
)


def _place(phone: str) -> tuple[str, str]:
    """Country and, where there is only one, zone of a number; of +1 the area code decides."""
    return _place_of(phone[:5] + "5550100" if phone.startswith("+1") and len(phone) == 12 else phone)


@lru_cache(maxsize=4_096)
def _place_of(phone: str) -> tuple[str, str]:
    places = likely_places(phone)
    return places.country, places.zones[0] if len(places.zones) == 1 else ""


def _read_own_fields(row: RowReading, cell: Mapping[str, str], reading: Reading) -> None:
    own: dict[str, str] = {}
    for name, kind in reading.own_fields.items():
        text = cell.get(CUSTOM + name, "")
        if not text:
            continue
        value = _own_value(text, kind, reading)
        if value:
            own[name] = value
        else:
            row.remarks.append(f"“{text[:40]}” is no {kind} and was left out.")
    if own:
        row.said["custom"] = own


def _own_value(text: str, kind: str, reading: Reading) -> str:
    if kind == "date":
        found = read_date(text, order=reading.date_order, zone="UTC")
        return found.date().isoformat() if found else ""
    if kind == "number":
        bare = re.sub(r"[\s$€£,](?=\d)|[$€£%]", "", text)
        return bare if re.fullmatch(r"-?\d+(\.\d+)?", bare) else ""
    return text[:500]


def _read_stops(row: RowReading, cell: Mapping[str, str]) -> None:
    def says_stop(name: str) -> bool:
        return name in cell and answer(cell[name]) not in NOT_STOPPED

    everywhere = says_stop("do_not_contact")
    kinds = {
        "phone": everywhere or says_stop("do_not_text") or answer(cell.get("consent", "")) in STOPPING,
        "email": everywhere or says_stop("do_not_email") or answer(cell.get("email_consent", "")) in STOPPING,
    }
    _stop(row, frozenset(kind for kind, is_stopped in kinds.items() if is_stopped))


def _stop(row: RowReading, kinds: frozenset[str]) -> None:
    row.stopped = kinds
    stops = [[kind, address] for kind, address, *_ in row.addresses if kind in kinds]
    if stops:
        row.said["stop"] = stops


def _read_text_consent(row: RowReading, cell: Mapping[str, str], reading: Reading, *, now: datetime) -> str:
    """Keep what the row says was agreed for texts; return why no campaign may text, or nothing (rulings 9, 10)."""
    phone = next((address for address in row.addresses if address[0] == "phone"), None)
    if phone is None:
        return "Not eligible by text: no phone number."
    consent, problem = _read_consent(row, cell, reading, prefix="", now=now)
    if "phone" in row.stopped:
        return "Not eligible by text: the file says no."
    if consent:
        row.said.setdefault("consents", []).append({"to": "phone", "address": phone[1], **consent})
        row.needs_word = "wording" not in consent
    if problem:
        return f"Not eligible by text: {problem}"
    if phone[3] == "landline":
        return "Not eligible by text: a landline."
    if phone[3] == "toll_free" or is_toll_free(phone[1]):
        return "Not eligible by text: a toll-free number, which belongs to a business."
    if consent.get("kind") != "express_written":
        return "Not eligible by text: the consent is not an express one in writing."
    if consent.get("scope") == "transactional":
        return "Not eligible by text: the consent covers bookings and jobs, not marketing."
    return ""


def _read_email_consent(row: RowReading, cell: Mapping[str, str], reading: Reading, *, now: datetime) -> None:
    has_columns = any(name.startswith("email_consent") for name in cell)
    if not has_columns or all(kind != "email" for kind, *_ in row.addresses):
        return
    email = next(address for kind, address, *_ in row.addresses if kind == "email")
    consent, _ = _read_consent(row, cell, reading, prefix="email_", now=now)
    if consent and "email" not in row.stopped:
        row.said.setdefault("consents", []).append({"to": "email", "address": email, **consent})


def _read_consent(
    row: RowReading, cell: Mapping[str, str], reading: Reading, *, prefix: str, now: datetime
) -> tuple[dict[str, str], str]:
    """Return a consent that has date and source, or why there is none. Without both it would prove nothing."""
    what = "email consent" if prefix else "consent"
    given = answer(cell.get(f"{prefix}consent", ""))
    if given in NO:
        kind = "email" if prefix else "phone"
        no = [[kind, address] for of_kind, address, *_ in row.addresses if of_kind == kind]
        row.said.setdefault("no", []).extend(no)
        return {}, "the file says no."
    if given and given not in YES:
        row.remarks.append(f"The {what} “{given[:30]}” is neither yes nor no, so it counts for nothing.")
        return {}, "the file does not say yes."

    def said(part: str) -> str:
        return cell.get(f"{prefix}consent_{part}", "") or reading.consent.get(f"{prefix}{part}", "")

    written = said("date")
    at = read_date(written, order=reading.date_order, zone=reading.zone) if written else None
    if written and at is None:
        row.remarks.append(f"The {what} date “{written[:30]}” is not a date we can read.")
    elif at and at > now:
        row.remarks.append(f"The {what} date lies in the future, so it proves nothing.")
        at = None
    source = said("source")[:80]
    if at is None or not source:
        row.lacks_consent = row.lacks_consent or not prefix
        return {}, "no consent date." if at is None else "nothing says where the consent was given."
    named = said("kind")
    found = {
        "at": at.isoformat(),
        "source": source,
        # A word for the kind that nobody knows proves less than none.
        "kind": KINDS.get(plain(named), "unknown") if named else "express_written",
        "scope": SCOPES.get(plain(said("scope")), "marketing"),
        "wording": said("wording"),
        "url": said("url")[:500],
        "ip": said("ip")[:60],
    }
    return {name: value for name, value in found.items() if value}, ""


@lru_cache(maxsize=1_024)
def answer(text: str) -> str:
    """Return an answer in its plainest spelling: "Opted-Out." and "opted out" are one."""
    return " ".join(re.sub(r"[-_.!]", " ", text.lower()).split())
