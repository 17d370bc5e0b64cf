"""Which words are worth mending when misspelt, and which are real words that must stay themselves.

The real words, in real_words.txt, are those of everyday English, Spanish, French and Portuguese that lie a slip or two
away from a word worth mending.
"""

from pathlib import Path

_MENDED_TEXT = (
    "stop unsubscribe unsubscribed remove removed texting messaging messages message contacting contact delete "
    "sending calling emailing emails texts harassing harassment bothering leave alone number please spamming receive "
    "receiving text send call email list lists want never again anything nothing another bother disturb quit spam "
    "these this calls texted called subscribe blocked blocking report reported reporting harass contacted solicit "
    "respond information records system enough phone numbers lawyer everything already trying getting further "
    "solicitations hitting following replied soliciting reminders permission consent anymore notifications promotions "
    "database communication mensajes escribir escriban manden mandar mandarme borren borrenme eliminen quitenme "
    "llamen molesten molestar enviar enviarme envien dejen desuscribir suscripcion take taken your from more dont "
    "didnt doesnt wont off subscription subscribed mailing marketing unsolicited unwanted communications deleting "
    "removing emailed messaged lose erase block request requested told asked consider wish longer continue legal "
    "attorney lawsuit authorized unenroll deregister discontinue cease desist refrain revoke withdraw quitting "
    "stopped optout mandes mandeme escribirme escriba llamar llame llamada llamadas borrar elimine quiten numero "
    "eliminar quitar dejar paren wrong moved passed deceased bothered pestering annoying bugging prohibited have "
    "interested with need said will ever would like just keep that make info away times about thank time asking know "
    "thanks gave been sure good favor many tell name work company people hear cancel being give fuck someone kindly "
    "address here future could prefer right means wanna interest agree were else stuff blowing line what appreciate "
    "data still mike immediately accept after going there reply deleted example mail note thought lista reaching "
    "reach guys where rather forget hereby signed knock done hell needs fucking violating gonna whoever requesting "
    "warning life mind feel free ahead talk gotta understand write pretty decline appointment every link offers sign "
    "police shut sick tired person state husband hello sorry advertising businesses privacy even wife should several "
    "live respect alright cell family services come turn notice stay wasting final marked yourself considered screw "
    "asshole left agreed thread much found ensure does idea belongs pass part read robot annoyed ridiculous love "
    "better best junk writing ringing mark damn clear exit disturbing given refuse nicely begging minor hospital "
    "maybe tried dije typed market sales pushing hounding reminding inbox revoking withdrawing purge opting strike "
    "consented selling waste using chill talking speak phoning discard avoid halt abstain bullshit peace stalking "
    "withdrawn texteen whatsoever forgotten business"
)
MENDED = tuple(_MENDED_TEXT.split())
REAL_WORDS = frozenset(Path(__file__).with_name("real_words.txt").read_text(encoding="ascii").split())
