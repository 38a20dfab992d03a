"""Mails to the contact of an abonnement: delivering failed for good, or a stop is not confirmed. No personal data."""

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connections

from inburgering.organisatie import gemeenten
from inburgering.signaal import commands
from inburgering.signaal.terms import MailOpdracht, Waarschuwingsoort

log = logging.getLogger(__name__)
RUST = 5.0
_TEGELIJK = 20
_CLAIM, _STAP, _STAP_MAX = timedelta(minutes=5), timedelta(minutes=5), timedelta(hours=6)
_KOP = {
    Waarschuwingsoort.DOOD: "Berichten voor gemeente {gemeente} komen niet aan",
    Waarschuwingsoort.BEEINDIGD: "Het abonnement van gemeente {gemeente} is beëindigd",
    Waarschuwingsoort.NIET_GEVALIDEERD: "Het abonnement van gemeente {gemeente} is niet gestart",
    Waarschuwingsoort.STOP_OPEN: "{oefening}Bevestig de stop voor gemeente {gemeente}",
}
_TEKST = {
    Waarschuwingsoort.DOOD: """Wij proberen berichten te bezorgen op {host}. Dat lukt niet.
Na negen pogingen zijn wij gestopt met {aantal}. Er is niets verloren: de signalen staan in uw inbox.

Dit kunt u doen:
1. Kijk of uw systeem bereikbaar is.
2. Laat de berichten opnieuw bezorgen: {pagina}
""",
    Waarschuwingsoort.BEEINDIGD: """Uw systeem op {host} antwoordde dat het adres niet meer bestaat (410).
Daarom hebben wij het abonnement beëindigd. {aantal_zin}De signalen staan in uw inbox.

Wilt u weer berichten ontvangen? Maak dan een nieuw abonnement: {pagina}
""",
    Waarschuwingsoort.NIET_GEVALIDEERD: """Wij vroegen uw systeem op {host} of het onze berichten wil ontvangen.
Wij kregen na acht keer vragen geen toestemming. Daarom is het abonnement beëindigd.

Dit kunt u doen:
1. Laat uw systeem op OPTIONS antwoorden met de kop WebHook-Allowed-Origin.
2. Maak daarna een nieuw abonnement: {pagina}
""",
    Waarschuwingsoort.STOP_OPEN: """{oefening}Er geldt een stop op gegevens die uw gemeente van DUO kreeg.
Uw gemeente heeft nog niet bevestigd dat zij die gegevens niet meer gebruikt. Wij vragen u dat vandaag te doen.

Dit kunt u doen:
1. Gebruik de gegevens niet, ook geen kopie. Verwijder ze nog niet.
2. Lees waarom, en bevestig: {stop}
3. Werkt u met een eigen systeem? Dan kan dat systeem ook bevestigen.

Bevestigt u niet, dan bellen wij uw gemeente.
""",
}
_VOET = """
Kenmerk: {nummer}
Dit bericht is automatisch gemaakt. Er staan geen persoonsgegevens in.
"""


def verstuur(*, now: datetime) -> int:
    """Send the mails that are due; how many went. One that fails is tried again later, and holds up no other."""
    if not settings.EMAIL_HOST:
        return 0
    opdrachten = commands.claim_waarschuwingen(_TEGELIJK, now=now, tot=now + _CLAIM)
    return sum(_verstuur(o, now=now) for o in opdrachten)


def ronde(moment: Callable[[], datetime]) -> None:
    """Send what is due now, and give back the connection of this thread."""
    try:
        verstuur(now=moment())
    finally:
        connections.close_all()


def bericht(o: MailOpdracht) -> EmailMessage:
    """The mail itself."""
    plaats = gemeenten.naam(o.gemeente)
    woorden = {
        "gemeente": plaats,
        "host": o.host,
        "aantal": _berichten(o.aantal),
        "aantal_zin": f"{_berichten(o.aantal).capitalize()} zijn niet bezorgd. " if o.aantal else "",
        "pagina": f"{settings.ADRES}/bezorging",
        "nummer": o.stop_id or o.abonnement_id,
        "stop": f"{settings.ADRES}/stops/{o.stop_id}/bevestig",
        "oefening": "Oefening. " if o.oefening else "",
    }
    return EmailMessage(
        subject=_KOP[o.soort].format(**woorden),
        body=_TEKST[o.soort].format(**woorden) + _VOET.format(**woorden),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[o.contact],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<{o.id}@{settings.WEBHOOK_OORSPRONG}>"},
        connection=get_connection(),
    )


def _verstuur(o: MailOpdracht, *, now: datetime) -> bool:
    try:
        bericht(o).send()
    except (smtplib.SMTPException, OSError) as fout:
        log.warning("mail.mislukt waarschuwing_id=%s reden=%s", o.id, type(fout).__name__)
        opnieuw = now + min(_STAP * o.poging, _STAP_MAX)
        commands.noteer_waarschuwing(o.id, verzonden=False, now=now, opnieuw=opnieuw)
        return False
    commands.noteer_waarschuwing(o.id, verzonden=True, now=now, opnieuw=now)
    return True


def _berichten(aantal: int) -> str:
    return "één bericht" if aantal == 1 else f"{aantal} berichten"
