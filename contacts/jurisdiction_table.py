"""When the law lets a business text somebody, as data. Facts and doubts as collected on 2026-11-21; not legal advice.

Only rows that are stricter than, or worded differently from, the federal 08:00 to 21:00. Where sources conflict the
stricter reading stands. Change a row: change RULES_VERSION too, it is sealed into every decision.
"""

from dataclasses import dataclass
from datetime import date, time

RULES_VERSION = "2026-11-21"

Window = tuple[time, time]


def _hours(start: int, end: int) -> Window:
    return time(start), time(end)


H08_20, H08_21, H09_20, H09_21 = _hours(8, 20), _hours(8, 21), _hours(9, 20), _hours(9, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRow:
    """The local hours in which marketing texts may reach people in one place; None: not on such a day at all."""

    place: str  # state, or "federal", "unknown", "abroad"
    name: str  # how a sentence calls it
    weekdays: Window
    saturday: Window | None
    sunday: Window | None
    holidays: tuple[str, ...] = ()  # states whose legal holidays (federal ones included) are closed days
    cap: int | None = None  # texts about one subject to one person in any 24 hours
    also_in: str = ""  # a fixed zone in which the same hours must hold as well
    source: str
    confidence: str  # P official text seen, P2 quoted in full elsewhere, S summaries only
    effective_from: date | None = None
    note: str = ""


FEDERAL = HoursRow(
    place="federal", name="the United States", weekdays=H08_21, saturday=H08_21, sunday=H08_21,
    source="47 CFR 64.1200(c)(1)", confidence="P2",
)  # fmt: skip

# Nobody knows the state: the latest start and the earliest end of every row, no Sunday, no day that is a legal holiday
# in any state that closes its holidays.
UNKNOWN = HoursRow(
    place="unknown", name="any state", weekdays=_hours(10, 18), saturday=_hours(10, 17), sunday=None,
    holidays=("AL", "LA", "PA", "RI", "UT"), cap=3, source="strictest of all rows", confidence="P2",
)  # fmt: skip

# No general hours by statute were found outside the United States: a courtesy, not a law.
ABROAD = HoursRow(
    place="abroad", name="countries outside the United States", weekdays=H08_20, saturday=H08_20, sunday=None,
    source="courtesy default", confidence="S",
)  # fmt: skip

_ROWS = (
    HoursRow(
        place="AL", name="Alabama", weekdays=H08_20, saturday=H08_20, sunday=None, holidays=("AL",),
        source="Ala. Admin. Code 770-X-5-.17(2)", confidence="P2",
        note="Live solicitation calls; a vendor reads it as limited to telephone utilities.",
    ),
    HoursRow(
        place="CT", name="Connecticut", weekdays=H09_20, saturday=H09_20, sunday=H09_20,
        source="Conn. Gen. Stat. 42-288a(c), P.A. 23-98", confidence="P2", effective_from=date(2023, 10, 1),
        note="Written consent for any sales text.",
    ),
    HoursRow(
        place="FL", name="Florida", weekdays=H08_20, saturday=H08_20, sunday=H08_20, cap=3,
        source="Fla. Stat. 501.616(6), 501.059", confidence="P", effective_from=date(2021, 7, 1),
        note="The cap is per subject, whatever the sending number.",
    ),
    HoursRow(
        place="KY", name="Kentucky", weekdays=_hours(10, 21), saturday=_hours(10, 21), sunday=_hours(10, 21),
        source="KRS 367.46955(16)", confidence="P2", note="Worded for residences.",
    ),
    HoursRow(
        place="LA", name="Louisiana", weekdays=H08_20, saturday=H08_20, sunday=None, holidays=("LA",),
        source="LPSC General Order R-29617 s. V(A); La. R.S. 45:811", confidence="P2",
        note="Also barred during declared emergencies, which this table cannot know.",
    ),
    HoursRow(
        place="MD", name="Maryland", weekdays=H08_20, saturday=H08_20, sunday=H08_20, cap=3,
        source="Md. Com. Law 14-4502(c)", confidence="P2", effective_from=date(2024, 1, 1),
        note="'Communicate by telephone' is read as including texts.",
    ),
    HoursRow(
        place="MA", name="Massachusetts", weekdays=H08_20, saturday=H08_20, sunday=H08_20,
        source="M.G.L. c.159C s.3; 201 CMR 12.02(2)", confidence="P2",
    ),
    HoursRow(
        place="MI", name="Michigan", weekdays=H09_21, saturday=H09_21, sunday=H09_21,
        source="MCL 750.540e(1)(f)", confidence="P2", note="Another table uses the federal hours.",
    ),
    HoursRow(
        place="MN", name="Minnesota", weekdays=H09_21, saturday=H09_21, sunday=H09_21,
        source="Minn. Stat. 325E.30", confidence="P2", note="Residential subscribers.",
    ),
    HoursRow(
        # The statute names Central Standard Time, which does not move in summer: both readings must hold.
        place="MS", name="Mississippi", weekdays=H08_20, saturday=H08_20, sunday=None, also_in="Etc/GMT+6",
        source="Miss. Code 77-3-723(1), 77-3-705, 77-3-713", confidence="P2", note="Names text messages.",
    ),
    HoursRow(
        place="NV", name="Nevada", weekdays=H09_20, saturday=H09_20, sunday=H09_20,
        source="NRS 598.0918(3)", confidence="S", note="One table of three uses the federal hours.",
    ),
    HoursRow(
        place="NM", name="New Mexico", weekdays=H09_21, saturday=H09_21, sunday=H09_21,
        source="NMSA 57-12-22(B)(5)", confidence="P2",
    ),
    HoursRow(
        place="OK", name="Oklahoma", weekdays=H08_20, saturday=H08_20, sunday=H08_20, cap=3,
        source="15 O.S. 775C.2, 775C.4", confidence="S", effective_from=date(2022, 11, 1),
    ),
    HoursRow(
        place="OR", name="Oregon", weekdays=H08_20, saturday=H08_20, sunday=H08_20, cap=3,
        source="HB 3865, ORS 646.561, 646.563", confidence="P2", effective_from=date(2026, 1, 1),
        note="Replies do not count.",
    ),
    HoursRow(
        place="PA", name="Pennsylvania", weekdays=_hours(9, 19), saturday=_hours(9, 19), sunday=None,
        holidays=("PA",), source="SB 992 of 2026; before it 73 P.S. 2245", confidence="S",
        effective_from=date(2026, 10, 18), note="Enactment not confirmed from the official text.",
    ),
    HoursRow(
        place="RI", name="Rhode Island", weekdays=_hours(9, 18), saturday=_hours(10, 17), sunday=None,
        holidays=("RI",), source="R.I. Gen. Laws 5-61-2(2), 5-61-3.6", confidence="P2",
    ),
    HoursRow(
        place="SD", name="South Dakota", weekdays=H09_21, saturday=H09_21, sunday=None,
        source="SDCL 37-30A-3(2)", confidence="S",
    ),
    HoursRow(
        # One source reads the hours as Central time, which matters for El Paso: both readings must hold.
        place="TX", name="Texas", weekdays=H09_21, saturday=H09_21, sunday=_hours(12, 21), also_in="America/Chicago",
        source="Tex. Bus. & Com. Code 301.051, 302, 304; SB 140", confidence="S", effective_from=date(2025, 9, 1),
    ),
    HoursRow(
        place="UT", name="Utah", weekdays=H08_21, saturday=H08_21, sunday=None, holidays=("UT",),
        source="Utah Code 13-25a-103(3)", confidence="P2",
    ),
    HoursRow(
        place="WA", name="Washington", weekdays=H08_20, saturday=H08_20, sunday=H08_20,
        source="RCW 80.36.390, HB 1497", confidence="S", effective_from=date(2022, 6, 9),
    ),
    HoursRow(
        place="WY", name="Wyoming", weekdays=H08_20, saturday=H08_20, sunday=H08_20,
        source="Wyo. Stat. 40-12-302(d)", confidence="P2",
    ),
)  # fmt: skip

STATE_ROWS: dict[str, HoursRow] = {row.place: row for row in _ROWS}

# States and territories where the federal hours stand alone.
FEDERAL_ONLY = frozenset(
    "AK AZ AR CA CO DE DC GA HI ID IL IN IA KS ME MO MT NE NH NJ NY NC ND OH SC TN VT VA WV WI AS GU MP PR VI".split()  # noqa: SIM905 (a literal list of 35 fills a page)
)
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "VI"})

# Where a person in the United States may be whose zone nobody knows.
UNKNOWN_US_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip
