"""The same acts in Spanish, and the commonest in French and Portuguese; accents are already off."""

_END = (
    "(?=$|BREAK|por|gracias|porque|que|nunca|ya|mas|de|si|no|a|en|para|please|thanks|plus|pas|svp|merci|mais|INTERJECT)"
)
_YOUR = (
    "(los|las|sus|tus|sus|estos|esos|todos|todas|estas|esas|la|el|su|tu|de|con|tantos|tantas|mas|este|"
    "ese|mandar|enviar|mandarme|enviarme|ningun|otro|recibir|cualquier|nuevos)"
)
_NO = "(no|ya no|nunca|jamas|nunca mas|nunca me|tampoco|nadie|nao)"
_QUIERO = (
    "(quiero|deseo|quisiera|queremos|necesito|deseamos|pido|solicito|acepto|autorizo|permito|consiento|"
    "me gusta|me interesa|interesa|estoy interesado|estoy interesada|gustaria|quero|desejo|gusta)"
)
_LISTA = (
    "((de|en) (la|su|tu|sus|esta|tus|todas sus) (W)? (lista|listas|base|sistema|registro|contactos|grupo|"
    "agenda|directorio|registros))"
)
_NOT_PLACE = "(?! (de|del|en) (la|el|las|los)? (cita|citas|lista de espera|agenda|espera|calendario|turno|num))"

ROMANCE_SOURCES: list[tuple[str, str, str]] = [
    (
        "no me escriban",
        "prohibit limited",
        f"{_NO} (quiero que|quisiera que|deseo que|queremos que|necesito que|es necesario que|hace falta "
        "que|hay necesidad de que|vuelvan a|vuelva a|vuelvas a|sigan|siga|sigas|mas|se|tienen que|tienes "
        "que|autorizo que|autorizo a que|se molesten en|W que)? (me|nos|le|les|lo|la|se|te)* (vuelvan "
        "a|vuelva a|vuelvas a|estes|esten|este|sigan|siga|sigas|anden|andes|hagan|vayan a)? "
        "(ES_FORBID|ES_SAY) (mas|mais|de nuevo|otra vez|a este numero|a mi (W)?|a este|con (esto|eso|sus W|estos "
        "W)|nunca|ya|al "
        f"(W)|por (W)|W (?=$|BREAK)|{_END})",
    ),
    (
        "no manden",
        "prohibit limited",
        f"{_NO} (quiero que|quisiera que|deseo que|queremos que|necesito que|vuelvan "
        "a|sigan|siga|sigas|mas)? (me|nos|le|se|lo)* (vuelvan a|esten|estes|sigan)? (ES_SEND|ES_SAY) (?!(al|a) "
        "(mismo|misma|nadie|tecnico|ese|esa|otro|W (tecnico|plomero|senor)))"
        "(me)? (mas|mais|ya|nunca|tantos|tantas|nada|esto|estos|estas|eso|ningun|ninguna|otro|cosas|los|"
        f"las|sus|tus|este tipo de|W)* (ES_NOUN|mas|mais|nada|esto|eso|estas cosas|cosas|{_END})",
    ),
    (
        "dejen de escribir",
        "request limited",
        "ES_ENOUGH (ya|por favor|inmediatamente)* (de|con)? (estar|me|nos|andar|seguir)* (ES_SAY) (a)? "
        f"(me|mas|este numero|mi (W)|{_END}|{_YOUR}|ES_NOUN|W)",
    ),
    ("dejen los mensajes", "request limited", f"ES_ENOUGH (ya)? {_YOUR}{{0,3}} ES_NOUN"),
    (
        "dejar de recibir",
        "request",
        "(dejar|deje|dejen|parar|dejo|dejamos|parar) de (recibir|mandar|enviar|llegar|llegarme|recibirlos)",
    ),
    (
        "no quiero mensajes",
        "prohibit limited",
        f"{_NO} (me)? {_QUIERO} (a)? (me|recibir|recibirlos|receber|seguir|recibiendo|que me|que|lleguen|"
        "llegue|mas|mais|ningun|ninguna|ningunos|tener|tantos|tantas|sus|tus|estos|estas|su|de|este|esta|"
        "esos|saber|nada|tipo|los|las|ser|que nos|otro)* (ES_NOUN|recibir (nada|esto|mas)|contactado|"
        "contactada|molestado|molestada|saber (nada|mas)|de "
        "ustedes|ES_FORBID|ES_SEND|suscrito|suscrita|estar en su lista|estar en la lista|ES_SAY)",
    ),
    (
        "no quiero recibir",
        "prohibit",
        f"{_NO} {_QUIERO} (recibir|recibirlos|seguir recibiendo|que me sigan|saber (nada|mas) de|mas "
        "(nada|de ustedes|esto))",
    ),
    (
        "no mas",
        "bare limited",
        "((no|ya no|nunca) (me)? (mas|mais)|ni (un|una)|ningun|ninguna|cero|basta de|chega de) "
        "(mas|mais|otro|de)* (de)? (sus|tus|estos|los|W)? (ES_NOUN)",
    ),
    (
        "no mas solo",
        "whole",
        "(INTERJECT|BREAK|por favor|gracias|ya|oigan|oye)* (ya)? (no|nunca) (mas|mais) (ya|por "
        "favor|gracias|INTERJECT|BREAK|nunca|de esto|esto)*",
    ),
    (
        "basta",
        "whole",
        "(INTERJECT|BREAK|por favor|gracias|ya|oigan|oye|que|les dije que|dije que|dije|digan)* (basta|"
        "alto|paren|pare|para|parele|parenle|parale|parar|parem|pare ya|dejenme|dejeme|dejame|baja|la "
        "baja|ya no mas|detenganse|detengase|detener|largo|larguense|fuera|eliminar|borrar|sair|remover|"
        "salir|darse de baja|desuscribir|desuscribirse|desinscribir|suficiente|cancelar suscripcion|no "
        "molestar|no molesten|no moleste|no jodan|no joda|no jodas|no chinguen|no chingues|no manden "
        "nada|arretez|arrete|arret|arreter|assez|stopp|no llamar|no contactar|no contacten|desabonner|"
        "desabonnement|desinscription|desinscrire|descadastrar|chega|retirar|dejen|ya estuvo|ya estuvo "
        "bueno|calmense|favor parar|por favor parar|cancelar|parad|dejadme|parense|stop (sms|ya|mensajes)) "
        "(INTERJECT|BREAK|ya|por "
        "favor|gracias|con esto|de esto|todo|sms|svp|s il vous plait|merci|porfavor|mas|esto|eso|senor|"
        "senora|amigo|wey|guey|maintenant)*",
    ),
    (
        "quitenme",
        "order place",
        f"(ES_OUT){_NOT_PLACE} (?=$|BREAK|de|del|por|ya|gracias|en|a|da|the|INTERJECT|please)",
    ),
    (
        "que me quiten",
        "any place",
        "(quiero que|pueden|puede|puedes|podrian|podria|favor de|que|necesito que|pido que|solicito "
        "que|solicito|como|por favor|quiero|agradeceria que|agradezco que|INTERJECT|^) (me|nos|se)? "
        "(quiten|quite|saquen|saque|borren|borre|eliminen|elimine|quitar|sacar|borrar|eliminar|remover|"
        "remuevan|retiren|den de baja|de de baja|dar de baja|doy de baja|salgo|eliminacion) (me|nos)? "
        f"{_LISTA}{_NOT_PLACE}",
    ),
    (
        "dar de baja",
        "order place",
        "(darme|denme|deme|dame|darnos|dennos|dar|den|doy|quiero|solicito|pido|tramitar|quisiera|la|mi|"
        "deseo|una|darnos|darse|demen|dadme|me) (la|mi|ya|por favor|de|a mi numero|este numero|mi "
        "numero|mi (W)|el numero)* (de)? baja(?! (a|de)? (mi|la|el|nuestra|una) "
        "(membresia|plan|servicio|contrato|seguro|poliza|cuenta|gimnasio|clase))(?! (presion|de (W)? precio|la))",
    ),
    (
        "quiten mi numero",
        "order place",
        "ES_DELETE (a|ya)? (mi|mis|este|el|nuestro|nuestros|todos mis|meu|meus|minha|de (W)|W mi) (W)? (de)? ES_DATA",
    ),
    (
        "me borren",
        "order place",
        "(me) (quiten|quite|saquen|saque|borren|borre|borras|quitas|sacas|eliminen|elimine|quitan|sacan|"
        "borran|eliminan|pueden|puede|puedes|tira|tire|tirem|remova|remove|retira) "
        "(quitar|sacar|borrar|eliminar|dar de baja|remover)? (de|ya|da|the|del|por "
        f"favor|(?=$|BREAK)){_NOT_PLACE}",
    ),
    (
        "en paz",
        "order",
        "(dejenme|dejeme|dejame|dejanos|dejennos|dejadme|me dejen|me deje|me dejas|me "
        "dejan|dejarme|dejar|me deixe|me deixa|me deixem|deixe me) (ya)? "
        "(en|em|de|la|tranquilo|tranquila|quieto|quieta|them|de ES_SAY)",
    ),
    (
        "los bloqueo",
        "any",
        "((voy|vamos) a (reportar|bloquear|denunciar|demandar)(los|te|las|le)?|(voy|vamos) a "
        "(reportarlos|bloquearlos|denunciarlos|demandarlos|reportarte|bloquearte|denunciarte|demandarte|"
        "reportarlo|bloquear)|(los|te|las|lo) (voy|vamos) a "
        "(reportar|bloquear|denunciar|demandar)|(los|te|las|lo) (reporto|bloqueo|denuncio|reporte|"
        "bloquee|bloquie|denunciare|demandare)|(estas|estan|quedan|quedas|numero|esta|queda) (bloqueado|"
        "bloqueados|bloqueada|reportado|reportados)|(es|es un|considera|consideran|puro) acoso)",
    ),
    ("bloqueado", "whole", "(bloqueado|bloqueados|reportado|reportados|bloqueada)"),
    (
        "sin permiso",
        "any",
        "(no|nunca|sin) (les|te|le|yo|he)* (di|doy|dado|autorizo|autorice|autorizado|consiento|consenti) "
        "(mi|el|a|les|que|ningun)* (permiso|consentimiento|autorizacion|numero para|ES_NOUN|recibir|me "
        "ES_SEND|ES_SAY|me (W)|(?=$|BREAK))|(retiro|revoco|retirar|revocar) (mi|el|todo) "
        "(consentimiento|permiso|autorizacion)|(no|nunca) (me|yo)? (me)? "
        "(suscribi|registre|inscribi|apunte) (a|en|para)? "
        "(esto|eso|estos|nada|sus|ES_NOUN|(?=$|BREAK))|sin mi "
        "(permiso|consentimiento|autorizacion)|(no|nunca) (les|te)? pedi (estos|sus|recibir|que "
        "me|mensajes|esto)",
    ),
    (
        "vete",
        "order",
        "(vete|vayanse|vayase|vaya|larguense|largate) (todos)? (a|al) (la|el|tu)? (ES_SWEAR|W)|chinga "
        "(a)? (tu|su) madre|chinguen (a)? su madre|a la (mierda|verga|chingada)",
    ),
    (
        "harto",
        "any",
        "(harto|harta|cansado|cansada|hartos) (ya)? (de) (recibir|que "
        "me|tantos|sus|tus|estos|los|tanto|tantas|sus|que)",
    ),
    (
        "dejen de",
        "request",
        "(dejen|deje|deja|pare|paren|para) (ya)? (de) (ES_SAY|chingar|joder|mandarme|estar|W (mensajes|textos))",
    ),
    (
        "cancelar suscripcion",
        "order",
        "(cancelar|cancelen|cancele|anular|anulen|cancela|cancelo) (mi|la|esta)? "
        "(suscripcion|subscripcion|inscripcion|inscricao)",
    ),
    (
        "alto a los mensajes",
        "request",
        "(alto|fin|stop|no more|ya no|no mas|basta|nada) (a|de|con|los|las|sus|tus|tantos|mas|these|the)* "
        "(ES_NOUN|texts|messages)"
        "|(stop|quit|dejen|paren|stop de) (de|con)? (ES_SAY|texteando|texteandome|text me|textear|call me)",
    ),
    (
        "como salgo",
        "any place",
        "(como|donde) (puedo|se|le hago para|hago para|hago pa|le|me)* "
        "(cancelo|paro|detengo|quito|cancelar|parar|quitar|salgo|"
        "salir|salirme|me salgo|borro|doy de baja|dejar de|dejo de|detener|no) "
        "(de|a|los|estos|estas|esos|sus|me|recibir|esta|la|su|mas|que|lleguen)* "
        "(ES_NOUN|lista|lista de|recibir|esto (?=$|BREAK)|grupo)",
    ),
    (
        "sin derecho",
        "any",
        "no (tiene|tienen|tienes|les doy|te doy|le doy|doy) (W)? "
        "(permiso|derecho|autorizacion|consentimiento|razon) (de|a|para|que)* (ES_SAY|ES_FORBID|me|usar|W)",
    ),
    (
        "borrenlo",
        "any",
        "(numero|persona|equivocado|equivocada|telefono) (W|BREAK){0,5} "
        "(borrenlo|borrelo|borralo|quitenlo|quitelo|eliminenlo|"
        "eliminelo|eliminalo|saquenlo|bloqueenlo|apague|apaguem|apaga|exclua|remova|remove)",
    ),
    (
        "mixed delete",
        "order place",
        "(remove|delete|borren|borra|quiten|quita|elimina|eliminen|saca|saquen|lose|erase) (my|mi|the|el|me) (W)? "
        "(numero|number|telefono|cel|celular|nombre|name|contacto|info|de la lista|de su lista|del list|from la lista)",
    ),
    (
        "harto de ustedes",
        "any",
        "(tienen|tiene|tienes|estoy|estamos|ya) (W)? (harto|harta|hartos|cansado|cansada|fastidiado|fastidiada) "
        "(con|de)? (los|las|sus|tus|tanto|tantos|estos|esos|W)* "
        "(ES_NOUN)",
    ),
    ("en paz a", "order", "(dejen|deje|deja|dejad) (ya)? (en paz|tranquilo|tranquila|tranquilos|tranquilas) (a)?"),
    ("ya no quiero nada", "whole doubt", "(ya)? no quiero (nada|mas|esto) (de esto|mas|de ustedes|BREAK|gracias)*"),
    # -- French
    (
        "veuillez ne plus",
        "any limited",
        "(ne|n) (plus|pas|jamais) (me|m|nous)? (FR_SAY|recevoir|envoyer|etre contacte|etre derange)",
    ),
    (
        "veuillez retirer",
        "any place",
        "(veuillez|merci de|merci|priere de|svp|pouvez vous|pourriez vous|pourriez|pouvez|puis "
        "je|voudrais|veux|souhaite|aimerais|demande|"
        "voulez vous|bonjour|il faut|comment) (que|a|de|etre|bien|vous)* (me|m|nous|mon|se)? "
        "(retirer|enlever|supprimer|desabonner|desinscrire|"
        "effacer|rayer|oter|retire|retiree|supprime|supprimee|enleve|desabonne|desinscrit|cesser|arreter) "
        "(de|d|moi|mon|mes|nous|tout|les|vos|ces|me|m|la|votre|cette|l|a)* "
        "(FR_SAY|FR_NOUN|numero|nom|donnees|coordonnees|contact|liste|list|adresse|courriel|telephone|(?=$|BREAK))",
    ),
    (
        "stop les messages",
        "request",
        "(stop|fini|assez|cessez|arretez|marre) (a|aux|les|avec|de|des|d|vos|ces|tout|tous|toute|toutes)* "
        "(FR_NOUN|contact|communication|envoi|envois)",
    ),
    (
        "pas d'accord",
        "any",
        "(n|je)? ai (jamais|pas) (donne|demande|autorise|accepte|souscrit|consenti) "
        "(mon|de|a|d|votre|vos|ces|cette|l|ce)* (accord|consentement|numero|permission|"
        "FR_NOUN|recevoir|FR_SAY|autorisation|(?=$|BREAK))",
    ),
    (
        "laissez nous tranquilles",
        "order",
        "(laissez|laisse|fichez|foutez) (moi|nous|la) (W)? (tranquille|tranquilles|paix)",
    ),
    # -- Portuguese, further
    (
        "me tira dessa lista",
        "order place",
        "(me|nos) "
        "(tira|tire|tirem|remove|remova|removam|exclui|exclua|excluam|apaga|apague|descadastra|"
        "descadastre|descadastrem|retira|retire|retirem) "
        "(da|the|de|dessa|desta|do|desse|deste|das|dai|sua|daqui|(?=$|BREAK|INTERJECT)|por favor)",
    ),
    (
        "quero sair",
        "any place",
        "(quero|queria|gostaria de|desejo|preciso|posso|como|faco para|faco pra|fazer para|para) "
        "(faco|fazer|posso|eu|para|pra|me|de)* "
        "(sair (da|the|de|dessa|desta|do|desse)|descadastrar|desinscrever|parar de receber|paro de receber|deixar "
        "de receber|"
        "cancelar (as|essas|estas|os|esses|minha inscricao|a inscricao) (ES_NOUN|inscricao|(?=$|BREAK))|nao "
        "receber (mais)?)",
    ),
    (
        "cancela as mensagens",
        "request",
        "(cancela|cancele|cancelem|cancelar|cancelen|cancelo|parem|para|pare) "
        "(com|de|as|essas|estas|os|esses|estos|los|sus|as suas|suas)* (ES_NOUN|mensagens|mensagem)",
    ),
    (
        "nao entre em contato",
        "any limited",
        "(nao|nunca) (quero que|e para)? (me)? "
        "(entre|entrem|entrar|contate|contatem|contacte|contactem|incomode|incomodem|perturbe|procure|"
        "procurem) (mais|(em|them) contato|comigo|de novo|(?=$|BREAK))",
    ),
    (
        "vou bloquear",
        "any",
        "(vou|vamos) (te|os|lhe|la|le)? (bloquear|denunciar|processar)(?! (a|o|la|el|as|os) (rua|W))|vou bloquear "
        "(esse|este|o) numero",
    ),
    ("me deixa em paz", "order", "(deixa|deixe|deixem|deixar) (eu|me|a gente|nos)? ((em|them) paz|quieto|quieta)"),
    ("favor parar", "request", "(favor|por favor)? parar (de)? (com)? (ES_SAY|ES_NOUN|enviar|mandar|ligar|isso)"),
    (
        "arretez de m'ecrire",
        "request limited",
        "(arretez|arrete|arreter|cessez|cesser|stop|stopper|stoppez|evitez) (de|d)? (me|m|nous|ca)? FR_SAY",
    ),
    (
        "arretez les messages",
        "request",
        "(arretez|arrete|arreter|cessez|cesser|stopper|stoppez|plus|annulez) "
        "(avec|les|vos|ces|de|des|tous|toutes|d|tes|cette|envois|l envoi|recevoir|aucun)* FR_NOUN",
    ),
    (
        "ne me contactez plus",
        "any limited",
        "(ne|n)? (me|m|nous)? (FR_SAY) (moi)? (plus|pas|jamais)(?! (tard|tot|de problemes))",
    ),
    (
        "je ne veux plus",
        "any",
        "(veux|souhaite|desire|voudrais|voulons|souhaitons|aimerais) (plus|pas|ne plus|ne pas) "
        "(recevoir|etre (contacte|derange|sollicite)|de (FR_NOUN|vos)|vos|que vous|ces|entendre)",
    ),
    (
        "retirez moi",
        "order place",
        "(retirez|enlevez|supprimez|effacez|desabonnez|desinscrivez|rayez|oubliez|retirer|enlever|"
        "supprimer|effacer|retire|enleve|supprime|desabonne) (moi|mon|mes|nous) (W)? (numero|nom|donnees|"
        "contact|coordonnees|telephone|courriel|de (votre|vos|la|cette))?",
    ),
    ("me desabonner", "order", "(me|m|je|veux)? (desabonner|desabonne|desinscrire|desabonnez|desinscris)"),
    (
        "laissez moi tranquille",
        "order",
        "(laissez|laisse|fichez|foutez|fous|fiche) (moi|nous) (tranquille|la paix|en paix)",
    ),
    # -- Portuguese
    (
        "nao me mande",
        "prohibit limited",
        "(nao|nunca mais) (quero que|quero)? (me|nos)? (ES_SEND|ES_FORBID|mandar|enviar|receber|ligar) "
        "(mais|me|nada|mensagens|isso|(?=$|BREAK))",
    ),
    (
        "pare de",
        "request limited",
        "(pare|parem|para|parar) (de|com) (me)? (ES_SAY|mandar|enviar|isso|mensagens|ligar)",
    ),
    (
        "nao quero mais",
        "any limited",
        "nao (quero|desejo|queria) (mais)? (receber|mensagens|ser contatado|suas|essas)",
    ),
    (
        "tirem meu numero",
        "order",
        "(tire|tirem|tira|remova|removam|apague|exclua|excluam|apaguem|retire|retirem) (me|o)? "
        "(meu|meus|minha|da|the|de|esse)",
    ),
]
