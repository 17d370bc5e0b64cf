"""Asking to be removed or unsubscribed, and taking consent back."""

REMOVALS: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    # -- removing
    ("get off", "order", "get (off|out) (of)? (this|these|here|your|ur) (thing|LIST|NOUN|(?=$|BREAK))"),
    (
        "leave me out",
        "order place",
        "(keep|leave|let|cut|get) (ME|my (DATA|DEVICE)|this (DATA|DEVICE)) (off|out) (of)? (DET|DESC)+ "
        "((W)? (LIST|NOUN)|(?=$|EDGE))",
    ),
    (
        "remove me",
        "request place",
        "(?!drop (ME|my W|our W) off "
        "(at|on|around|and|&|by|to|(?=$|BREAK)))(REMOVE|take|get|want|have|pull|strike) (ME|my "
        "(name|number|info|information|contact|phone|cell|"
        "email|digits|line|stuff|data|details|phone number|cell number|email address|contact "
        "info|contact information|number|address)|this "
        "(number|phone|email|contact|line|address|cell|phone number|cell number|email "
        "address)|(the|our|mine) (number|email|name|info)) (be)? (removed|taken|off|deleted|erased) "
        "(from|off|of|out)* (?!w)",
    ),
    (
        "remove me plain",
        "request place",
        "(?!drop (ME|my W|our W) off "
        "(at|on|around|and|&|by|to|(?=$|BREAK)))(remove|delete|erase|unlist|scrub|purge|exclude|omit|"
        "wipe|unenroll|removing|strike|clear (?=my "
        "(W)? (W)? (from|off|out))|deleting|REMOVE (?=ME (from|off|out of))) (ME|(my|our|this|mine|that) "
        "(full|cell|phone|cellphone|mobile|home|work|email|contact|personal|entire|whole)* (name|number|"
        "numbers|info|information|contact|contacts|phone|cell|email|digits|data|details|address|line|"
        "profile|mobile|records|file)|DEVICE (from|off)|contact (from|off)|number (?=$|EDGE|from|off)) "
        "(?! (as|be|w)) (from|off|of|out)*",
    ),
    (
        "delete everything",
        "order",
        "(delete|erase|remove|purge|destroy|wipe) (all|everything|any|whatever) ((of)? "
        "(my|our|the|data|info|information) (W)? (DATA|about me|of me|YOU have)|YOU (have|got)|about me)",
    ),
    (
        "delete DATA",
        "order place",
        "(delete|erase|remove|purge|destroy) (me|my) (W)? (DATA|contact info|contact "
        "information|personal data) (from|off|of|out)*",
    ),
    (
        "take off",
        "request place",
        "(take|get|want|pull|strike|scratch|drop|cross|knock|cut|keep|need|scrub|wipe) "
        "(ME|(my|this|our|that) (W)? (name|number|info|information|phone|cell|email|contact|digits|"
        "address|line)|mine|us) (off|from|outta|out (?=(of)? (your|this|ur|the) (DESC)* "
        "(LIST|DEVICE|phone))) (of|from)* (?!w)",
    ),
    (
        "off the list",
        "own place",
        "(want|need|like|wanna|ask|asked|request|requesting|asking|wish) (to)? (be|get|come|have)? "
        "(me|us)? (taken|removed|off|out|deleted|dropped|pulled|scrubbed|excluded|purged|erased) "
        "(of|off|from|out)* ((?=$|EDGE|AGAIN|YOU)|(W){0,6} LIST)(?! W(list))",
    ),
    (
        "off of list bare",
        "own",
        "(off|out of|out) (of)? (this|your|the|yall|all|ur|all your|all of your) (DESC)* (list|lists|"
        "listing|database|distribution|mailing|marketing|text thread|email list|text list|chain|thread|"
        "campaign|campaigns|blast|blasts|texts|group text|contacts|contact list) ",
    ),
    (
        "have removed",
        "any place",
        "(want|need|have|like|get|ask that|request that|asked that|am asking that|wish|requesting "
        "that|asking for|asking to have) (ME|my (name|number|info|information|data|phone|email|cell|"
        "contact|details) (number|info|information|address)?|this (number|email|phone)( number)?) (to)? "
        "(be)? (REMOVED|taken off|off|blocked|opted out|be opted out) (from|off|of|out)*",
    ),
    (
        "remove from",
        "request place",
        "(remove|removed|take|delete|drop|removal|off) (from|off) (of)? (W){0,6} LIST",
    ),
    ("take off number", "request place", "take (off|out) (my|this|our) (W)? (DATA|DEVICE)"),
    ("remove clause", "order", "(^|`|`|`,`) (remove|unsubscribe|delete me) (?=$|`|`)"),
    ("delete account", "order doubt", "(delete|remove) my (W)? account"),
    ("cancel this", "whole doubt", "(INTERJECT|BREAK)* cancel (this|these|it) (INTERJECT|BREAK)*"),
    (
        "keyword clause",
        "any",
        "(^|`|`|`?`) (quit|revoke|unsubscribe|removed|removal|remove|optout|desist|cease|blocked|"
        "reported|discontinue)+ (?=$|`|`|please|thanks)",
    ),
    (
        "remove it",
        "any place",
        "(number|phone|digits|list|info|email) (W|BREAK){0,5} (remove|delete|lose|erase) it (?=$|EDGE|AGAIN)",
    ),
    (
        "must be removed",
        "any place",
        "(my (W)? (number|name|info|information|email|contact|phone|data|account)|this (W)? number) "
        "(needs|need|must|should|has|have|is|to|be)+ (REMOVED)",
    ),
    (
        "make sure removed",
        "any place",
        "(sure|ensure|see|confirm|verify|certain|it) (that)? (to)? (YOU)? (i am|my (W)? DATA is|am|me|we "
        "are|this number is)? (have)? (removed|deleted|taken off|erased|unsubscribed|opted "
        "out|(remove|delete|unsubscribe|take off|take) (me|my|us|this number))",
    ),
    (
        "asked to be removed",
        "own place",
        "(asked|want|need|like|request|requested|requesting|wish|demand|demanded|about|process|way|"
        "wanted|told YOU|prefer|asking|wants) to (get|be) (removed|unsubscribed|taken off|deleted|opted "
        "out|off (your|this|the) LIST)",
    ),
    ("being removed", "own place", "(appreciate|about|for) being (removed|taken off|deleted|unsubscribed)"),
    (
        "remove others",
        "request place",
        "(remove|delete|take) (him|her|them|(his|her|their|my|our) (W){1,3}|w|w (W)|xlinkx) (off|from) "
        "(of)? (your|ur|the|this|all|any|yall)* (DESC)* (list|lists|database|contacts|marketing|mailing|"
        "mailings|records|files|system|texts|emails)",
    ),
    (
        "remove their number",
        "request place",
        "(remove|delete) (his|her|their|xlinkx) ((W)? (number|email|contact|info|information|name))?",
    ),
    ("remove last", "order", "(remove|unsubscribe) $"),
    (
        "supposed to remove",
        "any place",
        "(supposed|were going|said YOU would|said YOU will|would|promised|agreed|have not|why not|told "
        "me YOU) (YOU)? (would|to)? (remove|removed|take|taken|delete|deleted|unsubscribed|unsubscribe) "
        "(ME|my (W)? DATA)",
    ),
    (
        "part of stop",
        "any",
        "(what|which|W) part of (stop|unsubscribe|do not (text|contact|call)|leave me alone|opt out|no "
        "more)|(get|got|receive|received|see|saw|honor|honoring|ignored|ignoring|respect|process|"
        "processed) my (stop|opt out|unsubscribe|removal|request to stop)",
    ),
    (
        "be removed",
        "request place",
        "(be|get) (taken|removed|deleted|dropped|scrubbed|purged|erased|excluded|unsubscribed) "
        "(of|off|from|out)* ((?=$|EDGE|AGAIN|YOU)|(W){0,6} LIST)",
    ),
    (
        "took of the list",
        "order place",
        "(take|get|keep|leave) (ME|my (W)? DATA|this (W)? DATA) of (DET|DESC)+ (W)? LIST",
    ),
    ("count me out", "order place", "count me out (of|on|for) (DET)+ (DESC)* (NOUN|LIST)"),
    (
        "removal asked",
        "own",
        "(request|requesting|requested|want|demand|demanding|asking for|asked for|require) "
        "(a|immediate|my|for|number|full|permanent)* removal",
    ),
    (
        "if you stopped",
        "own",
        "(appreciate|love|like|great|nice|prefer|thankful|grateful|best|good) (it)? (W)? if "
        "(YOU|this|these|the NOUN) (would|could)? (please)? (stopped|stop|quit|removed|took|deleted|left|"
        "quitted|unsubscribed|did not (SAYS|send|bother))",
    ),
    (
        "remove alone",
        "whole",
        "(INTERJECT|BREAK)* (remove|removed|removal|request removal|removal request|remove "
        "request|unlist|remove me|remove it|take off|take me off|delete|delete me|erase me|take out) "
        "(INTERJECT|BREAK|now|list|immediately|contact|number|from list)*",
    ),
    (
        "lose my number",
        "request place",
        "(lose|delete|forget|erase|burn|loose|discard|toss|trash|ditch|throw away|throw "
        "out|dump|scrap|drop|scratch|get rid of|shred|misplace|block|destroy|trash|unsave) "
        "(my|this|the|our|that|dis) (W)? (number|numbers|digits|info|contact|phone|name|line|cell)",
    ),
    (
        "forget me",
        "order",
        "forget (i exist|i existed|you ever (W)? (me|my|this)|you know me|you knew me|me & lose|you have "
        "(my|this) number|you had (my|this) number|about me (?=$|`|`|forever))",
    ),
    (
        "do not list",
        "any",
        "(dnc|do not (call|contact|text|disturb|solicit|email|mail|message) (list|registry|lists|"
        "database|register|please)|(no|block|suppression|exclusion|opt out|removal|remove|dnd|black) "
        "(call|contact|text)? (list)|do not (call|contact|text) me list)",
    ),
    (
        "block from sending",
        "request",
        "(block|blacklist|suppress|ban|blackball|unenroll|exclude|withdraw|disconnect) (ME|my "
        "(number|phone|email|contact)|this (number|phone|contact)) (from|on|off|in|(?=$|EDGE))",
    ),
    # -- unsubscribing
    ("unsubscribe", "own elsewhere", "(UNSUB|unsubscribed|un (subscribe|subscribed|sub))"),
    (
        "opt out",
        "own elsewhere",
        "(opt|opting|opted|optin|opts) (ME|us|my number|this number|my phone|this phone|W)? (out)(?! "
        "(policy|fee|fees|clause|penalty|period|charge|cost|costs|charges))",
    ),
    ("opt-out noun", "any elsewhere", "(opt out|unsubscribe) (request|now)"),
    (
        "not subscribed",
        "any",
        "(do not|no longer|not|never) (want|wish|like|care|choose|need|desire) (to)? (be|stay|remain)? "
        "(subscribed|part of|a part of|included|enrolled|on|in|a member of|opted in|involved) "
        "(in|on|with|to)? (DET|your)* (DESC)* (LIST|texts|messages|anything|marketing|program|service|"
        "NOUN|this|anymore)",
    ),
    (
        "cancel messages sub",
        "request",
        "(cancel|end|stop|terminate|discontinue) (DET)* (DESC|text|sms|email|message|messaging)+ "
        "(subscription|subscriptions|service|list|enrollment|signup|messages|marketing|program)",
    ),
    (
        "cancel subscription",
        "order doubt",
        "(cancel|end|terminate) (my|this|the|all)? (subscription|subscriptions|enrollment) (?=$|EDGE|AGAIN|to)",
    ),
    # -- consent
    (
        "revoke consent",
        "own",
        "(REVOKE) (my|all|any|our|W)* (CONSENT|opt)(?! (for|to) (the|my|treatment|surgery|procedure))",
    ),
    (
        "consent revoked",
        "any",
        "(CONSENT) (to (contact|text|SAYS) (me)?)? (is|has been|was|hereby|now|have been|being)* (REVOKED)",
    ),
    (
        "no consent",
        "any limited",
        "(do not|did not|never|have not|not|had not|no longer|did no|nobody|no one|noone|none of us) "
        "(ever|once|actually|given|gave|give|have|had|get|W)* (consent|consented|allow|allowed|authorize|"
        "authorized|agree|agreed|permit|permitted|granted) (YOU|anyone|your company|W)? (guys|any|my|W)? "
        "(CONSENT|permission|to (YOU|be|get|receive|this|these|SAYS|SAYING|DET|your|any|further|messages|"
        "texts|text|GETTING)+ (SAYING|SAYS|NOUN|DONE_TO|these|this|ME|(?=$))|to (receive|be|get|any|"
        "these|this|contact|further|messages|texts|calls|sms|text|being) |to this "
        "(?=$|EDGE)|(this|these) (NOUN|(?=$|`|`)))(?! (for|to) (the|my) "
        "(treatment|surgery|procedure|work|repair|charge|xray))",
    ),
    (
        "gave no consent",
        "any",
        "(do not|did not|never|have not|not|had not|no longer|did no|nobody|no one|noone|none of us) "
        "(ever|once|actually|i)* (gave|give|given|have|had|got|granted|giving|grant|has) "
        "(YOU|anyone|your company|your W)? (guys|any|my|the|our|W)? (CONSENT|permission)(?! (for|to) "
        "(the|my) (treatment|surgery|procedure|work|repair|charge|xray))",
    ),
    (
        "without consent",
        "any",
        "(without|with no|no) (my|any|our|W)? (CONSENT|permission) (to (SAYS|contact|text|send|use|have) "
        "(ME|this|my|texts|messages)?|(?=$|EDGE))",
    ),
    (
        "no right",
        "any",
        "(no|do not have (the|any)|have no) (right|permission|business|authority|authorization|consent|"
        "reason) (to (be)? (SAYS|SAYING|contact|use my|have my|SENDING)|SAYING|contacting|sending)",
    ),
    (
        "never signed up",
        "any",
        "(not|never|no|nobody|no one|noone) (ever|even|actually|once|have)* (sign|signed|subscribe|"
        "subscribed|subscribing|opt|opted|opting|register|registered|enroll|enrolled) (me|myself)? "
        "(up|in|for|to|with|on)* ((for|to) (this|these|that|it|any of this|any of "
        "these|your|any|DET|DESC)* (NOUN|LIST|THESE|this|crap|shit|anything|spam|program)|this|these|any "
        "of this|(?=$|EDGE|AGAIN))(?! (class|plan|package|price|treatment|w|(for|to|in|with) "
        "(?!(this|these|that|it|any|your|all|such|NOUN))(the)? (DESC)* (?!NOUN)))",
    ),
    (
        "never asked",
        "any",
        "(not|never|nobody|no one|noone) (ask|asked|request|requested|solicit|solicited) (for|to)? "
        "((DET|any of)* (DESC)* (NOUN|THESE|crap|shit|spam)(?=$|EDGE|AGAIN|$)|(to)? be (DONE_TO|on "
        "(DET|your) LIST|added)|(to)? (get|receive) (NOUN|THESE|DET NOUN))",
    ),
    (
        "unwanted",
        "any",
        "(unwanted|unsolicited|unauthorized) (DESC)* (NOUN|contact)|(texts|messages|calls|emails|contact|"
        "communication|communications|solicitations) (is|are|not)* (unwanted|unwelcome|not welcome|not "
        "wanted|not welcomed|harassment|harassing)",
    ),
]
