"""The statements of one written range. `import_write` holds its lines: what they said and whom they are about."""

from __future__ import annotations

from typing import Any

from django.db import models

from contacts.importing.changes import HISTORY, assignments_sql, changes_sql
from contacts.importing.judging import FOUND
from contacts.models import Contact, ContactPoint

TABLES = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_write (
    line integer PRIMARY KEY, said jsonb, contact_id bigint, is_new boolean, changes jsonb, is_whole boolean
) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS import_done (line integer, kind text, id bigint) ON COMMIT DELETE ROWS;
DELETE FROM import_write;
DELETE FROM import_done;
"""
# The range ends early where its stops would take too many locks at once.
RANGE_END = """
SELECT max(line) FROM (
    SELECT line, sum(coalesce(jsonb_array_length(said -> 'stop'), 0)) OVER (ORDER BY line) AS stops,
           row_number() OVER (ORDER BY line) AS place
    FROM (
        SELECT line, said FROM contacts_importrow WHERE batch_id = %(batch)s AND line > %(after)s
        ORDER BY line LIMIT %(size)s
    ) AS next
) AS counted WHERE stops <= %(most_stops)s OR place = 1
"""
# Looked up again: what was written since the check must not be overwritten by its answer. Of two lines about one
# contact the first is written; lines that the check left out count only for what they say against writing to somebody.
TAKE = f"""
WITH found AS MATERIALIZED (
    {
    FOUND.format(
        addresses="contacts_importaddress",
        where="a.batch_id = %(batch)s AND a.line > %(after)s AND a.line <= %(upto)s AND",
    )
}
), lines AS (
    SELECT r.line, r.said, f.contact_id, r.outcome IN ('new', 'household', 'changed', 'unchanged') AS is_chosen,
           row_number() OVER (PARTITION BY f.contact_id, r.outcome IN ('new', 'household', 'changed', 'unchanged')
                              ORDER BY r.line) AS place
    FROM contacts_importrow r LEFT JOIN found f ON f.line = r.line
    WHERE r.batch_id = %(batch)s AND r.line > %(after)s AND r.line <= %(upto)s AND r.outcome <> 'refused'
        AND (r.outcome NOT IN ('duplicate', 'skipped') OR r.said ?| ARRAY['stop', 'no'])
)
INSERT INTO import_write (line, said, contact_id, is_new, changes, is_whole)
SELECT line, said, contact_id, contact_id IS NULL, '{{}}',
       is_chosen AND (contact_id IS NULL OR place = 1)
           AND CASE %(mode)s WHEN 'create' THEN contact_id IS NULL WHEN 'update' THEN contact_id IS NOT NULL
               ELSE true END
FROM lines ORDER BY line
"""
TAKE_STOPS = """
INSERT INTO import_write (line, said, contact_id, is_new, changes, is_whole)
SELECT r.line, r.said, NULL, false, '{}', false FROM contacts_importrow r
WHERE r.batch_id = %(batch)s AND r.line > %(after)s AND r.line <= %(upto)s AND r.outcome = 'new'
"""
LOCK = """
SELECT c.id FROM contacts_contact c
WHERE c.id IN (SELECT contact_id FROM import_write WHERE is_whole AND NOT is_new) ORDER BY c.id FOR UPDATE
"""
NUMBER = """
UPDATE import_write SET contact_id = nextval(pg_get_serial_sequence('contacts_contact', 'id'))
WHERE is_whole AND is_new
"""
COMPARE = f"""
UPDATE import_write w SET changes = {changes_sql("w.said", "c")}
FROM contacts_contact c WHERE w.is_whole AND NOT w.is_new AND c.id = w.contact_id
"""
CHANGE = f"""
UPDATE contacts_contact AS c SET {assignments_sql("w.changes")}, updated_at = %(now)s
FROM import_write w WHERE w.is_whole AND NOT w.is_new AND w.changes <> '{{}}' AND c.id = w.contact_id
"""
REMEMBER_CHANGES = f"""
INSERT INTO contacts_contactchange (business_id, contact_id, field, old, new, by_member_id, origin, at)
SELECT %(business)s, w.contact_id, e.field,
       left(coalesce({HISTORY.format(value="(e.pair -> 0)", field="e.field")}, ''), 500),
       left(coalesce({HISTORY.format(value="(e.pair -> 1)", field="e.field")}, ''), 500),
       %(member)s, %(origin)s, %(now)s
FROM import_write w CROSS JOIN LATERAL jsonb_each(w.changes) AS e(field, pair)
WHERE w.is_whole AND NOT w.is_new AND w.changes <> '{{}}'
"""
# A line type that nobody knew is learned from the file; one that is known is never overwritten by it.
LEARN_LINE_TYPES = """
WITH learned AS (
    UPDATE contacts_contactpoint p SET line_type = a.line_type, line_type_source = 'import'
    FROM import_write w JOIN contacts_importaddress a ON a.batch_id = %(batch)s AND a.line > %(after)s
        AND a.line <= %(upto)s AND a.line = w.line
    WHERE w.is_whole AND NOT w.is_new AND a.line_type <> '' AND p.contact_id = w.contact_id AND p.kind = a.kind
        AND p.address = a.address AND p.line_type = 'unknown'
    RETURNING w.line, p.id
)
INSERT INTO import_done (line, kind, id) SELECT line, 'typed', id FROM learned
"""
REMEMBER_POINTS = """
INSERT INTO contacts_contactchange (business_id, contact_id, field, old, new, by_member_id, origin, at)
SELECT %(business)s, w.contact_id, p.kind, '', p.address, %(member)s, %(origin)s, %(now)s
FROM import_done d JOIN import_write w ON w.line = d.line JOIN contacts_contactpoint p ON p.id = d.id
WHERE d.kind = 'point'
"""
KEEP = """
INSERT INTO contacts_importwrite
    (business_id, batch_id, line, contact_id, is_new, changes, points, typed_points, consents, stops, undone,
     undone_note)
SELECT %(business)s, %(batch)s, w.line, w.contact_id, w.is_new AND w.is_whole, w.changes,
       coalesce(d.points, '{}'), coalesce(d.typed, '{}'), coalesce(d.consents, '{}'), coalesce(d.stops, '{}'), '', ''
FROM import_write w
LEFT JOIN (
    SELECT line, array_agg(id) FILTER (WHERE kind = 'point') AS points,
           array_agg(id) FILTER (WHERE kind = 'typed') AS typed,
           array_agg(id) FILTER (WHERE kind = 'consent') AS consents,
           array_agg(id) FILTER (WHERE kind = 'stop') AS stops
    FROM import_done GROUP BY line
) d ON d.line = w.line
WHERE (w.is_whole AND w.is_new) OR w.changes <> '{}' OR d.line IS NOT NULL
"""
COUNT = """
SELECT count(*) FILTER (WHERE is_whole AND is_new),
       count(*) FILTER (WHERE is_whole AND NOT is_new AND (changes <> '{}' OR EXISTS (
           SELECT 1 FROM import_done d WHERE d.line = w.line AND d.kind IN ('point', 'typed')))),
       (SELECT count(*) FROM import_done WHERE kind = 'consent'), (SELECT count(*) FROM import_done WHERE kind = 'stop')
FROM import_write w
"""


def _insert(model: type[models.Model], given: dict[str, str], source: str) -> tuple[str, list[Any]]:
    """Return INSERT … SELECT over `source`; columns not `given` as SQL get the default of their field."""
    columns, values, params = [], [], []
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if field.generated or (field.primary_key and column not in given):
            continue
        columns.append(column)
        if column in given:
            values.append(given[column])
            continue
        values.append(f"%(default_{column})s")
        params.append((f"default_{column}", field))
    names = ", ".join(columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)} {source}", params


def defaults_of(fields: list[Any]) -> dict[str, Any]:
    """Return the parameters for the columns that hold their default."""
    from django.db import connection  # noqa: PLC0415  read when a statement runs

    return {name: field.get_db_prep_save(field.get_default(), connection) for name, field in fields}


def _said(field: str) -> str:
    return f"coalesce(w.said ->> '{field}', '')"


_NEW_CONTACT = {
    "id": "w.contact_id",
    "business_id": "%(business)s",
    **{name: _said(name) for name in ("first_name", "last_name", "city", "state", "postcode", "language",
                                      "preferred_channel", "source", "stated_request", "external_id")},
    "country": "coalesce(w.said ->> 'country', w.said -> 'place' ->> 0, '')",
    "zone": "coalesce(w.said ->> 'zone', w.said -> 'place' ->> 1, '')",
    "standing": "coalesce(w.said ->> 'standing', 'new')",
    "tags": "CASE WHEN w.said ? 'tags' THEN ARRAY(SELECT jsonb_array_elements_text(w.said -> 'tags')) ELSE '{}' END",
    "owner_id": "(w.said ->> 'owner')::bigint",
    "custom": "coalesce(w.said -> 'custom', '{}')",
    "last_dealing_at": "(w.said ->> 'last_dealing_at')::timestamptz",
    "created_at": "%(now)s",
    "updated_at": "%(now)s",
}  # fmt: skip
CREATE, CREATE_DEFAULTS = _insert(
    Contact, _NEW_CONTACT, "FROM import_write w WHERE w.is_whole AND w.is_new ORDER BY w.line"
)
_NEW_POINT = {
    "business_id": "%(business)s",
    "contact_id": "w.contact_id",
    "kind": "a.kind",
    "address": "a.address",
    "address_hash": "a.address_hash",
    "line_type": "coalesce(nullif(a.line_type, ''), 'unknown')",
    "line_type_source": "CASE WHEN a.line_type <> '' THEN 'import' ELSE '' END",
    "label": "a.label",
    "is_primary": "row_number() OVER (PARTITION BY w.contact_id, a.kind ORDER BY a.position) = 1 AND {primary}",
    "created_at": "%(now)s",
}
_IN_RANGE = "a.batch_id = %(batch)s AND a.line > %(after)s AND a.line <= %(upto)s AND a.line = w.line"
_ADDRESSES = f"FROM import_write w JOIN contacts_importaddress a ON {_IN_RANGE}"
ADD_POINTS, ADD_POINTS_DEFAULTS = _insert(
    ContactPoint,
    {**_NEW_POINT, "is_primary": _NEW_POINT["is_primary"].format(primary="true")},
    f"{_ADDRESSES} WHERE w.is_whole AND w.is_new",
)
_FURTHER, FURTHER_POINTS_DEFAULTS = _insert(
    ContactPoint,
    {
        **_NEW_POINT,
        "is_primary": _NEW_POINT["is_primary"].format(
            primary="NOT EXISTS (SELECT 1 FROM contacts_contactpoint k WHERE k.contact_id = w.contact_id "
            "AND k.kind = a.kind)"
        ),
    },
    f"{_ADDRESSES} WHERE w.is_whole AND NOT w.is_new AND NOT EXISTS (SELECT 1 FROM contacts_contactpoint p "
    "WHERE p.contact_id = w.contact_id AND p.kind = a.kind AND p.address = a.address)",
)
FURTHER_POINTS = f"""
WITH added AS ({_FURTHER} RETURNING id, contact_id)
INSERT INTO import_done (line, kind, id)
SELECT w.line, 'point', added.id FROM added JOIN import_write w ON w.contact_id = added.contact_id AND w.is_whole
"""
