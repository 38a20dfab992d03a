"""Taking a regelversie into use: report, golden cases, two people; proposing, confirming, withdrawing.

The hash of the report is over what was seen and over the rule files. It must be the report of these files, whole as
it was kept, and against what holds now; the cases are run at the moment of the decision and their result is kept.
"""

from datetime import date, datetime

from django.db import connection, transaction

from inburgering.recht import gevaltoets, regelversies
from inburgering.recht.regelversies import Regelversie
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import queries as toegang_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import models, queries, rules
from inburgering.vaststelling.errors import (
    BeslissingOngeldig,
    GevallenNietGroen,
    RapportOntbreekt,
    RapportVerouderd,
    RegelversieNietInGebruik,
    VoorstelOntbreekt,
)
from inburgering.vaststelling.terms import Besluit, Gebeurtenis, Registersoort

_SLOT = 20220104  # advisory lock: one decision about regelversies at a time
_RECHT = Handeling.REGELVERSIE_VRIJGEVEN


@transaction.atomic
def stel_rapport_op(
    oud: str | None, nieuw: str, *, peildatum: date, moment: datetime, door: Actor, now: datetime
) -> str:
    """Compute and keep what `nieuw` changes over the whole register; its hash.

    Raises:
        GeenBevoegdheid: the actor may not release a regelversie.
    """
    toegang_rules.eis(door, _RECHT)
    inhoud = queries.effect(oud, nieuw, peildatum=peildatum, moment=moment)
    wet_hash = regelversies.laad(nieuw).hash
    naam = rules.rapport_hash(inhoud, wet_hash=wet_hash, moment=moment)
    models.Effectrapport.objects.get_or_create(
        hash=naam,
        defaults={
            "oud": oud or "",
            "nieuw": nieuw,
            "wet_hash": wet_hash,
            "peildatum": peildatum,
            "moment": moment,
            "gelezen": inhoud["gelezen"],
            "gewijzigd": inhoud["gewijzigd"],
            "onbekend": inhoud["onbekend"],
            "inhoud": inhoud,
            "door": door.id,
            "op": now,
        },
    )
    return naam


@transaction.atomic
def stel_voor(regelversie: str, *, reden: str, door: Actor, now: datetime, rapport_hash: str) -> None:
    """Propose to take a regelversie into use; somebody else confirms or turns it down.

    Raises:
        GeenBevoegdheid: the actor may not do this.
        RapportOntbreekt, RapportVerouderd, GevallenNietGroen, BeslissingOngeldig: as `neem_in_gebruik`.
    """
    toegang_rules.eis(door, _RECHT)
    _op_slot()
    wet = regelversies.laad(regelversie)
    rapport = _eis_rapport(wet, rapport_hash, now=now)
    besluit = Besluit(door.id, "", _eis_reden(reden, "Schrijf waarom deze versie moet gelden."))
    _leg_vast(wet, Registersoort.VOORGESTELD, besluit, now=now, rapport=rapport, gevallen=_eis_gevallen(wet, now))


@transaction.atomic
def bevestig_voorstel(regelversie: str, *, tweede: Actor, now: datetime, rapport_hash: str) -> None:
    """Take a proposed regelversie into use from `now`, as the second person, on the report that was proposed.

    Raises:
        VoorstelOntbreekt: nobody proposed it on this report, or the proposal was dealt with.
        VierOgenNodig: the proposer cannot be the second person.
        GeenBevoegdheid, RapportOntbreekt, RapportVerouderd, GevallenNietGroen: as `neem_in_gebruik`.
    """
    _op_slot()
    voorstel = _open_voorstel(regelversie, now)
    if voorstel.rapport_hash != rapport_hash:
        raise VoorstelOntbreekt(
            "Dit is niet het rapport van het voorstel.", veld="rapport_hash", herstel="Open het voorstel opnieuw."
        )
    door = toegang_queries.actor(voorstel.door)
    if door is None:
        raise VoorstelOntbreekt("Wie dit voorstelde, werkt hier niet meer.", herstel="Doe een nieuw voorstel.")
    toegang_rules.eis_vier_ogen(door, tweede, _RECHT)
    _neem(regelversie, Besluit(door.id, tweede.id, voorstel.reden), now=now, rapport_hash=rapport_hash)


@transaction.atomic
def wijs_voorstel_af(regelversie: str, *, reden: str, door: Actor, now: datetime) -> None:
    """Turn a proposal down, or take back your own.

    Raises:
        VoorstelOntbreekt: there is none.
        GeenBevoegdheid: the actor may not do this.
        BeslissingOngeldig: the reden is missing.
    """
    toegang_rules.eis(door, _RECHT)
    _op_slot()
    _open_voorstel(regelversie, now)
    besluit = Besluit(door.id, "", _eis_reden(reden, "Schrijf waarom dit niet doorgaat."))
    _leg_vast(regelversies.laad(regelversie), Registersoort.AFGEWEZEN, besluit, now=now)


@transaction.atomic
def neem_in_gebruik(
    regelversie: str, *, door: Actor, tweede: Actor | None, now: datetime, rapport_hash: str, reden: str = ""
) -> None:
    """Take a regelversie into use from `now`, after two people saw the report of its effect.

    Raises:
        VierOgenNodig: there is no second person.
        GeenBevoegdheid: one of the two may not do this.
        RapportOntbreekt: no report with this hash is about this regelversie as its files are now.
        RapportVerouderd: the report compares with something that no longer holds.
        GevallenNietGroen: a golden case comes out otherwise, or there is none.
    """
    toegang_rules.eis_vier_ogen(door, tweede, _RECHT)
    assert tweede is not None, "four eyes were asked for"
    _op_slot()
    _neem(regelversie, Besluit(door.id, tweede.id, reden.strip()), now=now, rapport_hash=rapport_hash)


@transaction.atomic
def trek_in_regelversie(regelversie: str, *, reden: str, door: Actor, tweede: Actor | None, now: datetime) -> None:
    """Withdraw a regelversie from `now`; what it determined stays, and stays visible as its work.

    Raises:
        VierOgenNodig: there is no second person.
        GeenBevoegdheid: one of the two may not do this.
        RegelversieNietInGebruik: it is not in use.
        BeslissingOngeldig: the reden is missing.
    """
    toegang_rules.eis_vier_ogen(door, tweede, _RECHT)
    assert tweede is not None, "four eyes were asked for"
    besluit = Besluit(door.id, tweede.id, _eis_reden(reden, "Schrijf waarom deze versie weg moet."))
    _op_slot()
    if regelversie not in queries.alle_in_gebruik(now):
        raise RegelversieNietInGebruik(veld="regelversie", herstel="Kies een regelversie die in gebruik is.")
    _leg_vast(regelversies.laad(regelversie), Registersoort.INGETROKKEN, besluit, now=now)


# ── What must be so ──────────────────────────────────────────────────────────────────────────────


def _neem(regelversie: str, besluit: Besluit, *, now: datetime, rapport_hash: str) -> None:
    wet = regelversies.laad(regelversie)
    rapport = _eis_rapport(wet, rapport_hash, now=now)
    gevallen = _eis_gevallen(wet, now)
    _leg_vast(wet, Registersoort.INGEVOERD, Besluit(besluit.door, "", ""), now=now)
    _leg_vast(wet, Registersoort.IN_GEBRUIK, besluit, now=now, rapport=rapport, gevallen=gevallen)


def _op_slot() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])


def _eis_rapport(wet: Regelversie, rapport_hash: str, *, now: datetime) -> models.Effectrapport:
    rapport = models.Effectrapport.objects.filter(hash=rapport_hash, nieuw=wet.id, wet_hash=wet.hash).first()
    if rapport is None or rapport_hash != rules.rapport_hash(
        rapport.inhoud, wet_hash=rapport.wet_hash, moment=rapport.moment
    ):
        raise RapportOntbreekt(
            "Er is geen effectrapport met dit kenmerk voor deze regelversie.",
            veld="rapport_hash",
            herstel="Vergelijk de regelversies eerst over het hele register.",
        )
    geldt = rules.laatst_geldend(g for g in queries.register() if g.op <= now)
    if geldt is not None and rapport.oud != geldt:
        raise RapportVerouderd(
            f"Dit rapport vergelijkt niet met {geldt}, de versie die nu of het laatst gold.",
            veld="rapport_hash",
            herstel=f"Maak een nieuw rapport dat vergelijkt met {geldt}.",
        )
    return rapport


def _eis_gevallen(wet: Regelversie, now: datetime) -> models.Gevallenuitslag:
    """The golden cases, run now and kept.

    Raises:
        GevallenNietGroen: one comes out otherwise, or there is none.
    """
    uitslag = gevaltoets.toets(wet)
    if not uitslag.aantal:
        raise GevallenNietGroen(
            f"Bij regelversie {wet.id} horen geen gevallen.",
            veld="regelversie",
            herstel="Schrijf gevallen onder wet/, met wat deze versie ervan moet zeggen.",
        )
    if not uitslag.groen:
        eerste = uitslag.afwijkingen[0]
        raise GevallenNietGroen(
            f"{uitslag.aantal - uitslag.goed} van {uitslag.aantal} gevallen komen anders uit; "
            f"het eerste is “{eerste.geval}” ({eerste.veld}).",
            veld="regelversie",
            herstel="Verbeter de regel of het geval.",
        )
    return models.Gevallenuitslag.objects.create(
        regelversie=wet.id, wet_hash=wet.hash, aantal=uitslag.aantal, goed=uitslag.goed, op=now
    )


def _eis_reden(reden: str, herstel: str) -> str:
    if not reden.strip():
        raise BeslissingOngeldig("De reden ontbreekt.", veld="reden", herstel=herstel)
    return reden.strip()


def _open_voorstel(regelversie: str, now: datetime) -> Gebeurtenis:
    voorstel = rules.open_voorstellen(g for g in queries.register() if g.op <= now).get(regelversie)
    if voorstel is None:
        raise VoorstelOntbreekt(
            f"Er is geen open voorstel voor {regelversie}.", veld="regelversie", herstel="Doe eerst een voorstel."
        )
    return voorstel


def _leg_vast(
    wet: Regelversie,
    soort: Registersoort,
    besluit: Besluit,
    *,
    now: datetime,
    rapport: models.Effectrapport | None = None,
    gevallen: models.Gevallenuitslag | None = None,
) -> None:
    models.Regelversiegebeurtenis.objects.create(
        regelversie=wet.id,
        soort=soort.value,
        wet_hash=wet.hash,
        door=besluit.door,
        tweede=besluit.tweede,
        rapport=rapport,
        gevallen=gevallen,
        reden=besluit.reden,
        op=now,
    )
    spoor_commands.schrijf_audit(
        besluit.door,
        f"regelversie-{soort.value}",
        object_soort="regelversie",
        object_id=wet.id,
        now=now,
        bijzonderheden={
            "tweede": besluit.tweede,
            "rapport": rapport.pk if rapport else "",
            "gevallen": gevallen.aantal if gevallen else "",
            "wet_hash": wet.hash,
        },
    )
