"""What the patterns page shows in its components. Invented, and used nowhere else."""

from datetime import timedelta
from typing import Any

from django import forms, template
from django.utils import timezone

from accounts.templatetags.statuses import KINDS, TONES

register = template.Library()


class ExampleForm(forms.Form):
    """Every kind of control once."""

    name = forms.CharField(label="Name", initial="Northside Heating", help_text="As your customers know you.")
    email = forms.EmailField(label="Email address")
    zone = forms.ChoiceField(label="Time zone", choices=[("denver", "Denver"), ("phoenix", "Phoenix")])
    text = forms.CharField(
        label="Text", widget=forms.Textarea, initial="Hi Dana, it's Northside Heating.", required=False
    )
    file = forms.FileField(label="Contacts file", help_text="CSV, up to 50 MB.", required=False)
    channels = forms.MultipleChoiceField(
        label="Tell me by", choices=[("push", "Push"), ("sms", "Text")], widget=forms.CheckboxSelectMultiple
    )
    approve = forms.BooleanField(label="I approve every draft before it leaves", help_text="You can change this later.")


def _link(label: str, count: int | None = None, *, current: bool = False) -> dict[str, Any]:
    return {"label": label, "url": f"#{label.lower().replace(' ', '-')}", "count": count, "current": current}


TABS = [
    _link("Needs you", 12, current=True),
    _link("Hot", 3),
    _link("Assistant", 41),
    _link("Follow-up", 7),
    _link("Closed"),
]
STEPS = [
    {"label": "Upload", "state": "done", "url": "#upload"},
    {"label": "Match columns", "state": "current"},
    {"label": "Check", "state": "todo"},
    {"label": "Result", "state": "todo"},
]
CHECKLIST = [
    {"label": "Connect a number", "done": True},
    {"label": "Import your contacts", "text": "A CSV from your CRM is enough.", "url": "#import", "action": "Import"},
    {"label": "Write three answers", "text": "What customers ask most.", "url": "#answers", "action": "Write"},
]
TIMELINE = [
    {"title": "Today 2:42 pm by text", "text": "if Dana stops replying, step 1", "tone": "hot"},
    {"title": "Tomorrow 8:00 am by text", "text": "step 2, moved from 9:12 pm to opening"},
    {"title": "Consent recorded", "text": "Quote form, 14 Mar 2025", "tone": "good", "at": "20 months ago"},
]
FACTS = [{"key": "Source", "value": "Quote form, 14 Mar 2025"}, {"key": "Sent today", "value": "2 of 3 allowed"}]
FINDINGS = [
    {"rule": "Consent", "verdict": "allow", "sentence": "Dana agreed to texts on the quote form on 14 March 2025."},
    {
        "rule": "Quiet hours",
        "verdict": "defer",
        "sentence": "It is 9:12 pm in Denver. The text waits until 8:00 am tomorrow.",
    },
    {
        "rule": "Approval",
        "verdict": "hold",
        "sentence": "The price is outside your approved range, so a person decides.",
    },
    {"rule": "Opt-out", "verdict": "block", "sentence": "This number opted out by text on 2 September."},
]
FUNNEL = [
    ("In the segment", 1512),
    ("Allowed", 1240),
    ("Reached", 1163),
    ("Replied", 214),
    ("Interested", 88),
    ("Booked", 37),
]
SAID = [
    ("Wants to book", 52, "good"),
    ("Interested", 36, "good"),
    ("Question", 32, "info"),
    ("Not now", 28, "warn"),
    ("No, thanks", 27, "neutral"),
    ("Opted out", 13, "bad"),
]
DAYS = [("Mon", 12), ("Tue", 38), ("Wed", 51), ("Thu", 33), ("Fri", 44), ("Sat", 19), ("Sun", 7)]
RANGES = [("Text A", 0.05, 0.1, 0.2, "10 %"), ("Text B", 0.1, 0.2, 0.4, "20 %")]
BEFORE = [("Mon", 9), ("Tue", 21), ("Wed", 30), ("Thu", 28), ("Fri", 25), ("Sat", 16), ("Sun", 4)]
TOGGLE = [
    {"value": "text", "label": "Text", "checked": True},
    {"value": "email", "label": "Email"},
    {"value": "both", "label": "Both"},
]
PEOPLE = [
    {"name": "Dana Ruiz", "at": "2:12 pm", "intent": "booking_request", "answered": "5 s", "state": "hot"},
    {"name": "Lee Barnes", "at": "2:05 pm", "intent": "pricing_question", "answered": "waiting", "state": "normal"},
    {
        "name": "Ana Moreno-Villanueva de la Cruz",
        "at": "11:20 am",
        "intent": "opt_out",
        "answered": "1 s",
        "state": "low",
    },
]


@register.simple_tag
def pattern_examples() -> dict[str, Any]:
    """Everything patterns.html needs beyond its own words."""
    now = timezone.now()  # noqa: TID251  a page without a view of its own: nobody else can give the time
    return {
        "now": now,
        "soon": now + timedelta(minutes=57),
        "urgent": now + timedelta(minutes=9),
        "late": now - timedelta(minutes=12),
        "earlier": now - timedelta(hours=2),
        "form": ExampleForm(),
        "bad_form": ExampleForm({"name": "", "email": "dana@", "zone": "denver"}, auto_id="bad_%s"),
        "tones": TONES,
        "kinds": [(kind, list(values)) for kind, values in KINDS.items()],
        "tabs": TABS,
        "steps": STEPS,
        "checklist": CHECKLIST,
        "timeline": TIMELINE,
        "facts": FACTS,
        "findings": FINDINGS,
        "funnel": FUNNEL,
        "said": SAID,
        "days": DAYS,
        "before": BEFORE,
        "ranges": RANGES,
        "trend": [3, 5, 4, 8, 7, 12, 11],
        "toggle": TOGGLE,
        "people": PEOPLE,
    }
