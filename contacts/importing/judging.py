"""What would become of each staged row: one statement per range, over the base and the earlier lines of the file."""

from __future__ import annotations

from collections import Counter
from typing import Any

from contacts.importing.changes import changes_sql
from contacts.models import ImportBatch, ImportRow, Suppression

# Each look-up stands in a LATERAL with OFFSET 0 and takes business and import from the row at hand, not as constants: a
# business whose first list this is has no statistics yet, and a planner that expects one row of it reads all of them.
POINT = """
    SELECT p.contact_id FROM contacts_contactpoint p
    WHERE p.business_id = a.business_id AND p.address_hash = a.address_hash AND p.state <> 'detached'
"""
# A contact that has one of these addresses and the same name, or either of the two has none: `found(line, contact_id)`.
# The address that stands first decides, then the contact that came first.
FOUND = f"""
SELECT DISTINCT ON (a.line) a.line, a.batch_id, p.contact_id
FROM {{addresses}} a
CROSS JOIN LATERAL ({POINT} OFFSET 0) p
CROSS JOIN LATERAL (
    SELECT left(lower(trim(c.first_name || ' ' || c.last_name)), 170) AS name_key FROM contacts_contact c
    WHERE c.id = p.contact_id OFFSET 0
) c
WHERE {{where}} (a.name_key = '' OR c.name_key IN ('', a.name_key))
ORDER BY a.line, a.position, p.contact_id
"""
# Joins of what was found go by hash; the look-ups above cannot.
PLANS = (
    "SET LOCAL jit = off; SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '32MB'; SET LOCAL enable_nestloop = {}"
)
_STOPPED = " ".join(
    f"WHEN '{value}' THEN '{label.lower().replace(chr(39), chr(39) * 2)}'"
    for value, label in Suppression.Reason.choices
)
JUDGE = f"""
WITH in_range AS MATERIALIZED (
    SELECT key, name_key, min(line) AS line FROM import_stage_address GROUP BY key, name_key
), of_key AS MATERIALIZED (
    SELECT key, min(line) AS line, min(line) FILTER (WHERE name_key = '') AS nameless
    FROM import_stage_address GROUP BY key
), twice AS MATERIALIZED (
    SELECT a.line,
           min(least(
               nullif(i.line, a.line), CASE WHEN a.name_key = '' THEN nullif(k.line, a.line) ELSE k.nameless END,
               same.line, nameless.line, CASE WHEN a.name_key = '' THEN other.line END
           )) AS first_line,
           bool_or(k.line < a.line OR other.line IS NOT NULL) AS shares
    FROM import_stage_address a
    JOIN in_range i ON i.key = a.key AND i.name_key = a.name_key
    JOIN of_key k ON k.key = a.key
    LEFT JOIN LATERAL (
        SELECT e.line FROM contacts_importaddress e WHERE e.batch_id = a.batch_id AND e.key = a.key LIMIT 1
    ) other ON true
    LEFT JOIN LATERAL (
        SELECT min(e.line) AS line FROM contacts_importaddress e
        WHERE other.line IS NOT NULL AND e.batch_id = a.batch_id AND e.key = a.key AND e.name_key = a.name_key
    ) same ON true
    LEFT JOIN LATERAL (
        SELECT min(e.line) AS line FROM contacts_importaddress e
        WHERE other.line IS NOT NULL AND e.batch_id = a.batch_id AND e.key = a.key AND e.name_key = ''
    ) nameless ON true
    GROUP BY a.line
), found AS MATERIALIZED (
    {FOUND.format(addresses="import_stage_address", where="")}
), shared AS MATERIALIZED (
    SELECT DISTINCT a.line FROM import_stage_address a CROSS JOIN LATERAL ({POINT} LIMIT 1) p
), same_contact AS MATERIALIZED (
    SELECT f.line, least(
        nullif(min(f.line) OVER (PARTITION BY f.contact_id), f.line),
        (SELECT min(r.line) FROM contacts_importrow r WHERE r.contact_id = f.contact_id AND r.batch_id = f.batch_id)
    ) AS first_line
    FROM found f
), stopped AS MATERIALIZED (
    SELECT a.line, min(CASE s.reason {_STOPPED} END) FILTER (WHERE a.address_hash = t.phone_hash) AS of_phone,
           min(CASE s.reason {_STOPPED} END) AS of_any
    FROM import_stage_address a JOIN import_stage t ON t.line = a.line
    CROSS JOIN LATERAL (
        SELECT s.id, s.reason FROM contacts_suppression s
        WHERE s.business_id = a.business_id AND s.address_hash = a.address_hash OFFSET 0
    ) s
    LEFT JOIN LATERAL (SELECT l.id FROM contacts_suppressionlift l WHERE l.suppression_id = s.id OFFSET 0) l ON true
    WHERE l.id IS NULL
    GROUP BY a.line
), agreed AS MATERIALIZED (
    SELECT DISTINCT f.line
    FROM found f JOIN import_stage t ON t.line = f.line AND t.lacks_consent
    JOIN import_stage_address a ON a.line = f.line AND a.address_hash = t.phone_hash
    CROSS JOIN LATERAL (
        SELECT r.id, r.obtained_at FROM contacts_consentrecord r
        WHERE r.business_id = a.business_id AND r.address_hash = a.address_hash AND r.action = 'granted'
            AND r.kind = 'express_written' AND r.scope <> 'transactional' AND r.source <> ''
            AND r.obtained_at IS NOT NULL AND (r.has_wording OR r.attested) OFFSET 0
    ) r
    CROSS JOIN LATERAL (
        SELECT 1 FROM contacts_consentdetail d WHERE d.record_id = r.id AND d.contact_id = f.contact_id OFFSET 0
    ) d
    LEFT JOIN LATERAL (
        SELECT w.id FROM contacts_consentrecord w
        WHERE w.business_id = a.business_id AND w.address_hash = a.address_hash AND w.action = 'withdrawn'
            AND (w.id > r.id OR r.obtained_at <= coalesce(w.obtained_at, w.recorded_at)) LIMIT 1
    ) w ON true
    WHERE w.id IS NULL
), added AS MATERIALIZED (
    SELECT DISTINCT f.line FROM found f JOIN import_stage_address a ON a.line = f.line
    LEFT JOIN LATERAL (
        SELECT p.id FROM contacts_contactpoint p
        WHERE p.contact_id = f.contact_id AND p.kind = a.kind AND p.address = a.address LIMIT 1
    ) p ON true
    WHERE p.id IS NULL
), seen AS MATERIALIZED (
    SELECT t.*, f.contact_id, coalesce(w.first_line, sc.first_line) AS first_line,
           coalesce(w.shares OR sh.line IS NOT NULL, false) AS shares, st.of_any, st.of_phone,
           CASE WHEN st.of_phone IS NOT NULL
                    THEN 'Not eligible by text: ' || st.of_phone || ' before, and an import never undoes that.'
                WHEN ag.line IS NOT NULL THEN '' ELSE t.text_problem END AS problem,
           CASE WHEN f.contact_id IS NULL THEN '{{}}'::jsonb ELSE {changes_sql("t.said", "c")} END AS changes,
           ad.line IS NOT NULL AS has_new_address
    FROM import_stage t
    LEFT JOIN twice w ON w.line = t.line
    LEFT JOIN found f ON f.line = t.line
    LEFT JOIN LATERAL (SELECT * FROM contacts_contact c WHERE c.id = f.contact_id OFFSET 0) c ON true
    LEFT JOIN added ad ON ad.line = t.line
    LEFT JOIN same_contact sc ON sc.line = t.line
    LEFT JOIN shared sh ON sh.line = t.line
    LEFT JOIN stopped st ON st.line = t.line
    LEFT JOIN agreed ag ON ag.line = t.line
), judged AS (
    SELECT s.*, CASE
        WHEN refused <> '' THEN 'refused'
        WHEN first_line < line THEN 'duplicate'
        WHEN %(mode)s = 'create' AND contact_id IS NOT NULL THEN 'skipped'
        WHEN %(mode)s = 'update' AND contact_id IS NULL THEN 'skipped'
        WHEN contact_id IS NULL THEN CASE WHEN shares THEN 'household' ELSE 'new' END
        WHEN changes <> '{{}}' OR has_new_address THEN 'changed'
        ELSE 'unchanged' END AS outcome
    FROM seen s
), kept AS (
    INSERT INTO contacts_importrow
        (business_id, batch_id, line, cells, said, outcome, reason, remarks, changes, eligible_by_text, is_suppressed,
         contact_id)
    SELECT %(business)s, %(batch)s, line, cells, said, outcome,
           CASE outcome
               WHEN 'refused' THEN refused
               WHEN 'duplicate' THEN 'The same person as in line ' || first_line || '.'
               WHEN 'skipped' THEN CASE WHEN contact_id IS NULL
                   THEN 'Not a contact yet, and this import only updates.'
                   ELSE 'Already a contact, and this import only creates.' END
               ELSE '' END,
           CASE WHEN outcome IN ('refused', 'duplicate') OR problem = '' THEN remarks
               ELSE remarks || to_jsonb(problem) END,
           CASE WHEN outcome IN ('changed', 'unchanged') THEN changes ELSE '{{}}' END,
           CASE WHEN outcome IN ('refused', 'duplicate') THEN NULL ELSE problem = '' END,
           of_any IS NOT NULL, contact_id
    FROM judged ORDER BY line
    RETURNING line, outcome, is_suppressed, eligible_by_text
)
SELECT k.outcome, count(*), count(*) FILTER (WHERE k.is_suppressed),
       count(*) FILTER (WHERE k.eligible_by_text AND k.outcome <> 'skipped'),
       count(*) FILTER (WHERE k.eligible_by_text AND k.outcome <> 'skipped' AND t.needs_word),
       count(*) FILTER (WHERE t.said ? 'stop')
FROM kept k JOIN import_stage t ON t.line = k.line GROUP BY k.outcome
"""
# A do-not-contact list: which addresses are not stopped yet. It knows no people.
JUDGE_STOPS = """
WITH of_key AS MATERIALIZED (
    SELECT key, min(line) AS line FROM import_stage_address GROUP BY key
), found AS MATERIALIZED (
    -- Twice only if every address of the line stood in an earlier one: else something new would be lost.
    SELECT a.line, bool_or(s.id IS NULL) AS is_missing, bool_or(s.id IS NOT NULL) AS is_stopped,
           CASE WHEN bool_and(least(k.line, e.line) < a.line) THEN min(least(k.line, e.line)) END AS first_line
    FROM import_stage_address a
    JOIN of_key k ON k.key = a.key
    LEFT JOIN LATERAL (
        SELECT min(o.line) AS line FROM contacts_importaddress o WHERE o.batch_id = a.batch_id AND o.key = a.key
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT s.id FROM (
            SELECT s.id FROM contacts_suppression s
            WHERE s.business_id = a.business_id AND s.address_hash = a.address_hash AND s.reason = 'manual_stop'
            OFFSET 0
        ) s
        LEFT JOIN LATERAL (SELECT l.id FROM contacts_suppressionlift l WHERE l.suppression_id = s.id OFFSET 0) l ON true
        WHERE l.id IS NULL LIMIT 1
    ) s ON true
    GROUP BY a.line
), kept AS (
    INSERT INTO contacts_importrow
        (business_id, batch_id, line, cells, said, outcome, reason, remarks, changes, is_suppressed)
    SELECT %(business)s, %(batch)s, t.line, cells, said,
           CASE WHEN refused <> '' THEN 'refused' WHEN f.first_line IS NOT NULL THEN 'duplicate'
                WHEN f.is_missing THEN 'new' ELSE 'unchanged' END,
           CASE WHEN refused <> '' THEN refused
                WHEN f.first_line IS NOT NULL THEN 'The same address as in line ' || f.first_line || '.'
                WHEN f.is_missing THEN '' ELSE 'Stopped before.' END,
           remarks, '{}', coalesce(f.is_stopped, false)
    FROM import_stage t LEFT JOIN found f ON f.line = t.line
    ORDER BY t.line
    RETURNING outcome, is_suppressed
)
SELECT outcome, count(*), count(*) FILTER (WHERE is_suppressed), 0, 0, count(*) FILTER (WHERE outcome = 'new')
FROM kept GROUP BY outcome
"""
# The first line in which an address stands under a name, whatever becomes of that line.
KEEP_ADDRESSES = """
INSERT INTO contacts_importaddress
    (business_id, batch_id, line, position, kind, address, address_hash, key, name_key, label, line_type)
SELECT DISTINCT ON (a.key, a.name_key) %(business)s, %(batch)s, a.line, a.position, a.kind, a.address, a.address_hash,
       a.key, a.name_key, a.label, a.line_type
FROM import_stage_address a
LEFT JOIN LATERAL (
    SELECT e.id FROM contacts_importaddress e
    WHERE e.batch_id = a.batch_id AND e.key = a.key AND e.name_key = a.name_key LIMIT 1
) e ON true
WHERE e.id IS NULL
ORDER BY a.key, a.name_key, a.line
"""


def judge_rows(cursor: Any, batch: ImportBatch) -> Counter[str]:
    """Judge the staged range, keep its rows and addresses, and return what there was of each outcome."""
    values = {"business": batch.business_id, "batch": batch.pk, "mode": batch.mode}
    is_list = batch.kind == ImportBatch.Kind.STOPS
    cursor.execute(PLANS.format("off"))
    cursor.execute(JUDGE_STOPS if is_list else JUDGE, values)
    counts: Counter[str] = Counter()
    for outcome, number, suppressed, eligible, unworded, stops in cursor.fetchall():
        counts[outcome] += number
        counts["suppressed"] += suppressed
        counts["eligible_by_text"] += eligible
        counts["attestation_needed"] += unworded
        counts["stops"] += stops if outcome != ImportRow.Outcome.REFUSED else 0
    cursor.execute(KEEP_ADDRESSES, values)
    return counts
