"""Words of the opt-out grammar: classes, and spellings that stand for a word.

A class is a set of words that play the same part in a sentence. Accents are taken off before a word is looked up.
"""

CLASSES: dict[str, str] = {
    # -- people and their devices
    "ME": "me us",
    "MY": "my our",
    "DET": (
        "the these this those that all any your my our such of from further more additional another other every "
        "some single one anything stuff about with"
    ),
    "THESE": "these this those that it them",
    "YOU": "you ya",
    "DEVICE": "number numbers phone cell cellphone mobile line inbox landline digits telephone",
    # -- what is sent
    "NOUN": (
        "text texts texting message messages messaging sms mms email emails emailing mail mails mailings mailing "
        "call calls calling reminder reminders update updates notification notifications alert alerts promo "
        "promos promotion promotions ad ads advertisement advertisements advertising marketing spam spamming "
        "solicitation solicitations soliciting newsletter newsletters communication communications "
        "correspondence contact contacting outreach campaign campaigns harassment blast blasts robocalls "
        "robocall robotexts followups deals coupons offers whatsapp whatsapps dms voicemails voicemail "
        "bombardment solicit telemarketing pitch pitches surveys survey subscription"
    ),
    "SENT": (
        "text texts message messages messaging sms mms email emails mails mailings calls reminders notifications "
        "notification alerts promos promotions ads advertisements spam solicitations newsletter newsletters "
        "communication communications correspondence contact robocalls robotexts whatsapps dms voicemails "
        "telemarketing updates followups blasts mail mailing solicitation"
    ),
    "JUNK": "crap shit bs bullshit junk nonsense garbage trash stuff madness harassment foolishness "
    "baloney malarkey nuisance mess drama hard sell upsell pictures pics",
    "DESC": (
        "future unauthorized continued annoying automated automatic marketing text email sms mms phone stupid "
        "dumb constant random spam spammy unwanted unsolicited sales promotional robo daily weekly monthly "
        "endless nonstop appointment reminder harassing incessant useless ridiculous repeated repetitive bulk "
        "mass advertising fake bot kind sort types type of dang whatsapp silly pointless ai junk scam unwelcome "
        "group damned recurring friendly lame"
    ),
    # -- contact, as a verb
    "SAYS": (
        "text message email mail call phone ring contact write dm msg ping whatsapp telephone sms txt facetime "
        "buzz dial solicit notify reach spam harass"
    ),
    "PESTERS": "bother disturb pester bug annoy harass spam stalk hound badger bombard solicit target blast trouble",
    "SENDING": "sending mailing forwarding blasting shooting giving",
    "SAYING": (
        "texting messaging calling emailing mailing contacting phoning ringing writing dming pinging spamming "
        "harassing bothering pestering bugging annoying disturbing soliciting stalking hounding badgering "
        "bombarding blasting targeting notifying reaching communicating advertising marketing hitting blowing "
        "trying following whatsapping sms dialing replying responding reminding asking pushing selling peddling "
        "hassling nagging aggravating interrupting irritating terrorizing torturing invading bullying checking "
        "facetiming buzzing talking wasting persisting begging inviting tempting prompting guilting guilt "
        "tricking wooing"
    ),
    "TOUCH": (
        "texting messaging calling emailing contacting phoning ringing writing spamming bothering harassing sending"
    ),
    "GETTING": "getting receiving hearing seeing",
    "GET": "get receive hear see",
    "DONE_TO": (
        "contacted texted called emailed messaged bothered solicited disturbed spammed harassed mailed phoned "
        "notified pestered bugged"
    ),
    # -- the acts
    "CEASE": "stop quit cease desist discontinue halt refrain abstain",
    "ENDING": "disable end cancel terminate suspend discontinue kill drop",
    "REMOVE": (
        "remove delete erase drop scratch strike scrub wipe purge kick unlist exclude omit cross pull removing "
        "deleting taking clear unenroll discard expunge forget lose rid"
    ),
    "REMOVED": "removed deleted erased off gone taken unsubscribed unlisted scrubbed purged dropped",
    "UNSUB": "unsubscribe unsub unsubscribing unenroll deregister optout unregister desubscribe",
    "UNSUBBED": "unsubscribed unsubbed",
    "LIST": (
        "list lists database databases db system systems distribution directory crm thread roster rotation chain "
        "campaign campaigns mailings marketing contacts records files group chat blast subscription textlist "
        "program texts messages emails communications mailinglist queue computer rolodex registry sms text email "
        "mailing contact spam"
    ),
    "HOLDER": (
        "list lists database system systems records file files crm contacts phone phones directory listing "
        "computer listings app account"
    ),
    "OTHER_LIST": (
        "waitlist waiting schedule calendar appointment appointments appt insurance policy plan membership lease "
        "autopay hold title deed wait standby medication prescription will loan cancellation invoice bill order "
        "quote estimate contract monday tuesday wednesday thursday friday saturday sunday num job project roster "
        "slot class classes course session lesson lessons team league yoga party booking game route"
    ),
    "DATA": (
        "info information data name details contact contacts profile record records email number address file "
        "digits phone cell everything"
    ),
    "CONSENT": "consent permission authorization authorisation authorize agree agreed authority",
    "REVOKE": "revoke withdraw rescind revoking withdrawing rescinding retract",
    "REVOKED": "revoked withdrawn rescinded denied retracted",
    "SWEAR": "fuck piss bug buzz bugger screw eff sod naff jog f bog",
    # -- edges of a clause
    "EDGE": "| , ? & so because cuz since if when before or unless until till for",
    "BREAK": "| , ? &",
    "AGAIN": (
        "again anymore ever now immediately forever altogether period already today here at asap permanently "
        "completely further anytime either thanks thank you dude man bro sir maam guys people lady bitch asshole "
        "idiot idiots jerk jerks moron morons assholes buddy pal lol haha every all everyday constantly "
        "regarding about in with from by via on over through to any going moving whatsoever like under i im we "
        "this too nonstop otherwise effective not no wrong twice multiple as henceforth even though there once "
        "yall then while during after unless it right so bye ok okay please or else folks anyways anyway lmao "
        "smh god jesus christ wtf omg wth damnit dammit have been bless hope good seriously"
    ),
    "INTERJECT": (
        "ok okay yes yeah yep no nope nah thanks thank actually ugh omg hey hi hello yo look listen seriously "
        "god jesus sorry thankyou well sure alright hmm wtf dude man bro sir maam lol haha now then again "
        "interested stop number person enough wow oh uh um guys bye please too also dammit damn mike it's "
        "nothanks jeez geez argh hell ffs smh spam scam done good all evening morning afternoon yet here need us "
        "ah lmao welp christ anymore interest annoying annoyed ridiculous jfc robot bot crazy insane rude "
        "disgusting gross creepy weird real fixed hired died moved passed whoever warning notice alone busy set "
        "deceased else someone already"
    ),
    "NOW": (
        "i you or now again immediately forever altogether period already asap permanently completely anymore "
        "thanks thank dude man bro sir maam guys people lady bitch asshole idiot idiots jerk jerks moron morons "
        "assholes buddy pal lol haha ever right lmao smh bye ok okay god jesus wtf omg wth dammit motherfucker "
        "scammer scammers spammer spammers creep loser losers have god been bless good seriously"
    ),
    "KEY": (
        "exit stop end quit unsubscribe unsub revoke revoked optout remove arret cease desist discontinue unsubscribed"
    ),
    "TIME": (
        "work school night nights nighttime morning mornings evening evenings weekend weekends weekday weekdays "
        "sunday sundays saturday saturdays monday mondays tuesday tuesdays wednesday wednesdays thursday "
        "thursdays friday fridays num am pm noon midnight dinner lunch late early meeting meetings hour hours "
        "dawn dinnertime naptime bedtime shift class church shabbat holidays holiday sabbath workday week month "
        "tomorrow tonight hrs oclock 'til breakfast night's january february march april june july august "
        "september october november december summer winter fall spring christmas thanksgiving easter next"
    ),
    "LAUGH": "lol haha lmao rofl hahaha hehe jk kidding teehee lmfao",
    "PRAISE": (
        "amazing cheap cute funny awesome beautiful generous sweet kind gorgeous adorable incredible obsessed blushing"
    ),
    "NEGS": "not never no without",
    "SELF": "i we he she they it who which nobody everyone someone anyone that there",
    # -- Spanish, French, Portuguese
    "ES_SAY": (
        "mandar mandarme mandarnos mandarle enviar enviarme enviarnos escribir escribirme escribirnos llamar "
        "llamarme llamarnos molestar molestarme molestarnos textear textearme contactar contactarme contactarnos "
        "mensajear mensajearme hablar hablarme marcar marcarme buscar buscarme fastidiar fastidiarme joder "
        "joderme acosar acosarme acosarnos insistir chingar spamear bombardear bombardearme comunicarse "
        "texteando mandando enviando escribiendo llamando molestando mandandome enviandome escribiendome "
        "llamandome molestandome jodiendo chingando fastidiando mensajes recibir hostigarme hostigar ligar "
        "escrever contatar perturbar incomodar"
    ),
    "ES_FORBID": (
        "escriba escriban escribas escribir escribais llame llamen llames llamar moleste molesten molestes "
        "molestar contacte contacten contactes contactar textee texteen textees textear mensajeen mensajee "
        "mensajees hable hablen hables marque marquen marques busque busquen busques joda jodan jodas chinguen "
        "chingues fastidie fastidien fastidies acosen acose hostiguen comuniquen ligue liguem escreva escrevam "
        "contate contatem perturbe perturbem incomode incomodem insistan insista"
    ),
    "ES_SEND": "mande manden mandes envie envien envies mandar enviar mandeis mandem enviem remitan",
    "ES_NOUN": (
        "mensaje mensajes mensajitos texto textos sms correo correos email emails llamada llamadas promocion "
        "promociones publicidad notificacion notificaciones anuncio anuncios ofertas recordatorio recordatorios "
        "whatsapp whatsapps spam propaganda mails mail comunicaciones comunicacion textitos mierdas mamadas "
        "mensagens mensagem ligacoes suscripcion msn contacto tonterias basura chingaderas pendejadas avisos"
    ),
    "ES_ENOUGH": (
        "dejen deje deja dejes dejar dejad pare paren para parar parale parenle basta cese cesen suspenda "
        "suspendan suspender detengan detenga detener eviten termine terminen terminar cancelen cancele cancelar "
        "cancela cancelenme anulen anular alto stop chega parem dejense pongan"
    ),
    "ES_OUT": (
        "quitenme quiteme quitame quitarme saquenme saqueme sacame sacarme borrenme borreme borrame borrarme "
        "eliminenme elimineme eliminame eliminarme remuevanme remuevame remueveme retirenme retireme retirame "
        "retirarme bajenme bajame excluyanme excluyame quitenos saquennos desuscribanme desuscribame "
        "desuscribeme desuscribirme desuscribir desinscribanme desinscribirme desvinculenme borrennos removerme "
        "desafiliarme desafilienme descadastre descadastrem quiteseme quitemen bloqueenme anotenme"
    ),
    "ES_DELETE": (
        "quite quiten quita quitar borre borren borra borrar elimine eliminen elimina eliminar saque saquen saca "
        "sacar remueva remuevan remover remueve olvide olviden olvida olvidense olvidese pierda pierdan pierde "
        "pierdanse bloquee bloqueen retire retiren retirar remova exclua apague apaguem tire tirem borrame"
    ),
    "ES_DATA": (
        "numero telefono nombre celular datos contacto correo informacion email cell movil numeros perfil info"
    ),
    "ES_SWEAR": "mierda chingada verga carajo diablo puta concha infierno",
    "FR_SAY": (
        "ecrire contacter envoyer appeler harceler deranger texter spammer embeter solliciter rappeler "
        "importuner ecrivez contactez envoyez appelez derangez textez rappelez harcelez contacte ecris envoie "
        "appelle derange importunez sollicitez embetez relancer relancez"
    ),
    "FR_NOUN": (
        "messages message textos texto sms appels courriels courriel mails pubs pub publicites publicite emails "
        "spam notifications relances textes"
    ),
    "AID": "can could would will may",
    "STRONG": "never ever again permanently forever anymore",
}

_FILLER_TEXT = (
    "please just kindly really fucking damn goddamn bloody freaking frickin fricking effing frigging friggin fkn "
    "flipping simply literally honestly fuckin politely respectfully immediately asap damned darn dang truly "
    "hereby effin bleeping nicely absolutely totally promptly guys frikkin also formally officially even ffs "
    "porfavor porfa pf tf"
)
FILLER = frozenset(_FILLER_TEXT.split())

# How people write a word of the grammar; the value is what is read instead.
VARIANTS: dict[str, str] = {
    "fukc": "fuck", "fcuk": "fuck", "yano": "ya no",
    "u": "you", "ur": "your", "yr": "your", "yur": "your", "y'all": "you", "yall": "you", "yous": "you",
    "youse": "you", "yu": "you", "ya'll": "you", "cha": "you", "dont": "do not", "don't": "do not", "dnt": "do not",
    "do'nt": "do not", "donot": "do not", "dontt": "do not", "dount": "do not", "dony": "do not", "donr": "do not",
    "dobt": "do not", "dpnt": "do not", "doont": "do not", "doesnt": "does not", "didnt": "did not",
    "wont": "will not", "won't": "will not", "cant": "can not", "can't": "can not", "cannot": "can not",
    "wouldnt": "would not", "shouldnt": "should not", "couldnt": "could not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "havent": "have not", "hasnt": "has not", "aint": "is not", "ain't": "is not",
    "mustnt": "must not", "im": "i am", "i'm": "i am", "ive": "i have", "i've": "i have", "i'd": "i would",
    "i'll": "i will", "ill": "i will", "you're": "you are", "youre": "you are", "you've": "you have",
    "youve": "you have", "you'll": "you will", "we're": "we are", "we've": "we have", "we'd": "we would",
    "we'll": "we will", "it's": "it is", "that's": "that is", "thats": "that is", "this's": "this is",
    "let's": "let us", "lets": "let us", "they're": "they are", "theyre": "they are", "what's": "what is",
    "who's": "who is", "gonna": "going to", "wanna": "want to", "gotta": "got to", "lemme": "let me",
    "hafta": "have to", "needa": "need to", "oughta": "ought to", "pls": "please", "plz": "please", "plse": "please",
    "pleez": "please", "plss": "please", "plez": "please", "pleas": "please", "thx": "thanks", "nty": "no thanks",
    "thnx": "thanks", "tnx": "thanks", "tks": "thanks", "thanx": "thanks", "ty": "thanks", "thankyou": "thanks",
    "txt": "text", "txts": "texts", "txting": "texting", "txtin": "texting", "textin": "texting", "txtn": "texting",
    "textn": "texting", "texing": "texting", "txtng": "texting", "txing": "texting", "texxt": "text",
    "texted": "texted", "tex": "text", "txted": "texted", "txtg": "texting", "textting": "texting", "texr": "text",
    "teext": "text", "textmessages": "text messages", "tezt": "text", "msg": "message", "msgs": "messages",
    "msging": "messaging", "msgin": "messaging", "mssg": "message", "mssgs": "messages", "mesg": "message",
    "messagin": "messaging", "msgng": "messaging", "mesgs": "messages", "mgs": "messages", "massaging": "messaging",
    "msj": "mensaje", "msjs": "mensajes", "mjs": "mensajes", "mje": "mensaje", "mjes": "mensajes", "msn": "mensajes",
    "msjes": "mensajes", "callin": "calling", "sendin": "sending", "botherin": "bothering", "harassin": "harassing",
    "spammin": "spamming", "buggin": "bugging", "hittin": "hitting", "blowin": "blowing", "sellin": "selling",
    "contactin": "contacting", "emailin": "emailing", "hitn": "hitting", "tryna": "trying to", "tryin": "trying",
    "gettin": "getting", "receivin": "receiving", "writin": "writing", "bombardin": "bombarding",
    "harrassing": "harassing", "harrasing": "harassing", "harasing": "harassing", "harass": "harass",
    "harrass": "harass", "harras": "harass", "harrassment": "harassment", "harrasment": "harassment",
    "harasment": "harassment", "whatsap": "whatsapp", "wattsapp": "whatsapp", "wsp": "whatsapp", "fone": "phone",
    "nbr": "number", "num.": "number", "no.": "number", "numba": "number", "#": "number", "numb": "number",
    "#s": "numbers", "digitz": "digits", "celly": "cell", "jack": "phone", "fn": "phone", "em": "them", "'em": "them",
    "dis": "this", "dese": "these", "thes": "these", "theses": "these", "dat": "that", "da": "the", "tha": "the",
    "teh": "the", "hte": "the", "cuz": "because", "bc": "because", "cos": "because", "bcuz": "because", "w": "with",
    "n": "&", "nd": "&", "and": "&", "but": "&", "y": "&", "pero": "&", "rn": "right now", "til": "until",
    "till": "until", "abt": "about", "b4": "before", "stahp": "stop", "stawp": "stop", "stahhp": "stop",
    "stap": "stop", "shtop": "stop", "stopp": "stop", "sop": "stop", "lits": "list", "sto": "stop", "stp": "stop",
    "stob": "stop", "stpp": "stop",
    "stopt": "stop", "stopo": "stop", "stio": "stop", "etop": "stop", "ztop": "stop",
    "sthop": "stop", "stoppit": "stop it", "stopem": "stop them", "stoppage": "w", "stopall": "stop all",
    "stops": "stops", "stob!": "stop", "sstop": "stop", "qit": "quit", "quitt": "quit", "qui": "w", "kwit": "quit",
    "quiit": "quit", "unscribe": "unsubscribe", "unsuscribe": "unsubscribe", "unsubcribe": "unsubscribe",
    "unsub": "unsubscribe", "unsubs": "unsubscribe", "unsubscrib": "unsubscribe", "unsubscr": "unsubscribe",
    "unsubscription": "unsubscribe", "unsubscribing": "unsubscribing", "unsuscribed": "unsubscribed",
    "dessubscribe": "unsubscribe", "desuscribe": "unsubscribe", "unsubcribed": "unsubscribed",
    "unsubscribed": "unsubscribed", "unsuscribirme": "desuscribirme", "unjoin": "unsubscribe",
    "disenroll": "unsubscribe", "unfollow": "unsubscribe", "untext": "unsubscribe", "unlist": "unlist",
    "optedout": "opted out", "optout": "opt out", "oupt": "opt", "otp": "opt", "opting": "opting", "outt": "out",
    "rmv": "remove", "rm": "remove", "rmove": "remove", "remve": "remove", "remov": "remove", "rem": "w",
    "dlt": "delete", "delet": "delete", "delate": "delete", "deleate": "delete", "tak": "take", "tke": "take",
    "ofd": "off", "offf": "off", "of": "of", "fck": "fuck", "fuk": "fuck", "fk": "fuck", "fuc": "fuck",
    "phuck": "fuck", "f*ck": "fuck", "f**k": "fuck", "f***": "fuck", "fuq": "fuck", "fuckoff": "fuck off",
    "fo": "fuck off", "eff": "eff", "f*cking": "fucking", "f**king": "fucking", "fcking": "fucking",
    "fking": "fucking", "fukin": "fucking", "fuking": "fucking", "f'ing": "fucking", "f-ing": "fucking",
    "effing": "fucking", "phucking": "fucking", "fkng": "fucking", "mf": "w", "stfu": "shut up", "gtfo": "fuck off",
    "gfy": "fuck you", "hmu": "hit me up", "pissoff": "piss off", "kma": "fuck you", "foff": "fuck off",
    "nomore": "no more", "mor": "more", "moar": "more", "r": "are", "tysm": "thanks", "tyvm": "thanks",
    "tyia": "thanks", "nomas": "no mas", "anymor": "anymore", "nomo": "no more", "enuf": "enough", "enuff": "enough",
    "enought": "enough", "nuff": "enough", "ennough": "enough", "lv": "leave", "leaveme": "leave me", "leav": "leave",
    "leeve": "leave", "aline": "alone", "lose": "lose", "loose": "lose", "loze": "lose", "looose": "lose",
    "intrested": "interested", "intersted": "interested", "donotcall": "do not call", "donottext": "do not text",
    "dnc": "dnc", "dncl": "dnc", "infos": "info", "permision": "permission", "permisson": "permission",
    "concent": "consent", "consented": "consented", "authorise": "authorize", "lmfao": "lol", "hahaha": "haha",
    "hahah": "haha", "hahahaha": "haha", "jaja": "haha", "jajaja": "haha", "rofl": "lol", "reachin": "reaching",
    "followin": "following", "somebody": "someone", "enoughhh": "enough", "never": "never", "nevr": "never",
    "nver": "never", "agn": "again", "agian": "again", "agin": "again", "anytime": "anytime", "neva": "never",
    "bothr": "bother", "bugg": "bug", "msgd": "messaged", "gimme": "give me", "wtf": "wtf", "wth": "wtf", "fyi": "w",
    "ffs": "please", "yank": "pull", "chuck": "throw", "finna": "going to", "bouta": "about to", "gon": "going to",
    "stg": "i swear", "unsign": "unsubscribe", "unsigned": "unsubscribed", "okd": "okayed", "heck": "hell",
    "unregister": "unsubscribe", "hasta": "has to", "dun": "do not",
    "noone": "nobody", "theres": "there is", "there's": "there is", "yoir": "your", "ion": "i do not", "mee": "me",
    "plis": "please", "por": "por", "wit": "with", "wid": "with",
    "otta": "out of", "outta": "out of", "outa": "out of", "signup": "sign up", "wna": "want to", "aight": "ok",
    "omfg": "omg", "q": "que", "k": "que", "xfavor": "porfavor", "xfa": "porfavor",
    "porfis": "porfavor", "pf": "porfavor", "x": "por", "d": "de", "xq": "porque", "nro": "numero", "num": "numero",
    "tlf": "telefono", "tel": "telefono", "cel": "celular", "noc": "w", "sms's": "sms", "text's": "texts",
    "email's": "emails", "e": "w", "deactivate": "delete", "txtmsgs": "texts", "msgz": "messages", "txtz": "texts",
    "txtmessages": "texts", "tx": "text", "smss": "sms", "spaming": "spamming", "y'alls": "your", "yalls": "your",
    "fuckn": "fucking", "gd": "damn", "cutoff": "w", "im'a": "i will", "ima": "i will", "imma": "i will",
}  # fmt: skip

# What people write in other languages: phrases that are never anything else, and words that are the whole message.
FOREIGN_PHRASES = (
    "退订", "取消订阅", "停止发送", "别再发", "不要再发", "取消訂閱", "不要再發",
    "配信停止", "수신거부", "отписаться", "отпишите",
    "不要再联系", "不要再聯繫", "别再联系", "别发了", "别再打", "不要再打", "从名单上删除", "从名单中删除", "不想收到",
    "그만 보내", "보내지 마", "연락하지 마", "전화하지 마", "連絡しないで", "送らないで", "電話しないで",
    "не пишите", "не звоните", "не присылайте", "не беспокойте", "удалите мой номер", "уберите мой номер",
    "не хочу получать", "الغاء الاشتراك", "لا ترسل", "لا تتصل", "احذف رقمي",
    "dừng nhắn tin", "ngừng nhắn tin", "hủy đăng ký", "đừng nhắn", "đừng gọi", "đừng gửi", "xóa số", "không nhắn nữa",
    "không muốn nhận tin",
)  # fmt: skip
FOREIGN_MESSAGES = (
    "停止", "请停止", "やめて", "그만", "стоп", "хватит", "توقف", "abmelden", "aufhören", "keine nachrichten mehr",
    "abbestellen",
    "smettila", "cancellatemi", "non scrivetemi", "non contattatemi", "sispann", "tigil", "itigil", "dung lai",
    "dừng lại",
    "dung nhan tin", "ngung nhan tin", "wag na kayo mag text", "desinscribir", "przestań", "wypisz",
)  # fmt: skip

# Words that are found run together, "stoptextingme".
GLUED = (
    "stop texting text me my number take off remove unsubscribe leave alone dont do not no more messages texts "
    "calls calling messaging contacting contact please pls it this these now lose delete opt out opted unsub "
    "sending us from the list your quit email emails emailing bothering harassing spamming never again message "
    "call all fuck you go away spam want i unwanted mas mensajes moleste molesten escriban dejen de mandar "
    "thanks plz info name phone any anymore dnt txt txting msgs"
)
