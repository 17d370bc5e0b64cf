"""Pure: what a column of a file can mean, and a first guess from its heading."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

CUSTOM = "custom:"
PHONES = ("phone", "phone_2", "phone_3", "phone_4")
EMAILS = ("email", "email_2", "email_3")

# group: {field: (name for people, headings that mean it, the plainest first)}
GROUPS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "Name": {
        "first_name": ("First name", ("first name", "first", "given name", "forename", "fname", "firstname",
                                      "patient first name", "client first name", "customer first name", "vorname",
                                      "nombre", "prenom")),
        "last_name": ("Last name", ("last name", "last", "surname", "family name", "lname", "lastname",
                                    "patient last name", "client last name", "customer last name", "nachname",
                                    "apellido", "apellidos", "nom")),
        "full_name": ("Full name", ("name", "full name", "customer", "customer name", "client", "client name",
                                    "patient", "patient name", "lead", "lead name", "contact", "contact name",
                                    "display name", "display as", "guest", "guest name", "member name", "who")),
    },
    "Phones and emails": {
        "phone": ("Phone", ("mobile phone", "cell phone", "mobile", "cell", "mobile number", "cell number",
                            "wireless phone", "phone number", "phone", "primary phone", "main phone", "main phone #s",
                            "main phone s", "telephone", "telephone number", "tel", "mobil", "handy", "mobilnummer",
                            "telefon", "telefono", "movil", "celular", "phone 1 value", "phone 1", "sms number",
                            "sms phone", "contact number", "number")),
        "phone_label": ("Phone: what it is called", ("phone label", "phone 1 label", "phone 1 type")),
        "line_type": ("Phone: line type", ("line type", "phone type")),
        "phone_2": ("Second phone", ("phone 2", "second phone", "other phone", "home phone", "work phone", "landline",
                                     "phone 2 value", "home", "work", "business phone", "secondary phone",
                                     "alternate phone", "hm phone", "home number", "work number", "telefon privat",
                                     "telefon geschaftlich", "wireless", "mobile phone", "cell phone", "phone",
                                     "telefon")),
        "phone_2_label": ("Second phone: what it is called", ("phone 2 label", "phone 2 type")),
        "line_type_2": ("Second phone: line type", ("line type 2", "phone 2 line type")),
        "phone_3": ("Third phone", ("phone 3", "third phone", "phone 3 value", "business phone", "work phone",
                                    "wk phone", "other phone", "home phone")),
        "phone_3_label": ("Third phone: what it is called", ("phone 3 label", "phone 3 type")),
        "line_type_3": ("Third phone: line type", ("line type 3", "phone 3 line type")),
        "phone_4": ("Fourth phone", ("phone 4", "fourth phone", "phone 4 value", "other phone")),
        "phone_4_label": ("Fourth phone: what it is called", ("phone 4 label",)),
        "email": ("Email", ("email", "e mail", "email address", "e mail address", "mail", "primary email",
                            "e mail 1 value", "email 1 value", "email 1", "emails", "e mails", "main email",
                            "correo", "correo electronico", "e mail adresse", "mailadresse")),
        "email_label": ("Email: what it is called", ("email label", "e mail 1 label", "e mail 1 type")),
        "email_2": ("Second email", ("email 2", "second email", "e mail 2 value", "e mail 2 address", "other email",
                                     "secondary email", "work email")),
        "email_2_label": ("Second email: what it is called", ("email 2 label", "e mail 2 label")),
        "email_3": ("Third email", ("email 3", "e mail 3 value", "e mail 3 address")),
    },
    "Place": {
        "city": ("Town", ("city", "town", "home city", "address 1 city", "service city", "billing city", "ort",
                          "stadt", "ciudad", "address city", "mailing city")),
        "state": ("State", ("state", "province", "region", "home state", "address 1 region", "service state",
                            "service province", "billing state", "estado", "address state", "st", "mailing state")),
        "postcode": ("ZIP code", ("zip", "zip code", "postcode", "postal code", "zipcode", "home postal code",
                                  "address 1 postal code", "service zip", "service zip code", "billing zip", "plz",
                                  "postleitzahl", "address zip", "codigo postal", "mailing zip")),
        "country": ("Country", ("country", "country code", "home country region", "address 1 country", "land",
                                "pais", "service country")),
        "zone": ("Time zone", ("time zone", "timezone", "tz", "zone")),
    },
    "About them": {
        "language": ("Language", ("language", "lang", "preferred language", "sprache", "idioma")),
        "preferred_channel": ("Preferred channel", ("preferred channel", "preferred contact",
                                                    "preferred contact method", "contact preference",
                                                    "contact method")),
        "source": ("Lead source", ("source", "lead source", "origin", "how did you hear", "referral source",
                                   "referred by", "herkunft")),
        "tags": ("Tags", ("tags", "tag", "labels", "groups", "categories", "group membership", "client tags",
                          "customer tags", "etiquetas")),
        "standing": ("Standing", ("standing", "customer type", "status", "type", "patient status", "client status",
                                  "lead status")),
        "owner": ("Looked after by", ("owner", "assigned to", "account manager", "salesperson", "sales rep")),
        "stated_request": ("What they asked for", ("request", "service", "interest", "interested in",
                                                   "stated request", "notes", "note", "comments", "memo",
                                                   "service requested", "notizen", "notas")),
        "last_dealing_at": ("Last visit or deal", ("last visit", "last service", "last appointment", "last activity",
                                                   "last contact", "last seen", "last job", "last order",
                                                   "last contacted", "last visit date", "last service date",
                                                   "last job date", "last appt", "last purchase", "last transaction",
                                                   "last purchase date", "last order date", "last invoice date",
                                                   "date of last visit", "letzter besuch", "letzter termin",
                                                   "ultima visita")),
        "external_id": ("Your own number", ("id", "customer id", "client id", "external id", "contact id", "account",
                                            "patient id", "pat id", "chart", "chart number", "account number",
                                            "reference id", "customer number", "kundennummer", "kunden nr",
                                            "customer no", "square customer id")),
    },
    "Consent to texts": {
        "consent": ("Consent: yes or no", ("consent", "opt in", "opted in", "sms consent", "sms opt in",
                                           "text consent", "permission", "ok to text", "okay to text",
                                           "agreed to texts", "text opt in", "sms marketing", "receives sms",
                                           "text messages", "ok to text y n", "sms subscription status",
                                           "text message consent", "allow texts", "texts ok")),
        "consent_date": ("Consent: date", ("consent date", "opt in date", "opted in at", "consent at",
                                           "permission date", "consented at", "sms consent date", "date of consent",
                                           "when agreed", "agreed on", "date agreed", "sms opt in date",
                                           "text consent date")),
        "consent_source": ("Consent: where it was given", ("consent source", "opt in source", "permission source",
                                                           "how consented", "how agreed", "where agreed",
                                                           "sms consent source", "text consent source")),
        "consent_wording": ("Consent: the words agreed to", ("consent wording", "consent text", "opt in text",
                                                             "disclosure", "consent language",
                                                             "sms consent wording")),
        "consent_kind": ("Consent: kind", ("consent kind", "consent type", "sms consent type")),
        "consent_scope": ("Consent: what it covers", ("consent scope", "consent purpose", "sms consent scope")),
        "consent_url": ("Consent: page", ("consent url", "consent page", "opt in url", "opt in page",
                                          "sms consent url")),
        "consent_ip": ("Consent: IP address", ("consent ip", "opt in ip", "ip address", "ip", "optin ip",
                                               "sms consent ip")),
    },
    "Consent to email": {
        "email_consent": ("Email consent: yes or no", ("email consent", "email opt in", "accepts marketing",
                                                       "email marketing", "receives email", "email subscription",
                                                       "email subscription status", "ok to email")),
        "email_consent_date": ("Email consent: date", ("email consent date", "email opt in date", "optin time",
                                                       "subscribed at", "email opt in at", "confirm time")),
        "email_consent_source": ("Email consent: where it was given", ("email consent source",
                                                                       "email opt in source")),
        "email_consent_wording": ("Email consent: the words agreed to", ("email consent wording",
                                                                         "email opt in text")),
        "email_consent_kind": ("Email consent: kind", ("email consent kind", "email consent type")),
        "email_consent_scope": ("Email consent: what it covers", ("email consent scope",)),
        "email_consent_url": ("Email consent: page", ("email consent url", "email opt in url")),
        "email_consent_ip": ("Email consent: IP address", ("email consent ip", "email opt in ip")),
    },
    "Stops": {
        "do_not_contact": ("Do not contact", ("do not contact", "dnc", "opt out", "opted out", "do not solicit",
                                              "no contact", "blocked", "kontaktsperre")),
        "do_not_text": ("Do not text", ("do not text", "sms opt out", "sms opted out", "text opt out", "no texts",
                                        "no sms", "stop texts", "do not sms")),
        "do_not_email": ("Do not email", ("do not email", "unsubscribed", "email opt out", "unsubscribe",
                                          "email unsubscribed", "unsub time", "no email", "email opted out",
                                          "unsubscribed at", "do not mail", "email bounced")),
    },
}  # fmt: skip
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    name: field for group in GROUPS.values() for name, field in group.items()
}
# The phones and emails of a do-not-contact list, and nothing else of it.
STOP_FIELDS = (*PHONES, *EMAILS)


def plain(heading: str) -> str:
    """Return a heading in its plainest spelling: "E-Mail Adresse*" and "e mail adresse" are one."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", heading) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.lower().replace("ß", "ss")).split())


def guess_mapping(columns: Sequence[str]) -> dict[str, int]:
    """Return {field: column index} for the headings that plainly say what they hold; each column once."""
    mapping: dict[str, int] = {}
    taken: set[int] = set()
    spelled = [plain(column) for column in columns]
    for field, (_, headings) in FIELDS.items():
        # The plainest heading of the field first: a mobile number is preferred to a home number.
        for heading in headings:
            index = next((i for i, column in enumerate(spelled) if column == heading and i not in taken), None)
            if index is not None:
                mapping[field] = index
                taken.add(index)
                break
    if "first_name" in mapping or "last_name" in mapping:
        mapping.pop("full_name", None)
    return mapping


def count_known(cells: Sequence[str]) -> int:
    """Return how many of these cells are headings we know."""
    known = {heading for _, headings in FIELDS.values() for heading in headings}
    return sum(plain(cell) in known for cell in cells)


def key_of_headings(columns: Sequence[str]) -> str:
    """Return the key under which the meaning of these headings is remembered, whatever their order of upload."""
    return hashlib.sha256("\x1f".join(plain(column) for column in columns).encode()).hexdigest()


def name_field(field: str) -> str:
    """Return the words for a field: stated_request is What they asked for."""
    if field.startswith(CUSTOM):
        return field.removeprefix(CUSTOM).replace("-", " ").capitalize()
    return FIELDS[field][0] if field in FIELDS else field.replace("_", " ").capitalize()
