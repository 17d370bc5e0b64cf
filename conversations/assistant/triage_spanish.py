"""Cues in Spanish, same notation as triage_lexicon; words come without accents, n for ñ."""
# ruff: noqa: E501  (a cue stays on one line, so that the table reads as a table)

from __future__ import annotations

Cues = dict[str, tuple[tuple[float, str], ...]]

SPANISH_CUES: Cues = {
    "wrong_number": (
        (10, r"\b(?:numero|telefono|persona|contacto) (?:equivocad[oa]|incorrect[oa])|\bequivoc(?:ado|ada|o|aron|aste) de (?:numero|persona|telefono)|\bse equivoc\w+|\besta equivocad[oa]|\bno soy (?!interesad|cliente nuevo|de )(?:nm|la persona|el|ella|quien|esa)|\bno conozco a|\baqui no (?:vive|hay|es)|\bno es (?:el|mi|su) (?:numero|telefono) de|\beste (?:no es el )?numero (?:no es|ya no|es de otra|pertenece)|\bnumero equivocado|\bno existe (?:nadie|ninguna)|\bnadie con ese nombre|\bquien es nm"),
    ),
    "already_served": (
        (9, r"\bya (?:lo|la|los|me|nos|se|contrat\w+|encontr\w+|compr\w+|arregl\w+|tengo (?:otro|otra|a alguien|quien|uno|dentista|abogado|plomero)|consegui\w*|resolv\w+|repar\w+|hicimos|hice|fui con|fuimos con|esta (?:arreglado|hecho|resuelto|listo|reparado)|quedo|solucion\w+|vendi\w*|cambi\w+|contratamos)\b|\b(?:contrat\w+|encontr\w+|consegui\w*|fui con|fuimos con|eleg\w+) (?:a )?(?:otro|otra|alguien|uno)|\bmi (?:primo|hermano|vecino|esposo|tio|cunado) (?:me |nos )?(?:lo|la) (?:hizo|arreglo|hace)|\botra (?:compania|empresa|persona) (?:lo|ya|me|nos)"),
        (-5, r"\bya tengo (?:una )?cita|\bya (?:me )?dijeron"),
    ),
    "booked_already": (
        (9.5, r"\bya (?:tengo|hice|tenemos|hicimos|saque|agende|programe|reserve|agendamos) (?:una |la |mi |nuestra )?(?:cita|reserva\w*|turno)?|\btengo (?:una )?cita (?:el|para|con ustedes|manana|programada)|\bmi cita (?:es|ya|esta)|\bya estoy (?:agendad|registrad|apuntad)\w+|\bya (?:agende|reserve|programe)|\bnos vemos (?:el|manana|entonces)"),
        (-6, r"\bya tengo (?!.*cita)"),
    ),
    "booking_request": (
        (9, r"\b(?:quiero|quisiera|necesito|me gustaria|puedo|podria|podemos|quieren|hacer|sacar|agendar|programar|reservar|pedir|tomar|para|cambiar|mover|reagendar|cancelar|reprogramar) (?:hacer |sacar |agendar |programar |reservar |pedir |cambiar |mover |tener )?(?:una |la |mi |otra )?(?:cita|consulta|turno|limpieza|hora|visita|revision|reserva\w*)|\b(?:agendar|agendame|reservar|programar|reagendar|cita|citas)\b|\b(?:pueden|puede|podrian|podria) (?:venir|pasar|mandar a alguien|enviar a alguien|atender\w*|revisar|ver|verme)|\bcuando (?:pueden|puede|tienen|hay|podrian|es) (?:venir|pasar|cita|disponib\w+|espacio|lugar|citas)?|\b(?:tienen|hay) (?:disponib\w+|espacio|lugar|citas|algo (?:para|disponible)|horas?)|\b(?:el|manana|lunes|martes|miercoles|jueves|viernes|sabado) (?:me|nos) (?:queda|va|conviene|funciona)|\bpuedo (?:ir|pasar|venir) (?:el|manana|hoy|a)"),
    ),
    "call_me": (
        (9, r"\b(?:llam(?:e|en|a|eme|enme|ame|ar|arme|arnos|enos)|llamada|marqueme|marquenme|marcame|hablar por telefono|por telefono|telefonee\w*)\b"),
        (-9, r"\b(?:no|nunca|dejen de|deje de) (?:me )?llam\w+|\byo (?:le|les|te|los) llamo|\b(?:le|les|te) llamo|\bquien llam\w+|\bme llamo\b|\bse llama\b|\bcomo se llama"),
    ),
    "follow_up_at": (
        (9.6, r"\b(?:llam\w+|escrib\w+|mand\w+|contact\w+|habl\w+|texte\w+|avise\w*|busc\w+|marque\w*|recuerd\w+|pregunt\w+|comuniquese) ~~{es_exact}|{es_exact} ~(?:me|nos|puede|pueden|llam\w+|escrib\w+|hablamos|podemos hablar)"),
        (7, r"^(?:mejor |tal vez |como |hasta |ok |si )*{es_exact}(?: {es_exact}| mejor| esta bien| por la| a las \w+)*$|\b(?:salgo|libre|disponible|desocup\w+) ~{es_exact}"),
        (4, r"{es_exact}"),
        (-8, r"\b(?:cita|agendar|reservar|cuanto|venir|horario|abren|abiertos|fallecio|murio|equivocad[oa])\b"),
    ),
    "busy": (
        (9, r"\b(?:ocupad[oa]s?|manejando|conduciendo|trabajando|en (?:el trabajo|una reunion|una junta|junta|reunion|clase|camino|una cita|otra llamada|medio de)|no puedo (?:hablar|contestar|responder|atender|ahora|ahorita)|hoy no puedo|al rato|luego te (?:escribo|llamo|hablo)|te (?:escribo|llamo|hablo) (?:luego|despues|al rato|mas tarde)|le (?:llamo|escribo|marco) (?:luego|despues|mas tarde)|un momento|un segundo|dame un (?:minuto|segundo|momento))\b"),
    ),
    "not_now": (
        (8.5, r"\b(?:todavia no|aun no|ahora no|ahorita no|por ahora no|no por ahora|por el momento no|mas adelante|tal vez (?:despues|luego|mas|el proximo|en)|quizas? (?:despues|luego|mas|el|en)|otro dia|en otro momento|dejeme pensar\w*|dejame (?:pensar\w*|hablar|ver|preguntar|consultar|checar)|dejeme (?:hablar|ver|preguntar|consultar|checar)|lo voy a pensar|lo pienso|tengo que (?:pensar\w*|hablar con|consultar\w*)|lo estoy pensando|necesito (?:tiempo|pensar\w*)|no estoy list[oa]|cuando (?:tenga|pueda|me paguen)|el proximo (?:mes|ano)|el mes que viene|el ano que viene|en unos meses|mas tarde|despues)\b"),
    ),
    "not_interested": (
        (8.7, r"\b(?:no (?:me|nos) interesa|no estoy interesad[oa]|no estamos interesad[oa]s|no (?:lo |la )?(?:necesito|necesitamos|quiero|queremos|requiero)|no hace falta|no es necesario|ya no (?:quiero|necesito|me interesa|lo necesito|estoy interesad[oa])|paso|muy caro|demasiado caro)\b|^(?:no|no no|no gracias|nop|para nada|claro que no|no por)$"),
        (-6, r"\bno (?:quiero|necesito) (?:esperar|vivir|darme)|\bno quiero (?:el|la) \w+ sino"),
    ),
    "pricing_question": (
        (9, r"\b(?:cuanto|cuanta|cuantos) (?:cuesta|cuestan|cobra\w*|vale\w*|sale|seria|es|me|por|costaria|saldria|cobrarian|cuesto)\b|\b(?:precio|precios|costo|costos|tarifa|tarifas|cotizacion|presupuesto|descuento|descuentos|promocion|promociones|oferta|ofertas|gratis|financiamiento|plan de pago|pagos|deposito|mas barato|economico)\b|^cuanto\b|\bcuanto$"),
    ),
    "question": (
        (6.5, r"^(?:y )?(?:que|quien|quienes|donde|cuando|como|cual|cuales|por ?que|para que|cuanto tiempo|de donde|a que)\b|\b(?:quien es|quien habla|quien eres|de que se trata|que es esto|donde (?:estan|esta|queda)|que (?:servicios|horario|dias|tipo)|(?:tienen|aceptan|hacen|ofrecen|trabajan|hablan|atienden|abren|puede|pueden|hay|es|son|esta|estan) \w+|tengo una (?:pregunta|duda)|una pregunta|a que hora)\b"),
    ),
    "positive": (
        (8, r"^(?:si|claro|claro que si|por supuesto|si claro|dale|perfecto|esta bien|de acuerdo|me encantaria|excelente|si quiero|si me interesa|adelante|suena bien|vale|ok si|buenisimo|si por|simon)(?: (?:si|claro|gracias|quiero|perfecto|me interesa))*$|\b(?:si|todavia|aun|sigo|muy|estoy|estamos)? ?(?:me interesa|nos interesa|interesad[oa]s?|mas informacion|mande\w* (?:mas )?informacion|quiero (?:saber|mas|informacion|hacerlo)|quisiera (?:saber|mas|informacion)|me gustaria(?: saber| mas)?|necesito (?:ayuda|un|una|mas|su|informacion)|suena bien|si quiero|mandame|enviame)\b"),
        (-9, r"\bno (?:me|nos|estoy|estamos|muy)? ?(?:interesa|interesad)|\bequivocad"),
    ),
    "complaint": (
        (9, r"\b(?:me cobraron (?:de mas|dos veces|doble|mal|mucho)|cobraron|pesim[oa]|mal(?:isimo|isima)? (?:servicio|trabajo|experiencia|atencion)|terrible|horrible|nunca (?:llegaron|vinieron|contestan|me (?:llamaron|contestaron|devolvieron))|no (?:llegaron|vinieron|contestan|me (?:contestan|devolvieron|llamaron|han))|quiero (?:mi dinero|un reembolso|reembolso|poner una queja|quejarme)|reembolso|queja|estafa\w*|groser[oa]s?|descontent[oa]|molest[oa]|enojad[oa]|decepcionad[oa]|inaceptable|quedo mal|se volvio a|sigue (?:roto|igual|mal|goteando|sin funcionar)|otra vez (?:se|no)|arruin\w+|rompieron|danaron|el peor)\b"),
        (9, r"\bme cobr\w+ ~(?:mas|doble|veces)|\b(?:no|nunca) (?:vinieron|llegaron|vino|llego)\b|\bnadie (?:contesta|llego|vino|responde|me)"),
    ),
    "emergency": (
        (10, r"\b(?:emergencia|urgente|urgencia|fuga de (?:gas|agua)|huele a gas|olor a gas|se (?:inundo|esta inundando|rompio (?:la|una) (?:tuberia|pipa)|quema|incendi\w+)|inundad[oa]|inundacion|incendio|fuego|humo|sin (?:calefaccion|luz|agua|aire)|no (?:hay|tenemos|tengo) (?:calefaccion|luz|agua|aire|calor)|auxilio|mucho dolor|me duele (?:mucho|muchisimo)|sangr\w+|hinchad[oa]|no puedo respirar|accidente|ayuda (?:ahora|rapido|por)|me quede (?:afuera|encerrad)|arrestad[oa]|preso|en la carcel|detenid[oa]|goteando (?:mucho|por todo)|cayendo agua|agua por todos lados|lo antes posible)\b"),
    ),
    "sensitive": (
        (10, r"\b(?:fallecio|murio|fallecid[oa]|murieron|muerte|se murio|en paz descanse|funeral|velorio|luto|cancer|quimio\w*|tumor|hospital|hospitalizad[oa]|hospicio|cirugia|operacion|operaron|divorcio|divorciando|perdi (?:mi|el) (?:trabajo|empleo|casa|bebe)|me despidieron|sin trabajo|desemplead[oa]|desalojo|desaloj\w+|bancarrota|quiebra|no tengo (?:dinero|trabajo)|deprimid[oa]|depresion|ansiedad|quiero morir\w*|no quiero vivir|suicid\w+|embarazada|violencia|me pega|miedo|orden de restriccion|deport\w+|migracion|indocumentad[oa]|enferm[oa]|menor de edad|tengo (?:1[0-7]|[89]) anos|privacidad|confidencial|perdimos a)\b"),
    ),
    "asks_human": (
        (9.5, r"\b(?:persona real|ser humano|humano|robot|bot|maquina|automatic[oa]|persona de verdad|hablar con (?:una persona|alguien|el (?:dueno|gerente|encargado|doctor)|un (?:agente|representante|humano)|la (?:duena|doctora|gerente|encargada)|nm)|un representante|un agente|el gerente|el dueno|alguien real|es usted real|eres real|inteligencia artificial)\b"),
        (-4, r"\bmensaje automatico|\brespuesta automatica"),
    ),
    "contact_update": (
        (9.3, r"\b(?:cambie (?:de|mi)|cambiamos de|nuev[oa] (?:numero|telefono|correo|direccion|email|celular)|mi (?:nuevo|nueva|otro|otra) \w+ es|mi (?:numero|telefono|correo|email|direccion|nombre) (?:es|ahora|nuevo|cambio)|nos mudamos|me mude|nos cambiamos|correo nuevo|numero nuevo|direccion nueva|telefono nuevo|me cambie de (?:casa|numero)|actualiz\w+ (?:mi|el|la)|ahora (?:es el|vivo|vivimos)|use (?:este|el) (?:otro )?(?:numero|correo)|este es mi (?:nuevo|otro)|escriba\w* a(?:l)? (?:este|mi otro|otro) (?:numero|correo))\b|\S+@\S+\.\w+"),
    ),
    "unclear": ((6.5, r"^(?:eso|que|quien|como|ok|tal vez|quizas?|no se|a ver|bueno|ya|jaja\w*|mande)$"),),
}  # fmt: skip
