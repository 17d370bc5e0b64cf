"""The SQL that compares what a row said with a contact: {field: [old, new]}, both as JSON of the column's own type.

A blank never overwrites anything, and a zone that was set by hand stays.
"""

from __future__ import annotations

TEXT_FIELDS = ("first_name", "last_name", "city", "state", "postcode", "country", "language", "preferred_channel",
               "source", "standing", "stated_request", "external_id")  # fmt: skip
FIELDS = (*TEXT_FIELDS, "zone", "tags", "owner", "custom", "last_dealing_at")


def _when(condition: str, field: str, old: str, new: str) -> str:
    return f"CASE WHEN {condition} THEN jsonb_build_object('{field}', jsonb_build_array({old}, {new})) ELSE '{{}}' END"


def changes_sql(said: str, contact: str) -> str:
    """Return the expression over a jsonb column `said` and a table alias `contact`."""
    s, c = said, contact
    parts = [_when(f"{s} ->> '{name}' <> {c}.{name}", name, f"{c}.{name}", f"{s} ->> '{name}'") for name in TEXT_FIELDS]
    parts.append(
        _when(f"{s} ->> 'zone' <> {c}.zone AND NOT {c}.zone_set_by_hand", "zone", f"{c}.zone", f"{s} ->> 'zone'")
    )
    new_tags = (
        f"to_jsonb({c}.tags) || (SELECT coalesce(jsonb_agg(tag ORDER BY place), '[]') "
        f"FROM jsonb_array_elements_text({s} -> 'tags') WITH ORDINALITY AS t(tag, place) WHERE tag <> ALL ({c}.tags))"
    )
    has_new = f"{s} ? 'tags' AND NOT to_jsonb({c}.tags) @> ({s} -> 'tags')"
    parts.append(_when(has_new, "tags", f"to_jsonb({c}.tags)", new_tags))
    owner = f"({s} ->> 'owner')::bigint"
    parts.append(_when(f"{owner} IS DISTINCT FROM {c}.owner_id AND {s} ? 'owner'", "owner", f"{c}.owner_id", owner))
    own = f"{c}.custom || ({s} -> 'custom')"
    parts.append(_when(f"{s} ? 'custom' AND NOT {c}.custom @> ({s} -> 'custom')", "custom", f"{c}.custom", own))
    at = f"({s} ->> 'last_dealing_at')::timestamptz"
    is_later = f"{at} > coalesce({c}.last_dealing_at, '-infinity')"
    parts.append(_when(is_later, "last_dealing_at", f"{c}.last_dealing_at", at))
    return " || ".join(f"({part})" for part in parts)


def assignments_sql(changes: str) -> str:
    """Return the SET list of an UPDATE contacts_contact AS c that applies such changes."""

    def new(field: str) -> str:
        return f"{changes} -> '{field}' -> 1"

    lines = [f"{name} = coalesce({changes} -> '{name}' ->> 1, c.{name})" for name in (*TEXT_FIELDS, "zone")]
    tags = f"ARRAY(SELECT jsonb_array_elements_text({new('tags')}))"
    lines.append(f"tags = CASE WHEN {changes} ? 'tags' THEN {tags} ELSE c.tags END")
    lines.append(f"owner_id = coalesce(({changes} -> 'owner' ->> 1)::bigint, c.owner_id)")
    lines.append(f"custom = CASE WHEN {changes} ? 'custom' THEN {new('custom')} ELSE c.custom END")
    lines.append(f"last_dealing_at = coalesce(({changes} -> 'last_dealing_at' ->> 1)::timestamptz, c.last_dealing_at)")
    return ", ".join(lines)


# How one side of a change is written into a contact's history.
HISTORY = """
CASE jsonb_typeof({value})
    WHEN 'array' THEN (SELECT string_agg(x, ', ') FROM jsonb_array_elements_text({value}) AS x)
    WHEN 'object' THEN (SELECT string_agg(k || ': ' || v, ', ' ORDER BY k) FROM jsonb_each_text({value}) AS e(k, v))
    ELSE CASE WHEN {field} = 'last_dealing_at' THEN left({value} #>> '{{}}', 10) ELSE {value} #>> '{{}}' END
END
"""
