"""The demo's contact files, as two programs of a small shop would export them. Numbers are all reserved for fiction."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config.demo.words import WORDING

FIRST = """Maria James Priya Robert Linda Ahmed Susan Carlos Emily David Grace Kevin Rosa Brian Hannah Luis Megan Tyrone
Karen Dmitri Angela Scott Naomi Peter Yolanda Greg Fatima Walter Denise Raj Olivia Frank Teresa Neil Ingrid Marcus
Jasmine Howard Elena Patrick Wendy Omar Claire Victor Joyce Andre Bethany Samuel Lucia Dennis""".split()  # noqa: SIM905
LAST = """Alvarez Bennett Chandra Dalton Eriksen Farouk Garcia Hughes Ibarra Jensen Kowalski Lopez Mbeki Nguyen Okafor
Petersen Quintana Reyes Sandoval Thompson Ulrich Vasquez Whitaker Xiong Yates Zamora Archer Brooks Castillo Dunn Ellison
Foster Goodwin Harmon Iverson Johansson Keller Lindqvist Moreno Novak Ortega Pruitt Ramirez Schaefer Trujillo
Underwood Vance Weaver Young Zielinski""".split()  # noqa: SIM905

# area code, share, state, towns with their postcode, time zone where the area code leaves it open
AREAS: tuple[tuple[str, int, str, tuple[tuple[str, str], ...], str], ...] = (
    ("303", 34, "CO", (("Denver", "80211"), ("Lakewood", "80226"), ("Arvada", "80003"), ("Littleton", "80120")), ""),
    ("720", 26, "CO", (("Aurora", "80012"), ("Denver", "80205"), ("Westminster", "80031"), ("Parker", "80134")), ""),
    ("970", 9, "CO", (("Fort Collins", "80521"), ("Greeley", "80631"), ("Loveland", "80537")), ""),
    ("719", 7, "CO", (("Colorado Springs", "80903"), ("Pueblo", "81003")), ""),
    ("307", 5, "WY", (("Cheyenne", "82001"), ("Laramie", "82070")), ""),
    ("402", 3, "NE", (("Omaha", "68102"),), ""),
    ("785", 2, "KS", (("Topeka", "66603"),), "America/Chicago"),
    ("602", 4, "AZ", (("Phoenix", "85004"),), ""),
    ("505", 3, "NM", (("Santa Fe", "87501"),), ""),
    ("801", 3, "UT", (("Salt Lake City", "84101"),), ""),
    ("214", 4, "TX", (("Dallas", "75201"),), ""),
    ("213", 4, "CA", (("Los Angeles", "90012"),), ""),
    ("206", 3, "WA", (("Seattle", "98101"),), ""),
    ("312", 3, "IL", (("Chicago", "60601"),), ""),
    ("305", 3, "FL", (("Miami", "33130"),), ""),
    ("212", 3, "NY", (("New York", "10001"),), ""),
    # Idaho has two zones and these rows no state: the strictest hours hold.
    ("208", 2, "", (("", ""),), ""),
)  # fmt: skip
# tag, share, what they asked for
JOBS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("heating", 30, ("Furnace tune-up", "Furnace replacement quote", "Boiler noise", "No heat upstairs", "Thermostat")),
    ("cooling", 26, ("AC tune-up", "New AC quote", "AC not cooling", "Mini split for the garage", "Swamp cooler swap")),
    ("water heater", 18, ("Water heater leaking", "Tankless quote", "Water heater replacement")),
    ("plumbing", 15, ("Kitchen faucet", "Bathroom remodel quote", "Slow drain", "Sprinkler blowout", "Sump pump")),
    ("maintenance plan", 11, ("Maintenance plan", "Yearly service plan")),
)
WEB_SOURCES = ("website", "website", "website", "google ads", "home show", "neighbor referral")
SHOP_SOURCES = ("phone call", "walk-in", "referral", "work order", "work order", "yard sign")
WEB_COLUMNS = ["First name", "Last name", "Mobile", "Email", "City", "State", "ZIP", "Time zone", "Language",
               "Lead source", "Tags", "Request", "Last contact", "Consent date", "Consent source",
               "Consent wording"]  # fmt: skip
SHOP_COLUMNS = ["Customer ID", "Name", "Phone", "Phone type", "Email", "City", "State", "ZIP", "Time zone",
                "Lead source", "Customer type", "Tags", "Notes", "Last service", "Do not text", "SMS consent",
                "Consent date", "Consent source"]  # fmt: skip
WEB_ROWS, SHOP_ROWS = 84, 118


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A CSV as the owner would upload it. `attests`: the owner vouches for it, because it holds no wording."""

    name: str
    text: str
    attests: bool


@dataclass(frozen=True, slots=True)
class _Person:
    first: str
    last: str
    phone: str
    email: str
    city: str
    state: str
    postcode: str
    zone: str
    tag: str
    request: str
    consented: date
    last_dealing: date


def make_files(today: date) -> tuple[DemoFile, DemoFile]:
    """Return the leads of the website and the customers of the shop's program; the same people whatever the day."""
    chance = random.Random(80205)  # noqa: S311  believable, not secret
    people = _people(chance, today)
    leads = [next(people) for _ in range(WEB_ROWS)]
    return _web_file(chance, leads), _shop_file(chance, people, households=leads[6:60:22])


def _people(chance: random.Random, today: date) -> Iterator[_Person]:
    names = [(first, last) for first in FIRST for last in LAST]
    chance.shuffle(names)
    used: Counter[str] = Counter()
    for first, last in names:
        area, _, state, towns, zone = chance.choices(AREAS, weights=[row[1] for row in AREAS])[0]
        tag, _, requests = chance.choices(JOBS, weights=[row[1] for row in JOBS])[0]
        used[area] += 1
        city, postcode = chance.choice(towns)
        # From three months to five years ago, more of them lately.
        days = int(95 + 1700 * chance.random() ** 1.8)
        dealt = today - timedelta(days=days)
        yield _Person(
            first=first, last=last, phone=f"({area}) 555-{109 + used[area]:04}",
            email=_email(chance, first, last),
            city=city, state=state, postcode=postcode, zone=zone, tag=tag, request=chance.choice(requests),
            consented=dealt - timedelta(days=chance.randrange(0, 240)), last_dealing=dealt,
        )  # fmt: skip


def _email(chance: random.Random, first: str, last: str) -> str:
    domain = chance.choice(("com", "net", "org"))
    return f"{first}.{last}@example.{domain}".lower() if chance.random() < 0.7 else ""


def _web_file(chance: random.Random, people: list[_Person]) -> DemoFile:
    rows = []
    for number, person in enumerate(people):
        # The form had no checkbox in its first months.
        agreed = number % 12 != 5
        rows.append([
            person.first, person.last, person.phone, person.email, person.city, person.state, person.postcode,
            person.zone, "es" if person.last in SPANISH and number % 2 else "", chance.choice(WEB_SOURCES),
            "; ".join([person.tag, *(["quote sent"] if "quote" in person.request else [])]), person.request,
            person.last_dealing.isoformat(), person.consented.isoformat() if agreed else "",
            "website form" if agreed else "", WORDING if agreed else "",
        ])  # fmt: skip
    rows[-1] = [*rows[0]]
    rows.append(["Test", "Entry", "555-12", "", "Denver", "CO", *[""] * 10])
    return DemoFile("website-requests.csv", _csv(WEB_COLUMNS, rows), attests=False)


SPANISH = frozenset({"Alvarez", "Garcia", "Lopez", "Quintana", "Reyes", "Sandoval", "Vasquez", "Zamora", "Castillo",
                     "Moreno", "Ortega", "Ramirez", "Trujillo"})  # fmt: skip


def _shop_file(chance: random.Random, people: Iterator[_Person], *, households: list[_Person]) -> DemoFile:
    """`households`: people whose partner is in this file, with the same last name and phone."""
    rows: list[list[str]] = []
    partners = dict(zip((30, 71, 104), households, strict=True))
    for number in range(SHOP_ROWS):
        person = next(people)
        undated, landline, refused = number % 9 == 4, number % 23 == 11, number % 29 == 17
        says_no = number % 31 == 21
        partner = partners.get(number, person)
        phone = partner.phone if number % 40 != 39 else ""
        kind = chance.choices(("customer", "returning", "open issue"), weights=(70, 27, 3))[0]
        rows.append([
            f"BW-{2100 + number}", f"{person.first} {partner.last}", phone, "landline" if landline else "mobile",
            person.email or (f"{person.first}@example.org".lower() if not phone else ""), person.city, person.state,
            person.postcode, person.zone, chance.choice(SHOP_SOURCES), kind,
            "; ".join([person.tag, *(["landlord"] if number % 17 == 3 else [])]), person.request,
            f"{person.last_dealing:%m/%d/%Y}", "yes" if refused else "", "no" if says_no else "yes",
            "" if undated else f"{person.consented:%m/%d/%Y}", "service agreement" if number % 3 else "intake sheet",
        ])  # fmt: skip
    rows.append(["BW-2300", "Front desk", "303 555 01", "", "", "Denver", "CO", *[""] * 11])
    rows.append(["BW-2301", "No Details", *[""] * 16])
    return DemoFile("customers-export.csv", _csv(SHOP_COLUMNS, rows), attests=True)


def _csv(columns: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
