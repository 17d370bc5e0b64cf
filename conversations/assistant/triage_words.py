"""Turns what people type into plain words: short forms written out, politeness taken off, misspellings of key words mended."""
# ruff: noqa: E501, SIM905  (a list of words stays on one line)

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_SHORT = {
    "u": "you", "ur": "your", "urs": "yours", "r": "are", "k": "ok", "kk": "ok", "okay": "ok", "okie": "ok",
    "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tmrow": "tomorrow", "tomorow": "tomorrow",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "2moro": "tomorrow", "2morrow": "tomorrow", "2mrw": "tomorrow",
    "tom": "tomorrow", "tonite": "tonight", "2nite": "tonight", "2day": "today", "rn": "right now", "atm": "right now",
    "pls": "please", "plz": "please", "plss": "please", "thx": "thanks", "ty": "thanks", "tx": "thanks", "tnx": "thanks",
    "thnx": "thanks", "tysm": "thanks", "thankyou": "thanks", "txt": "text", "txts": "texts", "txting": "texting",
    "txtin": "texting", "txted": "texted", "msg": "message", "msgs": "messages", "wld": "would", "cld": "could",
    "shld": "should", "wat": "what", "wut": "what", "wht": "what", "whats": "what is", "hows": "how is", "whos": "who is",
    "wheres": "where is", "whens": "when is", "thats": "that is", "theres": "there is", "appt": "appointment",
    "appts": "appointments", "appnt": "appointment", "w": "with", "wo": "without", "b4": "before", "gr8": "great",
    "l8r": "later", "l8er": "later", "ltr": "later", "bc": "because", "cuz": "because", "coz": "because", "cus": "because",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me", "kinda": "kind of",
    "dunno": "do not know", "idk": "i do not know", "def": "definitely", "defs": "definitely", "prob": "probably",
    "probs": "probably", "prolly": "probably", "hrs": "hours", "hr": "hour", "mins": "minutes", "min": "minute",
    "wknd": "weekend", "wk": "week", "nvm": "never mind", "nevermind": "never mind", "ttyl": "talk to you later",
    "yea": "yes", "yeah": "yes", "yep": "yes", "yup": "yes", "yessir": "yes", "yess": "yes", "yesss": "yes", "yas": "yes",
    "ye": "yes", "yeh": "yes", "y": "yes", "nah": "no", "nope": "no", "naw": "no", "noo": "no", "nooo": "no", "n": "and",
    "im": "i am", "ive": "i have", "hes": "he is", "shes": "she is", "theyre": "they are", "youre": "you are",
    "weve": "we have", "youve": "you have", "cant": "can not", "cannot": "can not", "dont": "do not", "wont": "will not",
    "didnt": "did not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "doesnt": "does not", "werent": "were not",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "couldnt": "could not", "wouldnt": "would not",
    "shouldnt": "should not", "aint": "is not", "its": "it is", "lets": "let us", "somebody": "someone",
    "sombody": "someone", "some1": "someone", "ppl": "people", "sched": "schedule", "resched": "reschedule", "avail": "available",
    "availabilty": "availability", "est": "estimate", "addy": "address", "adress": "address", "num": "number",
    "intrested": "interested", "intersted": "interested", "interestd": "interested", "intereted": "interested",
    "apointment": "appointment", "appoinment": "appointment", "appointmnt": "appointment", "apptmt": "appointment",
    "shedule": "schedule", "scedule": "schedule", "schedual": "schedule", "definately": "definitely", "mtg": "meeting",
    "emergancy": "emergency", "emrgency": "emergency", "prise": "price", "pricng": "pricing", "cud": "could",
    "wud": "would", "em": "them", "abt": "about", "ofc": "of course", "asap": "asap", "srry": "sorry", "sry": "sorry",
    "soz": "sorry", "mornin": "morning", "aft": "after", "arvo": "afternoon", "hubby": "husband", "wifey": "wife",
    "luv": "love", "deets": "details", "4ever": "forever", "nite": "night", "evry": "every", "evryone": "everyone",
    "callin": "calling", "drivin": "driving", "workin": "working", "movin": "moving", "thinkin": "thinking",
    "lookin": "looking", "doin": "doing", "goin": "going", "gettin": "getting", "waitin": "waiting", "fixin": "fixing",
    "bzy": "busy", "bizzy": "busy", "buzy": "busy", "rong": "wrong", "wrng": "wrong", "nuber": "number", "nmbr": "number",
    "num.": "number", "#": "number", "vm": "voicemail", "ph": "phone", "fone": "phone", "fon": "phone", "tel": "phone",
    "bday": "birthday", "xmas": "christmas", "hella": "very", "bro": "bro", "yrs": "years", "yr": "year", "mos": "months",
    "cell": "cell", "bcuz": "because", "til": "until", "till": "until", "bout": "about", "yo": "hey",
}  # fmt: skip
#: Key words too short for the vocabulary; a letter left out or two swapped still means them, unless that is a word too.
_SHORT_KEYS = "human email water phone price quote robot money today wrong agent owner later doctor please number call text".split()
_WORDS_OF_THEIR_OWN = frozenset("late cal prie wong tet".split()) | set(_SHORT)


def _slips_of(word: str) -> set[str]:
    """The word with one inner letter left out, or two neighbours behind the first swapped."""
    dropped = {word[:at] + word[at + 1 :] for at in range(1, len(word))} if len(word) > 4 else set()
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return {slip for slip in dropped | swapped if slip != word and slip not in _WORDS_OF_THEIR_OWN}


_SHORT |= {slip: word for word in _SHORT_KEYS for slip in _slips_of(word)} | {
    "mutch": "much", "mcuh": "much", "muhc": "much", "teh": "the", "hte": "the", "waht": "what", "wnat": "want",
    "thier": "their", "leek": "leak", "leke": "leak", "reel": "real", "wrk": "work", "wrok": "work", "momment": "moment",
    "evrywhere": "everywhere", "alredy": "already", "allready": "already", "mabe": "maybe", "mayb": "maybe", "tho": "though",
    "nothanks": "no thanks", "nothankyou": "no thanks", "thankyou": "thanks", "showd": "showed", "waitd": "waited", "furnce": "furnace",
    "buisness": "business", "recieve": "receive", "recieved": "received", "mechanik": "mechanic", "flodding": "flooding",
    "floding": "flooding", "tonigt": "tonight", "wensday": "wednesday", "wendsday": "wednesday", "thurday": "thursday",
    "wuts": "what is", "wats": "what is", "bleding": "bleeding", "swolen": "swollen", "divorse": "divorce", "hospitel": "hospital",
    "canser": "cancer", "arested": "arrested", "arrestd": "arrested", "meetng": "meeting", "meting": "meeting", "drivng": "driving",
}  # fmt: skip
_AFTER_WERE = "good|all|not|set|fine|happy|interested|selling|moving|using|looking|going|done|still|in the|waiting|thinking|covered"
_AFTER_ILL = "call|text|let|be|get|think|check|pass|do|take|have|try|see|know|wait|need|reach|message|ask|talk|book|hit|give|come|go"
_AFTER_ID = "like|love|rather|prefer|be|need|want|appreciate|say|have|really"
_CONTRACTIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bcan't\b", "can not"), (r"\bwon't\b", "will not"), (r"\bain't\b", "is not"), (r"n't\b", " not"),
        (r"\bi'm\b", "i am"), (r"\b(\w+)'re\b", r"\1 are"), (r"\b(\w+)'ve\b", r"\1 have"), (r"\b(\w+)'ll\b", r"\1 will"),
        (r"\b(\w+)'d\b", r"\1 would"), (r"\blet's\b", "let us"), (r"\by'all\b", "yall"), (r"\bo'clock\b", "oclock"),
        (r"\b(it|that|what|who|where|when|how|there|here|he|she|this|someone|everything|one|everyone)'s\b", r"\1 is"),
        (r"(\w)'s\b", r"\1"), (r"(\w)in'(?=\s|$)", r"\1ing"), (r"\bw/o\b", "without"), (r"\bw/", "with "),
        (r"\b24/7\b", "24 hours"), (r"\ba\.?m\.", "am"), (r"\bp\.m\.?", "pm"), (r"'", ""),
    )
)  # fmt: skip
_LATER_CONTRACTIONS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"\bwere (?={_AFTER_WERE})", "we are "), (rf"\bill (?={_AFTER_ILL})", "i will "), (rf"\bid (?={_AFTER_ID})", "i would "),
        (r"\byour (?=texting|calling|messaging|bothering|welcome|not|too|a (?:bot|robot))", "you are "),
        (r"\b(?:you guys|you all|u guys|yall|ya all)\b", "you"), (r"\b(call|text|see|tell|thank|hit|let|get back to) ya\b", r"\1 you"),
        (r"\bcan you all\b", "can you"), (r"\b(we|they|you) (?:are )?gotten\b", r"\1 got"), (r"\bapt (?!\d)", "appointment "),
        (r"\bi have got\b", "i have"), (r"\bwe have got\b", "we have"), (r"\b(price|prices|cost|much) 4\b", r"\1 for"),
        (r"\bd s\b", "ds"), (r"\b(dr|mr|mrs|ms) \.(?= )", r"\1"), (r"\bthe the\b", "the"), (r"\breply back\b", "reply"),
    )
)  # fmt: skip
_POLITE = re.compile(
    r"\b(?:please|kindly|thank you(?: (?:so|very) much| for (?:the |your )?(?:offer|text|message|checking(?: in)?|reaching out|info"
    r"|asking|reminder|following up|follow up|heads up|note|email|call|time|update))?|thanks(?: (?:so much|a lot|a bunch|again|though|tho))?"
    r"|many thanks|much appreciated|appreciate (?:it|you|the (?:offer|text|message))|i appreciate (?:it|the offer|you reaching out)"
    r"|sorry|my apologies|apologies|hi there|hey there|hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening)|dear|greetings"
    r"|lol|lmao|haha+|hehe|ha|omg|ugh|umm*|uh|uhh|hmm+|well|so sorry|no worries|cheers|regards|best regards|sincerely|have a (?:nice|good|great"
    r"|blessed|wonderful) (?:day|one|night|evening|weekend)|god bless|take care(?! of)|bless you|sir|ma am|maam|bro|bud|dude|man|fam|actually|honestly"
    r"|just|really|um|oh|ah|aw|btw|fyi|por favor|porfavor|porfa|gracias|muchas gracias|hola|buenas tardes|buenos dias|disculpe|lo siento)\b"
)
_EMOJI = {
    "👍": " thumbsup ", "👌": " thumbsup ", "✅": " thumbsup ", "🙌": " thumbsup ", "💯": " thumbsup ", "👎": " thumbsdown ",
    "🙅": " thumbsdown ", "🤖": " robot ", "😡": " angryface ", "🤬": " angryface ", "😠": " angryface ", "🚗": " ", "🚨": " urgentface ",
    "🆘": " urgentface ", "🔥": " ", "📞": " phoneface ", "☎": " phoneface ", "💰": " ", "💸": " ", "😴": " ",
}  # fmt: skip
_EMOJI_TABLE = str.maketrans(_EMOJI)
_SPANISH = frozenset(
    "que el la los las un una por para con cuanto cuanta cuesta cobran precio cita numero llame llamen llamar llamenme llamame gracias"
    " hola estoy tengo quiero necesito manana ahora hoy no ya si usted ustedes me mi su muy pero porque quien es esta soy gustaria"
    " interesa puede pueden pueda horario donde cuando como ocupado ocupada equivocado equivocada persona fallecio murio trabajando"
    " manejando reunion despues luego semana lunes martes miercoles jueves viernes sabado domingo todavia mas adelante favor del al"
    " servicio servicios hablar mensaje otra otro casa urgente emergencia ayuda agua fuga tienen tiene hacen ofrecen aceptan informacion".split()
)
_ONLY_SPANISH = _SPANISH - {
    "no",
    "me",
    "el",
    "la",
    "su",
    "es",
    "mi",
    "hoy",
    "persona",
    "las",
    "los",
    "al",
    "del",
    "un",
    "con",
    "mas",
    "como",
}

#: Words of French and Portuguese that neither English nor Spanish has.
_FRENCH_OR_PORTUGUESE = frozenset(
    "je vous est pas les chez dans pour avec mon une moi oui merci deja rendez appelez combien coupe travail encore tres ce"
    " nao voce voces meu minha estou tenho obrigado obrigada pra uma com fica custa quanto ligue mim horario sexta quinta amanha"
    " agora ja sim errado aqui cachorro morreu mae pai outro foi resolvi mudei queria marcar bom bon numero desole suis ai toujours"
    " interesse instant peut plus tard linstant nest cest jai reponse automatique ne merci svp numeros euh que de du quero".split()
)

#: Everyday words that stand one letter away from a key word and must stay what they are.
_EVERYDAY = frozenset(
    "another because before friend friends around always answer anyway better little mother father brother sister really should"
    " things thinks within during either enough family having having making taking coming living loving giving leaving letting"
    " moment moments months person persons second seconds sounds saving states street summer sunday monday friday winter spring"
    " people please policy polite police places placed planes played player places putting cutting sitting getting setting"
    " starting working looking waiting walking talking asking giving house houses hours horse course court count county country"
    " change changed charge charged charges chance chances chairs check checks cheque clean cleaner cleared closer closed"
    " clothes color colors corner couple course cousin covers danger dealer dinner driver drivers either ending engine entire"
    " expect expert expired extend factor failed fallen famous figure finger finish flight flower follow forest forget formal"
    " former garden gather gentle global ground growth guests handle happen hardly health height hidden hiring holder income"
    " indeed inside intend island itself junior killed ladies latest leader league length lesson letter levels likely linked"
    " listed listen living locked longer loving lovely lowest market master matter medium member mental middle minute mirror"
    " missed mobile modern moving murder museum myself narrow nation nature nearby nearly needed needs normal notice number"
    " object office online option options orange origin others output owners parent parents partly patient patients paying"
    " period permit phrase picked planet plenty points prayer prefer pretty priced prince prison profit proper public pulled"
    " purple pushed raised rather reader reason recent record reduce reform region relate remain remind remote remove repair"
    " repeat report rescue resort result retail retain return review reward riding rising rolled rubber ruling runner safety"
    " salary sample scheme school screen search season secret select seller senior series server settle severe sexual shared"
    " should shower signal silent silver simple simply single sister slight smooth social solely sought source speech spirit"
    " spoken spread square stable status steady stolen stored strain stream stress strike string strong struck studio submit"
    " sudden suffer supply surely survey switch symbol system taking talent target taught tenant tender tennis thanks theory"
    " thirty though threat thrown ticket timely timing tissue toward travel treaty trying twelve twenty unable unique united"
    " unless unlike update useful valley varied vendor versus victim vision visual volume walker wealth weekly weight wholly"
    " window winner within wonder worker writer yellow booked booking cooking hooking cleared leaving living tuning turning"
    " running morning evening warning wearing hearing wedding heading reading leading renting resting testing texting tested"
    " texted tasted hosted posted passes passed passing pass paused parsed curious serious various previous obvious quit quiet"
    " quite quote quotes notes house mouse moused services service device devices received receive believe relieve retired"
    " repaired prepared compared required acquired inquired hired tired fired wired dropped stopped shopped hospital hospitals"
    " insured injured ensured measured treated created related located allocated updated dated rated stated".split()
)


@dataclass(frozen=True)
class Words:
    """One message, prepared: ``plain`` keeps politeness, ``core`` does not; ``named`` has ``nm`` where a name stood."""

    raw: str
    plain: str
    core: str
    named: str
    spanish: bool
    asks: bool
    shouting: bool


def prepare(text: str, *, vocabulary: Vocabulary, as_spanish: bool = False) -> Words:
    """Prepare ``text``; ``vocabulary`` holds the key words towards which misspellings are mended."""
    marked = _mark_names(text)
    spanish = as_spanish or _looks_spanish(text)
    plain, named = (_plain(each, spanish=spanish, vocabulary=vocabulary) for each in (text, marked))
    letters = [char for char in text if char.isalpha()]
    return Words(
        raw=text,
        plain=plain,
        core=_collapsed(_POLITE.sub(" ", plain)),
        named=_collapsed(_POLITE.sub(" ", named)),
        spanish=spanish,
        asks="?" in text or "¿" in text,
        shouting=len(letters) > 12 and sum(char.isupper() for char in letters) > 0.8 * len(letters),
    )


def _plain(text: str, *, spanish: bool, vocabulary: Vocabulary) -> str:
    lowered = _without_accents(text.translate(_EMOJI_TABLE)).lower()
    lowered = lowered.replace("’", "'").replace("‘", "'").replace("`", "'").replace("´", "'")
    for pattern, replacement in _CONTRACTIONS:
        lowered = pattern.sub(replacement, lowered)
    lowered = re.sub(r"(?<=\d),(?=\d{3})", "", lowered)
    lowered = re.sub(r"[!;\n]+|\.{1,}(?=\s|$)|…| - |—|–", " . ", lowered)
    lowered = re.sub(r"(?<=\d)\.(?=\d)", "point", lowered).replace("?", " ? ")
    lowered = re.sub(r"[^a-z0-9$%@:/?.&_+\-#ñ]+", " ", lowered)
    lowered = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", lowered)
    words = [_squeezed(word) for word in lowered.split()]
    if not spanish:
        words = [vocabulary.mended(_SHORT.get(word, word)) for word in words]
    joined = " ".join(words)
    for pattern, replacement in _LATER_CONTRACTIONS:
        joined = pattern.sub(replacement, joined)
    return _collapsed(joined)


def _squeezed(word: str) -> str:
    """Long-drawn words: "sooo", "yesss", "pleeease"."""
    return re.sub(r"([a-z])\1{2,}", r"\1", word)


def _collapsed(text: str) -> str:
    text = re.sub(r"(?: \.)+(?= \?)|(?<=\?)(?: \.)+", "", f" {text} ")
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"^(?:[.?] )+|^[.]$", "", text)
    return re.sub(r"(?: \.)+$", "", re.sub(r"(?:\. )+\.", ".", text)).strip()


def _without_accents(text: str) -> str:
    kept = unicodedata.normalize("NFKD", text.replace("ñ", "\x01").replace("Ñ", "\x01"))
    return "".join(char for char in kept if not unicodedata.combining(char)).replace("\x01", "n")


_NAME = re.compile(r"(?<![.!?\w\n])(?<=[\w,'’] )(?!I\b)[A-Z][a-z]+\b")
_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october"
    " november december english spanish christmas thanksgiving easter ac hvac ok tv google facebook instagram yelp dr mr mrs ms".split()
)
_FIRST_NAMES = frozenset(
    "linda karen sarah mike michael john david dave chris steve james robert bob jim mary maria jose juan carlos luis ana anna lisa"
    " jennifer jen jessica ashley emily amanda melissa nicole stephanie kevin brian jason matt matthew dan daniel tom joe joseph tony"
    " anthony mark paul andrew ryan josh joshua nick eric adam scott greg jeff rick richard ron bill william tim kim kelly laura"
    " susan nancy betty sandra donna carol debbie deborah barbara patricia pat cheryl megan rachel kate katie kathy amy angela"
    " heather michelle tina teresa roberto miguel pedro jorge rosa carmen sofia marcus tyler brandon justin alex sam ben jack"
    " george frank gary larry jerry dennis peter henry derek diane janet julie lori tracy wendy dana ruiz tanya rita gloria".split()
)


def _mark_names(text: str) -> str:
    """Put ``nm`` where a name stands: a capital inside a sentence, or a common first name."""

    def swap(match: re.Match[str]) -> str:
        lower = match[0].lower()
        return match[0] if lower in _NOT_NAMES or lower.rstrip("s") in _NOT_NAMES else "nm"

    marked = _NAME.sub(swap, text)
    return re.sub(r"[A-Za-z]+", lambda m: "nm" if m[0].lower() in _FIRST_NAMES else m[0], marked)


def _looks_spanish(text: str) -> bool:
    words = re.findall(r"[a-zñ]+", _without_accents(text).lower())
    if not words:
        return False
    hits = sum(word in _SPANISH for word in words)
    if sum(word in _FRENCH_OR_PORTUGUESE for word in words) >= max(2, len(words) * 0.25):
        return True
    sure = any(word in _ONLY_SPANISH for word in words) or any(char in text for char in "¿¡ñ")
    return sure and hits >= max(1, len(words) * 0.34)


class Vocabulary:
    """Key words of six letters and more; finds the one that a misspelled word was meant to be."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._words = frozenset(word for word in self._known if len(word) >= 6)
        self._near: dict[str, str] = {}
        for word in sorted(self._words):
            for form in _deletions(word):
                self._near.setdefault(form, word)
        self._memory = lru_cache(maxsize=20_000)(self._mend)

    def mended(self, word: str) -> str:
        """The key word one slip away from ``word``, else ``word``. First letters must agree."""
        if (
            len(word) < 5
            or not word.isalpha()
            or word in self._known
            or word in _EVERYDAY
            or word.endswith(("ing", "ed"))
        ):
            return word
        return self._memory(word)

    def _mend(self, word: str) -> str:
        for form in (word, *_deletions(word)):
            candidate = form if form in self._words else self._near.get(form)
            if candidate and candidate[0] == word[0] and not _same_stem(candidate, word) and _one_slip(candidate, word):
                return candidate
        return word


def _deletions(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _same_stem(one: str, other: str) -> bool:
    """Endings are grammar, not slips: call, calls, called."""
    return (
        one.rstrip("sdrn") == other.rstrip("sdrn") or one.startswith(other) or (other.startswith(one) and len(one) > 6)
    )


def _one_slip(one: str, other: str) -> bool:
    """At most one letter added, left out, replaced, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )
