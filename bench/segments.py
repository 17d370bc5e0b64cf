"""Counting audiences of a million contacts: exact where it is cheap, else an estimate, each within 300 ms.

.venv/bin/python -m bench.segments [--contacts 1000000]
"""

from __future__ import annotations

import argparse
import time
from typing import Any

from bench import crowd, setting

TARGET = 300.0
TREES: list[tuple[str, dict[str, Any]]] = [
    ("everybody", {}),
    ("no contact for 6 months", {"all": [{"is": "no_contact", "months": 6}]}),
    ("no contact, any of two tags", {"all": [{"is": "no_contact", "months": 12},
                                             {"is": "tags", "how": "any", "tags": ["tag1", "tag2"]}]}),
    ("state, source, standing", {"all": [{"is": "state", "how": "is", "places": "CO"},
                                         {"is": "source", "how": "is", "sources": ["source3"]},
                                         {"is": "standing", "how": "is", "standings": ["customer"]}]}),
    ("written consent", {"all": [{"is": "consent", "how": "written"}]}),
    ("no contact, consent younger than 18 months, no stop",
     {"all": [{"is": "no_contact", "months": 6}, {"is": "consent_age", "how": "younger", "months": 18},
              {"is": "state_of_contact", "how": "is_not", "states": ["opted_out", "stopped", "declined"]}]}),
    ("either tag or area code", {"any": [{"is": "tags", "how": "any", "tags": ["tag3"]},
                                         {"is": "area_code", "how": "is", "codes": "200"}]}),
    ("silent in a campaign, or answered positively",
     {"any": [{"is": "campaign", "how": "in"}, {"is": "campaign_mood", "moods": ["positive"]}]}),
    ("own field over 20", {"all": [{"is": "custom", "field": "age", "how": "over", "value": "20"}]}),
    ("nobody", {"all": [{"is": "source", "how": "is", "sources": ["no such source"]}]}),
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=1_000_000)
    asked = parser.parse_args()
    setting.start_django()
    with setting.scratch_database():
        from contacts.models import CustomField  # noqa: PLC0415
        from contacts.segments import count_audience, find_audience, read_conditions  # noqa: PLC0415

        business, _ = crowd.make_crowd(contacts=asked.contacts, messages=0)
        CustomField.objects.create(business=business, key="age", label="Age", kind="number")
        table = []
        for name, stored in TREES:
            tree, spent, count = read_conditions(stored), [], None
            for _round in range(7):
                began = time.perf_counter()
                count = count_audience(business, tree, now=setting.NOW)
                spent.append((time.perf_counter() - began) * 1000)
            began = time.perf_counter()
            real = find_audience(business, tree, now=setting.NOW).count()
            full = (time.perf_counter() - began) * 1000
            assert count is not None
            off = f"{abs(count.number - real) / real:.1%}" if real else "0" if not count.number else "all"
            table.append((name, str(count), f"{real:,}", off, f"{sorted(spent)[3]:.0f} ms", f"{max(spent):.0f} ms",
                          f"{full:.0f} ms", "yes" if max(spent) < TARGET else "no"))  # fmt: skip
        head = ("", "said", "really", "off by", "median", "longest", "full count", "met")
        setting.print_table(f"Counting {asked.contacts:,} contacts; target {TARGET:.0f} ms", head, table)


if __name__ == "__main__":
    main()
