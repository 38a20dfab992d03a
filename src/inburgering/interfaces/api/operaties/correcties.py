"""Correcties: signalen that put an earlier one right."""

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek, bladeren
from inburgering.signaal import commands
from inburgering.toegang.terms import Machtiging


def lijst(v: Verzoek) -> vormen.Correcties:
    """Correcties since a volgnummer."""
    aantal = v.vraag["aantal"]
    rijen = commands.haal_op(
        v.gemeente, sinds=v.vraag["sinds"], aantal=aantal, actor=v.actor, now=v.now, alleen_correcties=True
    )
    volgende = rijen[-1].volgnummer if len(rijen) == aantal else None
    return vormen.Correcties(
        gemeente=v.gemeente,
        correcties=[vormen.van_rij(r) for r in rijen],
        volgende=volgende,
        links=vormen.bladwijzers("/correcties", v.vraag, volgende=volgende),
    )


def een(v: Verzoek) -> vormen.Signaal:
    """One correctie."""
    return vormen.van_rij(
        commands.haal_op_een(
            v.pad["correctieId"], actor=v.actor, gemeente=v.gemeente, now=v.now, alleen_correcties=True
        )
    )


def bevestig(v: Verzoek) -> vormen.Bevestiging:
    """That what the correctie asks was done."""
    nummer = v.pad["correctieId"]
    commands.bevestig_correctie(nummer, door=v.actor, now=v.now)
    return vormen.Bevestiging(nummer, v.gemeente, v.now)


TABEL = (
    Operatie(
        methode="GET",
        pad="/correcties",
        naam="lijstCorrecties",
        titel="Correcties ophalen",
        uitleg="Geeft de signalen die een eerder signaal rechtzetten, na een volgnummer. Het volgnummer is dat van de"
        " signalen, dus hier zitten er gaten in.",
        doe=lijst,
        uit=vormen.Correcties,
        label="correcties",
        machtiging=Machtiging.CORRECTIES_LEZEN,
        vraag=bladeren("correcties"),
    ),
    Operatie(
        methode="GET",
        pad="/correcties/{correctieId}",
        naam="haalCorrectie",
        titel="Eén correctie ophalen",
        uitleg="Geeft één correctie. `corrigeert` wijst naar het signaal dat zij rechtzet.",
        doe=een,
        uit=vormen.Signaal,
        label="correcties",
        machtiging=Machtiging.CORRECTIES_LEZEN,
    ),
    Operatie(
        methode="POST",
        pad="/correcties/{correctieId}/bevestigingen",
        naam="bevestigCorrectie",
        titel="Een correctie bevestigen",
        uitleg="Legt vast dat uw gemeente deed wat de intrekking of omleiding vraagt. Twee keer mag.",
        doe=bevestig,
        uit=vormen.Bevestiging,
        label="correcties",
        machtiging=Machtiging.CORRECTIES_BEVESTIGEN,
        status=201,
    ),
)
