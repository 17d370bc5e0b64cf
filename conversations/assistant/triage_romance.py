"""More Spanish as people text it, and the everyday meanings in French and Portuguese.

Same notation as triage_lexicon; words come without accents, n for ñ, an apostrophe left out ("j ai" stands as "jai").
"""
# ruff: noqa: E501  (a cue stays on one line, so that the table reads as a table)

from __future__ import annotations

Cues = dict[str, tuple[tuple[float, str], ...]]

_FRENCH_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain|ce soir|cet apres midi|la semaine prochaine|dans (?:une|deux|\d+) (?:heures?|jours|semaines?)|a \d{1,2} ?h)"
_PORTUGUESE_DAY = r"(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|amanha|hoje a (?:tarde|noite)|semana que vem|daqui a (?:uma|duas|\d+) (?:horas?|dias|semanas?)|as \d{1,2}(?:h| horas)?)"

ROMANCE_CUES: Cues = {
    "wrong_number": (
        (9.6, r"\b(?:ya no|no) (?:tiene|usa|vive|es|trabaja) (?:mas )?(?:este|ese|aqui|su|el) (?:numero|telefono|celular|aqui)?|\bconfund\w+ (?:con|de)|\bno (?:es|soy) (?:el|la) (?:persona|senor|senora|numero|telefono)|\baqui (?:no |ninguna|nadie)|\bno vive (?:ninguna|ningun|nadie)|\b(?:numero|persona) (?:de )?(?:otra persona|cambio de dueno)|\bno (?:la|lo|se quien) (?:conozco|es)\b|\beste (?:no es|numero es de)"),
        (9.6, r"\b(?:mauvais|pas le bon|faux) numero|\btrompe\w* de (?:numero|personne)|\b(?:ce )?nest pas (?:moi|le bon)|\b(?:je|c) ?(?:ne )?suis pas nm|\bnumero errado|\b(?:aqui )?nao (?:e|sou) (?:a |o )?(?:nm|numero|pessoa)|\bpessoa errada|\bengano\b|\bnao conheco\b"),
    ),
    "already_served": (
        (9.2, r"\b(?:fui|fuimos|vamos|voy) (?:con|a) (?:otro|otra|un|una)|\bya (?:encontre|encontramos|consegui|consegimos|compre|compramos|contrate|contratamos|lo hizo|lo arreglo|quedo|lo resolvi|tengo otr[oa]|lo tengo|me lo|se resolvio|resolvimos)|\bmi (?:cunado|compadre|papa|suegro|amigo|sobrino|yerno|vecino|hermano|primo) (?:\w+ )?(?:arreglo|hizo|puso|instalo|ayudo|pinto|corta|hace)|\b(?:deja|ja) (?:fait|repare|regle|trouve|achete|resolvi|resolvemos|contratei|comprei|fiz|consertei|arrumei|achei|contratamos)|\b(?:un|une|com|avec un) (?:outro|autre|outra) (?:\w+ )?|\bquelqu ?un dautre\b"),
    ),
    "booked_already": (
        (9.8, r"\b(?:ya|jai deja|deja|ja) (?:tengo|tenemos|agende|agendamos|hice|saque|tenho|marquei|agendei|pris|reserve|un rendez|estoy (?:agendad\w|en la lista)|reserve|me (?:apunte|agendaron|dieron|pusieron))\b(?! (?:otro|otra|a alguien|quien|dentista|abogado|plomero))|\bdeja (?:un )?(?:rendez|rdv)|\btenho (?:hora|horario|consulta) marcad|\bnos vemos\b|\bme (?:agendaron|dieron cita|pusieron)"),
    ),
    "booking_request": (
        (9.3, r"\b(?:me )?(?:apunta\w*|anot\w+|agend\w+|reserv\w+|program\w+) (?:para|una|un|cita|el|me)\b|\b(?:puede|pueden|podria|podrian|puedes) (?:venir|pasar|atender\w*|mandar|darme|ver\w*)|\b(?:cambiar|mover|cancelar|reagendar) (?:mi|la|el) |\b(?:quiero|necesito|quisiera|busco|puedo) (?:\w+ )?(?:cita|turno|hora|agendar|ir|pasar|llevar|traer)|\b(?:prendre|avoir|fixer|reserver|deplacer|changer|annuler) (?:un |mon |le )?(?:rendez|rdv)|\b(?:marcar|agendar|remarcar|desmarcar|reservar) (?:um |uma |meu |minha )?(?:horario|consulta|hora|visita)|\bqueria (?:marcar|agendar)|\bpouvez vous (?:venir|passer)|\bpode(?:m)? vir\b|\btem (?:horario|vaga)\b"),
    ),
    "call_me": (
        (9.3, r"\b(?:appelez|appelle|rappelez|rappelle|telephonez) moi\b|\bpouvez vous mappeler|\b(?:me liga\w*|me liguem?|liga pra mim|ligue para mim|ligue pra mim|pode(?:m)? (?:me )?ligar)\b|\b(?:marqueme|marcame|hableme|habl\w+ por telefono|echame una llamada|llamen\w*|llame\w*|deme una llamada)\b"),
        (-9, r"\besperando\b|\bdevuelva\b|\bno (?:me )?(?:llam|llig)\w*|\bnunca\b"),
    ),
    "follow_up_at": (
        (9.9, rf"\b(?:appel\w+|rappel\w+|ecri\w+|telephon\w+|contact\w+|textez|lig\w+|mand\w+|escrev\w+|cham\w+)\b ~~(?:{_FRENCH_DAY}|{_PORTUGUESE_DAY})|\b(?:como|tipo|a eso de) (?:a )?las \d+|\b(?:al rato|luego|despues|mejor|manana|hoy) (?:como )?(?:a las|despues de las|tipo|por la (?:tarde|noche)|el) \w+"),
    ),
    "busy": (
        (9.2, r"\b(?:ando|voy|estoy|sigo) (?:\w+ )?(?:manejando|ocupad\w+|trabajando|en \w+|cocinando|comiendo|cuidando)|\bahorita no\b(?! (?:tengo dinero|me interesa))|\b(?:occupee?|en reunion|au travail|je conduis|au volant|ocupad[oa]|dirigindo|no trabalho|em reuniao|trabalhando)\b"),
    ),
    "not_now": (
        (9.2, r"\b(?:pas (?:pour l ?instant|pour linstant|maintenant|encore|tout de suite)|plus tard|peut etre (?:plus|lannee|apres)|je vais (?:y )?reflechir|agora nao|ainda nao|mais tarde|depois|talvez (?:depois|mais|mes)|vou pensar|mes que vem|ano que vem)\b|\b(?:hablarlo|hablar|consultarlo|platicarlo|pensarlo|checarlo|verlo|preguntarle) (?:con|a|primero|bien)|\bdejame (?:hablar\w*|pensar\w*|ver|checar|preguntar\w*|platicar\w*|consultar\w*)|\bmas adelant\w+|\b(?:ahora|ahorita|por ahora|por el momento|todavia|aun) no\b|\bcuando (?:me paguen|tenga|cobre|regrese|pueda|junte|termine)|\bpara (?:el|la) (?:ano|mes|proxim\w+|primavera|verano|otono|invierno)"),
    ),
    "not_interested": (
        (9, r"\b(?:gracias )?pero no\b|^(?:no|nop|nel|para nada|ya no|asi esta bien|estamos bien|estoy bien)(?: \w+)?$|\bno (?:estoy buscando|estamos buscando|ando buscando|quiero|queremos|busco|ocupo|ocupamos|deseo|voy a|vamos a|pienso|gracias)\b(?! (?:esperar|vivir|cita|hablar|un|una|ayuda))|\bya no (?:lo |la |me |nos )?(?:quiero|necesito|necesitamos|ocupo|interesa|hace)|\bnon merci\b|\b(?:ca|cela) ne m ?interesse pas|\bne minteresse pas|\bpas interesse\w*|\bnao (?:quero|tenho interesse|obrigad\w|preciso|me interessa)\b"),
    ),
    "pricing_question": (
        (9.2, r"\b(?:quanto|quantos) (?:custa|e|fica|sai|cobra\w*|vale)|\bqual (?:e )?o (?:preco|valor)|\b(?:cest |ca coute |coute )?combien\b|\b(?:quel|quels) (?:est|sont) (?:le|les|vos|votre) (?:prix|tarifs?)|\b(?:prix|tarif|tarifs|preco|precos|valor|desconto|orcamento|devis)\b|\b(?:en cuanto|a como|que precio|cuanto (?:seria|es|cobran|sale|me|por|cuesta)|me (?:da|das|dan|pasa|pasas|manda) (?:el|un|los) (?:precio|presupuesto|costo|cotizacion)\w*)\b"),
    ),
    "question": (
        (7, r"^(?:est ce que|quest ce|quel|quelle|ou|quand|comment|pourquoi|qui|avez vous|faites vous|vous|onde|quando|como|qual|voces|quem|por que|tem|fazem|aceitam)\b(?=.*(?:\?|vous|voces|est|etes|fica|abrem|atendem|aceitam|fazem|je veux))|\b(?:hacen|trabajan|atienden|aceptan|tienen|abren|cierran|hablan|venden|arreglan|reparan) \w+"),
        (-4, r"^(?:es que|como a las)\b"),
    ),
    "positive": (
        (8.8, r"^ya (?:def\w*|sure|please|yes|still|sounds|that works|lets|totally|for sure|absolutely|man|ok)\b"),
        (8.6, r"^(?:oui|sim|claro|com certeza|bien sur|daccord|si|ok si|andale|orale)(?: \w+){0,4}$|\b(?:toujours|tres|je suis) interess\w+|\btenho interesse|\bme interessa\b|\bquero sim\b|\b(?:todavia|aun|si) (?:lo |la |los |me )?(?:necesito|necesitamos|quiero|queremos|ocupo|interesa)\b|\bsi (?:por favor|quiero|me interesa|claro|gracias)|\bme (?:gustaria|encantaria)\b"),
        (-9, r"\bnao (?:tenho|me|quero)|\bno (?:me|nos|lo)|\b(?:pas|ne)\b|\bcita\b|\bprecio\b|\bllam\w+"),
    ),
    "complaint": (
        (9.6, r"\b(?:me|nos) (?:trataron|atendieron|dejaron|quedaron|hicieron|rompieron|rayaron|mancharon|quemaron|cortaron|robaron|mintieron|enganaron|estafaron|colgaron|fallaron|rompio|danaron)\b|\b(?:quedo|quedaron|esta|salio|sigue) (?:\w+ )?(?:mal|peor|roto|feo|chueco|manchado|igual|fallando|horrible|torcido)\b|\b(?:todavia|sigo|llevo|seguimos) (?:\w+ )?(?:esperando|\d+ (?:dias|semanas|horas))|\b(?:la )?(?:vez pasada|ultima vez)\b ~~(?:mal|tarde|romp\w+|dej\w+|cobr\w+|trat\w+|no|nunca|peor)\b|\bno vuelvo\b|\bmal(?:a)? (?:servicio|atencion|experiencia|trabajo)\b|\bque (?:mal|falta|verguenza|asco)\b|\b(?:lleno|llena) de (?:lodo|basura|polvo|pintura)\b|\bme (?:deben|cobraron)\b|\b(?:tres )?(?:decue?|mecontente?)\b|\b(?:ca|il|elle) (?:fuit|coule|marche pas|ne marche)|\bpessimo\b|\bnunca (?:vieram|apareceram|ligaram)|\bdecepcionad[oa]"),
    ),
    "emergency": (
        (10, r"\bse (?:me )?(?:rompio|quebro|revento|esta (?:inundando|quemando|saliendo)|cayo|inundo|quemo|abrio) (?:\w+ )?(?:diente|tubo|tuberia|pipa|casa|cocina|bano|techo|sotano|brazo|agua|muela|calentador|bano)|\bagua por todos\b|\bno (?:puedo|puede) (?:respirar|tragar|caminar|parar)|\b(?:atropell?\w+|atropelad\w+)\b|\b(?:urgence|fuite (?:de gaz|deau)|inondation|inonde|incendie|feu|vazamento|vazando|incendio|inundou|alagou|sangrando|saigne)\b|\b(?:huele|olor) a (?:gas|quemado)|\bcheiro de gas|\bla (?:policia|migra|ice) \w+|\b(?:se lo|lo|la) (?:llevaron|llevo|arrestaron|detuvieron)"),
    ),
    "sensitive": (
        (10.2, r"\b(?:morreu|faleceu|faleceram|decede\w*|est mort\w*|mort de|deces|enterro|luto|hospice|cancer|hopital|deprimid\w+|nao estou bem)\b|\b(?:muy|esta|estoy) (?:grave|enferm[oa])\b|\bterapia intensiva\b|\bme (?:golpea|maltrata|amenaza)\b"),
        (-9, r"\b(?:no tengo dinero) ?(?:$|ahor\w*)|\bahora no tengo dinero|\bmas adelant\w+"),
    ),
    "asks_human": (
        (9.6, r"\bun (?:robot|vrai|bot|humain)\b|\b(?:vraie|vrai) (?:personne|humain)|\b(?:pessoa|humano) (?:real|de verdade)|\be um robo\b|\bfalar com (?:uma pessoa|alguem)|\bparler a (?:quelquun|une personne|un humain)"),
    ),
    "contact_update": (
        (9.6, r"\b(?:mudei|troquei|mudamos|nos mudamos|cambio|cambie|cambiamos|changee?|demenagee?) (?:de |mi |mon |meu )?(?:telefone|numero|telefono|direccion|endereco|casa|adresse|correo|email|celular)|\b(?:meu|minha|mon|ma|novo|nova|nouveau|nouvelle) (?:novo |nouveau |nova |nouvelle )?(?:numero|email|endereco|telefone|adresse|telephone|celular)\b|\bahora vivo\b|\bagora e \d"),
    ),
    "auto_reply": (
        (11, r"\b(?:respuesta automatica|mensaje automatico|reponse automatique|resposta automatica|mensagem automatica|message automatique|fuera de la oficina|absent\w* (?:du bureau|jusqu\w*)|fora do escritorio|estou ausente)\b"),
    ),
    "unclear": (
        (9.6, r"^(?:es que|a ver|pues|este|bueno|mande|eh|quoi|ah ok|bof|sei la|tipo|kkk+|rs+|d ?accord|ok merci|merci|obrigad[oa])$"),
    ),
}  # fmt: skip
