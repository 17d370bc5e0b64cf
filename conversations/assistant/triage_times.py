"""Which words name a time: one that resolves to a day or a clock time, or a vague "later"."""
# ruff: noqa: E501  (a phrase list stays on one line)

from __future__ import annotations

_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty five|half an?|a couple(?: of)?|couple(?: of)?)"
_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|weds?|wednes|thurs?|thu|fri)s?"
_HOLIDAY = r"(?:labor day|memorial day|thanksgiving|christmas|xmas|new years?(?: day| eve)?|easter|halloween|valentines?(?: day)?|the fourth|4th of july|mlk day|presidents day|turkey day)"

#: Resolves to a day or a clock time.
EXACT_TIME = "|".join(
    (
        rf"\b(?:(?:on |by |this |next |until )?{_WEEKDAY}|(?:on|this|next|by) (?:sat|sun))(?: (?:morning|afternoon|evening|night|am|pm))?\b",
        r"\b(?:day after )?tomorrow(?: (?:morning|afternoon|evening|night|am|pm))?\b|\btonight\b|\bthis (?:morning|afternoon|evening|weekend|week)\b|\b(?:the|on the|over the|this|next) ?weekend\b|\bweekends?\b",
        r"\bnext week\b|\bweek from (?:now|today|\w+day)\b|\blater today\b|\blater this (?:afternoon|evening|morning|week)\b|\bend of (?:the |this )?(?:day|week)\b|\beod\b",
        r"\bfirst thing(?: in the)?(?: morning| tomorrow)?\b|\bin the (?:morning|afternoon|evening|am|pm)\b|\b(?:at|after|before|around|by|until) (?:noon|midnight|lunch(?:time)?|dinner|dark|church)\b|\bnoon\b|\blunch ?time\b|\bat lunch\b",
        r"\b\d{1,2}(?::\d\d)? ?(?:am|pm|a|p|oclock)\b|\b\d{1,2}:\d\d\b|\b\d{1,2}(?:ish)\b",
        rf"\b(?:at|by|after|before|around|about|until|past|from|between|@|like) ?(?:about |around )?(?:\d{{1,2}}(?![\d:/%a-z-]| (?:weeks?|months?|years?|days?|people|rooms?|bed|kids|th|star|percent|more|of|times))|{_HOUR}\b(?! (?:week|month|year|day|of|more|person|thing)))(?:30)?",
        r"\b(?:half|quarter) (?:past|to|after|til|until) \w+\b|\b(?:\d{1,2}|" + _HOUR + r") thirty\b",
        rf"\b{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b|\b(?:on |after |until |by )?the \d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,2}}(?:st|nd|rd|th)\b|\b\d{{1,2}}/\d{{1,2}}\b",
        r"\b(?:the )?(?:first|fifteenth|second|third|tenth|twentieth|last day) of (?:the|next) month\b|\bfirst week (?:of|in)\b",
        rf"\b(?:in|give (?:me|us)|within|another|after) (?:about |like |maybe )?{_NUMBER} ?(?:more )?(?:minutes?|m|hours?|h|days?|weeks?|wk|wks)\b|\b{_NUMBER} (?:minutes?|hours?|days|weeks) (?:from now|later)\b|\bin (?:a few|few|several) (?:minutes|hours|days)\b|\ban hour\b|\b(?:half hour|half an hour)\b",
        rf"\b(?:on|after|before|until|by|day after|around) {_HOLIDAY}\b|\bafter (?:work|school|class|hours)\b|\bthis (?:pm|am)\b|\b(?:mornings|afternoons|evenings)\b",
    )
)

#: Later, but no day comes out of it.
VAGUE_TIME = "|".join(
    (
        r"\bnext (?:month|year|quarter|spring|summer|fall|autumn|winter|season|time|semester|paycheck|pay ?day)\b",
        r"\b(?:in|until|by|after|during|come|sometime in|around|early|late|this|maybe) (?:the |this |early |late |mid )?(?:spring|summer|fall|autumn|winter|new year|holidays?|season|rainy season|school year)\b",
        rf"\b(?:in|until|by|after|around|sometime in|early|late|mid|come|maybe) {_MONTH}\b",
        r"\b(?:in )?(?:a|another)? ?(?:few|couple|couple of|several) (?:more )?(?:months?|weeks|years?)\b|\b(?:in )?(?:\d{1,2}|six|three|two|a|four|nine) (?:months?|years?)\b(?! (?:ago|old))",
        r"\bdown the (?:road|line)\b|\bsome ?day\b|\bsome ?time\b|\beventually\b|\bone day\b|\banother (?:time|day)\b|\bother time\b|\bsome other time\b|\bend of (?:the )?(?:year|month|quarter)\b|\bin the future\b|\bin a while\b|\bfor a while\b|\bnext year\b|\bafter (?:tax season|taxes|the (?:holidays|baby|wedding|move|new year|school year)|we move|i get paid|payday|finals)\b",
    )
)

SPANISH_EXACT_TIME = (
    r"\b(?:manana|pasado manana|esta (?:tarde|noche)|lunes|martes|miercoles|jueves|viernes|sabado|domingo|fin de semana|proxima semana|semana que viene"
    r"|a las? \w+|despues de las? \w+|en (?:una|dos|tres|media|\d+) horas?|en \d+ (?:minutos|dias|semanas)|al mediodia|en la (?:tarde|manana|noche)|el \d{1,2})\b"
)
SPANISH_VAGUE_TIME = (
    r"\b(?:mas adelante|mas tarde|despues|luego|otro dia|otro momento|proximo (?:mes|ano)|mes que viene|ano que viene|en unos meses|en unas semanas"
    r"|en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|verano|primavera|otono|invierno)|todavia no|aun no|por ahora no|ahorita no|por el momento)\b"
)
