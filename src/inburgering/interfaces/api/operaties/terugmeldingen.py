"""Terugmeldingen: what a gemeente tells DUO, taking it back, and the kinds there are."""

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek, bladeren
from inburgering.signaal.rules import catalogus
from inburgering.stop.terms import Kanaal
from inburgering.terugmelding import commands, queries
from inburgering.toegang.terms import Machtiging


def lijst(v: Verzoek) -> vormen.Terugmeldingen:
    """Terugmeldingen in the order in which they were recorded."""
    aantal = v.vraag["aantal"]
    rijen = queries.van_gemeente(v.gemeente, sinds=v.vraag["sinds"], aantal=aantal)
    volgende = rijen[-1].id if len(rijen) == aantal else None
    return vormen.Terugmeldingen(
        gemeente=v.gemeente,
        terugmeldingen=[vormen.van_terugmelding(r) for r in rijen],
        volgende=volgende,
        links=vormen.bladwijzers("/terugmeldingen", v.vraag, volgende=volgende),
    )


def een(v: Verzoek) -> vormen.Terugmelding:
    """One terugmelding, with the answer."""
    return vormen.van_terugmelding(queries.een(v.pad["terugmeldingId"], gemeente=v.gemeente))


def meld(v: Verzoek) -> vormen.Terugmelding:
    """A new terugmelding."""
    invoer: vormen.TerugmeldingInvoer = v.body
    nummer = commands.meld(
        invoer.soort,
        invoer.signaal_id,
        invoer.velden,
        vervangt=invoer.vervangt,
        door=v.actor,
        gemeente=v.gemeente,
        now=v.now,
        kanaal=Kanaal.API,
    )
    return vormen.van_terugmelding(queries.een(nummer, gemeente=v.gemeente))


def trek_in(v: Verzoek) -> vormen.Terugmelding:
    """Taking back what was told by mistake."""
    invoer: vormen.IntrekkingInvoer = v.body
    nummer = commands.trek_in(v.pad["terugmeldingId"], reden=invoer.reden, door=v.actor, gemeente=v.gemeente, now=v.now)
    return vormen.van_terugmelding(queries.een(nummer, gemeente=v.gemeente))


def soorten(v: Verzoek) -> vormen.Terugmeldsoorten:
    """The kinds in force."""
    boek = catalogus.geldig_op(v.now.date())
    return vormen.van_terugmeldsoorten(boek.versie, boek.terugmeldingen)


TABEL = (
    Operatie(
        methode="GET",
        pad="/terugmeldingen",
        naam="lijstTerugmeldingen",
        titel="Terugmeldingen teruglezen",
        uitleg="Geeft wat uw gemeente terugmeldde, met het antwoord van DUO als dat er is.",
        doe=lijst,
        uit=vormen.Terugmeldingen,
        label="terugmeldingen",
        machtiging=Machtiging.TERUGMELDINGEN_LEZEN,
        vraag=bladeren("terugmeldingen"),
    ),
    Operatie(
        methode="GET",
        pad="/terugmeldingen/{terugmeldingId}",
        naam="haalTerugmelding",
        titel="Eén terugmelding teruglezen",
        uitleg="Geeft één terugmelding van uw gemeente, met het antwoord van DUO.",
        doe=een,
        uit=vormen.Terugmelding,
        label="terugmeldingen",
        machtiging=Machtiging.TERUGMELDINGEN_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/terugmeldingen",
        naam="meldTerug",
        titel="Terugmelden",
        uitleg="Meldt iets terug over een signaal, zoals de datum van het PIP of dat iemand geen inwoner is. Onder een"
        " stop kan dat niet (409), behalve `N1`: niet mijn inwoner. Vraagt u opnieuw naar iemand (`N2`) terwijl uw"
        " vraag nog open staat, dan krijgt u die vraag terug. Zie /terugmeldsoorten.",
        doe=meld,
        uit=vormen.Terugmelding,
        label="terugmeldingen",
        machtiging=Machtiging.TERUGMELDINGEN_SCHRIJVEN,
        invoer=vormen.TerugmeldingInvoer,
        status=201,
        locatie=lambda uit: f"/v1/terugmeldingen/{uit.terugmelding_id}",
    ),
    Operatie(
        methode="POST",
        pad="/terugmeldingen/{terugmeldingId}/intrekkingen",
        naam="trekTerugmeldingIn",
        titel="Een terugmelding intrekken",
        uitleg="Trekt in wat u bij vergissing meldde. Wat het veranderde, wordt teruggedraaid.",
        doe=trek_in,
        uit=vormen.Terugmelding,
        label="terugmeldingen",
        machtiging=Machtiging.TERUGMELDINGEN_SCHRIJVEN,
        invoer=vormen.IntrekkingInvoer,
        status=201,
        locatie=lambda uit: f"/v1/terugmeldingen/{uit.terugmelding_id}",
    ),
    Operatie(
        methode="GET",
        pad="/terugmeldsoorten",
        naam="lijstTerugmeldsoorten",
        titel="Zien wat u kunt terugmelden",
        uitleg="Geeft de soorten terugmeldingen met hun velden; bij elk veld het artikel en het doel.",
        doe=soorten,
        uit=vormen.Terugmeldsoorten,
        label="catalogus",
        machtiging=None,
    ),
)
