"""Asking that contact stop in roundabout ways: idioms, formal letters, complaints that say it all the same."""

from conversations.reading.optout_phrases import THINGS

_LAW = "(attorney|attorneys|lawyer|lawyers|police|ftc|fcc|tcpa|court|suit|lawsuit|evidence|ag|counsel|records)"
_OFF_LIST = "(DET|DESC|W){0,3} (LIST|rolls|roll|mailings|circulation|books|texts|emails)"

IDIOMS: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    # -- nothing, by no channel, under no circumstances
    (
        "no calls no texts",
        "bare limited",
        "(no|neither|nor) (SAYS|NOUN) (BREAK|or|nor|&)* (no|nor|neither) (SAYS|NOUN|nothing|nada|anything)",
    ),
    ("neither nor", "bare limited", "neither (SAYS) (nor|or) (SAYS) ME"),
    (
        "under no circumstances",
        "any",
        "(under no circumstances|by no means|at no time|at no point|in no way) (W){0,4} (SAYS|send|did i "
        "(agree|consent|sign|ask|opt|give|W)|have i (agreed|consented|asked|given))",
    ),
    (
        "never okayed",
        "any",
        "(never|not) (okayed|okd|oked|okay d|allowed|wanted) (to)? ((this|these|any|any of this) "
        "(?=$|BREAK)|(DET|DESC)* NOUN)",
    ),
    (
        "no consent alone",
        "whole",
        "(INTERJECT|BREAK|i)* (did not consent|never consented|do not consent|no consent|no consent given|consent "
        "not given|not consented|without consent) (INTERJECT|BREAK)*",
    ),
    (
        "nothing further",
        "bare",
        "nothing (further (?=$|BREAK)|more (from|to) (YOU|this|my)|(further|else|more)? (to|from) (this number|my "
        "number|YOU (?=$|BREAK)|your W (?=$|BREAK)))",
    ),
    (
        "none of these",
        "any limited",
        "(zero|exactly zero|none|not one) (of (these|them|those|your) (NOUN|ever|(?=$|BREAK))|(DESC)* SENT)(?! "
        "(came|arrived|received|so far))",
    ),
    (
        "not sent",
        "any limited",
        "no (more|further|additional|future|other|new)? (DESC)* (NOUN|material) (is|are|be|to be|get|gets|should "
        "be|will be) (sent|made|delivered|mailed|directed|forwarded)",
    ),
    (
        "not see more of these",
        "any limited",
        "(not|never|no longer) (to)? (see|get|receive|have|find) (any|any more|anymore|more) (more)? of "
        "(these|them|those|your)",
    ),
    (
        "ends now",
        "any",
        "(this|it|these|all of this|all this) (W)? (ends|stops|end|stop|quits) (now|today|here|immediately|right "
        "now|tonight)(?! (&|and) then)",
    ),
    # -- letters
    (
        "struck from the rolls",
        "own place",
        "(struck|stricken|removed|deleted|taken|dropped|cut|purged|expunged|omitted|excluded|wiped|"
        f"scrubbed|left|kept) (from|off|out) (of)? {_OFF_LIST}",
    ),
    (
        "be left off",
        "own place",
        "(rather|prefer|like|want|wish|ask|hoping|wants) (W){0,3} (left|kept|leave) (off|out) ",
    ),
    (
        "withdraw from",
        "own place",
        "(withdraw|withdrawing|unenroll|resign|exit|exiting|dropping out|drop out|leaving|bow out|bowing out) "
        "(from|of)? (YOU|your|this|these|the) (DESC|NOUN)* (list|lists|mailings|NOUN|communications program|text "
        "program|texting program|sms program)",
    ),
    (
        "object to marketing",
        "any",
        "(object|objection|objecting|opposed) (to|against) (W){0,6} (processing|marketing|solicitation|data|NOUN)",
    ),
    (
        "cessation",
        "any",
        "(cessation|termination|discontinuance|discontinuation) of (W){0,3} "
        "(NOUN|contact|communications|correspondence)(?! (plan|period))",
    ),
    (
        "process my removal",
        "any",
        "(effect|action|process|arrange|expedite|confirm|handle|complete|honor|do) (for)? (my|our|this|the) (W)? "
        "(removal|opt out|unsubscribe|unsubscription|removal request|opt out request)",
    ),
    (
        "promised it would end",
        "any",
        "(these|texts|messages|emails|calls|they|contact|mailings) would (be)? (stop|stopped|end|cease|ceased)(?= "
        ".* (not|still|again|&|yet|another))",
    ),
    ("days to remove", "any", "(days|hours|day|hour) to (remove|delete|take) (ME|my DATA|my number|us)"),
    # -- keep them, save your breath
    (
        "keep them to yourself",
        "order",
        "(keep|save|stick|shove) your (DESC)* (NOUN|JUNK|coupons|deals|offers|sales|breath)(?! "
        "(list|coming|going|on|for))",
    ),
    (
        "do not waste messages",
        "prohibit",
        "(do not|not|stop|quit|never) (W)? (waste|wasting) (any more|anymore|any|your|more|another)* "
        "(NOUN|breath|energy|texts) (on|with)? (ME)?",
    ),
    (
        "no point",
        "any limited",
        "(no|not any|any|little) (point|use|sense|good) (in|of|to)? (YOU)? (SAYING|sending|keeping|to "
        "keep|SAYS|send) (ME|my|THESE|DET)",
    ),
    (
        "last people I want to hear",
        "any",
        "last (W){1,3} (i|we) (W){0,3} (want|need|wish|care) (W){0,3} (NOUN|hear|see|from)",
    ),
    (
        "break up with the list",
        "any",
        "(breaking up|break up|goodbye|bye|farewell|part ways|parting ways|good riddance|done) (with|to) "
        "(DET|DESC|your)+ (LIST|NOUN)",
    ),
    # -- complaints that say it
    (
        "how hard is it",
        "any",
        "(how|so|that|is it|not) (hard|difficult|impossible|tough) (is|can|it|be|should)* (for YOU)? to (take "
        "(W){1,3} (off|out)|remove (ME|my|a|one|W)|stop (SAYING|sending|this|these)|get (ME)? "
        "(off|out|removed|unsubscribed)|delete (ME|my|a|one)|unsubscribe|leave ME|not (SAYS|send)|opt out)",
    ),
    (
        "know what stop means",
        "any",
        "(know|understand|comprehend|get) (W)? (what|the word|the meaning of) (stop|unsubscribe|no|opt "
        "out|remove|do not (text|contact|call)|leave me alone) (means|mean|is|(?=$|BREAK))|(does|is|was) "
        "(stop|no|unsubscribe|leave me alone|remove me) (W){0,3} "
        "(mean|nothing|clear|enough|anything|confusing|unclear)|how many stops",
    ),
    (
        "peace from you",
        "any",
        "(get|have|want|give|need) (ME)? (some|W)? (peace|rid) (& quiet)? (from|of) (YOU|your|THESE|(DET|DESC)+ NOUN)",
    ),
    (
        "gathering evidence",
        "any",
        "(saving|keeping|screenshotting|screenshots|documenting|logging|recording|saved|screenshot|"
        f"documented) (these|this|all|every|everything|each|your) (W){{0,4}} (for|to) (W){{0,2}} {_LAW}|{_LAW} "
        f"(W){{0,6}} (about|over|regarding) (these|your|this|all these) (W)? (NOUN)|(tcpa|fcc|ftc|cease & desist) "
        f"(W|BREAK){{0,6}} keep it up",
    ),
    (
        "again and a problem",
        "any",
        "(SAYS|send) (ME|here|this number|us) (W)? (ever|again|one more time|once more|anymore) (W|BREAK){0,7} "
        "(problem|problems|swear|done|regret|sorry|consequences|nice|hell|trouble|smoke|hands)",
    ),
    (
        "unlawful",
        "any",
        "(illegal|unlawful|against the law|breaking the law|criminal) (W){0,3} (SAYS|SAYING|send|solicit|spam)(?! "
        "(while|&))",
    ),
    (
        "becomes harassment",
        "any",
        "(this|these|it|that) (W)? (is|are|has|have) "
        "(getting|becoming|starting|bordering|turning|feeling|become|W)? (to|on|into|like)? (be|feel like|feel)? "
        "(harassment|harassing) "
        "(?=$|BREAK)|(harassed|bombarded|spammed|bothered|annoyed|pestered|inundated|flooded) (by|with) "
        "(YOU|your|these|all these) (W)?",
    ),
    (
        "of your numbers",
        "any",
        "(blocked|blocking|block) (W){0,4} (of your numbers|your numbers|your other number)|using "
        "(new|different|other) numbers",
    ),
    (
        "block and delete",
        "whole",
        "(INTERJECT|BREAK|am|i)* (block|blocked|blocking|delete|deleted|deleting|report|reported|reporting) (&)? "
        "(as|to|the)? "
        "(block|blocked|delete|deleted|deleting|report|reported|junk|spam|trash|num|sender|number|bye) "
        "(INTERJECT|BREAK|num)*",
    ),
    (
        "doubtful alone",
        "whole doubt",
        "(INTERJECT|BREAK)* (harassment|harassing (me)?|this is (W)? (illegal|harassment|unsolicited|a "
        "violation)|let me (go|be free)|(consider yourself|YOU have been|YOU were) warned|out|spare me|get "
        "(the|a) (hint|life|clue)|have some respect|release me|make (it|this) go away|do not waste your time|what "
        "is it (going|gonna) (to)? take|turn me off|archive me|close my profile) (INTERJECT|BREAK|already)*",
    ),
    # -- other verbs
    (
        "go away, messages",
        "own",
        "(make|get|want|need|have|like) ((DET|DESC)+ NOUN|these|those|them) (to)? go away|(make|get) (it|this) "
        "(to)? go away (?=.*(NOUN))",
    ),
    ("make them stop texting", "own", "(make|get|have) (them|these people|your W|it) (to)? stop (SAYING|sending) ME"),
    (
        "can these be off",
        "any topical",
        "(can|could|may|should|would|must) (these|this|those|they|(DET|DESC)+ NOUN) (W)? be (turned off|shut "
        "off|stopped|disabled|switched off|shut down|discontinued|ended)(?=$|BREAK|for "
        "(me|my|us|this)|INTERJECT|now)",
    ),
    (
        "drop me",
        "request place",
        "(drop|scrub|purge|unlist|suppress|inactivate|archive|disable|retire|exclude|omit|(release|free|"
        "unchain|unhook) (?=ME)|blacklist|unfriend|subtract|eliminate|nix|ditch) (ME|my (W)? DATA|this (W)? DATA) "
        "(?=$|`|`|`,`|`?`|(from|off|in|on|of|out of) (DET|DESC)* (LIST|NOUN|THESE)|from "
        "(YOU|your)|INTERJECT|AGAIN)(?!(about|with|at|for|to) (the)? (W)? (quote|estimate))|please suppress",
    ),
    (
        "mark me inactive",
        "request",
        "(make|set|mark|put|list|flag|turn|code|note|tag|change) (ME|my (W)? (DATA|account|status|file)|this (W)? "
        "DATA) (W){0,2} (inactive|unsubscribed|opted out|do not (call|text|contact|email)|dnc|removed|no "
        "contact|suppressed)",
    ),
    (
        "skip me from now on",
        "request",
        "(skip|pass over|pass|leave|omit|overlook|exclude) (ME|my (name|number|W)|over me) (on|off|out)? (of)? "
        "(THESE|(DET|DESC)* NOUN)? (next time|from now on|from here on|in the future|going "
        "forward|forever|permanently)|leave (ME|my name|my number|us) off (?=$|BREAK|INTERJECT)",
    ),
    (
        "out of this",
        "request place",
        "get (ME|my (wife|husband|mom|dad|son|daughter|kid|W (name|number)|number|name|phone)) (the "
        "(hell|heck|fuck)|W)? (out of|off|off of|outta|out) (of)? (this|these|here|there|it)? (?=$|EDGE)(?!(&|,)? "
        "(W)? (asap|today|early))|opt (ME|my number) (W){0,3} out|(get|take|pull) (my|this|our|the) (W)? DATA "
        "(out|off) (of)? (there|here|that|it|this)? (?=$|EDGE|AGAIN)",
    ),
    (
        "undo the sign-up",
        "any",
        "(signed|sign|signing|opted|enrolled|subscribed|subscribe|number in|registered) (W|BREAK){0,12} "
        "(undo|reverse|erase|remove|delete|get|take) (it|this|that) "
        "(out|off|please|(?=$|BREAK|INTERJECT))|(number|phone) (W|BREAK){0,10} without (asking|permission|my) "
        "(W|BREAK){0,5} (get|take|remove|delete|erase) (it|this)",
    ),
    (
        "take it off, later",
        "any place",
        "(number|phone|email) (W|BREAK){0,16} (take|get|remove) it (off|out) (?=$|BREAK|INTERJECT)",
    ),
    ("stop the rest", "order", "CEASE (the|all the|all) (rest|others|other stuff|other texts|extras)(?=$|EDGE|AGAIN)"),
    (
        "do not text it",
        "any limited",
        "(phone|number|line|cell|inbox|mailbox|address|email) (W|BREAK){0,10} (do not|never|quit|stop) "
        "(text|texting|call|calling|message|messaging|email|emailing|contact|use|using|solicit) (it|this "
        "one)(?=$|EDGE|AGAIN|for (DESC|DET)* NOUN)",
    ),
    (
        "not for these",
        "any",
        "(rather|prefer|want|like|wish) (to)? (receive|get|have|see) (exactly|absolutely)? (zero|none|no|num) "
        f"(more|further)? (of (these|them|those|your)|{THINGS})",
    ),
]
