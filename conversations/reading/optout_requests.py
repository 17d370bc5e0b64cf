"""Asking that messages cease, forbidding them, wanting no more of them."""

from conversations.reading.optout_phrases import END, MINE, THINGS, TO_ME

REQUESTS: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    # -- ceasing
    (
        "stop contacting",
        "request limited",
        "CEASE (from|with|to|the|all|your|this|ever|and desist from|desist from|trying to|W)? "
        "(DET|DESC)* (from)? (SAYING (`,`|&|or|nor|SAYING)* )?(SAYING|texting) "
        "(up|out|to|on|off|at|with|back|for|over|into)? "
        f"({TO_ME}|(at|to|on)? {TO_ME}|{THINGS}|my (time|day|life|peace|privacy|dinner|sleep)|W "
        f"(?=$|`|`|`,`)|{END})",
    ),
    (
        "stop sending",
        "request limited",
        "CEASE (from|with|to|all|W)? SENDING (out)? (?!ME to)(?!ME (the|a|an|this|that) (?!(DESC)* (NOUN|JUNK|w "
        "(NOUN|JUNK)|$)))(?!(DET|W) (tech|guy|technician|plumber|people|W "
        "(guy|tech)))(to)? (ME|my number|my phone|this number|people|THESE|(DET|DESC)+ "
        f"(NOUN|JUNK)|NOUN|JUNK|anything|things|shit|(DET|DESC|W)* (NOUN|JUNK)|{END})",
    ),
    (
        "stop filling my phone",
        "request limited",
        "CEASE W (up)? (my|our) (W)? (DEVICE|email|texts|messages|voicemail|feed|time)",
    ),
    (
        "stop being",
        "order",
        "(stop|quit) being (a pest|annoying|such a pest|a nuisance|a stalker|so annoying|a creep|pests)",
    ),
    ("avoid contacting", "order", "avoid (SAYING|contacting) (ME|my W|this W)"),
    ("leave the list", "order", "(leave|exit|quit) (DET|DESC)* (list|lists|distribution)"),
    (
        "refuse messages",
        "own",
        "(refuse|reject|decline|object|declining|refusing|oppose) "
        "(to|all|any|further|your|these|DET|DESC)* (GET|GETTING|being DONE_TO|be DONE_TO|SENT)",
    ),
    ("not one more", "bare", "(not|never) (another|one more|one|a single) (DESC)* (NOUN) "),
    ("be forgotten", "any", "right to be forgotten|right to (erasure|deletion)"),
    ("stop using", "request", "CEASE using (W){0,4} (SAYS|send|contact)|CEASE using (my|this) (W)? DEVICE"),
    (
        "stop wasting",
        "request",
        "CEASE using (W){0,4} (dialer|dialers|bots|bot|robots|autodialer|automation|automated|robocalls) |CEASE "
        "(wasting|selling|pushing|peddling|offering|pitching) (your|my|our|YOU|W) "
        "(time|services|service|product|products|stuff|shit|crap|W (on|to) ME)",
    ),
    (
        "stop trying",
        "request limited",
        "CEASE (trying|attempting|asking|continuing|attempts|efforts) (to)? (SAYS|sell|get|reach|contact|"
        f"text|call|persuade|convince|ME|push|send|make|talk|{END})",
    ),
    (
        "stop messages",
        "request limited",
        "CEASE (with|from|on|to|getting|the|doing)? (any & all)? (DET|DESC)* (NOUN|JUNK|contact)(?! (from|by|of) "
        "(my|his|her|a|an|our) )(?! "
        "(valve|button|number|box|center|light|sign|clock))",
    ),
    (
        "stop W messages",
        "request limited",
        "(stop|cease|halt|quit|end) (with)? (DET)* (w|robot|bot|we (W) YOU|(W){2,3}) (DESC)* "
        "(messages|texts|texting|calls|"
        "emails|spam|marketing|notifications|reminders|messaging|calling|emailing|promos|promotions|"
        "alerts|ads|bullshit|crap|shit|solicitation|solicitations|communications|blasts|surveys)",
    ),
    (
        "end messages",
        "request",
        "ENDING (DET|DESC|every)* (texts|text|messages|message (?!to)|emails|sms|notifications|alerts|"
        "marketing|promotions|promos|newsletter|spam|texting|messaging|communication|communications|"
        "contact|outreach|solicitations|text subscription|sms subscription|email "
        "subscription|mailings|correspondence) (?! (chain|thread|board|to (W) about))",
    ),
    ("end reminders", "request", "ENDING (all|these|any|the|DESC)* (calls|reminders|updates|reminder texts)"),
    (
        "stop getting",
        "request",
        "(CEASE|avoid|prevent|turn off|end) (from|me from|us from|to)? (GETTING|being) (DET|DESC)* "
        "(NOUN|THESE|JUNK|DONE_TO|anything|from you|W (NOUN))",
    ),
    (
        "stop this",
        "order",
        "(CEASE|end|kill|terminate) (with)? (this|these|that|all of this|all this|all of these|all "
        "that|doing this|doing that|the madness|them|those|immediately|everything|any and all) "
        "(?=$|EDGE|AGAIN)",
    ),
    ("stop it", "order topical", "(stop|quit|end) (it|all) (?=$|EDGE|AGAIN)"),
    (
        "make messages stop",
        "own",
        "(make|get|want|need|have|like|love) ((DET|DESC)+ (NOUN|JUNK)|NOUN) (to)? (all)? "
        "(be)? (stop|stopped|end|ended|ceased|cease|gone|off|out of my W|over)(?! (by|in|over))",
    ),
    (
        "make it stop",
        "own topical",
        "(make|get|want|need|have|like|love) (THESE|it) (to)? (all)? "
        "(stop|stopped|end|ended|ceased|cease) (?=$|EDGE|NOW|BREAK)",
    ),
    (
        "must stop",
        "any topical",
        "(THESE (need|needs|must|should|has|have|better|got|ought)+|(DET|DESC)+ (NOUN|JUNK|harassing) "
        "(need|needs|must|should|has|have|better|got|will|can|ought)+) (to)? (be)? "
        "(stop|end|cease|stopped)(?! (by|in|over))",
    ),
    (
        "have it stopped",
        "any",
        "(want|need|would like|wish) (THESE|(DET|DESC)+ NOUN) (to be)? "
        "(stopped|discontinued|ended|turned off|shut off|cancelled|canceled)",
    ),
    (
        "turn off messages",
        "request",
        "(turn|shut|switch) (off|down)? (DET|DESC)+ (texts|messages|emails|notifications|alerts|"
        "reminders|sms|text messages|updates|robot) (off)?(?! (back|on))",
    ),
    (
        "told you to stop",
        "own",
        "(told|asked|asking|telling|tell|ask|begged|begging|beg|warned|want|need|like|make|get|"
        "requesting|requested|request|demand|demanding|wish|expect|require|appreciate it if|prefer) "
        "(that)? (YOU|everyone|your company) (guys|all|people)? (numerous times|many "
        "times|already|before|twice|several times|multiple times|repeatedly|num times|nicely)? (to|W "
        "to)? (stop|quit|cease)(?=$|EDGE|NOW)",
    ),
    (
        "said stop",
        "own",
        "(i|we) (have|already|had|am|just|clearly|replied|keep)* (said|say|sent|texted|typed|replied|"
        "wrote|put|responded|replying|saying|typing|texting|sending|told you|tell "
        "you|pressed|answered|hit|send|type) (you|with|to|the|word|already)* stop(?! (by|in|over))",
    ),
    (
        "stop reply",
        "any",
        "(reply|text|send|type|say|texting|replying|do i|should i|saying) (with)? stop (to|for) "
        "(stop|end|unsubscribe|UNSUB|make|get) (?=.* `?`)",
    ),
    (
        "keywords alone",
        "whole",
        "(?!i "
        ")(?=.*KEY)(KEY|INTERJECT|BREAK|NOW|to|num|text|reply|it|me|us|cancel|for good|por favor|gracias|all|again|"
        "(and|&)|list|send|YOU|day|have|a|nice|bless|your|god|for your time|this (?!is)|these)*",
    ),
    (
        "quit alone",
        "bare",
        "(i mean it|can YOU|could YOU|will YOU|would YOU|YOU can|YOU may|i am w)? quit (?=$|BREAK|now|already|NOW)",
    ),
    (
        "cancel please",
        "whole",
        "(BREAK|thanks)* cancel (cancel|all|everything|me|BREAK|thanks|thank|YOU|now|forever)*",
    ),
    (
        "stop alone",
        "order",
        "(stop|cease|unsub|optout|discontinue|halt|cease & desist|^desist) (it|all|everything|num)? "
        "(?=$|`|`|`,`|`?`|(?!(i (love|am (w|obsessed|blushing)|can not (even|w))))NOW|because|or|before|today|for "
        "good|for ever|this "
        "(instant|minute|second|moment|crap|shit)|once & for|when will|& (have|thanks|thank|god|please|"
        "bye|REMOVE|take|do|leave|get|never|opt|UNSUB|no|end|quit|stop|SWEAR|YOU|i ))",
    ),
    (
        "stop first",
        "order",
        "stop (?!i (love|am (w|obsessed)|can not even))(?=i |we |he |she |this is |these are |there |not |no |do "
        "|never |wrong |leave |remove "
        "|take |who |stop|lose|delete|unsubscribe|opt|YOU|SWEAR)",
    ),
    # -- prohibiting
    (
        "do not contact",
        "prohibit limited",
        "(do not|dont|never|can you not|could you not|would you not|will you not|must not|may not|should "
        "not|are not to|are not (allowed|permitted|authorized|welcome|supposed) to|not to|can not|will "
        "not|are never to|had better not|better not|not allowed to|not permitted to|not authorized "
        "to|not welcome to|no longer|no reason to|not) (YOU|YOU guys|anyone)? (ever|dare|again|keep|try|"
        "trying|attempt|want|continue|be|start|go|going|bother|try and|ever again|think about|think of)* "
        "(to)? (?!call (it|this|that|them|these)(?! "
        "(number|phone|cell|line)))(?!(text|email|mail|message) it )((SAYS|respond|reply) "
        "(`,`|or|SAYS|nor|not|&)* (or|nor|&) (do not)? (SAYS|SAYING)|SAYS|texting|calling|contacting|"
        "messaging|emailing|whatsapp) (?!& (drive|driving))(up|out|to|on|at|back|in)? (with|to)? "
        f"({TO_ME}|no more|any more|any further|{END})",
    ),
    (
        "do not pester",
        "prohibit limited",
        "(do not|never|can you not|would you not|must not|may not|should not|not to|can not|are not "
        "to|will not) (YOU)? (ever|dare|again|keep|try|attempt|want|continue|be)* (to)? "
        f"(PESTERS|bothering|harassing|bugging) (to)? ({MINE}|with (THESE|(DET|DESC)* "
        "NOUN|(?=$|BREAK))|again|anymore|people|my (W)|my (W) "
        "(?=$|EDGE))",
    ),
    (
        "bother contacting",
        "prohibit",
        f"(do not|never) (bother|waste) (W)? (W)? (SAYING|sending) (?!out)(?!someone)({TO_ME}|again|anymore|any|{END})",
    ),
    (
        "do not reach",
        "prohibit limited",
        "(do not|never|must not|may not|should not|not to|will not) (YOU)? "
        "(ever|again|keep|try|attempt|want)* (to)? (reach out|reach me|follow up|reach|hit "
        "(me|my|us)|hit this|blow (me|my|up)|use (my|this) number|come (at|after) me|get in touch|be in "
        "touch|communicate|talk to me|speak to me|market to|use this number|share my|have my number) "
        "(up|with|to|on|again|anymore|me|line|phone|number|cell)* (?=$|EDGE|AGAIN)",
    ),
    (
        "do not send",
        "prohibit limited",
        "(do not|never|must not|should not|not to|can not|may not|no need to|can you not|would you "
        "not|will not|not) (YOU)? (ever|dare|again|keep|try|attempt|want)* (to)? "
        "(send|sending|forward|shoot|mail|give) (out)? ((to)? ME (?=$|EDGE|again|anymore|ever)|to "
        "(this|my|our) (W)? (DEVICE|email|address)|(to)? (ME|this number|my number|my phone)? "
        "((anymore|any more|anything|nothing|no more|more|these|this|those|stuff|all these|more "
        "of|spam|ads) (DET)* (of these|of this|like this|these|this|$|again|anymore|else|(?=EDGE))|"
        "(W){0,6} (texts|text|messages|message|emails|email|sms|promos|promotions|spam|notifications|"
        "alerts|JUNK|ads|offers|marketing|texting|reminders|updates|newsletters|newsletter|deals|"
        "coupons))|(ME)? (DET|DESC)* (NOUN|JUNK|these|those|this|anything))",
    ),
    (
        "do not message list",
        "prohibit limited",
        "(do not) (text|message|email|call|contact) (?=$|`|`|`,`|`?`|because|if|so|since)",
    ),
    (
        "do not add",
        "prohibit",
        "(do not) (add|include|put|keep|have) (ME|my number|my name|my phone) (on|to|in) (W){0,6} (LIST)",
    ),
    (
        "please do not",
        "whole",
        "(no)? (thanks)? (`,`)? (do not) (`,`)? (thanks|thank you|again|no|ever|anymore)* (`|`)?",
    ),
    # -- no more
    (
        "no more messages",
        "noun limited",
        "(no|zero) (more|further|additional|mo)+ (of)? (DET|DESC)* (NOUN|JUNK|contacting|of these|of "
        "this|these|of it|this|of that|from you|of your) (?!(is|are|has|available|needed))",
    ),
    (
        "no more W messages",
        "noun limited",
        "no (more|further) (W){0,6} (texts|messages|emails|spam|promos|notifications|reminders|marketing|calls)",
    ),
    ("no more", "order", "no (more|mas) (?=$|BREAK|thanks|thank|ever|now|period|again|because|i |or |no |stop)"),
    (
        "no messages",
        "bare limited",
        "no (?!voicemail)(DESC)* (NOUN (ME|this number|my phone)?|JUNK|texts|calls|contact|texting|spam|soliciting|"
        "solicitors|spamming) ((from|to) (YOU|me|you guys|your W|this number|W)|at "
        "all|ever|anymore|again|whatsoever|or NOUN|BREAK no NOUN)* (?=$|BREAK|thanks|thank|because|i "
        "|this is|ok|or else)",
    ),
    (
        "no contact",
        "bare",
        "no (contact|further contact|solicitation|marketing|communication) (please|from YOU|from your "
        "W|of any W|at all|again|ever)? (?=$|BREAK)",
    ),
    (
        "not want messages",
        "any limited",
        "(do not|not|never|no longer|would not|will not|dont|neither) (really|even|ever|wish|want|care|"
        "like|need|desire|agree|intend|plan|to)* (?!forget)(?!(W)* hear it)(want|wish|need|desire|like (?=to)|care|"
        "looking|willing|agree|interested|ready|accept|intend|consenting|authorize|appreciate) (?!to "
        "(call|text|email|message|mail|contact|ring|buy))(to|in|for)* (of|anything|this|be|keep|continue|"
        "get|getting|being|receive|receiving|hear|hearing|see|seeing|have|having|you|your|me|further|any|"
        "anymore|more|from|the|these|this|all|those|such|a|another|one|single|nor)* (DESC)* "
        "(DONE_TO|SENT (?!(agency|marketing|design|help|campaign|service|services|company|work|list|plan|"
        "w))|JUNK (?=from)|these (?=$|EDGE|AGAIN)|from you|from your|from yall|from anyone|this "
        "(stuff|spam|crap|shit|message|text)|THESE (?=from|on my|coming)|on (DET|your) LIST|from "
        "(YOU|your W)|in my (inbox|phone|texts|email)|texting me|SAYING ME|to receive (?=$|`|`))",
    ),
    (
        "no interest in messages",
        "any limited",
        "(no|zero|any) interest in (GETTING|being|talking|SAYING|NOUN|your (NOUN)) ",
    ),
    ("no longer receive", "any limited", "to no longer (GET|be DONE_TO|be on|be bothered)"),
    (
        "not contacted",
        "any limited",
        "(am|is|be|being|i|are) (not|never) (to be|be|being|getting|get)* DONE_TO "
        "(again|anymore|further|by YOU|in the|any|ever|(?=$))",
    ),
    ("want no more", "own", "(not) (want|need) (any more|anymore) (?=$|BREAK|please|thanks|i |or )"),
    (
        "rather not be contacted",
        "any limited",
        "(rather|prefer|prefers|ask|asking|asked|request|requesting|like|want|appreciate|best) (it "
        "if|if|that|YOU|to be|to)* (not|did not|would not|do not|to not|never) (YOU)? (to)? (be)? "
        "(getting|get|receive|receiving|hear|SAYS|DONE_TO|SAYING|be "
        "DONE_TO|send|sending|bother|disturb|being) ",
    ),
    (
        "want no",
        "any limited",
        "(want|prefer|need|wish for|request|requesting|expect|receive|desire|like|accept) "
        "(no|zero|nothing) (more|further|additional)? (DET|DESC)* (NOUN|of these|from you|of this|part "
        "of|to do with (YOU|your|W))",
    ),
    (
        "not want you",
        "any limited",
        "(do not|not|never|no longer) (want|like|need|wish|appreciate|allow|authorize|permit|care for) "
        "(for)? (YOU|YOU guys|your company|yall|anyone|your (W)|people|anybody) (to)? (ever)? (SAYS|"
        "SAYING|send|sending|bother|bothering|keep|constantly|to keep|have my|having my) ",
    ),
    (
        "not my wish",
        "any",
        "(want|need) (YOU|your company) (to)? (out of my (life|phone|inbox)|gone|off my phone|to leave)",
    ),
    (
        "done with messages",
        "any limited",
        "(done|finished|sick|tired|fed up|annoyed|over|irritated|bothered|exhausted|through|had "
        "enough|enough|had it) (and tired|& tired|up)? (?!of (calling|texting|emailing) "
        "(&|YOU|the|your))(of|with|by)? (getting|receiving|all|hearing)* "
        "(DET|DESC)+ (NOUN|JUNK (?=from|on)|texts)",
    ),
    (
        "tired of",
        "any",
        "(done|sick|tired|fed up|annoyed|over) (& tired)? (of|with|by)? "
        "(getting|receiving|hearing|being) (THESE|DONE_TO|from you|NOUN|your|so many|W NOUN)",
    ),
    (
        "tired of you",
        "any",
        "(done|sick|tired|fed up|annoyed|over) (& tired)? (of|with|by)? (you|you guys|yall|your) "
        "(SAYING|sending|constantly|always|constant|keep|keep on) ",
    ),
    ("hate these", "any limited", "(hate|despise) (getting|receiving|these|your) (these|your|all)? (NOUN)"),
]
