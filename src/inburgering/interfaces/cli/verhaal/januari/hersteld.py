"""Chapters 5 and 6: the right rule, who was touched, what they are told, and the restart in two cohorts."""

from datetime import date, datetime, timedelta

from inburgering.bericht import commands as bericht
from inburgering.feit import commands as feit
from inburgering.herstel import commands as herstel
from inburgering.herstel import queries as onderzocht
from inburgering.herstel.terms import Uitkomst, Wijze
from inburgering.hervatting import commands as hervatting
from inburgering.hervatting.terms import CohortVoorstel, Voorwaarde
from inburgering.interfaces.cli.verhaal import leveringen
from inburgering.interfaces.cli.verhaal.januari.gestopt import bezorg
from inburgering.interfaces.cli.verhaal.januari.vastgesteld import FOUT, GOED, LEVERDAGEN, Boek
from inburgering.interfaces.cli.verhaal.toneel import HIER, op
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import queries as brieven
from inburgering.primitives.ids import IncidentId, StopId
from inburgering.signaal import commands as signaal
from inburgering.signaal import queries as signalen
from inburgering.signaal.terms import Correctiesoort
from inburgering.spoor import commands as spoor
from inburgering.statistiek import commands as statistiek
from inburgering.statistiek import queries as leveringen_cbs
from inburgering.stop import commands as stop
from inburgering.vaststelling import commands as vaststelling

GEZIN, ASIEL, GEEN_PLICHT = "gezins-of-overige-migrant", "asielstatushouder", "geen-plicht"
GEZIN_OP, ASIEL_OP = date(2022, 3, 1), date(2022, 3, 25)


def vervang_regel(boek: Boek) -> None:
    """Compare the two regelversies over the whole register, withdraw the wrong one, take the right one into use."""
    jurist, leider, nu = boek.toneel["jurist"], boek.toneel["leider"], op(2, 4, 14)
    rapport = vaststelling.stel_rapport_op(FOUT, GOED, peildatum=nu.date(), moment=nu, door=jurist, now=nu)
    vaststelling.trek_in_regelversie(
        FOUT, reden="De datum van de brief beslist niet over de wet.", door=jurist, tweede=leider, now=nu
    )
    vaststelling.neem_in_gebruik(GOED, door=jurist, tweede=leider, now=nu + timedelta(hours=1), rapport_hash=rapport)


def onderzoek(boek: Boek, incident_id: IncidentId) -> None:
    """Find who was touched; what the facts cannot decide is decided by two people, who asked IND."""
    jurist, leider = boek.toneel["jurist"], boek.toneel["leider"]
    herstel.onderzoek(incident_id, now=op(2, 7, 10), door=leider)
    for vraag in onderzocht.open_vragen(incident_id):
        herstel.beslis(
            vraag.pk,
            uitkomst=Uitkomst.TEN_ONRECHTE,
            wet="Wi2013",
            ingangsdatum=date(2021, 12, 1),
            reden="IND zoekt het dossier op: het besluit is op 1 december 2021 bekendgemaakt.",
            door=jurist,
            tweede=leider,
            now=op(2, 9, 11),
        )


def leg_uit(boek: Boek, incident_id: IncidentId) -> None:
    """First the explanation: what went wrong, who had the data, that nothing need be done now."""
    leider, tweede = boek.toneel["leider"], boek.toneel["tweede-leider"]
    herstel.schrijf_uitleg(incident_id, door=leider, tweede=tweede, now=op(2, 11, 9))
    kennisgeving.druk_af(now=op(2, 11, 15), door=boek.toneel["medewerker"])


def plan(boek: Boek, incident_id: IncidentId) -> tuple[int, int]:
    """Two cohorts, agreed by two people, with what must hold before each may go."""
    leider, fg, nu = boek.toneel["leider"], boek.toneel["fg"], op(2, 18, 10)
    altijd = (Voorwaarde.REGEL, Voorwaarde.BRIEVEN, Voorwaarde.GEMEENTEN)
    eerste, tweede = hervatting.plan(
        incident_id,
        [
            CohortVoorstel("gezinsmigranten", GEZIN_OP, categorieen=(GEZIN,), voorwaarden=altijd),
            CohortVoorstel("asiel-en-overig", ASIEL_OP, categorieen=(ASIEL,), voorwaarden=(*altijd, Voorwaarde.COA)),
        ],
        door=leider,
        tweede=fg,
        now=nu,
    )
    bericht.plaats(
        ["Voor wie de wet verkeerd was, is nu bekend.", "De regel is vervangen en door twee mensen gecontroleerd."],
        ["Hoeveel asielstatushouders straks voor de Wi2021 kiezen."],
        ["Wacht op de correcties in het portaal.", "Verwijder nog niets."],
        volgende_op=op(3, 1, 9),
        door=leider,
        now=nu,
        titel="Wij beginnen op 1 maart weer",
        incident="INC-2022-001",
    )
    return eerste, tweede


def hervat(boek: Boek, incident_id: IncidentId, cohort_id: int, *, dag: date, categorieen: tuple[str, ...]) -> None:
    """One cohort: withdraw what was wrong, then let go day by day what was right or never sent."""
    leider, fg = boek.toneel["leider"], boek.toneel["fg"]
    herstel.corrigeer(
        incident_id, door=leider, tweede=boek.toneel["tweede-leider"], now=_op(dag, 8), categorieen=categorieen
    )
    for voorwaarde in Voorwaarde:
        hervatting.bevestig_voorwaarde(cohort_id, voorwaarde, door=leider, now=_op(dag, 9))
    vandaag: date | None = dag
    while vandaag is not None:
        los = hervatting.laat_los(cohort_id, door=leider, tweede=fg, now=_op(vandaag, 10))
        kennisgeving.druk_af(now=_op(vandaag, 15), door=boek.toneel["medewerker"])
        bezorg((vandaag.month, vandaag.day))
        vandaag = los.volgende_dag
    laat_correcties_bevestigen(boek, _op(dag + timedelta(days=5), 11))


def _op(dag: date, uur: int) -> datetime:
    return datetime(dag.year, dag.month, dag.day, uur, tzinfo=HIER)


def laat_correcties_bevestigen(boek: Boek, now: datetime) -> None:
    """Every gemeente that got a correctie does what it asks and says so."""
    for code in signalen.openstaand():
        actor = boek.toneel.klantmanager(code, now)
        for rij in signalen.inbox(code, correcties=True, maximaal=10_000):
            if rij.correctiesoort is not Correctiesoort.NALEVERING:
                signaal.bevestig_correctie(rij.id, door=actor, now=now)


def lees_omkoppeling(boek: Boek, incident_id: IncidentId) -> None:
    """COA mends the links that reception addresses had misled; the onderzoek is done again on the new facts."""
    nu = op(3, 22, 7)
    plek = leveringen.schrijf_omkoppeling(boek.map_, boek.mensen, nummer=len(LEVERDAGEN) + 1, datum=nu.date())
    feit.neem_op("coa", plek, now=nu)
    herstel.onderzoek(incident_id, now=op(3, 22, 9), door=boek.toneel["leider"])


def bied_keuze_aan(boek: Boek, incident_id: IncidentId) -> None:
    """Who got the wrong letter in January may choose; asylum goes to Wi2021 unless they say no, others the reverse."""
    leider, tweede = boek.toneel["leider"], boek.toneel["tweede-leider"]
    herstel.bied_keuze_aan(incident_id, door=leider, tweede=tweede, now=op(6, 1, 9))
    kennisgeving.druk_af(now=op(6, 1, 15), door=boek.toneel["medewerker"])
    herstel.pas_standaardkeuze_toe(incident_id, door=leider, tweede=tweede, now=op(6, 2, 9))
    kiezers = [g for g in onderzocht.geraakten(incident_id) if g.in_keuzegroep and g.categorie == GEZIN]
    for geraakt in kiezers[::9]:
        herstel.leg_keuze_vast(
            incident_id,
            geraakt.persoon_id,
            wet="Wi2021",
            wijze=Wijze.VERKLARING,
            door=leider,
            tweede=tweede,
            now=op(6, 20, 11),
        )
    herstel.pas_standaardkeuze_toe(incident_id, door=leider, tweede=tweede, now=op(8, 1, 9))
    laat_correcties_bevestigen(boek, op(8, 5, 11))


def vervang_statistiek(boek: Boek) -> None:
    """CBS gets a replacement for the delivery that was held."""
    medewerker, nu = boek.toneel["medewerker"], op(8, 9, 10)
    vrijgave = stop.maak_vrijgave(GOED, "statistiek", run="2022-vervanging", now=nu)
    for levering in leveringen_cbs.alle():
        nieuw = statistiek.vervang(levering.id, vrijgave_id=vrijgave, now=nu)
        statistiek.lever(nieuw, now=nu, door=medewerker)


def sluit_af(boek: Boek, stop_id: StopId) -> None:
    """Letters of January that say what does not hold lapse; the stop is lifted."""
    leider, fg = boek.toneel["leider"], boek.toneel["fg"]
    oud = [b.pk for b in brieven.wachtrij() if b.vrijgave_id in boek.vrijgaven]
    kennisgeving.laat_vervallen(
        oud, reden="De vaststelling is gecorrigeerd.", door=boek.toneel["medewerker"], now=op(8, 8, 11)
    )
    stop.hef_op(stop_id, door=leider, tweede=fg, now=op(8, 8, 12))
    signaal.kondig_stops_aan(now=op(8, 8, 12))
    kennisgeving.druk_af(now=op(8, 8, 15), door=boek.toneel["medewerker"])
    bezorg((8, 8))


def verzegel() -> None:
    """Seal the trail, so that any later change shows."""
    spoor.verzegel(now=op(8, 9, 18))
