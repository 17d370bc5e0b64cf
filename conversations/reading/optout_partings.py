"""Sending the sender away, and further verbs of ceasing, forbidding and removing with what they act upon."""

PARTINGS: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    # -- sending away
    (
        "someone else",
        "order",
        "(go)? (bother|bug|harass|spam|annoy|pester|scam|solicit|SAYS) (someone|somebody|anybody|other|some "
        "other|another) (else|people|person|number|one|sucker|poor)(?! "
        "(who|at|about|if|to))|(find|pick|get|choose|try) (someone|somebody|another|a different|some "
        "other|other|W) (else|number|people|person|one|victim|sucker)+ to (SAYS|PESTERS|send)|take your "
        "(NOUN|JUNK|scam|DESC NOUN) (elsewhere|somewhere else|and|&|W else)",
    ),
    (
        "whole goodbyes",
        "whole doubt",
        "(INTERJECT|BREAK)* (shoo|bye forever|goodbye forever|kiss off|bounce|final warning|last warning|final "
        "notice|do not bother|do not ask|do not ask (ME)? again|not wanted|give up|give up already|cut me "
        "loose|lose it|sign off|i am off|do not reply|move on|get gone|do not (want|need) (any) (from YOU)|never "
        "gave YOU my number|i (never|did not) (give|gave) YOU (my|this) number|(these|this) is (unwanted|not "
        "wanted)) (INTERJECT|BREAK|please|already)*",
    ),
    (
        "unwanted alone",
        "whole",
        "(INTERJECT|BREAK|these|this|are|is|YOU|that)* (unwanted|not wanted|not welcome|unwelcome|unsolicited) "
        "(INTERJECT|BREAK)*",
    ),
    (
        "can you not",
        "whole",
        "(INTERJECT|BREAK|like)* (can|could|would|will) YOU (W)? not (INTERJECT|BREAK|do (this|that|it)|with "
        "(THESE|(DET|DESC)* NOUN)|anymore|again|do THESE|like|ever|thanks)*",
    ),
    (
        "forget me",
        "whole",
        "(INTERJECT|BREAK)* (forget|lose|erase|drop|purge|scrub) (ME|about ME|my existence|i exist) "
        "(INTERJECT|BREAK|forever|please|now|entirely)*",
    ),
    (
        "take as stop",
        "any",
        "(take|treat|consider|accept|count|use|regard) (this|that|it|the above) (W){0,3} (as|a|to be|W)* "
        "(my|a|an|the|official|formal)* (stop|unsubscribe|opt out|removal|request to|notice to|cease|quit|no "
        "contact)",
    ),
    # -- other verbs of ceasing, forbidding and removing
    (
        "stop leaving messages",
        "request limited",
        "CEASE "
        "(leaving|including|adding|putting|scamming|conning|playing|selling|sharing|hmu|texteandome|"
        "mandandome|llamandome|hit) (ME|my|on|to|in|THESE)* "
        "(NOUN|DEVICE|me|us|in|to|on|LIST|(?=$|BREAK)|(W){0,6} (LIST|NOUN))(?! (the|a) )|CEASE (W)? (hmu|hit "
        "me up)",
    ),
    (
        "stop all of it",
        "order",
        "CEASE (all|any|every) (of)? (THESE|this|it|that|one of these|bit of it) (?=$|EDGE|AGAIN)",
    ),
    (
        "do not include",
        "prohibit",
        "(do not|never|not) (W)? "
        "(add|include|put|keep|have|leave|enroll|sign|opt|place|subscribe|adding|including) (ME|my (W)? DATA|this "
        "(W)? DATA) (up|in|on|to|for|into)* (anything|any lists|THESE (?=$|BREAK)|(W){0,6} "
        "(LIST|NOUN|blasts|mailings))",
    ),
    (
        "do not market",
        "prohibit",
        "(do not|never|not) (ever)? (advertise|market|sell|pitch|promote|solicit|spam|peddle|push) (W)? "
        "(to|at|on|your|NOUN|stuff|things|W)* (ME|here|this|us|my|to ME|(?=$|BREAK))(?!(the|a|house|car|W) "
        "(?!number|phone|line))",
    ),
    (
        "do not send any",
        "prohibit limited",
        "(do not|never|not|no) (be|ever|keep|start|YOU|dare)* (send|sending|forward|shoot|deliver) (out|over)? "
        "(ME|us|here|to)* (any (?=$|BREAK)|it to ME (anymore|again|ever)|them (anymore|again|ever|to "
        "ME|here|(?=$|BREAK))|things|stuff|shit|crap|nothing|anything|nada|things here|any of "
        "(it|this|these|that|those)|anymore|these anymore|(any|a) (single|other|others|more|further) (W)? "
        "(NOUN)?|(any|no)? (other|others))(?! (to|for) (my|the) (W)? (insurance|bank|landlord))",
    ),
    (
        "dare",
        "prohibit",
        "do not (YOU)? (W)? (ever)? (even)? (think (about|of)|dare|try to|go) (SAYING|SAYS|sending|send) "
        "(ME|this|my|again|anything)",
    ),
    (
        "take the number off",
        "request place",
        "(remove|take|get|pull|delete|erase|drop|scrub) (the|that|this|dis|ur|mine|my|our) (W)? "
        "(number|name|contact|phone|line|email|address|cell|info) (off|out|from|of) (of)? (your (?!W "
        "(invoice|bill|quote))|yalls|all|any|(the|this|ur)? (DESC)* (list|file|system|LIST "
        "(?!group)|mailing)|(?=$|BREAK|INTERJECT))|take (number|name) (off|out)|(remove|delete) the "
        "(number|name)(?=$|EDGE|AGAIN|from)(?! (from|on|off|of) (the|my) (W)? (mailbox|door|account|order|house))",
    ),
    (
        "take it off",
        "any place",
        "(number|phone|cell|line|name|email|list|this is) (W|BREAK){0,8} (take|get|remove) it (off|out) "
        "(?=$|EDGE|AGAIN|of (your|the)|the|your)",
    ),
    (
        "get off my phone",
        "order",
        "(get|stay|keep|be|leave) (W)? (off|out of|outta|outa) (of)? (my|our|this) (W)? "
        "(DEVICE|line|texts|inbox|dms|messages|case)",
    ),
    (
        "off the list alone",
        "bare place",
        "(off|out) (of)? (the|your|ur|this|all) (DESC|NOUN)* (list|lists) (?=$|BREAK|INTERJECT)",
    ),
    ("off alone", "whole doubt", "(BREAK|INTERJECT)* off (BREAK|INTERJECT)*"),
    (
        "sign me out",
        "order place",
        "(sign|log|check|bow|drop|pull|cut|boot|kick|rule|leave|count|keep) (ME|us both|my number) (out|off) "
        "(of|from|on)* (THESE (?=$|BREAK)|(DET|DESC)+ (LIST|NOUN|texts))",
    ),
    (
        "remove whom",
        "whole place",
        "(INTERJECT|BREAK)* (remove|delete|unsubscribe|take) (him|her|them|all of us|everyone|both of "
        "us|this|(all of)? (my|our) (num|number|wife|husband|mom|mother|dad|father|son|daughter|kids|kid|family|W "
        "(number|phone|email|name))) (off|out)? (INTERJECT|BREAK|from (your|the|this) LIST)*",
    ),
    (
        "remove all of us",
        "request place",
        "(remove|delete|take|erase|purge|scrub) (all|everyone|everybody|anyone|any|every|whatever|W)* (of)? "
        "(my|our) (W)? "
        "(addresses|numbers|records|emails|info|information|data|contacts|family|company|traces|details) "
        "(?=$|BREAK)|(remove|delete|take) (all|everyone|everybody|anyone|W)* (of)? (my|our|us|the|at|W){0,4} (of "
        "(me|us|mine)|off|out|from) (of)? (all)? (your|this|these|ur|any|yalls) (DESC)* "
        "(LIST|NOUN|reminders|texts|system|records)|(erase|delete|remove|destroy) (all|any|every) (W)? "
        "(records|record|data|trace|info|information|mention) (of|on|about) (me|us|mine|my (W))",
    ),
    (
        "name and number",
        "request place",
        "(remove|delete|take|erase|get|pull|scrub|lose|wipe|purge|destroy|clear) (all|any)? (of)? "
        "(my|our|this|the|his|her) (W)? DATA (&|or) (my|our)? (W)? DATA|(take|get|wipe|clear|pull) (all|any)? "
        "(of)? (my|our) (W)? DATA (out|off|away)|(remove|delete|erase|purge|wipe) (all|any)? (W)? (contact "
        "info|contact information|contact details|contacts|data|details|information|records) (for|of|on|about) "
        "(W){1,4}",
    ),
    (
        "remove me as",
        "request",
        "(remove|delete|drop|take|cancel) (ME|him|her|this number) (off)? as (W)? "
        "(contact|lead|customer|client|recipient|subscriber|member|patient|prospect) ",
    ),
    (
        "remove my relative",
        "request place",
        "(remove|delete|unsubscribe|take off|take) (him|her|them|(my|our) "
        "(mother|mom|dad|father|husband|wife|son|daughter|kid|kids|parents|grandma|grandpa|sister|"
        "brother|family|late W)) (?=$|`|`|`,`|off|from (your|the|this|all|these|ur))|remove number "
        "(?=$|EDGE|wrong|INTERJECT)|lose my email",
    ),
    (
        "do not use my number",
        "prohibit limited",
        "(do not|never|not) (ever)? (use|keep|have|store|save|hold|retain) (my|our|this|the) (W)? "
        "(number|information|info|phone|cell|contact|data|digits|line|details) (W)? (?=$|EDGE|AGAIN)(?! "
        "(but|instead|use))",
    ),
    (
        "never hearing",
        "any",
        "(than|enjoy|appreciate|love|prefer|like|happier|happy) (W)? (not|never) "
        "(hearing|getting|receiving|seeing) (W){0,4} (again|anymore|ever|YOU|THESE|NOUN)",
    ),
    (
        "want them gone",
        "own",
        "(want|need|like|love) (to be|to get|being|get)? (left|taken|kept|leave|removed|counted) out of "
        "(THESE|(DET|DESC)* (NOUN|LIST)|it)(?=$|BREAK|W)",
    ),
    (
        "no material",
        "prohibit limited",
        "(do not|never|no more|stop|quit) (send|sending|mail|mailing|giving|giving ME)? (ME|us|out)? "
        "(DET|DESC|promo|product)+ "
        "(material|materials|flyers|flyer|brochures|brochure|postcards|catalogs|info|information|blasts|"
        "teasers|specials|content) (?=$|EDGE|AGAIN)",
    ),
    (
        "needs removing",
        "order place",
        "(needs|need|wants|should) (to be)? (removed|unsubscribed|taken off|deleted from)(?=$|BREAK|from "
        "(your|this|the) LIST|INTERJECT|off)",
    ),
    (
        "undo sign-up",
        "order",
        "(undo|reverse|cancel|unsign|void|end|delete|drop) (ME|my|the|this|our)* (sign "
        "up|signup|signups|enrollment|opt in|optin|subscription to (DET|DESC)* NOUN|subscription for (DET|DESC)* "
        "NOUN|registration for (DET|DESC)* NOUN|text (W)? subscription)(?! (for|in|to) (the|my)? (W)? "
        "(class|plan|w))",
    ),
    (
        "alerts off",
        "request",
        "((delete|deactivate|disable|mute|silence|cancel|stop|kill) "
        "(the|my|these|all|any|your|W)?|(turn|shut|switch) off|(turn|shut|switch) (?=(W){1,4} off)) "
        "(DET|DESC|auto|automatic|automated)* "
        "(alerts|notifications|notification|texts|messages|reminders|emails|sms|newsletter|robocalls|text "
        "alerts|automations) (off)? (?=$|EDGE|AGAIN|for (me|us|my|this)|to (me|us|my|this))(?!(W)? "
        "on)|(turn|shut|switch|cut) (THESE) off (?=$|BREAK|INTERJECT)",
    ),
    (
        "throw the number away",
        "request",
        "(throw|put|toss|chuck|drop|stick|dump) (my|this|our|that) (W)? (DATA|DEVICE) (away|out|in|into|right)* "
        "(the)? (trash|garbage|bin|toilet|shredder|fire|away|(?=$|BREAK))",
    ),
    (
        "cut out the messages",
        "order",
        "(cut|cutting) (out)? (DET|DESC)+ (NOUN|texts) (out)? (?=$|EDGE|AGAIN)|(hold off|ease off|lay off) "
        "(on|of|with)? (SAYING|THESE|(DET|DESC)+ NOUN) (ME)? (ever|again|forever|permanently|for good)",
    ),
    (
        "stop does not work",
        "any",
        "(your|the|my|texting|sending|replying|saying|typing|i) (W)? (stop|unsubscribe|opt out|optout|unsub) "
        "(link|request|option|W)? (do not|does not|did not|will not|not|never|is|has not|is not) (W)? "
        "(work|working|works|worked|broken|do anything|doing anything|helping|help|seem)",
    ),
    (
        "how many times",
        "any",
        "(how many|num|so "
        "many|several|multiple|three|third|two|second|fourth|4th|3rd|hundredth|million|thousand|last) (more)? "
        "(time|times) (W|BREAK){0,8} (stop|quit|remove|leave me|not (SAYS|contact)|take me off|unsubscribe|no "
        "more (NOUN|texts)|off (the|your|this) list)(?! (by|in|the|my|it|working|at|W "
        "(leak|drip)))(?=$|BREAK|SAYING|texting|sending|ME|AGAIN|NOUN|these|this|contact|it|"
        "W)(?!(leaking|running|dripping|working|charging|the))",
    ),
    (
        "no one by that name",
        "any",
        "(no one|nobody|noone) (here)? (W){0,3} (signed up|subscribed|opted in|enrolled|requested|asked) "
        "(for|to|in)* (THESE|any|NOUN|your|(?=$|BREAK))",
    ),
    (
        "get the hint",
        "order",
        "(get|take) (a|the) (hint|clue|message|memo|point) (W|BREAK){0,3} (stop|quit|leave|do not|no more|go|bye)",
    ),
    ("stop emoji", "whole", "(?=.*stop)(softstop|stop|BREAK|INTERJECT)+"),
]
