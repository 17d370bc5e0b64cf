"""A business with very many contacts and messages, made inside PostgreSQL; nobody among them exists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench.setting import NOW

LOADED = ("contacts_contact", "contacts_contactpoint", "contacts_consentrecord", "contacts_consentdetail",
          "contacts_suppression", "contacts_suppressiondetail", "conversations_conversation",
          "conversations_message", "conversations_messagewords", "campaigns_enrollment")  # fmt: skip
CONTACTS = """
INSERT INTO contacts_contact
    (business_id, first_name, last_name, zone, zone_set_by_hand, country, state, city, postcode, language,
     preferred_channel, source, stated_request, tags, standing, custom, external_id, last_dealing_at, last_inbound_at,
     last_outbound_at, declined_at, declined_reason, created_at, updated_at)
SELECT %(business)s, (ARRAY['Maria','Ann','Bob','Carl','Dora','Eve','Mark','Anna','Zoe','Ben'])[1 + n %% 10],
       'Name' || (n::bigint * 7919 %% 100000), 'America/New_York', false, 'US',
       (ARRAY['NY','CO','TX','FL'])[1 + n %% 4],
       (ARRAY['New York','Denver','Austin','Miami'])[1 + n %% 4], lpad((n %% 90000)::text, 5, '0'),
       (ARRAY['','en','es'])[1 + n %% 3], '', 'source' || n %% 9, CASE WHEN n %% 5 = 0 THEN 'New furnace' ELSE '' END,
       ARRAY['tag' || n %% 40, 'group' || n %% 7], (ARRAY['new','returning','customer','customer'])[1 + n %% 4],
       jsonb_build_object('age', (n %% 30)::text), '', %(now)s - (n %% 1500) * interval '1 day',
       CASE WHEN n %% 3 = 0 THEN %(now)s - (n %% 700) * interval '1 day' END,
       CASE WHEN n %% 2 = 0 THEN %(now)s - (n %% 900) * interval '1 day' END,
       CASE WHEN n %% 50 = 0 THEN %(now)s END, '', %(now)s, %(now)s
FROM generate_series(1, %(contacts)s) n
"""

PHONES = """
INSERT INTO contacts_contactpoint
    (business_id, contact_id, kind, address, address_hash, line_type, line_type_source, state, state_reason, label,
     is_primary, created_at)
SELECT business_id, id, 'phone', '+1' || (2002000000 + id), encode(sha256(('phone' || id)::bytea), 'hex'),
       'unknown', '', 'ok', '', '', true, %(now)s
FROM contacts_contact WHERE business_id = %(business)s
"""

EMAILS = """
INSERT INTO contacts_contactpoint
    (business_id, contact_id, kind, address, address_hash, line_type, line_type_source, state, state_reason, label,
     is_primary, created_at)
SELECT business_id, id, 'email', 'person' || id || '@example.com', encode(sha256(('email' || id)::bytea), 'hex'),
       'unknown', '', 'ok', '', '', true, %(now)s
FROM contacts_contact WHERE business_id = %(business)s AND id %% 2 = 0
"""

CONSENTS = """
WITH made AS (
    INSERT INTO contacts_consentrecord
        (business_id, kind_of_address, address_hash, action, kind, scope, source, has_wording, attested, obtained_at,
         recorded_at, detail_hash)
    SELECT p.business_id, 'phone', p.address_hash, 'granted', 'express_written', 'marketing', 'web form', true, false,
           %(now)s - (p.contact_id %% 1200) * interval '1 day', %(now)s, ''
    FROM contacts_contactpoint p WHERE p.business_id = %(business)s AND p.kind = 'phone' AND p.contact_id %% 10 < 8
    RETURNING id, address_hash)
INSERT INTO contacts_consentdetail (business_id, record_id, contact_id, salt, facts, erased_by, erased_why)
SELECT %(business)s, made.id, p.contact_id, '', '{}', '', ''
FROM made JOIN contacts_contactpoint p ON p.business_id = %(business)s AND p.address_hash = made.address_hash
"""

STOPS = """
WITH made AS (
    INSERT INTO contacts_suppression (business_id, kind_of_address, address_hash, reason, all_channels, created_at)
    SELECT business_id, 'phone', address_hash,
           (ARRAY['opted_out_by_text','opted_out_by_text','manual_stop','complaint','wrong_number'])[1 + id %% 5],
           false, %(now)s
    FROM contacts_contactpoint WHERE business_id = %(business)s AND kind = 'phone' AND contact_id %% 25 = 0
    RETURNING id)
INSERT INTO contacts_suppressiondetail (business_id, suppression_id, facts) SELECT %(business)s, id, '{}' FROM made
"""

TALKS = """
INSERT INTO conversations_conversation
    (business_id, contact_id, state, bot, is_with_person, opened_at, last_message_at, preview, last_intent, unread,
     needs_you, hot)
SELECT business_id, id, CASE WHEN id %% 3 = 0 THEN 'closed' ELSE 'open' END, 'active', false, %(now)s,
       %(now)s - id * interval '1 second', 'Is your furnace due?', '', 0, id %% 400 = 0, id %% 900 = 0
FROM contacts_contact WHERE business_id = %(business)s
"""

MESSAGES = """
INSERT INTO conversations_message
    (uid, business_id, account_id, conversation_id, contact_id, channel, direction, author, purpose, status,
     status_reason, status_sentence, address, address_hash, sender, subject, body, new_text, media, encoding, segments,
     language, is_auto_reply, carrier_keyword, opt_out_line, disclosure, copy_version, engine, answers_fresh, origin,
     origin_group, topic, reason_key, provider_id, priority, claimed_by, attempts, approval, stated_reason,
     confirmations, looks, error_code, created_at, handed_over_at)
SELECT gen_random_uuid(), c.business_id, %(account)s, c.id, c.contact_id, 'sms',
       CASE WHEN k %% 2 = 0 THEN 'in' ELSE 'out' END, CASE WHEN k %% 2 = 0 THEN 'contact' ELSE 'campaign' END, '',
       CASE WHEN k %% 2 = 0 THEN 'received' ELSE 'delivered' END, '', '', '+12125550111', '', '+12125550100', '',
       'Hello, is your furnace due? Word w' || (c.id * 31 + k * 17) %% 50000 || ' and w' || (c.id + k) %% 500, '', '[]',
       'GSM-7', 1, 'en', false, '', false, false, '', '', false, '', '', '', '', '', 90, '', 0, 'not_needed', '',
       '{}', 0, '', %(now)s - (c.id + k) * interval '1 second',
       CASE WHEN k %% 2 = 1 THEN %(now)s - (c.id + k) * interval '1 second' END
FROM conversations_conversation c CROSS JOIN generate_series(1, %(each)s) k WHERE c.business_id = %(business)s
"""

CAMPAIGNS = """
INSERT INTO campaigns_enrollment
    (business_id, campaign_id, contact_id, state, reason, findings, next_position, reply_intent, converted_by,
     replied_at, created_at)
SELECT c.business_id, %(campaign)s, c.id, CASE WHEN c.id %% 9 = 0 THEN 'replied' ELSE 'completed' END, '', '[]', 2,
       CASE WHEN c.id %% 9 = 0 THEN 'positive' ELSE '' END, '', CASE WHEN c.id %% 9 = 0 THEN %(now)s END, %(now)s
FROM contacts_contact c WHERE c.business_id = %(business)s AND c.id %% 10 = 0
"""


def make_crowd(*, contacts: int, messages: int) -> tuple[Any, Any]:
    """Make the business with its people; return it and a browser in which its owner is signed in."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from reactivation.campaigns.models import Campaign  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    business = factories.make_business("bench")
    owner = factories.make_member(business, role="owner")
    account = factories.make_account(business, sender="+12125550100")
    campaign = Campaign.objects.create(business=business, name="Winter", state="finished", created_at=NOW)
    values: dict[str, Any] = {
        "business": business.pk,
        "account": account.pk,
        "campaign": campaign.pk,
        "contacts": contacts,
        "each": max(1, messages // contacts) if messages else 0,
        "now": NOW,
    }
    statements = [CONTACTS, PHONES, EMAILS, CONSENTS, STOPS, CAMPAIGNS]
    if messages:
        statements += [TALKS, MESSAGES]
    with connection.cursor() as cursor:
        with without_indexes(cursor):
            for statement in statements:
                cursor.execute(statement, values)
                # Else the next one joins what it believes to be empty tables.
                cursor.execute("ANALYZE")
            index_words()
        # As autovacuum leaves a table that has stood for a while.
        cursor.execute("VACUUM ANALYZE")
    client = Client(headers={"host": "localhost"})
    client.force_login(owner.user)
    return business, client


@contextmanager
def without_indexes(cursor: Any) -> Iterator[None]:
    """Take the indexes that are no constraints away while rows are loaded, and make them anew in the end."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s) "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)",
        [list(LOADED)],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for _, made in found:
        cursor.execute(made)


def index_words() -> None:
    """Make every message findable by its words, as the periodic task does."""
    from conversations.words import index_new_messages  # noqa: PLC0415

    while index_new_messages():
        pass


def some_contact(business: Any) -> int:
    """Return the id of a contact in the middle of the list."""
    from contacts.models import Contact  # noqa: PLC0415

    people = Contact.objects.for_business(business).order_by("pk")
    first, last = people[:1][0].pk, people.reverse()[:1][0].pk
    return (first + last) // 2
