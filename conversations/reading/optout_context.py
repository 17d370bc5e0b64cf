"""What stands around the words of an act.

Who does it, and whether it is denied, told of, limited to an hour or a channel, or about something else.
"""

import re
from dataclasses import replace

from conversations.reading.optout_grammar import Mood, Rule
from conversations.reading.optout_symbols import UNKNOWN, pattern, symbol, symbols_of
from conversations.reading.optout_text import Sentence

CLAUSE_ENDS = "".join(symbol(mark) for mark in "|,?&")
SENTENCE_ENDS = frozenset(symbol(mark) for mark in "|?")

# -- left of the act -------------------------------------------------------------------------------------------------
_ASKED_TO = pattern("(to|YOU|someone|somebody|anyone|we|i|that|AID|not|never|do|did|does|is|for|a|the|my|your)$")
_WISH = pattern(
    "(want|need|needing|like|love|ask|asked|asking|tell|telling|told|request|requesting|demand|demanding|"
    "beg|begging|prefer|wish|appreciate|expect|require|wanted|insist|hope)"
    " (it)? (if|that|for)? (YOU|this|these|them|everyone|your (W)|(DET|DESC)* NOUN)? "
    "(will|would|can|could)? (to)?$|let us$|(tell|have|get|ask) (them|someone|somebody|your "
    "(W){1,2}|whoever|w|w w|the W) (to)?$|(want|need|like|love|asked|ask|asking|tell|told|telling|prefer|beg|expect) "
    "(that|it if|if|for)? YOU (W){0,4} (to)?$|(asked|told|requested|begged|said) (W){0,4} to$"
)
_HOW = pattern(
    "(how|where) (do|can|could|would|does|did|to|may|should|must|am|W)? (i|we|you|one|a person)? (go "
    "about|get|make|supposed to|W)? (you|this|to)?$|(how|ways|way|steps) to$|what do i (have to|need "
    "to)? (do|say|reply|text|send|type|press) to (get|make)? (you)? (to)?$|(help) (me|us)? "
    "(to)?$|(trying|try|tried) to$"
)
_YOU_MUST = pattern(
    "YOU (W)? (guys|people|all)? (need|needs|must|should|better|best|have|had|ought|got|can|could|may|"
    "will|would|might|are (going)?)+ (better|best|W)? (to)?$|(can|could|would|will|may|did i) "
    "(YOU|we|i|someone|somebody|anyone|yall) (W)? "
    "(mind)?$|(pueden|puede|puedes|podrian|podria|quiero|favor de|como|favor|quisiera|necesito|que|deseo|"
    "solicito|gracias|interesa|equivocado|interesado|interesada|ya|quisieramos|podrias|y|para|dije|me|"
    "nos|oye|oiga|senor|hola)+$|(feel free|go ahead|go ahead &|mind|consider|make sure (YOU|W)?|as well|"
    "able|possible|way|appreciate|free|please|rather|best|better|be nice|be great|time|going|you "
    "all|best if YOU) (to)?$|(veux|souhaite|voudrais|comment|puis je|faire pour) (me|W)?$"
)
_SAID = pattern(
    "(i|we) (have|am|W)* (said|say|saying|mean|meant|repeat|told you|told you all|texted|sent|typed|"
    "replied|write|wrote|asked|already)+$|(said|told you|saying|say|again|repeat|reply|replied|replying|"
    "texting|answer)$"
)
_ASKED_IN_DOUBT = pattern("(did|do|have) (i|YOU|we) (W)? (say|mean|type|text|send|said|typed|sent)$")
_THREATENED = pattern(
    "(did|have|had) (i|we) not (tell|say|ask|W)? (YOU)? (to)?$|(did|have) not (i|we) (tell|say|ask|W)? "
    "(YOU)? (to)?$|(if|unless|until|because|since) (YOU|YOU guys|yall|this|these|they) (guys|all|W)? (do "
    "not|will not|can not|would not|refuse to|cannot)?$|(why)? (do|will|can|would|could) (not) YOU$|why "
    "will YOU (not)$|(can|could|would|will) YOU (not)?$|when (will|are|do|would) (YOU|this|these|yall) "
    "(W)? (going to|gonna)?$"
)
_DENIED = pattern(
    "(was|is|had|have|has|were|been|be|got|saw|with|are|a) no$|(no|nunca|sin|ni) "
    "(quiero|quisiera|me|deseo|lo|los|vayan a|pienso|voy a|he|nos|pidan|pedi|queremos|la|por)+ $|(nunca|"
    "sin|ni)$|(not|never|without|nobody|none|neither|nor|hardly|nothing) "
    "(ever|even|actually|really|going)? (to)?$|(not|never) (take|remove|get|keep|put) (me|us|my W) "
    "(off|from)?$|(not|never) (to|say|type|send|text|hit|reply|press|want|wanna|need|plan|mean|intend|"
    "like|wish|trying|ask|asked|say|said|tell|told|request|requested|going|care|have|had|YOU)* (YOU)? "
    "(to)?$"
)
_OTHERS = pattern(
    "(SELF|did|does|was|were|ex|he|she|they|been) (am|is|are|will|would|had|have|has|got|to|should|must|"
    "can|could|did|do|does|might|may|going|finally|already|never|ever|want|wanted|used|always|usually|"
    "need|needed|try|tried|trying|forgot|decided)* $"
)
_ASKED_HOW_IT_IS = pattern(
    "(can|could|does|will|would|did|should) w (W)?$|(did|do|does|have|has|had) (YOU|i|we|they|he|she|it|this|"
    "that|these|those|(my|your|the|our|his|her) (W){1,2}) (W)?$|^(INTERJECT)* (did|do|does|have|has|had) "
    "(W){1,3}$|(when|where|why|which|what) (W){0,3}$"
)
_OF_US = frozenset(symbols_of("YOU") + symbols_of("SAYS") + symbols_of("NOUN")) | {symbol("me")}
_ARTICLE = pattern(
    "(the|a|an|next|bus|full|pit|truck|rest|one|first|last|non|nearest|door|train|water|gas|pit|tab|"
    "coffee|lunch|food|rest|subway|tram|trolley|final|port|tour|metro|back|sign|hard|dead|light|every|"
    "each|any|my|your|this|that|them|him|her|it|to|short|sudden|of|at|for|in|on|w)$"
)
_NO_END = pattern("(i|we|he|she|they|YOU|AID|not|never|to|did|do|does|and|or|had|has|should|must|just|always)$")
_IDIOM = pattern("(i am w|YOU understand|understand english|i mean it|i get it|got it|get it|had it)$")
_UNWISHED = pattern(
    "(not|never) (W)? (want|need|like|ask|asking|wish|mean|asked|wanted|intend) (W){1,4} "
    "to$|(told|said|promised|thought) (it|they|that) (would|will)$"
)
_UNABLE = pattern("((can|could) not|(not|never) (able|let|letting|allow|allowing) (me)? (to)?)$")
_SHORT_ORDERS = frozenset(["stop alone", "stop it", "cut it out", "stop first", "quit alone", "stop this"])
_EXCLAIMED = pattern(
    "(for|in|of|god|w|INTERJECT|holy|good|love|sake|name|jesus|christ|out|loud|the (?!w $)|that is|all){1,6}$"
)
_HOW_COME = pattern("how come (W){0,3}$")
_PLEASANTRIES_ONLY = pattern("(INTERJECT)+")
_DECLINED = pattern(
    "(not interested|not (me|him|her|w)|no (thanks|thank you|way)|wrong (number|person)|who is this|who "
    "are YOU|who this|what is this|(how|where) did YOU get (my|this) (number|info)|how YOU got (my|this) "
    "(number|info)|know YOU|leave me alone|do not know (who|YOU) (YOU|are|is|this)*|at work|in a meeting|"
    "busy|num|(gracias|interesa|equivocado|interesado|interesada|ya|hola)+)$"
)
_CAUSED = pattern(
    "(get|make|want|need|tell|help|force|like) (?!(W)*(YOU|your|this|these|NOUN|to W|them))(W){1,4} "
    "to$|(make|let) (him|her|it|them|my (W){1,2}|the (W){1,2}|a (W){1,2})$"
)
_WONDERS = pattern("(did|am|was|were) (i|YOU|we|my W|it)$|^(why)? (did|am|was)$|why (was|did|am|were) (i|YOU|we)$")
_NAMED = pattern("(my|the|a|an|his|her|their|ignore|your)$")
_OTHER_PEOPLE = pattern("(he|she|they|who|nobody|everyone) (W)?$")
_PLEASANTRY = pattern("(INTERJECT|thank YOU|so|then|not interested|because|if so|wrong number)$")
_DESCRIBES = pattern(
    "(i|we|they|he|she|it|who|why|people|my W|the W|our W|nobody|did|does|is|was|has|have|had|could|"
    "would|will|are|am|were|been|being|do|hopefully|better|W (does|did|is)|would "
    "rather|rather|decided|chose|told|choose|try|tried|if|and)$"
)
_DOES = pattern("(SELF|AID|to|did|does|has|have|had|is|was|people|if|why|and|do|are|were) (W)?$")
_YOU_DESCRIBES = pattern("(YOU|YOU guys|why (W)?|if (W)?|when (W)?)$")
_FORBADE = pattern(
    "(told|tell|asked|ask|asking|want|wanted|need|like|prefer|said|say|request|requested|requesting|"
    "advise|advised|rather|know|warned|appreciate|best|wish|beg|begging|instructed|preferred|notice|"
    "please|supposed|reminder|mind|note|noted|let us|us)(W|YOU|your W|if|it|that|are|all|guys|company|"
    "again|already|before|num|times|multiple|several|many|repeatedly)*$"
)
_WHY = pattern(
    "(why|if|when|hope|because|sure|surprised|that|since|seems|wonder|noticed|sorry) (W)? (YOU|they|he|she|i|we|W)?$"
)
_OBJECT_OF_OTHER = pattern(
    "(got|get|see|saw|received|has|have|had|is|was|are|were|there|with|be|been|heard|be|got|show|shows|"
    "say|says|left|only|hear|still|by|or) (W)?$|(why) (W){0,3}$"
)
_BLOCKER = pattern(
    "(^|i|we|am|have|will|be|going to|been|just|already|about "
    "to|getting|are|is|INTERJECT|must|then|you|i would|done|officially|num) $"
)

_BLOCKED_ALONE = pattern("(INTERJECT|i am|i have|YOU are|i)*")

# -- right of the act, or anywhere -----------------------------------------------------------------------------------
_HOUR = pattern(
    "(before|after|past|between|until|till|by) (DET|W)? (W)? "
    "(TIME|num)|until (?!(then|further|when|i "
    "(call|contact|need|say|reach|ask|text|want|decide)|hell))|(at|around|on|in|during|over|for) (DET|W)? "
    "(W)? (middle of the)? (TIME)"
    "|at num|(when|while|during|unless) (i|we|im|its|it|my|our|the|he|she) "
    "(?!(am)? (W)? (ready|need|want|decide|require|interested))(am|are|is|W)? (at|in|on|W)|while (W)|so "
    "(late|early)|(this|too|that) (early|late)|right now (?!(or|`|`|i "
    "))|(today|tonight|tomorrow|yet|(at|for) (the moment|now|today|(a|DET) (few|bit|while)))|this "
    "(week|weekend|morning|afternoon|evening|month)|(at|from) work|every (day|hour|five|num)|so "
    "(often|much|many)|as (often|much)|during|late|early"
    "|(antes|despues) (de|que)|hasta|(en|por|de|a|al) (la|el|las|los|mi)? (noche|noches|manana|mananas|tarde|"
    "tardes|trabajo|madrugada|num|domingos|domingo|sabado|semana|casa)|hoy|ahora|ahorita|tan "
    "(tarde|temprano)|mientras|cuando|(los|el|a|las) (domingos|domingo|lunes|num|sabados)|todavia|avant|"
    "apres|aujourd|demain|le soir|ce soir|le matin|ce matin|maintenant|au travail|tout de suite|antes|depois"
)
_EMPHATIC = pattern("(every|at all|right now|today|this (minute|instant|second)|now)")
_CONTRAST = pattern(
    "(^|`|`|`,`|`?`|but|so|only|you can|can you|could you|rather you|rather|prefer "
    "you|prefer|just|instead|please|feel free to|i said|then|better|try|(asked|told|want|need|like) YOU to) "
    "(to)? (text|"
    "message|email|call|phone|ring|whatsapp|dm|texting|calling|emailing|contact|reach) (ME|my (W)|her|"
    "him|at|num|instead|only|then|after|w|out|xlinkx|through|on|via|by (text|phone|email))(?!( "
    "|my|phone|number)* (again|anymore|& i|& W will|one more|ever|when hell))"
    "|BREAK (text|call|email|whatsapp|texts|emails) (?=$|BREAK)|(text|texts|email|emails|call|calls|"
    "texting|emailing|calling|whatsapp|messages|message|phone) (ME)? (is|are|works|work|would be|will "
    "be|instead|only|preferred|ok|fine|better|best|please instead)(?! (not|harassment|harassing|annoying|"
    "spam|too|unwanted|ridiculous|out|getting|so|from|unsolicited|illegal))"
    "|(prefer|use|send) (an|a|the|my)? (text|texts|email|emails|calls|texting|emailing|call|whatsapp|"
    "messages|messaging)(?! (me)? (again))"
    "|(instead|rather than) (of)?|(but|instead) (you can|W)? (text|email|call|whatsapp)|(text|email|call|"
    "phone|calls|texts|emails) (only|instead|preferred|please instead)|wait for me|use "
    "(this|my|w|the|xlinkx|num)|old (address|email|number|phone)|let me "
    "(call|text)|(just|only) (call|text|email) (?=$|BREAK)"
    "|(llameme|llamame|llamenme|llamarme por|escribame|escribeme|escribanme|mandame|mandeme|mandenme|"
    "texteame|texteeme|enviame|enviame|envienme|appelez moi|ecrivez moi|textez moi)|mejor "
    "(por|un|me|W)|(prefiero|solo) (que|por|el|los|un|W)|en vez de|en lugar de"
)
_OWN_TURN = pattern("i will (call|text|email|reach|contact|get|let|message) (YOU|back|out)")
_WHEN_NEEDED = pattern(
    "(if|when|whenever|until|unless) (i|we) (W){0,2} (need|want|ready|decide|interested|require|change)"
)
_CALL_RATHER = pattern(
    "(landline|work|driving|w|is) (call|phone|ring|email) (ME|my (cell|mobile|house|home)) (instead)? (?=$|BREAK)"
)
_TRY_ANOTHER = pattern(
    "(at|on|to)? (the|my)? (W)? (call|text|email|try|use) (my|our) (cell|mobile|house|home|wife|husband|W)"
)
_LIST_AFTER = pattern("(my|his|her|their) (W){1,3}|(W){0,3}?(OTHER_LIST)(?!(NOUN|reminder))")
_REPLACED = pattern(
    "(old|previous|former|other) "
    "(number|phone|one|email|address|cell|line|contact|info|file|card|account|mobile|W "
    "(number|phone|email|address|info))|new (number|phone|email|one|cell|address|contact)|(add|use|update|"
    "replace|change|switch) (this|my|it|the|to|W)|(instead)|(put|add) (my|this|the) |on file "
    "(is|and)|and (put|add|use)|duplicate|wrong (email|address)|credit card|card|payment|billing|bank"
)
_OUR_LIST = pattern(
    "(from|of|off|to)? (W){0,3}?(YOU|your|yall|this (?!(year|month|week|time|W "
    "(year|month|time)))|these|LIST|NOUN|all|everything|it|here|my "
    "phone|num|anything|that|them|ME|service|program)"
)
_OTHER_THING = pattern("(from|of|out of) W")
_THEIR_LIST = pattern("(from|of) (their|his|her|(W){0,2} (competitor|competitors|magazine|gym|netflix|cable))")
_BY_MISTAKE = pattern(
    "(accident|accidentally|mistake|mistakenly|meant|resubscribe|undo|back in|opt in|opt back|sign me "
    "back|re|resub|subscribe|wife|husband)"
)
_FOOTER_BEFORE = pattern(
    "(if you (W){0,4}|click (W){0,3}|you can|you may|link|you (may|can) (W)|visit (W){0,2}|here to|there "
    "is an|option to|allows you|(reply|text|send|press|says|say|said|type) (W){0,2} "
    "(stop|quit|end|num|w) (to|for)?|it says (W){0,4}|used to|please see)$"
)
_FOOTER = pattern(
    "(reply|text|send|txt|respond|says|say|type|press|texting|replying|word|hit) (with|the "
    "word|word|back)? (stop|end|quit|unsubscribe|cancel) (to|for|2|if|at) (W){1,4}|(stop|end) (to|2) "
    "(end|quit|unsubscribe|stop|cancel|opt out)|(stop|unsubscribe|optout) (request|sign|button|message "
    "was|word|keyword)"
)
_SIGNATURE = pattern("(`|`|`,`) w (w)? (BREAK)*$")
_FOOTER_OWN = pattern("(i|have|should|do|can|already|how|did|me|we|must|to)$")


def is_performed(rule: Rule, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` do what they name, going by what stands before them."""
    before = _clause_before(sentence, start)
    if rule.mood is Mood.ANY:
        return True
    if rule.mood is Mood.WHOLE:
        return rule.name != "please do not" or sentence.pleading
    if rule.mood is Mood.PROHIBIT:
        return _forbids(sentence, before, start, end)
    if rule.mood is Mood.NOUN:
        return not _OBJECT_OF_OTHER.search(before)
    if rule.mood is Mood.BARE:
        return not before or _is_pleasantry(before)
    if rule.mood is Mood.BLOCK:
        return _blocks_us(sentence, before, start, end)
    return _asks(rule, before)


def _clause_before(sentence: Sentence, start: int) -> str:
    """The words of the clause before a place; a "please" begins a clause of its own, unless in "can you please"."""
    symbols, at = sentence.symbols, start
    if start in sentence.pleas and not _ASKED_TO.search(symbols[:start]):
        return ""
    while at and symbols[at - 1] not in CLAUSE_ENDS:
        at -= 1
    return symbols[at:start]


def _is_pleasantry(before: str) -> bool:
    return bool(_PLEASANTRY.search(before))


def _asks(rule: Rule, before: str) -> bool:
    """Whether a verb of asking is a command or a wish after these words: the first frame that fits decides."""
    if not before:
        return True
    if _found_in(before, _ASKED_IN_DOUBT, _HOW_COME):
        return False
    if _found_in(before, _THREATENED, _DECLINED) or _PLEASANTRIES_ONLY.fullmatch(before):
        return True
    if rule.name in ("unsubscribe", "opt out") and _UNABLE.search(before):
        return True
    if _found_in(before, _DENIED, _CAUSED):
        return False
    if rule.mood is Mood.OWN:
        return not _found_in(before, _OTHER_PEOPLE, _WONDERS)
    return not _UNWISHED.search(before) and _commands(rule, before)


def _commands(rule: Rule, before: str) -> bool:
    if _found_in(before, _WISH, _HOW, _YOU_MUST, _SAID) or (rule.name == "stop alone" and _ends_in_stop(before)):
        return True
    if _found_in(before, _OTHERS, _ASKED_HOW_IT_IS):
        return False
    if rule.mood is Mood.REQUEST:
        return not _NAMED.search(before)
    return _is_pleasantry(before) or (rule.name in _SHORT_ORDERS and bool(_EXCLAIMED.match(before)))


def _found_in(before: str, *frames: re.Pattern[str]) -> bool:
    return any(frame.search(before) for frame in frames)


_COMPLETE = pattern(
    "^(INTERJECT|BREAK)* (this is (not)?|that is|these are|already|i mean|i am (not|w|INTERJECT)|(i|we|he|she|they) "
    "(do not|does not|never|have not|has not|did not|no longer|am not|is not|are not|have|has|got|get|moved|live|"
    "sold|own|already|hired|found)|not (my|me|him|her|our|a|w)|wrong|do YOU (not)? "
    "(understand|speak|w)|(he|she|my (W){1,2}) (is|has|"
    "passed|died|moved|w (w|away|on))|(way)? too (many|much)|(text|tell|ask) them) (W)* $"
)


def _ends_in_stop(before: str) -> bool:
    """Whether a lone "stop" after these words is a command all the same: "Karen stop", "you text too much stop"."""
    if _COMPLETE.match(before):
        return not (_ARTICLE.search(before) or _NO_END.search(before)) or bool(_IDIOM.search(before))
    return before == symbol(UNKNOWN) or (bool(_OF_US & set(before)) and not _ARTICLE.search(before))


_STRONG = frozenset(symbols_of("STRONG"))
_OWN_HEADS = pattern("(not|no longer|no reason to)")


def _forbids(sentence: Sentence, before: str, start: int, end: int) -> bool:
    strong = bool(_STRONG & set(sentence.symbols[start + 1 : end + 3]))
    if _OWN_HEADS.match(sentence.symbols, start) and not _FORBADE.search(before):
        return not before
    if _FORBADE.search(before):
        return not _WHY.search(before)
    if _YOU_DESCRIBES.search(before):
        return strong and not _WHY.search(before) or sentence.symbols[start : start + 1] not in _DESCRIBING
    if strong and not _DOES.search(before):
        return True
    return not _DESCRIBES.search(before)


_DESCRIBING = frozenset(symbol(word) for word in ("do", "never", "not", "dont"))


def _blocks_us(sentence: Sentence, before: str, start: int, end: int) -> bool:
    if _BY_MISTAKE.search(sentence.symbols):
        return False
    if end - start > 1:
        return not before or bool(_BLOCKER.search(before))
    return len(sentence.symbols.strip(CLAUSE_ENDS)) <= 4 and (not before or bool(_BLOCKED_ALONE.fullmatch(before)))


def is_preference(sentence: Sentence, start: int, end: int) -> bool:
    """Whether an hour or another channel is asked for beside the act, which makes it a preference and no opt-out."""
    symbols = sentence.symbols
    stop = end
    while stop < len(symbols) and symbols[stop] not in SENTENCE_ENDS:
        stop += 1
    rest = symbols[max(start, end - 2) : stop]
    hour = _HOUR.search(rest)
    if hour and not (symbols[start] in _CEASING and _EMPHATIC.match(rest, hour.start())):
        return True
    if _OWN_TURN.search(symbols) and not _WHEN_NEEDED.search(symbols):
        return True
    if _TRY_ANOTHER.match(symbols, end) or _CALL_RATHER.search(symbols, end):
        return True
    if not _STRONG & set(symbols[start:end]) and _CONTRAST.search(symbols[:start]):
        return True
    return bool(_CONTRAST.search(symbols, end))


_CEASING = frozenset(symbols_of("CEASE"))


def speaks_of_something_else(rule: Rule, sentence: Sentence, start: int, end: int) -> bool:
    """Whether the act concerns a schedule, an old number or somebody else's list."""
    symbols = sentence.symbols
    if rule.place:
        if _LIST_AFTER.match(symbols, end):
            return True
        return bool(_REPLACED.search(symbols))
    if not rule.elsewhere:
        return False
    if _BY_MISTAKE.search(symbols) or _FOOTER_BEFORE.search(symbols[:start]):
        return True
    if _THEIR_LIST.match(symbols, end):
        return True
    return bool(_OTHER_THING.match(symbols, end)) and not _OUR_LIST.match(symbols, end)


def without_quotations(sentence: Sentence) -> Sentence:
    """Leave out a name signed at the end and blank out what only quotes our own footer ("Reply STOP to opt out")."""
    symbols = _SIGNATURE.sub("", sentence.symbols)
    for found in _FOOTER.finditer(symbols):
        if found.end() - found.start() < len(symbols) and not _FOOTER_OWN.search(symbols[: found.start()]):
            start, end = found.span()
            symbols = symbols[:start] + symbol(UNKNOWN) * (end - start) + symbols[end:]
    return replace(sentence, symbols=symbols)
