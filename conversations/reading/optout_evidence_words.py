"""Word classes of the opt-out evidence: what a word may be a sign of. A word may stand in several classes.

Words are as `optout_text.read_sentence` leaves them: spelling mended, "don't" as "do not", fillers gone, accents off;
what that does not know stays as it was typed, so that misspellings it leaves alone are listed here.
"""
# ruff: noqa: E501, SIM905  (a list of words stays on one line)

LABELS: dict[str, str] = {
    "NOUN": "a word for messages",
    "OFFER": "a word for advertising",
    "VERB": "a word for contacting",
    "ING": "a word for contacting that goes on",
    "DONE": "being contacted",
    "SEND": "a word for sending",
    "GET": "a word for receiving",
    "PESTER": "a word for pestering",
    "THESE": "a pointing word",
    "ME": "the sender",
    "I": "I or we",
    "MINE": "my or our",
    "YOU": "you",
    "YOUR": "your",
    "FIRM": "a word for the business",
    "DEVICE": "a number or a phone",
    "NOT": "a not",
    "NO": "a no",
    "NEVER": "a never",
    "LONGER": "no longer",
    "CEASE": "a word for ceasing",
    "END": "a word for ending",
    "OUT": "off or out",
    "AWAY": "a word for going away",
    "REMOVE": "a word for removing",
    "TAKE": "a word for taking",
    "TURN": "a word for switching",
    "LIST": "a list or a record",
    "DATA": "a word for personal data",
    "CONSENT": "permission",
    "REVOKE": "a word for withdrawing",
    "AGAIN": "again or ever",
    "MORE": "more or another",
    "LAST": "last or final",
    "ENOUGH": "enough",
    "WANT": "a word for wanting",
    "INTEREST": "interest",
    "ASK": "asked or told",
    "HOW": "how",
    "WHAT": "what or who",
    "WHY": "why",
    "WAY": "a way",
    "CAN": "can or may",
    "MUST": "must",
    "DO": "do",
    "BE": "be",
    "MAKE": "make",
    "GO": "go or come",
    "UNSUB": "a word for unsubscribing",
    "OPT": "opt",
    "KEY": "a word to reply with",
    "REPLY": "a word for replying",
    "SETTING": "a setting",
    "BLOCK": "blocking",
    "JUNK": "a word for junk",
    "LAW": "law or a complaint",
    "ANNOYED": "annoyance",
    "SWEAR": "a swear word",
    "NEED": "need",
    "LET": "let or leave",
    "ALONE": "alone or in peace",
    "GONE": "a person or house that is gone",
    "WRONG": "wrong",
    "KIN": "another person",
    "THIRD": "he, she or they",
    "FOR": "for",
    "ALL": "all or everything",
    "FROM": "from or to",
    "PLEASE": "please",
    "THANKS": "thanks",
    "YES": "a yes",
    "KEEP": "keep",
    "LATER": "a time to come",
    "HOUR": "an hour or a day",
    "BEFORE": "before or after",
    "BOOK": "a booking",
    "PRICE": "a price",
    "TRADE": "a matter of the trade",
    "MATTER": "a contract or an account",
    "RATHER": "instead or rather",
    "IF": "if or when",
    "WILL": "will",
    "PAST": "a past",
    "ABOUT": "about",
    "TOO": "too or so",
    "USE": "use",
    "LIKE": "liking",
    "PRIVATE": "private or for something else",
    "LAUGH": "laughter",
    "ES_NO": "a foreign no",
    "ES_VERB": "a foreign word for contacting",
    "ES_NOUN": "a foreign word for messages",
    "ES_STOP": "a foreign word for ceasing",
    "ES_OUT": "a foreign word for removing",
    "ES_MORE": "a foreign more",
    "ES_OTHER": "a foreign matter of the trade",
    "ACCEPT": "accepting",
    "INCLUDE": "including",
    "TOUCH": "staying in touch",
    "LIMITS": "limits",
    "PASS": "passing or doing without",
    "ELSE": "somebody else",
    "COSTS": "what a message costs",
    "PREFERENCE": "another channel or hour asked for",
    "ELSEWHERE": "a list or number of another matter",
    "ORDINARY": "an everyday turn of phrase",
    "DENIED": "an act denied or told of",
    "OTHER": "any other word",
    "NUMERAL": "a numeral",
    "QUESTION": "a question mark",
    "START": "the beginning",
    "FINISH": "the end",
    "PLAIN": "nothing about the trade, bookings, prices or hours",
    "SHORT": "a message of three words or fewer",
    "LONG": "a message of more than twenty words",
}

CLASSES: dict[str, str] = {
    "NOUN": (
        "notifs text texts texting message messages messaging sms mms email emails emailing mail mails mailing mailings "
        "call calls calling reminder reminders notification notifications alert alerts spam spamming solicitation "
        "solicitations newsletter newsletters communication communications correspondence contact outreach "
        "robocall robocalls robotexts blast blasts whatsapp dm dms voicemail voicemails txt txts msg msgs msgss "
        "texxts messsages massages mesages massage txtmsg texs telemarketing letters followups followup followups "
        "checkins ping pings messeges mesaages txxt mail-outs emials meassages notices notice flyers postcards "
        "tests notifs notif buzzing dings ding buzzes calles"
    ),
    "OFFER": (
        "offer offers promo promos promotion promotions promotional ad ads advert adverts advertisement "
        "advertisements advertising marketing coupon coupons deal deals special specials sale sales discount "
        "discounts pitch pitches campaign campaigns update updates survey surveys solicitation solicitations "
        "soliciting sell selling upsell advertise stuff things news subscription invite invites invitations "
        "greetings junk crap solicit propaganda"
    ),
    "VERB": (
        "text message email mail call phone ring contact write dm ping whatsapp telephone sms notify reach hit "
        "msg txt tex tx approach remind check try follow alert inform buzz solicit market advertise talk respond "
        "reply bother disturb pester bug annoy harass spam hound badger bombard target"
    ),
    "ING": (
        "keeping texting messaging calling emailing mailing contacting phoning ringing writing dming pinging spamming "
        "harassing bothering pestering bugging annoying disturbing soliciting hounding badgering bombarding "
        "blasting notifying reaching communicating advertising marketing hitting blowing following reminding "
        "asking selling buzzing checking trying sending talking begging nagging pushing blowin"
    ),
    "DONE": (
        "contacted texted called emailed messaged bothered solicited disturbed spammed harassed mailed phoned "
        "notified pestered bugged reached reminded targeted blasted advertised marketed alerted pinged"
    ),
    "SEND": "send sending sends sent blast blasting forward forwarding shoot shooting deliver mailing issue give giving come coming arrive arriving pop popping show",
    "GET": "get getting receive receiving recieve recieving hear hearing see seeing gets got received recieved heard reading read accept find finding recieved",
    "PESTER": (
        "bother disturb pester bug annoy harass spam hound badger bombard solicit target bothering disturbing "
        "pestering bugging annoying harassing spamming hounding badgering bombarding soliciting harassment "
        "bombardment bothered disturbed pestered harassed spammed nagging hassle hassling stalk stalking intrude "
        "interrupt interrupting interruption interruptions"
    ),
    "THESE": "these this them it those that thing things em",
    "ME": "me us myself ourselves",
    "I": "i we",
    "MINE": "my our mine ours",
    "YOU": "you ya yourself yourselves",
    "YOUR": "your yours",
    "FIRM": (
        "company business office guys people folks place shop store clinic outfit firm team organization "
        "practice establishment companies whoever whomever crew salon gym bot robot machine computer sender"
    ),
    "DEVICE": (
        "number numbers phone phones cell cellphone mobile line inbox landline digits telephone address nmber "
        "numbr numer cellular mailbox handset contact num"
    ),
    "NOT": "not nt nto don't isn't aint without nobody none neither nor nothing dnot dontt zero",
    "NO": "no nope nah naw non",
    "NEVER": "never nevermore",
    "LONGER": "longer",
    "CEASE": (
        "stop quit cease desist discontinue halt refrain abstain stopping quitting ceasing stopped ceased stops "
        "quits knock lay enough chill discontinued halted cessation stpo sotp stob"
    ),
    "END": (
        "unplug finishes end ending ended ends disable cancel terminate suspend kill finish over done through cut cutting cancelled "
        "canceled finished deactivate unplug mute silence pause shut close closed stopt"
    ),
    "OUT": "off out outta",
    "AWAY": "away lost elsewhere disappear vanish hike begone scram buzz gone rid",
    "REMOVE": (
        "skip skipped exempt omitted leave remuv untick uncheck release free forgotten throw taken eliminate remove delete erase drop scratch strike scrub wipe purge kick unlist exclude omit cross pull removing "
        "deleting clear unenroll discard expunge forget lose rid removal deletion toss trash ditch bin dump "
        "removed deleted erased dropped scrubbed purged shred burn yank unlisted excluded forgot lost detach "
        "disconnect exempt unlink eliminate destroy chuck nix axe cut removin dlete rmv strip withdraw"
    ),
    "TAKE": "take taking taken get getting gotten put pull cut count let move keep throw leave pulled tak takin taked",
    "TURN": "turn turned turning switch switched shut toggle disable mute silence deactivate turn set change adjust turns",
    "LIST": (
        "chat conversation loop sheet rota mailout catalog list lists database databases db system systems distribution directory crm thread roster rotation chain "
        "records record files file queue rolodex registry contacts group mailinglist books book blast loop "
        "program computer lisst database subscription subscribers subscriber recipients audience"
    ),
    "DATA": "info information data name details profile record records email everything names",
    "CONSENT": (
        "ok consent permission authorization authorisation authorize authorized agree agreed authority consented "
        "allow allowed permit permitted welcome approve approved okay okayed allowing"
    ),
    "REVOKE": "withdrew revoke withdraw rescind revoking withdrawing rescinding retract revoked withdrawn rescinded denied deny refuse decline object terminate opting cancel",
    "AGAIN": (
        "again anymore ever forever permanently henceforth forward onward onwards further anytime period whatsoever "
        "altogether completely always good until future ever"
    ),
    "MORE": "more another any further additional future next other else single one",
    "LAST": "last final finally lastly goodbye bye",
    "ENOUGH": "enough plenty",
    "WANT": "want wish like care desire prefer appreciate hope love wanting wants wanted rather interested wishing would care expect",
    "INTEREST": "interested interest interesting",
    "ASK": "asked told said requested ask tell say request asking warned begged tried explained repeat says telling replied",
    "HOW": "how",
    "WHAT": "what who where which whats whos",
    "WHY": "why",
    "WAY": "way ways person button link trick steps option word anyone someone instructions procedure process possible",
    "CAN": "can could may might able possible would",
    "MUST": "must should have need got gotta supposed shall better ought",
    "DO": "do does did doing done",
    "BE": "be is are am was being been were",
    "MAKE": "make made making have ensure see arrange making fix consider treat",
    "GO": "go goes going gone come comes coming went",
    "UNSUB": (
        "unsubscribe unsub unsubscribed unsubscribing unenroll deregister optout dnc unregister unlist "
        "unsubscription opt-out unfollow disenroll unsuscribe unsubcribe remove unsubbed unsubscribes resign"
    ),
    "OPT": "opt opted opting ot optin opts",
    "KEY": "stop end quit unsubscribe unsub cancel exit optout word keyword code remove",
    "REPLY": "reply replied type typed press pressed click clicked send sent hit hitting punch enter say text texted replying respond responded push select",
    "SETTING": "preferences preference settings setting account profile mark flag set status note notes tag registered label",
    "BLOCK": "block blocked blocking blocks blacklist blacklisted filter filtered ban banned mute muted",
    "JUNK": "spam junk crap shit bs bullshit garbage trash nonsense scam scammer scammers spammer spammers nuisance harassment unsolicited unwanted uninvited unwelcome unauthorized",
    "LAW": (
        "trade federal commission district government california report reported reporting fcc ftc tcpa attorney lawyer sue legal complaint lawsuit law illegal police bbb "
        "ccpa gdpr regulation registry court counsel violation authorities dnc action"
    ),
    "ANNOYED": (
        "annoying annoyed sick tired fed ridiculous rude invasive creepy waste wasting bothersome intrusive "
        "constant constantly nonstop endless incessant relentless unwanted overkill excessive hate hint tiresome "
        "fatigue blowing irritating bombarding persistent unprofessional pissed disrespectful wakes wake waking "
        "blows costs charged charges clutter cluttering filling unbearable insane stalker pushy desperate nerve"
    ),
    "SWEAR": "fuck piss bugger screw eff sod hell damn damned ass asshole assholes bitch idiots idiot morons wtf jerk jerks shove",
    "NEED": "need needed needs necessary use point reason require purpose",
    "LET": "let leave lemme spare save give",
    "ALONE": "alone be peace quiet break rest",
    "GONE": (
        "passed died deceased dead moved sold retired moving divorced gone selling widow widowed hospice renting "
        "rent tenant foreclosed estate relocated memory late dementia closed rehomed"
    ),
    "WRONG": "wrong mistake mistaken incorrect stranger",
    "KIN": (
        "wife husband mom mother dad father son daughter brother sister kid kids child grandma grandpa grandmother "
        "grandfather aunt uncle friend roommate spouse family boss ex parent parents minor employee girlfriend "
        "boyfriend partner house household"
    ),
    "THIRD": "he she they him her his their landlord collector collectors someone somebody everyone neighbor neighbors neighbour insurance competitor bank tech guy lady technician driver plumber dog cat doctor ex",
    "FOR": "for only",
    "ALL": "all everything anything every entire entirely both any whole",
    "FROM": "from to at on by of through about with via",
    "THANKS": "thanks thank appreciated bye goodbye regards sincerely cheers",
    "YES": "yes yeah yep sure ok okay great awesome perfect sounds please interested deal good absolutely definitely",
    "KEEP": "keep keeps keeping continue still continuing kept continues leave",
    "LATER": (
        "later tomorrow tonight soon week weeks month months year years spring summer fall winter yet now today "
        "moment busy minute currently january february march april june july august september october november december"
    ),
    "HOUR": (
        "am pm noon midnight morning mornings evening evenings night nights afternoon afternoons hour hours "
        "work school weekend weekends weekday weekdays monday tuesday wednesday thursday friday saturday sunday "
        "mondays tuesdays wednesdays thursdays fridays saturdays sundays lunch dinner meeting meetings shift class "
        "driving early late job sleep asleep num"
    ),
    "BEFORE": "before after past between during till until by around while at",
    "BOOK": (
        "appointment appointments appt appts book booked booking schedule scheduled reschedule rescheduled "
        "visit session slot slots calendar waitlist opening openings available availability confirm confirmed "
        "cancellation consult consultation estimate inspection monday tuesday wednesday thursday friday saturday "
        "sunday standby reservation"
    ),
    "PRICE": (
        "price prices pricing cost costs much quote quotes fee fees pay paid payment payments charge refund "
        "budget invoice bill bills cheap expensive afford dollars money balance deposit rate rates cash card "
        "financing num insurance"
    ),
    "TRADE": (
        "leak leaks leaking drain drains pain plumber plumbing furnace heater heat ac hvac roof toilet sink faucet "
        "water pipe pipes gas electric electrician breaker outlet tooth teeth crown root dentist dental cleaning "
        "filling hair cut color highlights nails lashes facial botox skin massage trim tree trees stump lawn grass "
        "mow snow gutter gutters paint painting pest bugs ants termites wasp roaches mice dog dogs cat cats puppy "
        "vet shot shots vaccine meds medicine medication pills gym membership trainer workout class lawyer case "
        "custody divorce will accident injury car truck brakes engine oil tire tires bumper driveway garage door "
        "window windows floor carpet couch junk wall tile cabinet kitchen bathroom basement mold asbestos tattoo "
        "piercing smoke alarm noise barking bleeding swelling fever bleaching whitening braces retainer aligners "
        "stitches knee back neck shoulder therapy pump septic sewer clog clogged flood flooding unit filter "
        "thermostat compressor duct ducts pool fence deck solar panel panels chimney tub shower disposal washer "
        "dryer fridge dishwasher cavity extraction wisdom implant fluoride xray labs rash mole beard brows wax "
        "lease landlord tenant eviction garnishment debt creditors bankruptcy ticket dui probation charges stain "
        "dent windshield battery light lights switch valve meter hose sprinkler smell odor itching scratching "
        "licking limping vomiting coughing treatment treatments project job work repair repairs fixed install "
        "installed wedding party hot cold tumor lump weight smoking allergic allergy surgery"
    ),
    "MATTER": (
        "contract plan policy subscription account autopay auto renewal order warranty title deed loan service "
        "services membership card upgrade package gym netflix magazine insurance prescription credit loan payment "
        "file invoice receipt report app trial coverage benefits hold spot seat"
    ),
    "RATHER": "instead rather prefer better best than preferred easier works fine",
    "IF": "if when whenever unless once until",
    "WILL": "will going gonna shall",
    "PAST": "was were did had used ago yesterday been went stopped quit already came left last",
    "ABOUT": "about regarding concerning",
    "TOO": "too so way such super",
    "USE": "use using try",
    "LIKE": "love like enjoy helpful miss great appreciate useful cute adorable funny amazing",
    "PRIVATE": "private personal family emergency work business minor school government county church only child's official hospital",
    "LAUGH": "lol haha lmao jk kidding hehe rofl",
    "ES_NO": "no ya nunca ne pas plus nao nunca jamas jamais tampoco sin",
    "ES_MORE": "mas plus mais nada nunca tampoco",
    "ES_OTHER": (
        "cita consulta dolor agua fuga casa precio cuanto perro gato carro diente muela rendez vous "
        "rdv fuite chien chat eau consulta dor manana hoy viernes lunes martes jueves sabado domingo calentador aire "
        "secadora bano lavadora techo gratis gracias problema calefaccion despues tarde noche contrato membresia"
    ),
    "NUMERAL": "num",
    "ACCEPT": "accept accepts accepting accepted take takes monitored forwarded incoming automated automatic automatically",
    "INCLUDE": "include including included add added put putting sign signed join joined enroll enrolled subscribe subscribed register registered",
    "TOUCH": "touch contact relationship",
    "LIMITS": "limits bounds limit forbidden prohibited banned private",
    "PASS": "pass without skip decline declining live happier peace",
    "ELSE": "else elsewhere somebody someone anybody anyone other another",
    "COSTS": "cents cost costs charge charges charged minutes per prepaid roaming data plan bill pay",
}
IDLE = frozenset(  # words that are a sign of nothing
    (
        "a an the and & or as in into then than also very there here hi hello hey well um uh oh sir maam mr mrs ms dr dear "
        "bro dude man lady just really even actually right up down new old own same it its only most many lot lots bit "
        "de la el los las un una le les des du a en y que por con mi me se lo su os o e um uma da do para c est je"
    ).split()
)
