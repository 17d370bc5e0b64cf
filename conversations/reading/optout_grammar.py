"""The acts by which English speakers ask that contact stop, as patterns over word classes.

Every rule names a verb of an act and its object. Whether the sentence performs the act or only speaks of it ("I quit texting
him", "the rain won't stop") is decided by the mood of what stands before, in optout.py.
"""

import re
from dataclasses import dataclass
from enum import Enum

from conversations.reading.optout_romance import ROMANCE_SOURCES
from conversations.reading.optout_symbols import pattern


class Mood(Enum):
    """What must stand before the words of a rule for the act to be performed."""

    ANY = "any"  # nothing in particular: the words say it by themselves
    REQUEST = "request"  # not a denial, and nobody else as the subject
    ORDER = "order"  # a command or a wish: nothing, or "ok", "I said", "you need to"
    PROHIBIT = "prohibit"  # the words forbid; no subject that only describes ("I don't text")
    NOUN = "noun"  # "no more texts", not as the object of another verb
    BARE = "bare"  # the same, only at the beginning of a clause
    WHOLE = "whole"  # the whole message
    OWN = "own"  # anyone may say it of himself; only a denial takes it away
    BLOCK = "block"  # "blocked", said of the sender


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to ask, with what may take the meaning away again."""

    name: str
    shape: re.Pattern[str]
    mood: Mood
    limited: bool  # an hour, or another channel asked for, makes it a preference
    place: bool  # being removed from a schedule, or an old number replaced, is something else
    elsewhere: bool  # unsubscribing from somebody else's list is something else
    topical: bool  # "it" may be the pain or the leak
    doubtful: bool


# Parts of sentences that several rules share.
_END = "(?=$|EDGE|AGAIN)"
_THINGS = "(DET|DESC)* (NOUN)"
_MINE = "(ME|(MY|DET)+ (DESC|current|personal|work|home|own|mobile|cell|phone|private|damn|business)? DEVICE|here|DEVICE)"
_TO_ME = f"({_MINE}|THESE|(my|his|her|our) (wife|husband|mom|mother|dad|father|family|son|daughter|kids|kid|parents|house|home|job|work|office|email|phone|employees|staff|wifes|moms))"
_FROM_YOU = "(from (YOU|your|this|these|W) (guys|people|company|all|place|clinic|office|business|number|anymore)?|your (W)?)"

_SOURCES: list[tuple[str, str, str]] = [
    # name, flags, shape
    # -- ceasing
    ("stop contacting", "request limited", f"CEASE (from|with|to|the|all|your|this|ever|and desist from|desist from|trying to|W)? (DET|DESC)* (from)? (SAYING|texting) (up|out|to|on|off|at|with|back|for|over|into)? ({_TO_ME}|(at|to|on)? {_TO_ME}|{_THINGS}|my (time|day|life|peace|privacy|dinner|sleep)|W (?=$|`|`|`,`)|{_END})"),
    ("stop sending", "request limited", f"CEASE (from|with|to|all|W)? SENDING (out)? (?!(DET|W) (tech|guy|technician|plumber|people|W (guy|tech)))(to)? (ME|my number|my phone|this number|people|THESE|(DET|DESC)+ (NOUN|JUNK)|NOUN|JUNK|anything|things|shit|(DET|DESC|W)* (NOUN|JUNK)|{_END})"),
    ("stop filling my phone", "request limited", "CEASE W (up)? (my|our) (W)? (DEVICE|email|texts|messages|voicemail|feed|time)"),
    ("stop being", "order", "(stop|quit) being (a pest|annoying|such a pest|a nuisance|a stalker|so annoying|a creep|pests)"),
    ("avoid contacting", "order", "avoid (SAYING|contacting) (ME|my W|this W)"),
    ("leave the list", "order", "(leave|exit|quit) (DET|DESC)* (list|lists|distribution)"),
    ("refuse messages", "own", "(refuse|reject|decline|object|declining|refusing|oppose) (to|all|any|further|your|these|DET|DESC)* (GET|GETTING|being DONE_TO|be DONE_TO|SENT)"),
    ("not one more", "bare", "(not|never) (another|one more|one|a single) (DESC)* (NOUN) "),
    ("be forgotten", "any", "right to be forgotten|right to (erasure|deletion)"),
    ("stop using", "request", "CEASE using (W){0,4} (SAYS|send|contact)|CEASE using (my|this) (W)? DEVICE"),
    ("stop wasting", "request", "CEASE (wasting|selling|pushing|peddling|offering|pitching) (your|my|our|YOU|W) (time|services|service|product|products|stuff|shit|crap|W (on|to) ME)"),
    ("stop trying", "request limited", f"CEASE (trying|attempting|asking|continuing|attempts|efforts) (to)? (SAYS|sell|get|reach|contact|text|call|persuade|convince|ME|push|send|make|talk|{_END})"),
    ("stop messages", "request limited", f"CEASE (with|from|on|to|getting|the|doing)? (any & all)? (DET|DESC)* (NOUN|JUNK|contact)(?! (valve|button|number|box|center|light|sign|clock))"),
    ("stop W messages", "request limited", f"(stop|cease|halt|quit|end) (with)? (DET)* (w|robot|bot) (DESC)* (messages|texts|texting|calls|emails|spam|marketing|notifications|reminders|messaging|calling|emailing|promos|promotions|alerts|ads|bullshit|crap|shit|solicitation|solicitations|communications|blasts|surveys)"),
    ("end messages", "request", f"ENDING (DET|DESC|every)* (texts|text|messages|message (?!to)|emails|sms|notifications|alerts|marketing|promotions|promos|newsletter|spam|texting|messaging|communication|communications|contact|outreach|solicitations|text subscription|sms subscription|email subscription|mailings|correspondence) (?! (chain|thread|board|to (W) about))"),
    ("end reminders", "request", f"ENDING (all|these|any|the|DESC)* (calls|reminders|updates|reminder texts)"),
    ("stop getting", "request", f"(CEASE|avoid|prevent|turn off|end) (from|me from|us from|to)? (GETTING|being) (DET|DESC)* (NOUN|THESE|JUNK|DONE_TO|anything|from you|W (NOUN))"),
    ("stop this", "order", f"(CEASE|end|kill|terminate) (with)? (this|these|that|all of this|all this|all of these|all that|doing this|doing that|the madness|them|those|immediately|everything|any and all) (?=$|EDGE|AGAIN)"),
    ("stop it", "order topical", f"(stop|quit|end) (it|all) (?=$|EDGE|AGAIN)"),
    ("make messages stop", "any", f"(make|get|want|need|have|like|love) ((DET|DESC)+ (NOUN|JUNK)|NOUN) (to)? (all)? (stop|stopped|end|ended|ceased|cease)(?! (by|in|over))"),
    ("make it stop", "own topical", f"(make|get|want|need|have|like|love) (THESE|it) (to)? (all)? (stop|stopped|end|ended|ceased|cease) (?=$|EDGE|NOW|BREAK)"),
    ("must stop", "any topical", f"(THESE (need|needs|must|should|has|have|better|got|ought)+|(DET|DESC)+ (NOUN|JUNK|harassing) (need|needs|must|should|has|have|better|got|will|can|ought)+) (to)? (be)? (stop|end|cease|stopped)(?! (by|in|over))"),
    ("have it stopped", "any", f"(want|need|would like|wish) (THESE|(DET|DESC)+ NOUN) (to be)? (stopped|discontinued|ended|turned off|shut off|cancelled|canceled)"),
    ("turn off messages", "request", f"(turn|shut|switch) (off|down)? (DET|DESC)+ (texts|messages|emails|notifications|alerts|reminders|sms|text messages|updates|robot) (off)?"),
    ("told you to stop", "own", f"(told|asked|asking|telling|tell|ask|begged|begging|beg|warned|want|need|like|make|get|requesting|requested|request|demand|demanding|wish|expect|require|appreciate it if|prefer) (that)? (YOU|everyone|your company) (guys|all|people)? (numerous times|many times|already|before|twice|several times|multiple times|repeatedly|num times|nicely)? (to|W to)? (stop|quit|cease)(?=$|EDGE|NOW)"),
    ("said stop", "own", f"(i|we) (have|already|had|am|just|clearly|replied|keep)* (said|say|sent|texted|typed|replied|wrote|put|responded|replying|saying|typing|texting|sending|told you|tell you|pressed|answered|hit|send|type) (you|with|to|the|word|already)* stop(?! (by|in|over))"),
    ("stop reply", "any", f"(reply|text|send|type|say|texting|replying|do i|should i|saying) (with)? stop (to|for) (stop|end|unsubscribe|UNSUB|make|get) (?=.* `?`)"),
    ("keywords alone", "whole", "(?=.*KEY)(KEY|INTERJECT|BREAK|NOW|to|num|text|reply|it|me|us|cancel|for good|all|again|(and|&)|list|send|YOU|day|have|a|nice|bless|your|god|for your time|this (?!is)|these)*"),
    ("cancel please", "whole", "(BREAK|thanks)* cancel (cancel|all|everything|me|BREAK|thanks|thank|YOU|now|forever)*"),
    ("stop alone", "order", "(stop|cease|unsub|optout|discontinue|halt|cease & desist|^desist) (it|all|everything|num)? (?=$|`|`|`,`|`?`|NOW|because|or|before|today|for good|for ever|this (instant|minute|second|moment|crap|shit)|once & for|when will|& (have|thanks|thank|god|please|bye|REMOVE|take|do|leave|get|never|opt|UNSUB|no|end|quit|stop|SWEAR|YOU|i ))"),
    ("stop first", "order", "stop (?=i |we |he |she |this is |these are |there |not |no |do |never |wrong |leave |remove |take |who |stop|lose|delete|unsubscribe|opt|YOU|SWEAR)"),
    # -- prohibiting
    ("do not contact", "prohibit limited", f"(do not|dont|never|can you not|could you not|would you not|will you not|must not|may not|should not|are not to|are not (allowed|permitted|authorized|welcome|supposed) to|not to|can not|will not|are never to|had better not|better not|not allowed to|not permitted to|not authorized to|not welcome to|no longer|no reason to|not) (YOU|YOU guys|anyone)? (ever|dare|again|keep|try|trying|attempt|want|continue|be|start|go|going|bother|try and|ever again|think about|think of)* (to)? (?!call (it|this|that|them|these)(?! (number|phone|cell|line)))(?!(text|email|mail|message) it )((SAYS|respond|reply) (`,`|or|SAYS|nor|not|&)* (or|nor|&) (do not)? (SAYS|SAYING)|SAYS|texting|calling|contacting|messaging|emailing|whatsapp) (?!& (drive|driving))(up|out|to|on|at|back|in)? (with|to)? ({_TO_ME}|no more|any more|any further|{_END})"),
    ("do not pester", "prohibit limited", f"(do not|never|can you not|would you not|must not|may not|should not|not to|can not|are not to|will not) (YOU)? (ever|dare|again|keep|try|attempt|want|continue|be)* (to)? (PESTERS|bothering|harassing|bugging) (to)? ({_MINE}|with|again|anymore|people|my (W)|my (W) (?=$|EDGE))"),
    ("bother contacting", "prohibit", f"(do not|never) (bother|waste) (W)? (W)? (SAYING|sending) (?!out)(?!someone)({_TO_ME}|again|anymore|any|{_END})"),
    ("do not reach", "prohibit limited", f"(do not|never|must not|may not|should not|not to|will not) (YOU)? (ever|again|keep|try|attempt|want)* (to)? (reach out|reach me|follow up|reach|hit (me|my|us)|hit this|blow (me|my|up)|use (my|this) number|come (at|after) me|get in touch|be in touch|communicate|talk to me|speak to me|market to|use this number|share my|have my number) (up|with|to|on|again|anymore|me|line|phone|number|cell)* (?=$|EDGE|AGAIN)"),
    ("do not send", "prohibit limited", f"(do not|never|must not|should not|not to|can not|may not|no need to|can you not|would you not|will not|not) (YOU)? (ever|dare|again|keep|try|attempt|want)* (to)? (send|sending|forward|shoot|mail|give) (out)? ((to)? ME (?=$|EDGE|again|anymore|ever)|to (this|my|our) (W)? (DEVICE|email|address)|(to)? (ME|this number|my number|my phone)? ((anymore|any more|anything|nothing|no more|more|these|this|those|stuff|all these|more of|spam|ads) (DET)* (of these|of this|like this|these|this|$|again|anymore|else|(?=EDGE))|(DET|DESC|W)* (texts|text|messages|message|emails|email|sms|promos|promotions|spam|notifications|alerts|JUNK|ads|offers|marketing|texting|reminders|updates|newsletters|newsletter|deals|coupons))|(ME)? (DET|DESC)* (NOUN|JUNK|these|those|this|anything))"),
    ("do not message list", "prohibit limited", f"(do not) (text|message|email|call|contact) (?=$|`|`|`,`|`?`|because|if|so|since)"),
    ("do not add", "prohibit", f"(do not) (add|include|put|keep|have) (ME|my number|my name|my phone) (on|to|in) (DET|DESC|W)* (LIST)"),
    ("please do not", "whole", "(no)? (thanks)? (`,`)? (do not) (`,`)? (thanks|thank you|again|no|ever|anymore)* (`|`)?"),
    # -- no more
    ("no more messages", "noun limited", f"(no|zero) (more|further|additional|mo)+ (of)? (DET|DESC)* (NOUN|JUNK|contacting|of these|of this|these|of it|this|of that|from you|of your) (?!(is|are|has|available|needed))"),
    ("no more W messages", "noun limited", f"no (more|further) (DET|DESC|W)* (texts|messages|emails|spam|promos|notifications|reminders|marketing|calls)"),
    ("no more", "order", f"no (more|mas) (?=$|BREAK|thanks|thank|ever|now|period|again|because|i |or |no |stop)"),
    ("no messages", "bare limited", f"no (DESC)* (NOUN (ME|this number|my phone)?|JUNK|texts|calls|contact|texting|spam|soliciting|solicitors|spamming) ((from|to) (YOU|me|you guys|your W|this number|W)|at all|ever|anymore|again|whatsoever|or NOUN|BREAK no NOUN)* (?=$|BREAK|thanks|thank|because|i |this is|ok|or else)"),
    ("no contact", "bare", f"no (contact|further contact|solicitation|marketing|communication) (please|from YOU|from your W|of any W|at all|again|ever)? (?=$|BREAK)"),
    ("not want messages", "any limited", f"(do not|not|never|no longer|would not|will not|dont|neither) (really|even|ever|wish|want|care|like|need|desire|agree|intend|plan|to)* (?!forget)(want|wish|need|desire|like (?=to)|care|looking|willing|agree|interested|ready|accept|intend|consenting|authorize|appreciate) (?!to (call|text|email|message|mail|contact|ring|buy))(to|in|for)* (of|anything|this|be|keep|continue|get|getting|being|receive|receiving|hear|hearing|see|seeing|have|having|you|your|me|further|any|anymore|more|from|the|these|this|all|those|such|a|another|one|single|nor)* (DESC)* (DONE_TO|SENT (?!(agency|marketing|design|help|campaign|service|services|company|work|list|plan|w))|JUNK (?=from)|these (?=$|EDGE|AGAIN)|from you|from your|from yall|from anyone|this (stuff|spam|crap|shit|message|text)|THESE (?=from|on my|coming)|on (DET|your) LIST|from (YOU|your W)|in my (inbox|phone|texts|email)|texting me|SAYING ME|to receive (?=$|`|`))"),
    ("no interest in messages", "any limited", "(no|zero|any) interest in (GETTING|being|talking|SAYING|NOUN|your (NOUN)) "),
    ("no longer receive", "any limited", "to no longer (GET|be DONE_TO|be on|be bothered)"),
    ("not contacted", "any limited", "(am|is|be|being|i|are) (not|never) (to be|be|being|getting|get)* DONE_TO (again|anymore|further|by YOU|in the|any|ever|(?=$))"),
    ("want no more", "own", "(not) (want|need) (any more|anymore) (?=$|BREAK|please|thanks|i |or )"),
    ("rather not be contacted", "any limited", f"(rather|prefer|prefers|ask|asking|asked|request|requesting|like|want|appreciate|best) (it if|if|that|YOU|to be|to)* (not|did not|would not|do not|to not|never) (YOU)? (to)? (be)? (getting|get|receive|receiving|hear|SAYS|DONE_TO|SAYING|be DONE_TO|send|sending|bother|disturb|being) "),
    ("want no", "any limited", f"(want|prefer|need|wish for|request|requesting|expect|receive|desire|like|accept) (no|zero|nothing) (more|further|additional)? (DET|DESC)* (NOUN|of these|from you|of this|part of|to do with (YOU|your|W))"),
    ("not want you", "any limited", f"(do not|not|never|no longer) (want|like|need|wish|appreciate|allow|authorize|permit|care for) (for)? (YOU|YOU guys|your company|yall|anyone|your (W)|people|anybody) (to)? (ever)? (SAYS|SAYING|send|sending|bother|bothering|keep|constantly|to keep|have my|having my) "),
    ("not my wish", "any", f"(want|need) (YOU|your company) (to)? (out of my (life|phone|inbox)|gone|off my phone|to leave)"),
    ("done with messages", "any limited", f"(done|finished|sick|tired|fed up|annoyed|over|irritated|bothered|exhausted|through|had enough|enough|had it) (and tired|& tired|up)? (of|with|by)? (getting|receiving|all|hearing)* (DET|DESC)+ (NOUN|JUNK (?=from|on)|texts)"),
    ("tired of", "any", f"(done|sick|tired|fed up|annoyed|over) (& tired)? (of|with|by)? (getting|receiving|hearing|being) (THESE|DONE_TO|from you|NOUN|your|so many|W NOUN)"),
    ("tired of you", "any", f"(done|sick|tired|fed up|annoyed|over) (& tired)? (of|with|by)? (you|you guys|yall|your) (SAYING|sending|constantly|always|constant|keep|keep on) "),
    ("hate these", "any limited", f"(hate|despise) (getting|receiving|these|your) (these|your|all)? (NOUN)"),
    # -- removing
    ("get off", "order", "get (off|out) (of)? (this|these|here|your|ur) (thing|LIST|NOUN|(?=$|BREAK))"),
    ("leave me out", "order place", "(keep|leave|let|cut|get) (ME|my (DATA|DEVICE)|this (DATA|DEVICE)) (off|out) (of)? (DET|DESC)+ ((W)? (LIST|NOUN)|(?=$|EDGE))"),
    ("remove me", "order place", f"(REMOVE|take|get|want|have|pull|strike) (ME|my (name|number|info|information|contact|phone|cell|email|digits|line|stuff|data|details|phone number|cell number|email address|contact info|contact information|number|address)|this (number|phone|email|contact|line|address|cell|phone number|cell number|email address)|(the|our|mine) (number|email|name|info)) (be)? (removed|taken|off|deleted|erased) (from|off|of|out)* (?!w)"),
    ("remove me plain", "request place", f"(remove|delete|erase|unlist|scrub|purge|exclude|omit|wipe|unenroll|removing|strike|clear (?=my (W)? (W)? (from|off|out))|deleting|REMOVE (?=ME (from|off|out of))) (ME|(my|our|this|mine|that) (full|cell|phone|cellphone|mobile|home|work|email|contact|personal|entire|whole)* (name|number|numbers|info|information|contact|contacts|phone|cell|email|digits|data|details|address|line|profile|mobile|records|file)|DEVICE (from|off)|contact (from|off)|number (?=$|EDGE|from|off)) (?! (as|be|w)) (from|off|of|out)*"),
    ("delete everything", "order", f"(delete|erase|remove|purge|destroy|wipe) (all|everything|any|whatever) ((of)? (my|our|the|data|info|information) (W)? (DATA|about me|of me|YOU have)|YOU (have|got)|about me)"),
    ("delete DATA", "order place", f"(delete|erase|remove|purge|destroy) (me|my) (W)? (DATA|contact info|contact information|personal data) (from|off|of|out)*"),
    ("take off", "request place", f"(take|get|want|pull|strike|scratch|drop|cross|knock|cut|keep|need|scrub|wipe) (ME|(my|this|our|that) (W)? (name|number|info|information|phone|cell|email|contact|digits|address|line)|mine|us) (off|from|outta|out (?=(of)? (your|this|ur|the) (DESC)* (LIST|DEVICE|phone))) (of|from)* (?!w)"),
    ("off the list", "own place", f"(want|need|like|wanna|ask|asked|request|requesting|asking|wish) (to)? (be|get|come|have)? (me|us)? (taken|removed|off|out|deleted|dropped|pulled|scrubbed|excluded|purged|erased) (of|off|from|out)* ((?=$|EDGE|AGAIN|YOU)|(DET|DESC|W)* LIST)(?! W(list))"),
    ("off of list bare", "own", f"(off|out of|out) (of)? (this|your|the|yall|all|ur|all your|all of your) (DESC)* (list|lists|listing|database|distribution|mailing|marketing|text thread|email list|text list|chain|thread|campaign|campaigns|blast|blasts|texts|group text|contacts|contact list) "),
    ("have removed", "any place", f"(want|need|have|like|get|ask that|request that|asked that|am asking that|wish|requesting that|asking for|asking to have) (ME|my (name|number|info|information|data|phone|email|cell|contact|details) (number|info|information|address)?|this (number|email|phone)( number)?) (to)? (be)? (REMOVED|taken off|off|blocked|opted out|be opted out) (from|off|of|out)*"),
    ("remove from", "order place", f"(remove|removed|take|delete|drop|removal|off) (from|off) (of)? (DET|DESC|W)* LIST"),
    ("take off number", "order place", f"take (off|out) (my|this|our) (W)? (DATA|DEVICE)"),
    ("remove clause", "order", "(^|`|`|`,`) (remove|unsubscribe|delete me) (?=$|`|`)"),
    ("delete account", "order doubt", "(delete|remove) my (W)? account"),
    ("cancel this", "whole doubt", "(INTERJECT|BREAK)* cancel (this|these|it) (INTERJECT|BREAK)*"),
    ("keyword clause", "any", "(^|`|`|`?`) (quit|revoke|unsubscribe|removed|removal|remove|optout|desist|cease|blocked|reported|discontinue)+ (?=$|`|`|please|thanks)"),
    ("remove it", "any place", f"(number|phone|digits|list|info|email) (W|BREAK){{0,5}} (remove|delete|lose|erase) it (?=$|EDGE|AGAIN)"),
    ("must be removed", "any place", "(my (W)? (number|name|info|information|email|contact|phone|data|account)|this (W)? number) (needs|need|must|should|has|have|is|to|be)+ (REMOVED)"),
    ("make sure removed", "any place", "(sure|ensure|see|confirm|verify|certain|it) (that)? (to)? (YOU)? (i am|my (W)? DATA is|am|me|we are|this number is)? (have)? (removed|deleted|taken off|erased|unsubscribed|opted out|(remove|delete|unsubscribe|take off|take) (me|my|us|this number))"),
    ("asked to be removed", "own place", "(asked|want|need|like|request|requested|requesting|wish|demand|demanded|about|process|way|wanted|told YOU|prefer|asking|wants) to (get|be) (removed|unsubscribed|taken off|deleted|opted out|off (your|this|the) LIST)"),
    ("being removed", "own place", "(appreciate|about|for) being (removed|taken off|deleted|unsubscribed)"),
    ("remove others", "request place", "(remove|delete|take) (him|her|them|(his|her|their|my|our) (W){1,3}|w|w (W)|xlinkx) (off|from) (of)? (your|ur|the|this|all|any|yall)* (DESC)* (list|lists|database|contacts|marketing|mailing|mailings|records|files|system|texts|emails)"),
    ("remove their number", "order place", "(remove|delete) (his|her|their|xlinkx) ((W)? (number|email|contact|info|information|name))?"),
    ("remove last", "order", "(remove|unsubscribe) $"),
    ("supposed to remove", "any place", "(supposed|were going|said YOU would|said YOU will|would|promised|agreed|have not|why not|told me YOU) (YOU)? (would|to)? (remove|removed|take|taken|delete|deleted|unsubscribed|unsubscribe) (ME|my (W)? DATA)"),
    ("part of stop", "any", "(what|which|W) part of (stop|unsubscribe|do not (text|contact|call)|leave me alone|opt out|no more)|(get|got|receive|received|see|saw|honor|honoring|ignored|ignoring|respect|process|processed) my (stop|opt out|unsubscribe|removal|request to stop)"),
    ("be removed", "order place", f"(be|get) (taken|removed|deleted|dropped|scrubbed|purged|erased|excluded|unsubscribed) (of|off|from|out)* ((?=$|EDGE|AGAIN|YOU)|(DET|DESC|W)* LIST)"),
    ("took of the list", "order place", f"(take|get|keep|leave) (ME|my (W)? DATA|this (W)? DATA) of (DET|DESC)+ (W)? LIST"),
    ("count me out", "order", f"count me out (of|on|for) (DET)+ (DESC)* (NOUN|LIST)"),
    ("removal asked", "own", "(request|requesting|requested|want|demand|demanding|asking for|asked for|require) (a|immediate|my|for|number|full|permanent)* removal"),
    ("if you stopped", "own", f"(appreciate|love|like|great|nice|prefer|thankful|grateful|best|good) (it)? (W)? if (YOU|this|these|the NOUN) (would|could)? (please)? (stopped|stop|quit|removed|took|deleted|left|quitted|unsubscribed|did not (SAYS|send|bother))"),
    ("remove alone", "whole", "(INTERJECT|BREAK)* (remove|removed|removal|request removal|removal request|remove request|unlist|remove me|remove it|take off|take me off|delete|delete me|erase me|take out) (INTERJECT|BREAK|now|list|immediately|contact|number|from list)*"),
    ("lose my number", "order place", f"(lose|delete|forget|erase|burn|loose|discard|toss|trash|ditch|throw away|throw out|dump|scrap|drop|scratch|get rid of|shred|misplace|block|destroy|trash|unsave) (my|this|the|our|that|dis) (W)? (number|numbers|digits|info|contact|phone|name|line|cell)"),
    ("forget me", "order", f"forget (i exist|i existed|you ever (W)? (me|my|this)|you know me|you knew me|me & lose|you have (my|this) number|you had (my|this) number|about me (?=$|`|`|forever))"),
    ("do not list", "any", f"(dnc|do not (call|contact|text|disturb|solicit|email|mail|message) (list|registry|lists|database|register|please)|(no|block|suppression|exclusion|opt out|removal|remove|dnd|black) (call|contact|text)? (list)|do not (call|contact|text) me list)"),
    ("block from sending", "order", f"(block|blacklist|suppress|ban|blackball|unenroll|exclude|withdraw|disconnect) (ME|my (number|phone|email|contact)|this (number|phone|contact)) (from|on|off|in|(?=$|EDGE))"),
    # -- unsubscribing
    ("unsubscribe", "own elsewhere", f"(UNSUB|unsubscribed|un (subscribe|subscribed|sub))"),
    ("opt out", "own elsewhere", f"(opt|opting|opted|optin|opts) (ME|us|my number|this number|my phone|this phone|W)? (out)"),
    ("opt-out noun", "any elsewhere", f"(opt out|unsubscribe) (request|now)"),
    ("not subscribed", "any", f"(do not|no longer|not|never) (want|wish|like|care|choose|need|desire) (to)? (be|stay|remain)? (subscribed|part of|a part of|included|enrolled|on|in|a member of|opted in|involved) (in|on|with|to)? (DET|your)* (DESC)* (LIST|texts|messages|anything|marketing|program|service|NOUN|this|anymore)"),
    ("cancel messages sub", "request", f"(cancel|end|stop|terminate|discontinue) (DET)* (DESC|text|sms|email|message|messaging)+ (subscription|subscriptions|service|list|enrollment|signup|messages|marketing|program)"),
    ("cancel subscription", "order doubt", f"(cancel|end|terminate) (my|this|the|all)? (subscription|subscriptions|enrollment) (?=$|EDGE|AGAIN|to)"),
    # -- consent
    ("revoke consent", "own", f"(REVOKE) (my|all|any|our|W)* (CONSENT|opt)(?! (for|to) (the|my|treatment|surgery|procedure))"),
    ("consent revoked", "any", f"(CONSENT) (to (contact|text|SAYS) (me)?)? (is|has been|was|hereby|now|have been|being)* (REVOKED)"),
    ("no consent", "any limited", f"(do not|did not|never|have not|not|had not|no longer|did no|nobody|no one|noone|none of us) (ever|once|actually|given|gave|give|have|had|get|W)* (consent|consented|allow|allowed|authorize|authorized|agree|agreed|permit|permitted|granted) (YOU|anyone|your company|W)? (guys|any|my|W)? (CONSENT|permission|to (YOU|be|get|receive|this|these|SAYS|SAYING|DET|your|any|further|messages|texts|text|GETTING)+ (SAYING|SAYS|NOUN|DONE_TO|these|this|ME|(?=$))|to (receive|be|get|any|these|this|contact|further|messages|texts|calls|sms|text|being) |to this (?=$|EDGE)|(this|these) (NOUN|(?=$|`|`)))(?! (for|to) (the|my) (treatment|surgery|procedure|work|repair|charge|xray))"),
    ("gave no consent", "any", "(do not|did not|never|have not|not|had not|no longer|did no|nobody|no one|noone|none of us) (ever|once|actually|i)* (gave|give|given|have|had|got|granted|giving|grant|has) (YOU|anyone|your company|your W)? (guys|any|my|the|our|W)? (CONSENT|permission)(?! (for|to) (the|my) (treatment|surgery|procedure|work|repair|charge|xray))"),
    ("without consent", "any", f"(without|with no|no) (my|any|our|W)? (CONSENT|permission) (to (SAYS|contact|text|send|use|have) (ME|this|my|texts|messages)?|(?=$|EDGE))"),
    ("no right", "any", f"(no|do not have (the|any)|have no) (right|permission|business|authority|authorization|consent|reason) (to (be)? (SAYS|SAYING|contact|use my|have my|SENDING)|SAYING|contacting|sending)"),
    ("never signed up", "any", f"(not|never|no|nobody|no one|noone) (ever|even|actually|once|have)* (sign|signed|subscribe|subscribed|subscribing|opt|opted|opting|register|registered|enroll|enrolled) (me|myself)? (up|in|for|to|with|on)* ((for|to) (this|these|that|it|any of this|any of these|your|any|DET|DESC)* (NOUN|LIST|THESE|this|crap|shit|anything|spam|program)|this|these|any of this|(?=$|EDGE|AGAIN))(?! (class|plan|package|price|treatment|w|(for|to|in|with) (?!(this|these|that|it|any|your|all|such|NOUN))(the)? (DESC)* (?!NOUN)))"),
    ("never asked", "any", f"(not|never|nobody|no one|noone) (ask|asked|request|requested|solicit|solicited) (for|to)? ((DET|any of)* (DESC)* (NOUN|THESE|crap|shit|spam)(?=$|EDGE|AGAIN|$)|(to)? be (DONE_TO|on (DET|your) LIST|added)|(to)? (get|receive) (NOUN|THESE|DET NOUN))"),
    ("unwanted", "any", f"(unwanted|unsolicited|unauthorized) (DESC)* (NOUN|contact)|(texts|messages|calls|emails|contact|communication|communications|solicitations) (is|are|not)* (unwanted|unwelcome|not welcome|not wanted|not welcomed|harassment|harassing)"),
    # -- threats and blocks
    ("blocking", "block", f"(block|blocking|blocked|blacklisted|blocks) (& (report|reported|reporting|deleted|deleting|spam))* (YOU|YOU guys|your number|your|this number|number|this|ur number|ur|yall|your company|u|you all|your ass|contact|sender|(?=$|`|`|`,`|now))"),
    ("you are blocked", "any", f"(your|consider (YOU|yourself|this|your|W) (number)?) (blocked|reported)|(YOU|YOU guys|your number|your company|your|consider|number|this number|sender) (yourself|this number|your number|this|YOU|W (?=is))? (are|have been|has been|is|is being|is now|are being|getting|will be|are getting|get|got|gonna be|are going to be|going to be|have|now|about to be|being|are about to be)+ (now|being|officially|hereby)* (blocked|reported|block|blacklisted|sued|blocking)"),
    ("reporting", "any", f"((sue|suing) (?=YOU)|report|reporting|reported|forwarded|forwarding|turning|turned|file|filing|sending|filed|complaint) (YOU|YOU guys|this|this number|your number|your company|these|your|it|a complaint|complaints|spam|them)? (DESC|W)* (NOUN)? (to|as|for|with|against) (the|my|your|a)? (ftc|fcc|bbb|attorney|lawyer|carrier|spam|harassment|junk|authorities|police|state attorney|ag|better business|provider|federal|tcpa|violation|num|phishing|sprint|verizon|att|tmobile|dnc|do not|phone company|state|cops|scam)"),
    ("blocked alone", "whole", "(INTERJECT|BREAK|spam|i|am|have|YOU|this|are|been)* (blocked|reported|blocking|reporting) (&|and|blocked|reported|deleted|deleting|blocking|reporting|spam|as spam|YOU|INTERJECT|BREAK)*"),
    ("further contact", "any", "(further|future|more|other|additional|another|continued) (NOUN|attempts|contact|DESC NOUN) (to contact me|from YOU|from your company)? (will|would|is|shall|may|constitutes|and|&|are|can) (W){0,4} (harassment|reported|report|legal|lawsuit|police|attorney|forwarded|court|considered|fcc|ftc|tcpa|action|sued|suit|block|blocked)"),
    ("marked as spam", "any", "(marked|marking|mark|flagged|flagging|flag|reported|report) (YOU|this|these|your|all of these|all|it)? (W)? (as|for) (spam|junk|phishing|scam|harassment)"),
    ("keep and sue", "any", "keep (SAYING|sending|it up|this up) (W|BREAK){0,6} (sue|lawyer|attorney|police|cops|report|ftc|fcc|tcpa|legal|block|reporting|suing|court|regret|blocked)"),
    ("spam", "whole doubt", "(INTERJECT|BREAK|such|pure|a|just|(THESE|texts|messages) (is|are))* (just|pure)? (spam|spamming|spammer|spammers|scam|scammer)(INTERJECT|BREAK)*"),
    ("text me again", "any", f"(SAYS|send|bother) (to)? (ME|this number|this phone|another)? (W)? (again|one more time|once more|anymore|text|message) (W|BREAK){{0,8}} (sue|lawyer|attorney|police|cops|report|ftc|fcc|tcpa|legal|block|reporting|suing|court|regret|blocked|see what|complaint|harassment|charges)"),
    ("emoji", "whole", "(softstop|BREAK)*softstop(BREAK)*"),
    ("emoji messages", "any", "softstop (BREAK)* (more)? (DET|DESC)* (NOUN|SAYING)"),
    ("weak stop", "order", f"(top|sop|staph|step|stoop|spot|stops|stopped|stock|atop|slop|store|strop|stob|stope) TOUCH (ME|this|these|my|us|DET)"),
    ("report you", "own", f"(report|reporting|reported|sue|suing) (YOU|YOU guys|this number|your number|your company|your ass|as spam|spam|& block|& blocked|& blocking|your W)"),
    ("if you contact again", "any", f"(if|next time|one more|every time|each time|anytime|another|num more|any more|any further|last time) (i|YOU|YOU guys|your company|anyone|yall|your)? (ever|do not|keep|continue|guys|get|receive|see|dare)* (to)? (another|one more|any more|more|DET)* (SAYS|SAYING|send|bother|stop|text|message|call|email|NOUN) (.*) (sue|lawyer|attorney|police|cops|report|ftc|fcc|tcpa|legal|block|authorities|harassment|charges|fcking|reporting|lawsuit|court|blocking|violation|file|filing|suing|restraining|complaint)"),
    ("threat before", "any", f"(sue|lawyer|attorney|police|cops|report|ftc|fcc|tcpa|legal action|block|authorities|charges|reporting|blocking|suing|lawsuit|complaint|harassment) (W|BREAK){{0,6}} (if|next time|one more|unless|or) (YOU|YOU guys|i|your|this|these|stop)? (ever|do not|keep|continue|get|receive|another|one more|more)* (to)? (DET)* (SAYS|SAYING|send|bother|stop|NOUN|text) "),
    ("harassment", "any", f"(this|that|it|these|YOU|YOU guys|your W|texts|messages|which|your company) (W)? (is|are|be|constitutes|borders on|considered|amounts to|consider this|consider it|have been|keep|has become|becoming|feels like)+ (pure|just|now|straight|W)? (harassment|harassing me|harassing us|harassing|harrasment|stalking me|spamming me|stalking|bothering me|bugging me|harassment at this point)"),
    ("tcpa", "any", f"(violating|violation of|violates|violated) (W)? (tcpa|my privacy|dnc|do not call|telemarketing|telephone|can spam|federal law)|tcpa (violation|violations|complaint|lawsuit)|on (W)? (national|federal|state)? do not call|under (the)? (tcpa|gdpr|ccpa)"),
    # -- being left in peace
    ("leave me alone", "order", f"(leave|let|leaves) (ME|my (family|wife|husband|kids|mom|dad|parents|DATA|DEVICE|home|house)|(this|my) (W)? (number|phone)|us all) (the)? (fuck|hell|heck|f)? (alone|be (?=$|EDGE|NOW)|in peace|tf alone|tf|the fuck)(?! (with|for a))"),
    ("leave alone", "whole", "(INTERJECT|BREAK)* (leave) (me)? (alone) (INTERJECT|BREAK)*"),
    ("swear off", "order", f"SWEAR (the)? (fuck|hell)? (all the way|right)? off (?=$|EDGE|NOW|YOU|with)"),
    ("go away", "order", f"(go (the)? (fuck|hell)? away|get lost|get a life|kick rocks|beat it|take a hike|go to hell|drop dead|get bent|shut (the)? (fuck|hell)? up|get (the)? (fuck|hell)? (out|off) of my (phone|life|inbox|face)|get out of my (phone|life|inbox)|go bother|go harass|go spam|go text|go find someone else|bother someone|harass someone|bother somebody|pester someone|get off my (phone|line|ass|case|back|dick|nuts|nutsack)|off my (phone|line|ass|case|back|dick|nuts)|step off|give it up|vete a|move along|be gone|begone|skedaddle|scram|vamoose|do one|stay away|keep away|get away)(?! (from the|from my|for (DET|W)|on|with the|when|until|after)) (?=$|BREAK|NOW|because|or|& |already|with (this|your|these))"),
    ("stay out", "order", "(stay|get|keep|butt) (the (fuck|hell))? (out|off|away|outta) (of|from)? (me|us|my family|(my|our|this) (W)? (DEVICE|email|life|business|texts|messages|dms|house|property|case|back|dick|nuts|face|ass))"),
    ("left alone", "any", "(want|like|wish|prefer|need|be|get|asking|asked) (to be)? left alone"),
    ("enough messages", "bare", "(that is|had|have had)? (enough) (of)? (DET|DESC)* (NOUN) (?=$|EDGE|AGAIN)"),
    ("cut it out", "order", f"(cut it out|knock it off|quit it|give it a rest|give me a break|cut this out|cut that out|cut the crap|cut that shit out|cut this shit out|cool it|lay off|back off|get over it|chill with the NOUN|enough with (DET|DESC)* (NOUN|JUNK|(?=$))|enough of (DET|DESC)* (NOUN|JUNK|(?=$))|enough is enough|that is enough (of|with) (DET|DESC)+ (NOUN|JUNK)|enough already|had enough of (YOU|(DET|DESC)+ (NOUN|JUNK))|we are done here|lay off the (NOUN)) (?=$|`|`|`,`|NOW|because|or|before|with (DET))"),
    ("enough", "whole", "(?!.*good)(?!.*that is enough)(INTERJECT|BREAK|i have had|i had|i said|that is)* enough (is enough|already|now)? (INTERJECT|BREAK)*"),
    ("take a hint", "order doubt", f"take (the|a) hint (?=$|EDGE|AGAIN)"),
    # -- one's own word
    ("keep contacting", "any doubt", f"(YOU|why (are|do) YOU) (guys|all|people)? (keep|still|constantly|always) (on)? (SAYING|sending) ({_TO_ME}|NOUN)|(keep|still) (GETTING) (THESE|(DET|DESC)* NOUN)|why am i (still)? (GETTING|on) (THESE|(DET|DESC)* (NOUN|LIST))"),
    ("ease up", "order doubt", "(chill|ease|slow|lighten|calm) (out|up|down)? (with|on) (DET|DESC)+ (NOUN)"),
    ("end conversation", "order doubt", "(end|stop|close|terminate) (DET)* (conversation|chat|convo|thread|discussion)"),
    ("already opted out", "own elsewhere", f"(i|we) (have|had|already|thought|am|i)* (opted out|unsubscribed|requested removal|asked to be (removed|taken off)|asked (you|to) (to)? (be)? (stop|removed|remove)|requested to be|told you to (remove|take)|said stop|sent stop|texted stop)"),
    ("why still", "any", f"why (am|do|are|would|is|W) (i|we|you|yall)? (still|keep|continue|W)? (getting|get|receiving|receive|SAYING|sending|keep SAYING)* (THESE|NOUN|DET|ME|DESC)* (W|NOUN)* (after|when|even|though|if) (W|&)* (stop|opted|unsubscribed|told|asked|said|unsubscribe|unsub|removed|remove)"),
    ("let go", "whole", "(i (want|wan) (to)? )(out|off|to end this|end this)(INTERJECT|BREAK)*"),
    ("want to end", "order", f"(want|like|need|wish|would like) to (end|stop|cease|discontinue|halt) (this|these|them|all this|all of this|these (W)? NOUN|DET (DESC)* NOUN)"),
]  # fmt: skip


def _rule(name: str, flags: str, shape: str) -> Rule:
    words = flags.split()
    return Rule(
        name=name,
        shape=pattern(shape),
        mood=Mood(words[0]),
        limited="limited" in words,
        place="place" in words,
        elsewhere="elsewhere" in words,
        topical="topical" in words,
        doubtful="doubt" in words,
    )


RULES = [_rule(*source) for source in (*_SOURCES, *ROMANCE_SOURCES)]
