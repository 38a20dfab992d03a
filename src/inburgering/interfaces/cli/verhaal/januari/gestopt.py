"""Chapters 3 and 4: gemeenten read and pass on; the brake goes on, every kanaal is tried, everybody confirms."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from inburgering.bericht import commands as bericht
from inburgering.herstel import commands as herstel
from inburgering.interfaces.cli.verhaal.januari.vastgesteld import FOUT, GOED, Boek
from inburgering.interfaces.cli.verhaal.personen import LAATSTE_DAG
from inburgering.interfaces.cli.verhaal.toneel import op
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import IncidentId, StopId
from inburgering.signaal import commands as signaal
from inburgering.signaal import queries as signalen
from inburgering.spoor import commands as spoor
from inburgering.statistiek import commands as statistiek
from inburgering.statistiek.terms import Soort as Leversoort
from inburgering.stop import commands as stop
from inburgering.stop import queries as stops
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Bereik
from inburgering.verstrekking import commands as verstrekking
from inburgering.verstrekking import queries as verstrekkingen

BEWUST = op(1, 26, 9, 30)
GESTOPT = op(1, 26, 11, 20)
REDEN = (
    "DUO heeft voor een deel van deze personen de verkeerde wet vastgesteld. Gebruik en deel de gegevens niet. "
    "Start geen brede intake en maak geen PIP tot u van ons hoort."
)
_GEOPEND, _DOORGEGEVEN, _MET_WEBHOOK = 0.35, 0.12, 3


def abonneer(boek: Boek, sink: str) -> None:
    """Three gemeenten, among them those that hear on the last day, have a system that wants to hear by webhook."""
    laat = [gemeenten.rechtsopvolger(m.gemeente, LAATSTE_DAG) for m in boek.mensen if m.brief_op == LAATSTE_DAG]
    for code in list(dict.fromkeys([*laat, *sorted(boek.toneel.gemeente)]))[:_MET_WEBHOOK]:
        now = op(12, 20, jaar=2021)
        signaal.maak_abonnement(code, f"{sink}/{code}", door=boek.toneel.klantmanager(code, now), now=now)


def bezorg(now_dag: tuple[int, int]) -> None:
    """One round of the webhook desk on that day."""
    import_string(settings.WEBHOOK_DRAIN)(now=op(*now_dag, 17), jitter=lambda: 0.5)


def laat_gemeenten_werken(boek: Boek, zaad: int) -> None:
    """Klantmanagers open part of what they received, and pass some of it on to a school."""
    kans = Random(zaad)  # noqa: S311 - invented people, not secrets
    for code, actor in sorted(boek.toneel.gemeente.items()):
        geopend = [rij for rij in signalen.inbox(code, maximaal=10_000) if kans.random() < _GEOPEND]
        for rij in geopend:
            signaal.open_signaal(rij.id, actor=actor, gemeente=code, now=op(1, 19, 11))
        door = [rij.id for rij in geopend if kans.random() < _DOORGEGEVEN / _GEOPEND]
        for geboekt in verstrekkingen.van_signalen(door):
            verstrekking.registreer_doorgifte(
                geboekt.pk,
                "Taalschool De Brug",
                gegevens=("naam",),
                grondslag="Wi2021 art. 35 lid 3",
                datum=op(1, 20).date(),
                door=actor,
                now=op(1, 20, 14),
            )


def zet_stop(boek: Boek) -> StopId:
    """The brake goes on for everything; its two moments, and what could be read before and after, are recorded."""
    voor = _leesbaar(boek)
    leider = boek.toneel["leider"]
    stop_id = stop.zet_stop(
        Bereik(alles=True), REDEN, door=leider, tweede=boek.toneel["fg"], now=GESTOPT, incident="INC-2022-001"
    )
    stop.loop_leeg(stop_id, now=GESTOPT)
    gemeten = {"voor": voor, "na": _leesbaar(boek)}
    with transaction.atomic():
        spoor.schrijf_audit(
            leider.id,
            "leesbaarheid.gemeten",
            object_soort="stop",
            object_id=stop_id,
            now=GESTOPT,
            bijzonderheden=gemeten,
        )
    signaal.kondig_stops_aan(now=GESTOPT)
    return stop_id


def _leesbaar(boek: Boek) -> int:
    """How many rows of inhoud the database role of the gemeenten can read now, asked in plain SQL."""
    totaal = 0
    for code in boek.toneel.gemeente:
        with stops.lees_als_gemeente(code), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM signaal_inhoud")
            totaal += cursor.fetchone()[0]
    return totaal


def open_incident(boek: Boek, stop_id: StopId) -> IncidentId:
    """The room where the repair is led; the AP clock runs from the moment DUO was aware."""
    return herstel.open_incident(
        "Verkeerde wet vastgesteld",
        bewust_op=BEWUST,
        regelversie_oud=FOUT,
        regelversie_nieuw=GOED,
        stop_id=stop_id,
        door=boek.toneel["leider"],
        now=op(1, 26, 11, 45),
        ontdekt_door="Vraag van een gemeente over een vergunning uit 2021.",
        code="INC-2022-001",
    )


def probeer_alles(boek: Boek) -> None:
    """Try to get something out through every kanaal while the stop is in force; all of it is refused and noted."""
    now = op(1, 27, 9)
    for code in [c for c in sorted(boek.toneel.gemeente) if signalen.inbox(c, maximaal=1)][:5]:
        actor, eerste = boek.toneel.gemeente[code], signalen.inbox(code, maximaal=1)[0]
        with _geweigerd():
            signaal.open_signaal(eerste.id, actor=actor, gemeente=code, now=now)
        assert signaal.haal_op_een(eerste.id, actor=actor, gemeente=code, now=now).gestopt
        assert not signaal.exporteer(code, actor=actor, now=now).rijen
    bezorg((1, 27))
    kennisgeving.druk_af(now=now, door=boek.toneel["medewerker"])


def lever_aan_cbs(boek: Boek) -> None:
    """The trial delivery that was planned for February: put together, refused, held."""
    now = op(2, 7, 10)
    vrijgave = stop.maak_vrijgave(FOUT, "statistiek", run="2022-proef", now=now)
    levering = statistiek.stel_samen("2022K1", vrijgave_id=vrijgave, now=now, soort=Leversoort.PROEF)
    statistiek.lever(levering, now=now, door=boek.toneel["medewerker"])


@contextmanager
def _geweigerd() -> Iterator[None]:
    """What is inside must be refused by the brake; the refusal is then already noted."""
    try:
        yield
    except StopVanKracht:
        return
    raise AssertionError("something left under a stop")


def laat_bevestigen(boek: Boek, stop_id: StopId) -> None:
    """Every gemeente reads the stop and confirms it, most at once and the last after a reminder."""
    for volgnummer, (code, actor) in enumerate(sorted(boek.toneel.gemeente.items())):
        stop.lees(stop_id, code, door=actor, now=op(1, 26, 13, volgnummer % 60))
        dag = 26 + volgnummer % 3
        stop.bevestig(stop_id, code, door=actor, now=op(1, dag, 15, volgnummer % 60))


def meld(boek: Boek, incident_id: IncidentId) -> None:
    """The draft for the AP from the ledger, submitted within 72 hours by two people; and a bulletin for everybody."""
    leider, fg = boek.toneel["leider"], boek.toneel["fg"]
    herstel.stel_ap_dossier_op(incident_id, door=fg, now=op(1, 27, 16))
    herstel.meld_voorlopig(incident_id, door=fg, tweede=leider, now=op(1, 28, 10))
    bericht.plaats(
        ["In januari kregen personen een brief onder de verkeerde wet.", "Alle signalen van januari zijn gestopt."],
        ["Voor welke personen de wet verkeerd is."],
        ["Gebruik de gegevens niet en deel ze niet.", "Verwijder niets.", "Bevestig de stop in het portaal."],
        volgende_op=op(2, 4, 12),
        door=leider,
        now=op(1, 28, 11),
        titel="Gebruik de gegevens van nieuwe inburgeraars nu niet",
        incident="INC-2022-001",
    )
