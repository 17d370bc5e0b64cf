"""Why people are left out or stopped, in words an owner understands; reasons of the rules carry their own sentences."""

from __future__ import annotations

SENTENCES = {
    "campaign_stopped": "The campaign was stopped.",
    "recalled": "Their text was taken back before it left.",
    "replied_elsewhere": "They answered another message.",
    "opted_out": "They opted out.",
    "opt_out_suspected": "They may have opted out: decide in the conversation.",
    "not_interested": "They are not interested.",
    "person_took_over": "A person took the conversation over.",
    "opted_out_by_text": "This number opted out.",
    "opted_out_in_own_words": "This number opted out.",
    "suspected": "They may have opted out: decide in the conversation.",
    "wrong_number": "This is not their number.",
    "manual_stop": "A member stopped messages to this number.",
    "carrier_blocked": "The carrier blocks texts to this number.",
    "no_phone": "No phone number is known.",
    "shared_phone": "They share a phone with someone who gets this text.",
    "in_another_campaign": "They are in another campaign that is under way.",
    "texted_recently": "They were texted by a campaign within the days you chose.",
    "stopped_by_standing": "The campaign does not write to people of this standing any more.",
    "stopped_by_tag": "The campaign does not write to people with this tag.",
    "field_empty": "Something that the text names is not known of them.",
}
