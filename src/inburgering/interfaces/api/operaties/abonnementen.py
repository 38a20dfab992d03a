"""Abonnementen: make, change, end, ask the address again, renew the secret, bring back what did not arrive."""

from msgspec import UNSET

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.fouten import Gebrek, VerzoekOngeldig
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek
from inburgering.signaal import commands, queries
from inburgering.signaal.terms import BestemmingRij
from inburgering.toegang.terms import Machtiging


def lijst(v: Verzoek) -> vormen.Abonnementen:
    """The living abonnementen of the gemeente."""
    rijen = queries.abonnementen(v.gemeente)
    return vormen.Abonnementen(v.gemeente, [vormen.van_abonnement(r) for r in rijen])


def een(v: Verzoek) -> vormen.Abonnement:
    """One abonnement."""
    return vormen.van_abonnement(_eigen(v))


def maak(v: Verzoek) -> vormen.NieuwAbonnement:
    """A new abonnement, with its secret."""
    invoer: vormen.AbonnementInvoer = v.body
    nummer, geheim = commands.maak_abonnement(
        v.gemeente, invoer.sink, soorten=invoer.soorten, contact=invoer.contact, door=v.actor, now=v.now
    )
    return vormen.NieuwAbonnement(vormen.van_abonnement(queries.abonnement(nummer, gemeente=v.gemeente)), geheim)


def wijzig(v: Verzoek) -> vormen.Abonnement:
    """Another address, other kinds or another contact."""
    invoer: vormen.AbonnementWijziging = v.body
    commands.wijzig_abonnement(
        _eigen(v).id,
        sink=None if invoer.sink is UNSET else invoer.sink,
        soorten=None if invoer.soorten is UNSET else invoer.soorten,
        contact=None if invoer.contact is UNSET else invoer.contact,
        door=v.actor,
        now=v.now,
    )
    return vormen.van_abonnement(_eigen(v))


def beeindig(v: Verzoek) -> None:
    """No events any more; ending what has ended changes nothing."""
    if _eigen(v).beeindigd_op is None:
        commands.beeindig_abonnement(v.pad["abonnementId"], door=v.actor, now=v.now)


def valideer(v: Verzoek) -> vormen.Validatie:
    """Ask the address again."""
    nummer = _eigen(v).id
    return vormen.Validatie(nummer, commands.valideer_abonnement(nummer, door=v.actor, now=v.now))


def vernieuw_geheim(v: Verzoek) -> vormen.Geheim:
    """Another secret."""
    nummer = _eigen(v).id
    return vormen.Geheim(nummer, commands.vernieuw_geheim(nummer, door=v.actor, now=v.now))


def dode(v: Verzoek) -> vormen.DodeBezorgingen:
    """What was given up."""
    nummer = _eigen(v).id
    rijen = queries.dode_bezorgingen(v.gemeente, abonnement_id=nummer)
    return vormen.DodeBezorgingen(nummer, [vormen.van_dode(r) for r in rijen])


def herhaal(v: Verzoek) -> vormen.Aantal:
    """A row of numbers again, or all that was given up."""
    invoer: vormen.HerhalingInvoer = v.body
    nummer = _eigen(v).id
    if (invoer.van is None) != (invoer.tot is None):
        veld = "$.tot" if invoer.tot is None else "$.van"
        raise VerzoekOngeldig(veld=veld, gebreken=(Gebrek(veld, "Geef van en tot allebei, of geen van beide."),))
    if invoer.van is None or invoer.tot is None:
        aantal = commands.probeer_opnieuw(nummer, door=v.actor, now=v.now)
    else:
        aantal = commands.herhaal(nummer, van=invoer.van, tot=invoer.tot, door=v.actor, now=v.now)
    return vormen.Aantal(nummer, aantal)


def _eigen(v: Verzoek) -> BestemmingRij:
    return queries.abonnement(v.pad["abonnementId"], gemeente=v.gemeente)


TABEL = (
    Operatie(
        methode="GET",
        pad="/abonnementen",
        naam="lijstAbonnementen",
        titel="Abonnementen ophalen",
        uitleg="Geeft de abonnementen van uw gemeente, en hoe het met elk adres gaat.",
        doe=lijst,
        uit=vormen.Abonnementen,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/abonnementen",
        naam="maakAbonnement",
        titel="Een abonnement nemen",
        uitleg="Neemt een abonnement op berichten (CloudEvents, zonder persoonsgegevens). Eerst vragen wij het adres of"
        " het ze wil (OPTIONS met WebHook-Request-Origin); tot het ja zegt, wachten de berichten.",
        doe=maak,
        uit=vormen.NieuwAbonnement,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        invoer=vormen.AbonnementInvoer,
        status=201,
        locatie=lambda uit: f"/v1/abonnementen/{uit.abonnement.abonnement_id}",
    ),
    Operatie(
        methode="GET",
        pad="/abonnementen/{abonnementId}",
        naam="haalAbonnement",
        titel="Eén abonnement ophalen",
        uitleg="Geeft één abonnement, ook als het is beëindigd. Het geheim staat er niet in.",
        doe=een,
        uit=vormen.Abonnement,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_LEZEN,
    ),
    Operatie(
        methode="PATCH",
        pad="/abonnementen/{abonnementId}",
        naam="wijzigAbonnement",
        titel="Een abonnement wijzigen",
        uitleg="Wijzigt adres, soorten of contact. Een nieuw adres wordt eerst gevraagd; de berichten wachten zolang.",
        doe=wijzig,
        uit=vormen.Abonnement,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        invoer=vormen.AbonnementWijziging,
    ),
    Operatie(
        methode="DELETE",
        pad="/abonnementen/{abonnementId}",
        naam="beeindigAbonnement",
        titel="Een abonnement opzeggen",
        uitleg="Beëindigt het abonnement; wat nog onderweg was, vervalt. De signalen zelf blijven op te halen.",
        doe=beeindig,
        uit=None,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        status=204,
    ),
    Operatie(
        methode="POST",
        pad="/abonnementen/{abonnementId}/validaties",
        naam="valideerAbonnement",
        titel="Een adres opnieuw proberen",
        uitleg="Laat ons het adres nu opnieuw vragen of het berichten wil. Zei het al ja, dan gebeurt er niets.",
        doe=valideer,
        uit=vormen.Validatie,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        status=201,
    ),
    Operatie(
        methode="POST",
        pad="/abonnementen/{abonnementId}/geheimen",
        naam="vernieuwGeheim",
        titel="Het geheim vernieuwen",
        uitleg="Geeft een nieuw geheim voor de ondertekening. Een dag lang tekenen wij met het oude en het nieuwe.",
        doe=vernieuw_geheim,
        uit=vormen.Geheim,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        status=201,
    ),
    Operatie(
        methode="GET",
        pad="/abonnementen/{abonnementId}/dode-bezorgingen",
        naam="lijstDodeBezorgingen",
        titel="Zien wat niet aankwam",
        uitleg="Geeft de berichten die na alle pogingen niet aankwamen.",
        doe=dode,
        uit=vormen.DodeBezorgingen,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/abonnementen/{abonnementId}/herhalingen",
        naam="herhaalBezorgingen",
        titel="Berichten opnieuw laten bezorgen",
        uitleg="Bezorgt een reeks volgnummers opnieuw, of zonder reeks alles wat was opgegeven. Een bericht houdt zijn"
        " id: wie het al heeft, herkent het.",
        doe=herhaal,
        uit=vormen.Aantal,
        label="abonnementen",
        machtiging=Machtiging.ABONNEMENTEN_SCHRIJVEN,
        invoer=vormen.HerhalingInvoer,
        status=201,
    ),
)
