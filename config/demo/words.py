"""Who the demo business is, and what it writes."""

from __future__ import annotations

NAME = "Brightwater Heating & Plumbing"
SENDER_NAME = "Brightwater"
ZONE = "America/Denver"
OWNER = ("dana@brightwater.example", "Dana Whitfield")
AGENT = ("marcus@brightwater.example", "Marcus Ode")
# Of the numbers reserved for fiction; the first that the carrier still has becomes the sender.
SENDERS = tuple(f"+1720555010{last}" for last in range(10))
PHONE = "+13035550100"

BUSINESS = {
    "sender_name": SENDER_NAME,
    "zone": ZONE,
    "country": "US",
    "state": "CO",
    "postal_address": "2140 Larkspur Street, Denver, CO 80205",
    "phone": PHONE,
    "email": "office@brightwater.example",
    "website": "https://brightwater.example",
    "trade": "heating and plumbing",
    # The demo answers at once, so that who plays a phone need not wait.
    "reply_wait_seconds": 0,
}
HOURS = {
    **{day: [["07:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "sat": [["09:00", "13:00"]],
}
# Month and day of the holidays on a fixed date.
HOLIDAYS = {(1, 1): "New Year's Day", (7, 4): "Independence Day", (12, 24): "Christmas Eve", (12, 25): "Christmas Day"}

WORDING = (
    "By checking this box I agree to get marketing texts from Brightwater Heating & Plumbing at this number. "
    "Consent is not a condition of purchase. Reply STOP to stop, HELP for help. Message and data rates may apply."
)

# The owner's own answers, approved in Settings; the rest are the words that ship.
OWN_COPY = (
    ("positive", "en", "Great to hear from you, {{ first_name|there }}! What should we look at: heating, cooling, or "
                       "plumbing?"),
    ("positive", "es", "Gracias, {{ first_name|amigo }}. Con gusto le ayudamos. ¿Qué desea que revisemos?"),
    ("booking_request", "en", "Happy to set that up. What time of day suits you best, morning or afternoon?"),
)  # fmt: skip

CHECKUP = "Home comfort checkup"
CHECKUP_AUDIENCE = {"inactive_months": 6, "tags": ["heating", "cooling"]}
CHECKUP_FIRST = (
    "Hi {{ first_name|there }}, it has been a while since we looked after your home. "
    "Would you like us to check your heating and cooling this season?",
    "Hi {{ first_name|there }}, Dana from the shop here. We are planning checkups for past customers. "
    "Shall we put you down for one?",
)
CHECKUP_SECOND = (
    "Hi {{ first_name|there }}, one last note about the checkup: is it something we can help with now, "
    "or would later in the year be better?",
)

PLANS = "Maintenance plan renewal"
PLANS_AUDIENCE = {"inactive_months": 3, "tags": ["maintenance plan"]}
PLANS_FIRST = (
    "Hi {{ first_name|there }}, your Brightwater maintenance plan has run out. Would you like to keep it going?",
)
PLANS_SECOND = (
    "Hi {{ first_name|there }}, a quick question about your maintenance plan: keep it, or let it rest for now?",
)

HEATERS = "Water heater checkups"
HEATERS_AUDIENCE = {"inactive_months": 6, "tags": ["water heater", "plumbing"]}
HEATERS_FIRST = (
    "Hi {{ first_name|there }}, most water heaters need a look after a few years. "
    "Would you like us to check yours in {{ city|your area }}?",
)
HEATERS_SECOND = ("Hi {{ first_name|there }}, shall we put your water heater on the list, or ask again next year?",)
