"""Further families of asking that contact stop: threats, last times, questions how to get out, whose phone this is.

Each is a speech act of its own, found anywhere in the stream of words; its object says that it is about contact.
"""

from conversations.reading.optout_phrases import THINGS

_TROUBLE = (
    "(sue|lawyer|lawyers|attorney|attorneys|police|cops|report|reported|ftc|fcc|bbb|tcpa|legal|block|blocked|"
    "authorities|harassment|charges|reporting|lawsuit|court|blocking|violation|suing|restraining|complaint|review|"
    "carrier|ag|counsel|star|spam|sorry|regret|swear|stalking|yelp|trouble)"
)
_GET_THEM = (
    "(GET|GETTING|be DONE_TO|being DONE_TO|see|keep GETTING|get|getting) (any|any more|more|of|all)* "
    f"(THESE|SENT|{THINGS}|from YOU|anymore|again)"
)
_OFF = "(removed|off|stopped|taken|unsubscribed|deleted|out|opted)"
_CONTACT = (
    "(SAYS|SAYING|send|sending|DONE_TO|use (my|this)|using (my|this)|have my|having my|keep "
    "my|market|advertise|solicit)"
)

FAMILIES: list[tuple[str, str, str]] = [
    # name, mood and flags, shape
    # -- permission taken back or never given
    ("permission back", "own", "(take|taking|took|want) (W)? back (W){0,3} (CONSENT|ok|okay)"),
    (
        "permission over",
        "any",
        "(CONSENT) (to|for)? (W){0,4} (is|has been|was|are) (W)? "
        "(REVOKED|gone|over|ended|terminated|cancelled|canceled|expired|removed)",
    ),
    (
        "no permission had",
        "any",
        "YOU (do not|no longer|never|did not) (have|had|got|get) (my|any|the|our)* (CONSENT|permission) (W){0,2} "
        "(?=$|EDGE|AGAIN)",
    ),
    (
        "never said you could",
        "any",
        f"(not|never|nobody|no one|noone) (W){{0,2}} (gave|give|given|say|said|told|tell|giving|recall "
        "giving|remember giving) (anyone|anybody|YOU|anyone there)? (W)? (the|an|my|any)? (ok|okay|CONSENT|YOU "
        f"(could|can)|YOU were allowed|it was ok|it was okay|that YOU could) (for)? (YOU)? (to)? {_CONTACT}",
    ),
    (
        "who said you could",
        "any",
        "who (said|told YOU|says|gave YOU) (W){0,4} (could|can|permission|ok|okay|the right) (to)? "
        "(SAYS|send|contact) ME (?=.*(stop|quit|not|off|out|remove|delete|lose))",
    ),
    (
        "not authorized",
        "any limited",
        "(YOU|company|yall|W) (are|is) (not|never|no longer) (W)? "
        f"(authorized|permitted|allowed|welcome|supposed|free) to (ever|be)? {_CONTACT}",
    ),
    (
        "no reason to have",
        "any",
        f"no (reason|right|business) (for|in)? (YOU)? (to)? (ever)? (be|keep)? ({_CONTACT} "
        "(ME|my|this|again|these)|keep SAYING|keep sending|(have|having|keep|keeping) (my|this) "
        f"(number|info|name|email))(?! (W){{0,3}} (back|today|tomorrow|TIME|now|until|if))",
    ),
    (
        "not ok with messages",
        "any limited",
        "(not|never) (W)? (ok|okay|cool|happy|comfortable|fine|alright|thrilled|fond) (with|about|of|in)? "
        "(GETTING|being|receiving|these|your|the|all|this many|so many)+ (DET|DESC)* (SENT (?!plan)|DONE_TO|NOUN)",
    ),
    (
        "not like messages",
        "any limited",
        "(not|never) (W)? (like|enjoy|appreciate|welcome|care for|love|want) "
        "(these|your|GETTING|the|all|any|of|being)+ (DET|DESC)* (SENT (?!(plan|service|design))|DONE_TO|SAYING)",
    ),
    (
        "nobody wants",
        "any",
        "(nobody|no one|noone|none of us) (here)? (W)? (wants|want|needs|asked for|asked YOU|likes|needs|signed "
        "up for|requested) (DET|DESC|from YOU)* (NOUN|THESE (?=$|BREAK))",
    ),
    (
        "not for marketing",
        "any limited",
        "(number|phone|line|address|inbox|email|cell|mailbox) (is|are) (not|never) (to be)? "
        "(used|for|meant|open|available|intended|a|W)* (for|to)? (W){0,2} "
        "(NOUN|solicitation|solicitations|solicitors|yours|your use|business|YOU to)",
    ),
    (
        "gave it for another end",
        "any",
        "(number|info|email|cell) (W|BREAK){0,10} (not (so|for)|only for|just for) (W|BREAK){0,8} "
        "(NOUN|advertise|market|sell|spam|solicit|SAYING) ",
    ),
    (
        "should not be on it",
        "any place",
        "(i|we|my (W)? DATA|this (W)? (DATA|DEVICE)|she|he|number|name) (W)? should (not|never) (be|have "
        "been|even be)* (on (W){0,6} LIST|in (DET|DESC)* LIST|GETTING (THESE|THESE NOUN|(DET|DESC)+ "
        "NOUN)|receiving anything|DONE_TO)",
    ),
    (
        "no longer mine",
        "any place",
        "(this|it) (W)? (belongs to|is) (W){0,6} (&|`,`|so)? (remove|delete|take it off|stop)(?=$|BREAK|this|it|now)",
    ),
    # -- the last one, one more and then
    (
        "let it be the last",
        "any",
        "(let|make|trust|hope|hoping|better be|better|should|must|needs to|expect|want|assume) (W){0,4} (the)? "
        "last (one|time|text|message|email|call|thing|i) (?=$|BREAK|ok|i |we |YOU|from|of |that |to )(?!(i|we) "
        "(W)? (have|had|need|come|pay|visit|go))(?=$|BREAK|ok|(W){0,4} (hear|get|receive|see|SAYS|send|from "
        "YOU|again|THESE|ever))",
    ),
    (
        "one more and trouble",
        "any",
        "(next|another|one more|any more|any other|any future|any further|num more|1 more|once more|one last) "
        "((DESC)* (text|message|call|email|sms|of these|contact|texts|messages|calls|emails) |(time|one) (?=YOU|i "
        f"(get|hear|see)|from|and|&|`,`)|unwanted (text|message|call)) (?!(YOU|me|to) (W){{0,3}} "
        f"(appointment|quote))(W|BREAK){{0,9}} {_TROUBLE}(?! (how|the leak))",
    ),
    (
        "if again trouble",
        "any",
        "(if|when|should|every time|each time|unless) (i|we|YOU|this|these|it|they|anyone|your (W)) (ever|do "
        "not|does not|not|even|still|guys|people|again|NOUN|DESC|company|will|dare|so much as|W SAYS)* "
        "(hear|get|receive|SAYS|SAYING|continue|continues|keep|keeps|persist|persists|stop|happens|send|"
        "bother) (?!(my|the|our|a) "
        f"(appointment|refund|repair|job|work|leak|estimate|quote|money))(W|BREAK){{0,10}} {_TROUBLE}",
    ),
    (
        "swear if again",
        "any",
        "(swear|god help|so help me) (W){0,4} if (YOU|i|yall) (SAYS|send|keep|get|hear) (W){0,5}",
    ),
    (
        "trouble if again",
        "any",
        f"{_TROUBLE} (W|BREAK){{0,5}} (if|next time|unless|or|when) (YOU|i|this|these) (W){{0,2}} "
        "(SAYS|SAYING|send|hear|bother|keep|text|message|call|stop|continue|continues|happens|persists) "
        "($|BREAK|ME|again|from|this|sending|SAYING|anymore|these|it|contacting)",
    ),
    (
        "keep on and see",
        "any",
        "(keep|continue) (on)? (SAYING|sending|it up|this up|it|that up) (ME|THESE|DET|NOUN)* (W|BREAK){0,4} (see "
        "what|find out|watch what|watch me|see if|going to|gonna)",
    ),
    (
        "do I have to block",
        "any",
        "(do|will|am|should|must|would) (i|we) (really)? (going|need|have|got)? (to)? (W)? (block|report|sue|get "
        "(a|my) (lawyer|attorney)|change (my|the|W) (number|phone)|call (a|my|the) "
        "(lawyer|attorney|police|cops)|throw (my|this) phone|move) (W|BREAK){0,10} (stop|rid of|leave me|leave "
        "us|SAYING ME|get the message|take me off|these|YOU)",
    ),
    (
        "you will be blocked",
        "any",
        "(enjoy|you have been|you got|hope YOU enjoy) being (blocked|reported)|(blocking|block|blocked|blocklist) "
        "(this|your|the|ur|that) (number|contact|sender|line|phone)(?! (of|for))|(add|adding|added|put|putting) "
        "(YOU|this number|your number|this) (to|on) (my|the) (block|blocked|spam) (list)?",
    ),
    # -- seeing to it, asking the way out
    (
        "so that I get none",
        "any limited",
        "(sure|ensure|certain|see|it|so|guarantee|way|like|prefer|want|rather|wish|ask|asking|request|"
        "possible|can|could|how|may|make it|fix it) (that|if|to it|for|to|do|can|me)* (i|we|she|he|my (W))? "
        "(am|is|are|can|could|will|would)? (do not|does not|not|never|stop|no longer|not to|to not|will not|quit) "
        f"(to)? (ever|be|keep|W)? {_GET_THEM}",
    ),
    (
        "rather not be on it",
        "own",
        "(like|prefer|want|rather|wish|love) (it)? (not to be|to not be|not be) (on|in)? (THESE)? (?=$|BREAK)",
    ),
    (
        "not to be contacted",
        "bare limited",
        "(not|never) (to)? be DONE_TO (again|anymore|any|further|ever|by|under|(?=$|BREAK))",
    ),
    (
        "whom to ask",
        "any place",
        "(who|whom|where|what number|how|what|which word|what word|which) (do|can|should|would|must|W)? (i|we)? "
        "(W)? (W)? (contact|talk to|call|email|ask|see|go|speak "
        "to|reach|write|click|press|text|send|type|reply|say|push)? (to|about|so|makes|that) "
        "(get|be|have|getting|being|having|made|i|am|make|it|come)* (these|me|my number|this|it|my name|out)? "
        f"(NOUN)? {_OFF} (?=$|EDGE|AGAIN|of|from)",
    ),
    (
        "word that stops",
        "any",
        "(which|what|what is the|magic|is there a) (W)? (word|button|code|command|keyword|number) (do i|can "
        "i|to|W)* (send|text|say|type|makes|stops|make|press|stop|use|reply)+ (to)? "
        "(it|this|these|them|THESE|get|make|stop)* (stop|stops|off|out|it|this|these|them)",
    ),
    (
        "see to it",
        "any place",
        "(see|make sure|ensure|confirm|verify|certain) (to it)? (that)? (i|my (W)? DATA|we) (stop GETTING|stop "
        "being|no longer|am (W)? (removed|off|deleted|unsubscribed)|is (W)? (removed|off|deleted))|confirm (my)? "
        "(removal|unsubscribe|opt out|YOU (have|will|did)* (not)? (W)? (deleted|removed|contact))",
    ),
    (
        "grateful to be off",
        "any place",
        "(grateful|obliged|thankful|like|love|hoping|hope|glad|happy|ready|nice|good|great|appreciate) (if)? "
        f"(to|i could|we could|for)? (be|get|have) (W)? (ME|my DATA)? (left)? {_OFF} (?=$|EDGE|AGAIN|from "
        "(YOU|your|this|these|all|any)|of (YOU|your|this|these|all|any))(?! (work|early))",
    ),
    # -- wants none of them
    (
        "keep getting, do not want",
        "any",
        "(GETTING|NOUN|SENT|sending|THESE) (W|BREAK){0,8} (do not|never|no longer|not) (W)? (want|need|care "
        "for|wish for|ask for|like|use) (any of)? (them|these|those|em|any) (anymore|either|at all|no "
        "more|and|&)* (?=$|EDGE|AGAIN)",
    ),
    (
        "want none",
        "whole doubt",
        "(INTERJECT|BREAK|i|we)* (do not|no longer|never) (W)? (want|need) (these|those|them) (anymore)? "
        "(INTERJECT|BREAK)*",
    ),
    (
        "good without messages",
        "any",
        "(i am|we are) (good|fine|ok|okay|all set|set|cool) (on|without|with no|w out|off) (more)? (all)? "
        "(DET|DESC)* (SENT)|(pass on|skip|spare me|miss me with|save me from|spare us|enough with|over it "
        "with|done with|through with|no thanks to|no to|bye to) (DET|DESC|more)* (NOUN|JUNK (?=from)|texts)(?! "
        "(W)? (appointment))",
    ),
    (
        "no to anything more",
        "bare limited",
        "(no|zero) (more|further)? (nothing (?=from)|follow ups|followups|check ins)(?=$|BREAK)|(no|zero) "
        "(more|further) (nothing|anything|follow ups|follow up|followup|followups|ok|check ins|check "
        "in|reminding|contacting|attempts|outreach|pestering|bothering|SAYING)(?! (W)? (appointments|visits))",
    ),
    (
        "never again from you",
        "own limited",
        "(never|not|no longer) (W){0,3} (want|wanna|need|care|wish|like|trying|interested) (to|in)* "
        "(hear|hearing|get|receive|see) (W)? (anything|a word|a thing|texts|shit|jack|crap|more)? (else|more)? "
        "from (YOU|this|these|that|your|anyone|W) (W)? (anymore|again|ever|(?=$|BREAK|W "
        "(?=$|BREAK)|place|company|office|number|people|guys))",
    ),
    (
        "no need to remind",
        "any",
        "(no|not|never|no longer) (W)? (need|needs|want|wish|like|care) (to)? (be)? (reminded|notified|texting "
        "me|SAYING me|hounded|chased|texted|pestered|followed up with|contacted|messaged|called)(?! (W){0,2} "
        "(back|today|tomorrow|TIME|about|when|if|until|instead))|no need (for|of) "
        "(any|these|more|further|all|the|DESC)* (NOUN|texts)|(no|not) (need|have|got|gotta|must) to (keep)? "
        "(SAYS|SAYING|send|sending|follow up|following up|remind|check in|checking in|reach "
        "out|contact|bother|reminding|message) (ME|with|on|up|to|out|DET|NOUN|THESE)* (again|anymore|any "
        "more|further|no more|ever|any longer|in the future|going forward)|YOU (do not|not) (need|have|got|gotta) "
        "to keep (SAYING|sending|bothering|asking|trying)",
    ),
    (
        "I know where you are",
        "any",
        "(if|when) (i|we) (ever)? (W)? (need|want) (W|BREAK){0,10} (no need to|no reason to|until then|till "
        "then|do not|so stop|stop|quit) (keep|have to|need to|YOU|W)? (SAYS|SAYING|send|sending|reach|contact|no "
        "(NOUN|texts)) (?!ME (back|then))|until then (no|do not|stop) (W)? (NOUN|SAYS|SAYING|reach out)",
    ),
    (
        "do not do it again",
        "any",
        "(SAYS|SAYING|NOUN|number|advertise|market|DONE_TO|wife|permission|text) (W|BREAK){0,12} do not (ever|let "
        "it|W)? (do|try|happen) (it|this|that|this to me)? (again|anymore)",
    ),
]
