"""Signalen: fetch, confirm, declare; and what was declared."""

from typing import Any

from msgspec import Raw

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import POORT_EPOCH, Operatie, Verzoek, bladeren
from inburgering.signaal import commands, queries
from inburgering.signaal.terms import Bewijs, Correctiesoort
from inburgering.statuslijst import queries as statuslijst_queries
from inburgering.toegang.terms import Machtiging


def lijst(v: Verzoek) -> vormen.Signalen:
    """Signalen since a volgnummer."""
    aantal, adres = v.vraag["aantal"], statuslijst_queries.adres(v.gemeente)
    weer = commands.haal_blad_weer_op(
        v.gemeente, sinds=v.vraag["sinds"], aantal=aantal, actor=v.actor, now=v.now, adres=adres
    )
    if weer:
        blad, epoch = weer
        v.koppen[POORT_EPOCH] = str(epoch)
        return _blad(v, Raw(blad.stukken), volgende=blad.laatste if blad.aantal == aantal else None)
    rijen = commands.haal_op(v.gemeente, sinds=v.vraag["sinds"], aantal=aantal, actor=v.actor, now=v.now)
    volgende = rijen[-1].volgnummer if len(rijen) == aantal else None
    return _blad(v, [vormen.van_rij(r) for r in rijen], volgende=volgende)


def _blad(v: Verzoek, signalen: Any, *, volgende: int | None) -> vormen.Signalen:
    """One page, of forms or of their JSON."""
    return vormen.Signalen(
        gemeente=v.gemeente,
        signalen=signalen,
        volgende=volgende,
        links=vormen.bladwijzers("/signalen", v.vraag, volgende=volgende),
    )


def een(v: Verzoek) -> vormen.Signaal:
    """One signaal."""
    return vormen.van_rij(commands.haal_op_een(v.pad["signaalId"], actor=v.actor, gemeente=v.gemeente, now=v.now))


def bevestig(v: Verzoek) -> vormen.Bevestiging:
    """Receipt of a signaal, or the doing of what a correctie asks."""
    nummer = v.pad["signaalId"]
    envelop = queries.envelop(nummer, gemeente=v.gemeente)
    corrigeert = envelop.correctiesoort in {Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING}
    stap = commands.bevestig_correctie if corrigeert else commands.bevestig_ontvangst
    stap(nummer, door=v.actor, now=v.now)
    return vormen.Bevestiging(nummer, v.gemeente, v.now)


def verklaar(v: Verzoek) -> vormen.Verklaring:
    """An answer about one signaal."""
    invoer: vormen.VerklaringInvoer = v.body
    nummer = v.pad["signaalId"]
    naam, som = (invoer.document.naam, invoer.document.sha256) if invoer.document else ("", "")
    antwoord = commands.verklaar(
        nummer,
        invoer.antwoord,
        toelichting=invoer.toelichting,
        bewijs=Bewijs(invoer.bewijs, naam, som),
        door=v.actor,
        now=v.now,
    )
    return vormen.Verklaring(nummer, v.gemeente, antwoord, v.now)


def verklaringen(v: Verzoek) -> vormen.Verklaringen:
    """What the gemeente declared, in the order in which it did."""
    aantal = v.vraag["aantal"]
    rijen = queries.verklaringen_na(v.gemeente, sinds=v.vraag["sinds"], aantal=aantal)
    volgende = rijen[-1][0] if len(rijen) == aantal else None
    return vormen.Verklaringen(
        gemeente=v.gemeente,
        verklaringen=[vormen.van_verklaring(nummer, r) for nummer, r in rijen],
        volgende=volgende,
        links=vormen.bladwijzers("/verklaringen", v.vraag, volgende=volgende),
    )


TABEL = (
    Operatie(
        methode="GET",
        pad="/signalen",
        naam="lijstSignalen",
        titel="Signalen ophalen",
        uitleg="Geeft de signalen na een volgnummer. Met inhoud, of zonder als een stop geldt: dan is gestopt waar."
        " Elke inhoud die u ophaalt, wordt als verstrekking vastgelegd.",
        doe=lijst,
        uit=vormen.Signalen,
        label="signalen",
        machtiging=Machtiging.SIGNALEN_LEZEN,
        vraag=bladeren("signalen"),
    ),
    Operatie(
        methode="GET",
        pad="/signalen/{signaalId}",
        naam="haalSignaal",
        titel="Eén signaal ophalen",
        uitleg="Geeft één signaal van uw gemeente.",
        doe=een,
        uit=vormen.Signaal,
        label="signalen",
        machtiging=Machtiging.SIGNALEN_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/signalen/{signaalId}/bevestigingen",
        naam="bevestigSignaal",
        titel="Ontvangst of correctie bevestigen",
        uitleg="Legt vast dat u het signaal hebt. Bij een intrekking of omleiding: dat u deed wat er staat."
        " Twee keer mag.",
        doe=bevestig,
        uit=vormen.Bevestiging,
        label="signalen",
        machtiging=Machtiging.SIGNALEN_BEVESTIGEN,
        status=201,
    ),
    Operatie(
        methode="POST",
        pad="/signalen/{signaalId}/verklaringen",
        naam="verklaarSignaal",
        titel="Verklaren wat u met een signaal deed",
        uitleg="Legt vast wat uw gemeente met het signaal deed, ook als een stop geldt."
        " Een latere verklaring gaat voor. Bewijs blijft bij u: wij bewaren wat u erover zegt en een controlegetal.",
        doe=verklaar,
        uit=vormen.Verklaring,
        label="verklaringen",
        machtiging=Machtiging.VERKLARINGEN_SCHRIJVEN,
        invoer=vormen.VerklaringInvoer,
        status=201,
    ),
    Operatie(
        methode="GET",
        pad="/verklaringen",
        naam="lijstVerklaringen",
        titel="Verklaringen teruglezen",
        uitleg="Geeft wat uw gemeente verklaarde, in volgorde van vastleggen.",
        doe=verklaringen,
        uit=vormen.Verklaringen,
        label="verklaringen",
        machtiging=Machtiging.VERKLARINGEN_LEZEN,
        vraag=bladeren("verklaringen"),
    ),
)
