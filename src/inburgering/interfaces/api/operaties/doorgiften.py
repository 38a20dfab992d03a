"""Doorgiften: to whom a gemeente gave gegevens on, and whether the stop followed them there."""

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek, bladeren
from inburgering.signaal import commands
from inburgering.toegang.terms import Machtiging
from inburgering.verstrekking import queries


def lijst(v: Verzoek) -> vormen.Doorgiften:
    """Doorgiften in the order in which they were recorded."""
    aantal = v.vraag["aantal"]
    rijen = queries.doorgiften_van(v.gemeente, sinds=v.vraag["sinds"], aantal=aantal)
    volgende = rijen[-1].id if len(rijen) == aantal else None
    return vormen.Doorgiften(
        gemeente=v.gemeente,
        doorgiften=[vormen.van_doorgifte(r) for r in rijen],
        volgende=volgende,
        links=vormen.bladwijzers("/doorgiften", v.vraag, volgende=volgende),
    )


def een(v: Verzoek) -> vormen.Doorgifte:
    """One doorgifte."""
    return vormen.van_doorgifte(queries.doorgifte_van(v.gemeente, v.pad["doorgifteId"]))


def geef_door(v: Verzoek) -> vormen.Doorgifte:
    """That gegevens were given on."""
    invoer: vormen.DoorgifteInvoer = v.body
    nummer = commands.geef_door(
        invoer.signaal_id,
        invoer.ontvanger,
        gegevens=invoer.gegevens,
        grondslag=invoer.grondslag,
        datum=invoer.datum,
        ouder_id=invoer.ouder_id,
        door=v.actor,
        now=v.now,
    )
    return vormen.van_doorgifte(queries.doorgifte_van(v.gemeente, nummer))


def roep_terug(v: Verzoek) -> vormen.Terugroeping:
    """One step of carrying a stop on."""
    invoer: vormen.TerugroepInvoer = v.body
    nummer = v.pad["doorgifteId"]
    bevestigd = invoer.stap == "bevestigd"
    commands.roep_terug(nummer, bevestigd=bevestigd, toelichting=invoer.toelichting, door=v.actor, now=v.now)
    return vormen.Terugroeping(nummer, invoer.stap, v.now)


TABEL = (
    Operatie(
        methode="GET",
        pad="/doorgiften",
        naam="lijstDoorgiften",
        titel="Doorgiften teruglezen",
        uitleg="Geeft aan wie uw gemeente gegevens doorgaf, in volgorde van vastleggen.",
        doe=lijst,
        uit=vormen.Doorgiften,
        label="doorgiften",
        machtiging=Machtiging.DOORGIFTEN_LEZEN,
        vraag=bladeren("doorgiften"),
    ),
    Operatie(
        methode="GET",
        pad="/doorgiften/{doorgifteId}",
        naam="haalDoorgifte",
        titel="Eén doorgifte teruglezen",
        uitleg="Geeft één doorgifte van uw gemeente.",
        doe=een,
        uit=vormen.Doorgifte,
        label="doorgiften",
        machtiging=Machtiging.DOORGIFTEN_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/doorgiften",
        naam="geefDoor",
        titel="Een doorgifte vastleggen",
        uitleg="Legt vast dat u gegevens uit een signaal doorgaf. Ook als de wet dat niet toestaat, en ook onder een"
        " stop: wat gebeurde moet te volgen zijn. `toegestaan` zegt of de wet de stroom kent.",
        doe=geef_door,
        uit=vormen.Doorgifte,
        label="doorgiften",
        machtiging=Machtiging.DOORGIFTEN_SCHRIJVEN,
        invoer=vormen.DoorgifteInvoer,
        status=201,
        locatie=lambda uit: f"/v1/doorgiften/{uit.doorgifte_id}",
    ),
    Operatie(
        methode="POST",
        pad="/doorgiften/{doorgifteId}/terugroepingen",
        naam="roepDoorgifteTerug",
        titel="Een stop doorgeven",
        uitleg="Legt vast dat u de ontvanger vroeg te stoppen, of dat die antwoordde. Twee keer mag.",
        doe=roep_terug,
        uit=vormen.Terugroeping,
        label="doorgiften",
        machtiging=Machtiging.DOORGIFTEN_SCHRIJVEN,
        invoer=vormen.TerugroepInvoer,
        status=201,
    ),
)
