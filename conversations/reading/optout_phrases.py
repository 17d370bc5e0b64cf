"""Parts of sentences that several rules of the opt-out grammar share, in the notation of optout_symbols."""

END = "(?=$|EDGE|AGAIN)"
THINGS = "(DET|DESC)* (NOUN)"
MINE = (
    "(ME|(MY|DET)+ (DESC|current|personal|work|home|own|mobile|cell|phone|private|damn|business)? DEVICE|here|DEVICE)"
)
TO_ME = (
    f"({MINE}|THESE|(my|his|her|our) (wife|husband|mom|mother|dad|father|family|son|daughter|kids|kid|"
    "parents|house|home|job|work|office|email|phone|employees|staff|wifes|moms|business|company|"
    "shop|store|grandma|grandpa|grandmother|grandfather|brother|sister|boss|girlfriend|boyfriend|"
    "clients|partner|elderly W|late W|old W|work W|W "
    "(phone|number|house|cell)|child|baby|spouse|tenant|client))"
)
FROM_YOU = (
    "(from (YOU|your|this|these|W) (guys|people|company|all|place|clinic|office|business|number|anymore)?|your (W)?)"
)
