"""Blocking, threatening, sending away, and pointing to an opt-out already given."""

from conversations.reading.optout_phrases import TO_ME

REFUSALS: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    ("stop means stop", "any", "(stop|no) means (stop|no) (?=$|BREAK)"),
    ("rude", "whole doubt", "(INTERJECT|BREAK)* (go)? (fuck|screw|f) (YOU|yourself|off|fuck|BREAK)+"),
    ("no need again", "any", "(no|not) need to (keep (SAYING|sending)|(SAYS) (ME)? (again|anymore|any more))"),
    # -- threats and blocks
    (
        "blocking",
        "block",
        "(block|blocking|blocked|blacklisted|blocks) (& "
        "(report|reported|reporting|deleted|deleting|spam))* (YOU|YOU guys|your number|your|this "
        "number|number|this|ur number|ur|yall|your company|u|you all|your "
        "ass|contact|sender|(?=$|`|`|`,`|now))",
    ),
    (
        "you are blocked",
        "any",
        "(your|consider (YOU|yourself|this|your|W) (number)?) (blocked|reported)|(YOU|YOU guys|your "
        "number|your company|your|consider|number|this number|sender) (yourself|this number|your "
        "number|this|YOU|W (?=is))? (are|have been|has been|is|is being|is now|are being|getting|will "
        "be|are getting|get|got|gonna be|are going to be|going to be|have|now|about to be|being|are "
        "about to be)+ (now|being|officially|hereby)* (blocked|reported|block|blacklisted|sued|blocking)",
    ),
    (
        "reporting",
        "any",
        "((sue|suing) (?=YOU)|report|reporting|reported|forwarded|forwarding|turning|turned|file|filing|"
        "sending|filed|complaint) (YOU|YOU guys|this|this number|your number|your "
        "company|these|your|it|a complaint|complaints|spam|them)? (DESC|W)* (NOUN)? "
        "(to|as|for|with|against) (the|my|your|a)? (ftc|fcc|bbb|attorney|lawyer|carrier|spam|harassment|"
        "junk|authorities|police|state attorney|ag|better business|provider|federal|tcpa|violation|num|"
        "phishing|sprint|verizon|att|tmobile|dnc|do not|phone company|state|cops|scam)(?!(W|BREAK){0,9} "
        "(refund|work|repair|fix|fixed|job|money|service|damage|licensing|license|contractor|"
        "contractors|health|board|roof|bill|billing|charge|charged|deposit|rude|overcharging|warranty|"
        "insurance|paid|pay))",
    ),
    (
        "blocked alone",
        "whole",
        "(INTERJECT|BREAK|spam|i|am|have|YOU|this|are|been)* (blocked|reported|blocking|reporting) (&|"
        "and|blocked|reported|deleted|deleting|blocking|reporting|spam|as spam|YOU|INTERJECT|BREAK)*",
    ),
    (
        "further contact",
        "any",
        "(further|future|more|other|additional|another|continued) (NOUN|attempts|contact|DESC NOUN) (to "
        "contact me|from YOU|from your company)? (will|would|is|shall|may|constitutes|and|&|are|can) "
        "(W){0,4} (harassment|reported|report|legal|lawsuit|police|attorney|forwarded|court|considered|"
        "fcc|ftc|tcpa|action|sued|suit|block|blocked)",
    ),
    (
        "marked as spam",
        "any",
        "(marked|marking|mark|flagged|flagging|flag|reported|report) (YOU|this|these|your|all of "
        "these|all|it)? (W)? (as|for) (spam|junk|phishing|scam|harassment)",
    ),
    (
        "keep and sue",
        "any",
        "keep (SAYING|sending|it up|this up) (W|BREAK){0,6} (sue|lawyer|attorney|police|cops|report|ftc|"
        "fcc|tcpa|legal|block|reporting|suing|court|regret|blocked)",
    ),
    (
        "spam",
        "whole doubt",
        "(INTERJECT|BREAK|such|pure|a|just|(THESE|texts|messages) (is|are))* (just|pure)? (spam|spamming|"
        "spammer|spammers|scam|scammer)(INTERJECT|BREAK)*",
    ),
    (
        "text me again",
        "any",
        "(SAYS|send|bother) (to)? (ME|this number|this phone|another)? (W)? (again|one more time|once "
        "more|anymore|text|message) (W|BREAK){0,8} (sue|lawyer|attorney|police|cops|report|ftc|fcc|"
        "tcpa|legal|block|reporting|suing|court|regret|blocked|see what|complaint|harassment|charges)",
    ),
    ("emoji", "whole", "(softstop|BREAK)*softstop(BREAK)*"),
    ("emoji messages", "any", "softstop (BREAK)* (more)? (DET|DESC)* (NOUN|SAYING)"),
    (
        "weak stop",
        "order",
        "(top|sop|staph|step|stoop|spot|stops|stopped|stock|atop|slop|store|strop|stob|stope) TOUCH "
        "(ME|this|these|my|us|DET)",
    ),
    (
        "report you",
        "own",
        "(report|reporting|reported|sue|suing) (YOU|YOU guys|this number|your number|your company|your "
        "ass|as spam|spam|& block|& blocked|& blocking|your W)(?!(W|BREAK){0,10} "
        "(refund|work|repair|fix|fixed|job|money|service|damage|licensing|license|contractor|"
        "contractors|health|board|roof|bill|billing|charge|charged|deposit|rude|overcharging|warranty|"
        "insurance|paid|pay))",
    ),
    (
        "if you contact again",
        "any",
        "(if|next time|one more|every time|each time|anytime|another|num more|any more|any further|last "
        "time) (i|YOU|YOU guys|your company|anyone|yall|your)? (ever|do "
        "not|keep|continue|guys|get|receive|see|dare)* (to)? (another|one more|any more|more|DET)* "
        "(SAYS|SAYING|send|bother|stop|text|message|call|email|NOUN) (.*) (sue|lawyer|attorney|police|"
        "cops|report|ftc|fcc|tcpa|legal|block|authorities|harassment|charges|fcking|reporting|lawsuit|"
        "court|blocking|violation|file|filing|suing|restraining|complaint)",
    ),
    (
        "threat before",
        "any",
        "(sue|lawyer|attorney|police|cops|report|ftc|fcc|tcpa|legal action|block|authorities|charges|"
        "reporting|blocking|suing|lawsuit|complaint|harassment) (W|BREAK){0,6} (if|next time|one "
        "more|unless|or) (YOU|YOU guys|i|your|this|these|stop)? (ever|do "
        "not|keep|continue|get|receive|another|one more|more)* (to)? (DET)* "
        "(SAYS|SAYING|send|bother|stop|NOUN|text) ",
    ),
    (
        "harassment",
        "any",
        "(this|that|it|these|YOU|YOU guys|your W|texts|messages|which|your company) (W)? "
        "(is|are|be|constitutes|borders on|considered|amounts to|consider this|consider it|have "
        "been|keep|has become|becoming|feels like)+ (pure|just|now|straight|W)? (harassment|harassing "
        "me|harassing us|harassing|harrasment|stalking me|spamming me|stalking|bothering me|bugging "
        "me|harassment at this point)",
    ),
    (
        "tcpa",
        "any",
        "(violating|violation of|violates|violated) (W)? (tcpa|my privacy|dnc|do not "
        "call|telemarketing|telephone|can spam|federal law)|tcpa "
        "(violation|violations|complaint|lawsuit)|on (W)? (national|federal|state)? do not call|under "
        "(the)? (tcpa|gdpr|ccpa)",
    ),
    # -- being left in peace
    (
        "leave me alone",
        "request",
        "(leave|let|leaves) (ME|my (family|wife|husband|kids|mom|dad|parents|DATA|DEVICE|home|house)|"
        "(this|my) (W)? (number|phone)|us all) (the)? (fuck|hell|heck|f)? (alone|be (?=$|EDGE|NOW)|in "
        "peace|tf alone|tf|the fuck)(?! (with|for a))",
    ),
    ("leave alone", "whole", "(INTERJECT|BREAK)* (leave) (me)? (alone) (INTERJECT|BREAK)*"),
    ("swear off", "request", "SWEAR (the)? (fuck|hell)? (all the way|right)? off (?=$|EDGE|NOW|YOU|with)"),
    (
        "go away",
        "order",
        "(go (the)? (fuck|hell)? away|get lost|get a life|kick rocks|beat it|take a hike|go to hell|drop "
        "dead|get bent|shut (the)? (fuck|hell)? up|get (the)? (fuck|hell)? (out|off) of my "
        "(phone|life|inbox|face)|get out of my (phone|life|inbox)|go bother|go harass|go spam|go text|go "
        "find someone else|bother someone|harass someone|bother somebody|pester someone|get off my "
        "(phone|line|ass|case|back|dick|nuts|nutsack)|off my (phone|line|ass|case|back|dick|nuts)|step "
        "off|give it up|vete a|move along|be gone|begone|skedaddle|scram|vamoose|do one|stay away|keep "
        "away|get away)(?! (from the|from my|for (DET|W)|on|with the|when|until|after)) "
        "(?=$|BREAK|NOW|because|or|& |already|with (this|your|these))",
    ),
    (
        "stay out",
        "order",
        "(stay|get|keep|butt) (the (fuck|hell))? (out|off|away|outta) (of|from)? (me|us|my "
        "family|(my|our|this) (W)? (DEVICE|email|life|business|texts|messages|dms|house|property|case|"
        "back|dick|nuts|face|ass))",
    ),
    ("left alone", "any", "(want|like|wish|prefer|need|be|get|asking|asked) (to be)? left alone"),
    ("enough messages", "bare", "(that is|had|have had)? (enough) (of)? (DET|DESC)* (NOUN) (?=$|EDGE|AGAIN)"),
    (
        "cut it out",
        "order",
        "(cut it out|knock it off|quit it|give it a rest|give me a break|cut this out|cut that out|cut "
        "the crap|cut that shit out|cut this shit out|cool it|lay off|back off|get over it|chill with "
        "the NOUN|enough with (DET|DESC)* (NOUN|JUNK|(?=$))|enough of (DET|DESC)* "
        "(NOUN|JUNK|(?=$))|enough is enough|that is enough (of|with) (DET|DESC)+ (NOUN|JUNK)|enough "
        "already|had enough of (YOU|(DET|DESC)+ (NOUN|JUNK))|we are done here|lay off the (NOUN)) "
        "(?=$|`|`|`,`|NOW|because|or|before|with (DET))",
    ),
    (
        "enough",
        "whole",
        "(?!.*good)(?!.*that is enough)(INTERJECT|BREAK|i have had|i had|i said|that is)* enough (is "
        "enough|already|now)? (INTERJECT|BREAK)*",
    ),
    ("take a hint", "order doubt", "take (the|a) hint (?=$|EDGE|AGAIN)"),
    # -- one's own word
    (
        "keep contacting",
        "any doubt",
        "(YOU|why (are|do) YOU) (guys|all|people)? (keep|still|constantly|always) (on)? (SAYING|sending) "
        f"({TO_ME}|NOUN)|(keep|still) (GETTING) (THESE|(DET|DESC)* NOUN)|why am i (still)? (GETTING|on) "
        "(THESE|(DET|DESC)* (NOUN|LIST))",
    ),
    ("ease up", "order doubt", "(chill|ease|slow|lighten|calm) (out|up|down)? (with|on) (DET|DESC)+ (NOUN)"),
    (
        "end conversation",
        "order doubt",
        "(end|stop|close|terminate) (DET)* (conversation|chat|convo|thread|discussion)",
    ),
    (
        "already opted out",
        "own elsewhere",
        "(i|we) (have|had|already|thought|am|i)* (opted out|unsubscribed|requested removal|asked to be "
        "(removed|taken off)|asked (you|to) (to)? (be)? (stop|removed|remove)|requested to be|told you "
        "to (remove|take)|said stop|sent stop|texted stop)",
    ),
    (
        "why still",
        "any",
        "why (am|do|are|would|is|W) (i|we|you|yall)? (still|keep|continue|W)? "
        "(getting|get|receiving|receive|SAYING|sending|keep SAYING)* (THESE|NOUN|DET|ME|DESC)* (W|NOUN)* "
        "(after|when|even|though|if) (W|&)* (stop|opted|unsubscribed|told|asked|said|unsubscribe|unsub|"
        "removed|remove)",
    ),
    ("let go", "whole", "(i (want|wan) (to)? )(out|off|to end this|end this)(INTERJECT|BREAK)*"),
    (
        "want to end",
        "order",
        "(want|like|need|wish|would like) to (end|stop|cease|discontinue|halt) (this|these|them|all "
        "this|all of this|these (W)? NOUN|DET (DESC)* NOUN)",
    ),
]
