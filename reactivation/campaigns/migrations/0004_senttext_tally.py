"""Counts for the report, kept from here on by reporting.counting; what left before is counted here once."""
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

TEXTS = """
INSERT INTO campaigns_senttext (business_id, campaign_id, enrollment_id, step_id, variant_id, message_id, account_id,
                                left_at, slot, segments, failed, proven)
SELECT m.business_id, p.campaign_id, s.enrollment_id, s.step_id, s.variant_id, m.id,
       coalesce(m.account_id, c.account_id), m.handed_over_at,
       (extract(isodow FROM m.handed_over_at AT TIME ZONE z.name) - 1) * 24
           + extract(hour FROM m.handed_over_at AT TIME ZONE z.name),
       m.segments, m.status IN ('failed', 'undelivered'),
       m.sender <> '' AND m.opt_out_line
           AND EXISTS (SELECT 1 FROM conversations_deliveryattempt a WHERE a.message_id = m.id)
           AND EXISTS (SELECT 1 FROM conversations_clearance e WHERE e.message_id = m.id AND e.stage = 'hand_over'
                         AND e.verdict = 'allow')
FROM campaigns_stepmessage s
JOIN conversations_message m ON m.id = s.message_id
JOIN campaigns_step p ON p.id = s.step_id
JOIN campaigns_campaign c ON c.id = p.campaign_id
JOIN campaigns_enrollment e ON e.id = s.enrollment_id
JOIN contacts_contact t ON t.id = e.contact_id
JOIN accounts_business b ON b.id = c.business_id
JOIN LATERAL (SELECT coalesce((SELECT name FROM pg_timezone_names WHERE name = t.zone), b.zone) AS name) z ON true
WHERE m.handed_over_at IS NOT NULL AND m.status IN ('sent', 'delivered', 'read', 'failed', 'undelivered')
"""
SUMS = """
INSERT INTO campaigns_tally (business_id, campaign_id, step_id, variant_id, account_id, slot, texts, segments, failed,
                             proven, people, reached)
SELECT business_id, campaign_id, step_id, variant_id, account_id, slot, count(*), sum(segments),
       count(*) FILTER (WHERE failed), count(*) FILTER (WHERE proven), count(*) FILTER (WHERE place = 1),
       count(*) FILTER (WHERE NOT failed AND place_reached = 1)
FROM (SELECT t.*, row_number() OVER (PARTITION BY enrollment_id ORDER BY left_at, p.position) AS place,
             row_number() OVER (PARTITION BY enrollment_id, failed ORDER BY left_at, p.position) AS place_reached
      FROM campaigns_senttext t JOIN campaigns_step p ON p.id = t.step_id) AS one
GROUP BY business_id, campaign_id, step_id, variant_id, account_id, slot
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_invitation'),
        ('campaigns', '0003_parts_recall_lateness'),
        ('conversations', '0009_rule_hours_and_prices'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_at', models.DateTimeField()),
                ('slot', models.PositiveSmallIntegerField()),
                ('segments', models.PositiveSmallIntegerField()),
                ('failed', models.BooleanField(default=False)),
                ('proven', models.BooleanField(default=False)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.channelaccount')),
                ('business', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.business')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.campaign')),
                ('enrollment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.enrollment')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.message')),
                ('step', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.step')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.variant')),
            ],
            options={
                'indexes': [models.Index(fields=['enrollment', 'left_at'], name='sent_text_of_enrollment')],
            },
            managers=[
                ('across_businesses', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('texts', models.IntegerField(default=0)),
                ('segments', models.IntegerField(default=0)),
                ('failed', models.IntegerField(default=0)),
                ('proven', models.IntegerField(default=0)),
                ('people', models.IntegerField(default=0)),
                ('reached', models.IntegerField(default=0)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.channelaccount')),
                ('business', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.business')),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.campaign')),
                ('step', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.step')),
                ('variant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaigns.variant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'step', 'variant', 'account', 'slot'), name='one_tally_per_key', nulls_distinct=False)],
            },
            managers=[
                ('across_businesses', django.db.models.manager.Manager()),
            ],
        ),
        migrations.RunSQL([TEXTS, SUMS], migrations.RunSQL.noop),
    ]
