"""The component vocabulary of the templates. Parameters of each: templates/components/README.md."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, Textarea
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from accounts.clock import say_local_time, say_time
from accounts.templatetags.statuses import TONES, describe_status
from accounts.zones import name_zone

register = template.Library()

# URL name, words at a desk, words under a thumb, icon, key of the count in `nav`.
NAVIGATION = (
    ("today", "Today", "Today", "sun", ""),
    ("conversations", "Conversations", "Inbox", "messages-square", "needs_you"),
    ("contacts", "Contacts", "Contacts", "users", ""),
    ("campaigns", "Campaigns", "Campaigns", "megaphone", ""),
)


@cache
def _draw_icon(name: str, size: int, label: str) -> SafeString:
    named = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return SafeString(lucide(name, size=size, **{"class": "icon"}, **named))


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """A lucide icon of `size` px; hidden from screen readers unless it has a `label`."""
    return _draw_icon(str(name), size, str(label))


@register.simple_tag
def badge(label: str, tone: str = "neutral", icon: str = "") -> SafeString:
    """A status in words. Raises ValueError for a tone that has no colours."""
    if tone not in TONES:
        raise ValueError(f"There is no badge tone {tone!r}; there are {', '.join(TONES)}.")
    drawn = _draw_icon(str(icon), 14, "") if icon else ""
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, drawn, label)


@register.simple_tag
def status_badge(kind: str, value: str) -> SafeString:
    """The one badge of a status: `kind` is a key of statuses.KINDS."""
    return badge(*describe_status(kind, str(value))) if value else SafeString("")


@register.simple_tag
def status_text(kind: str, value: str) -> SafeString:
    """The same words and icon as `status_badge`, plain: for a line of small print where nothing is wrong."""
    words = describe_status(kind, str(value))
    drawn = _draw_icon(words.icon, 14, "") if words.icon else ""
    return format_html('<span class="bubble__status">{}{}</span>', drawn, words.label)


@register.simple_tag
def button(
    label: str,
    kind: str = "secondary",
    href: str = "",
    icon: str = "",
    size: str = "",
    type: str = "submit",
    **attrs: Any,
) -> SafeString:
    """A button, or a link that looks like one when `href` is given.

    kind: primary, secondary, danger, ghost, link. size: "", small, wide, icon (label only for screen readers).
    Other arguments become attributes, underscores as hyphens (`hx_post=url`); None and False leave them out.
    """
    classes = " ".join(["button", f"button--{kind}", *([f"button--{size}"] if size else [])])
    own = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items() if value is not None}
    own = {"class": classes, **({"href": href} if href else {"type": type}), **own}
    drawn = _draw_icon(str(icon), 18, "") if icon else ""
    words = format_html('<span class="{}">{}</span>', "visually-hidden" if size == "icon" else "button__label", label)
    return format_html("<{0}{1}>{2}{3}</{0}>", "a" if href else "button", flatatt(own), drawn, words)


@register.simple_tag
def field(
    bound: BoundField, label: str = "", help: str = "", counter: bool = False, optional: bool = True, **attrs: Any
) -> str:
    """Label, control, help and errors of one form field; `counter` shows segments while one types.

    `optional=False` leaves the word out where the page says already what an empty field means.
    """
    attrs = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    widget = bound.field.widget
    if isinstance(widget, Textarea):
        attrs.setdefault("data-autoresize", True)
    if counter:
        attrs |= {"data-segments": f"{bound.auto_id}_segments"}
    if bound.is_hidden:
        return bound.as_widget(attrs=attrs)
    context = {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "label": label or bound.label,
        "help": help or bound.help_text,
        "counter": counter,
        "is_checkbox": isinstance(widget, CheckboxInput),
        "says_optional": optional and not bound.field.required,
    }
    return render_to_string("components/field.html", context)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Every field of a form in order, with the errors that belong to the whole form above them."""
    return SafeString(render_to_string("components/fields.html", {"form": form}))


@register.filter
def initials(name: str) -> str:
    """One or two capital letters for an avatar; a phone number or nothing gives "#"."""
    words = [word for word in str(name or "").split() if word[0].isalpha()]
    if not words:
        return "#"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Initials in a disc, beside a written name: hidden from screen readers. size: "", small, large."""
    size_class = f" avatar--{size}" if size else ""
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', size_class, initials(name))


def say_span(span: timedelta) -> str:
    """A span of time in its largest useful unit, whichever way it runs: 12 min, 1 h 30 min, 3 days."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 60 * 24:
        return f"{minutes // 60} h" if minutes >= 180 or minutes % 60 == 0 else f"{minutes // 60} h {minutes % 60} min"
    days = minutes // (60 * 24)
    for length, word in ((365, "year"), (30, "month")):
        if days >= 2 * length:
            return f"{days // length} {word}s"
    return "1 day" if days == 1 else f"{days} days"


@register.filter(expects_localtime=True)
def clock(moment: datetime | None, style: str = "") -> str:
    """A time of day, such as "6:50 pm", by the business's clock; style: a key of accounts.clock.STYLES."""
    return say_time(moment, style) if moment else ""


register.filter("zone_name", name_zone)


@register.simple_tag
def ago(moment: datetime | None, now: datetime) -> SafeString:
    """How long before (or after) `now`, in words, the exact local time on hover; nothing for None."""
    if moment is None:
        return SafeString("")
    span = now - moment
    if abs(span) < timedelta(minutes=1):
        words = "just now"
    else:
        words = f"{say_span(span)} ago" if span > timedelta(0) else f"in {say_span(span)}"
    exact = say_local_time(moment, "hover")
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), exact, words)


@register.simple_tag
def countdown(due: datetime | None, now: datetime, size: str = "") -> SafeString:
    """The response clock: "57 min left", then "12 min late". static/js/countdown.js lets it tick. size: "", large."""
    if due is None:
        return SafeString("")
    left = due - now
    state = "late" if left < timedelta(0) else "soon" if left < timedelta(minutes=15) else "running"
    classes = f"countdown countdown--{state}" + (f" countdown--{size}" if size else "")
    words = f"{say_span(left)} {'late' if left < timedelta(0) else 'left'}"
    return format_html(
        '<time class="{}" datetime="{}" title="Due {}" data-countdown>{}</time>',
        classes,
        due.isoformat(),
        say_local_time(due, "hover"),
        words,
    )


@register.inclusion_tag("components/nav.html", takes_context=True)
def navigation(context: template.Context, place: str) -> dict[str, Any]:
    """The main links as `sidebar` or `tabbar`: only those that exist, and none outside a business."""
    business: Any = getattr(context.get("request"), "business", None)
    nav = context.get("nav") or {}
    items: list[dict[str, Any]] = []
    if business is None:
        return {"items": items, "place": place}
    for name, long, short, drawn, count in NAVIGATION:
        try:
            url = reverse(name, kwargs={"slug": business.slug})
        except NoReverseMatch:
            continue
        current = nav.get("current") == name
        label = short if place == "tabbar" else long
        items.append(
            {"url": url, "label": label, "icon": drawn, "current": current, "count": nav.get(count), "name": name}
        )
    return {"items": items, "place": place}


def _trim(content: str) -> SafeString:
    """Without the template's own white space; the block has escaped its variables already."""
    return SafeString(content.strip())


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", href: str = "", href_label: str = "", id: str = "") -> str:
    """A surface with one subject. tone "hot" gives it the ember line; `href` adds a link in its head."""
    parts = {"content": content, "title": title, "tone": tone, "href": href, "href_label": href_label, "id": id}
    return render_to_string("components/card.html", parts)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:
    """A native dialog, opened by any link or button with `data-dialog="<id>"`; a link's href serves without script."""
    return render_to_string("components/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "sprout", text: str = "") -> str:
    """What to do when there is nothing yet: a title, a sentence, and as content the next step's button."""
    return render_to_string(
        "components/empty_state.html", {"content": content, "title": title, "icon": icon, "text": text}
    )


@register.simple_block_tag
def page_header(content: str, title: str, sub: str = "", back: str = "", back_label: str = "", badge: str = "") -> str:
    """The h1 of a page with what stands beside it; content: the actions on the right. `badge` is a rendered badge."""
    parts = {
        "content": _trim(content),
        "title": title,
        "sub": sub,
        "back": back,
        "back_label": back_label,
        "badge": badge,
    }
    return render_to_string("components/page_header.html", parts)


@register.simple_block_tag
def banner(content: str, tone: str = "info", icon: str = "info") -> str:
    """A message about the whole page or business; content: a sentence, links allowed."""
    return render_to_string("components/banner.html", {"content": content, "tone": tone, "icon": icon})


@register.simple_block_tag
def bubble(content: str, author: str = "contact", **parts: Any) -> str:
    """One message of a thread. author: contact, assistant, member, campaign, system; parts: components/bubble.html."""
    return render_to_string("components/bubble.html", {"content": _trim(content), "author": author, **parts})
