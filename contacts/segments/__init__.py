"""Who a campaign or a list is for: conditions as a tree, their query, their words, their number, kept under a name."""

from contacts.segments import custom, person, reach
from contacts.segments.counting import AudienceCount, count_audience, count_contacts
from contacts.segments.finding import ask_conditions, find_audience
from contacts.segments.flat import Audience, read_audience
from contacts.segments.offers import Choices, audience_choices
from contacts.segments.person import MONTHS, ids_of, months_before, negate, say_list
from contacts.segments.reach import STATES, in_state
from contacts.segments.registry import (
    MOST_MONTHS,
    AudienceProblem,
    Input,
    Kind,
    Label,
    Scope,
    Values,
    all_kinds,
    kind_of,
    register_condition,
)
from contacts.segments.saved import (
    SegmentProblem,
    change_segment,
    delete_segment,
    list_segments,
    make_segment,
    read_segment,
    register_use,
    uses_of,
)
from contacts.segments.tree import Condition, Conditions, read_conditions
from contacts.segments.wording import Labels, describe_conditions

__all__ = [
    "MONTHS",
    "MOST_MONTHS",
    "STATES",
    "Audience",
    "AudienceCount",
    "AudienceProblem",
    "Choices",
    "Condition",
    "Conditions",
    "Input",
    "Kind",
    "Label",
    "Labels",
    "Scope",
    "SegmentProblem",
    "Values",
    "all_kinds",
    "ask_conditions",
    "audience_choices",
    "change_segment",
    "count_audience",
    "count_contacts",
    "custom",
    "delete_segment",
    "describe_conditions",
    "find_audience",
    "ids_of",
    "in_state",
    "kind_of",
    "list_segments",
    "make_segment",
    "months_before",
    "negate",
    "person",
    "reach",
    "read_audience",
    "read_conditions",
    "read_segment",
    "register_condition",
    "register_use",
    "say_list",
    "uses_of",
]
