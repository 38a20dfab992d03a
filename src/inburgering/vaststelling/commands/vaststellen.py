"""Determining and recording; deciding by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from inburgering.primitives.ids import VaststellingId, nieuw_id
from inburgering.spoor import commands as spoor_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import models, queries, rules
from inburgering.vaststelling.commands import stappen
<<<<<<<< HEAD:src/inburgering/vaststelling/commands/__init__.py
from inburgering.vaststelling.commands import stappen
from inburgering.vaststelling.errors import BeslissingOngeldig, RapportOntbreekt, RegelversieNietInGebruik
from inburgering.vaststelling.terms import Oordeel, Registersoort, Run, Wet
========
from inburgering.vaststelling.errors import BeslissingOngeldig
from inburgering.vaststelling.terms import Oordeel, Run, Wet

_SLOT = 20220103  # advisory lock: one run at a time, so that each vaststelling supersedes the one before it
_PORTIE = 1000
>>>>>>>> derde:src/inburgering/vaststelling/commands/vaststellen.py


@transaction.atomic
def stel_vast(
    persoon_ids: Sequence[int],
    *,
    regelversie: str,
    peildatum: date,
    door: Actor,
    now: datetime,
    voorgenomen: Mapping[int, date] | None = None,
    moment: datetime | None = None,
) -> Run:
    """Determine and record what holds for each person, on the facts as known at `moment` (or `now`); what came of it.

    The same facts under the same regelversie on the same peildatum give no second vaststelling, also when a person
    decided since.

    Raises:
        GeenBevoegdheid: the actor may not determine.
        RegelversieNietInGebruik: two people have not taken the regelversie into use, or its files changed since.
    """
    toegang_rules.eis(door, Handeling.VASTSTELLEN)
    wet = stappen.in_gebruik(regelversie, now)
    stappen.wacht_op_beurt()
    run = models.Run(id=nieuw_id(now), regelversie=regelversie, wet_hash=wet.hash, peildatum=peildatum, op=now)
    run.feiten_moment, run.door = moment or now, door.id
    tel: Counter[str] = Counter()
    rijen: list[models.Vaststelling] = []
    for portie in stappen.porties(list(dict.fromkeys(persoon_ids))):
        berekend = list(
            queries.bereken(
                portie, regelversie=wet, peildatum=peildatum, moment=run.feiten_moment, voorgenomen=voorgenomen
            )
        )
        rijen += stappen.nieuwe(berekend, run, voorgenomen=voorgenomen or {}, tel=tel)
    run.aantallen = dict(tel)
    run.save(force_insert=True)
    models.Vaststelling.objects.bulk_create(rijen)
    stappen.schrijf_spoor(rijen, now)
    return Run(run.pk, run.aantallen)


@transaction.atomic
def beslis(
    vaststelling_id: VaststellingId | UUID,
    *,
    oordeel: Oordeel | str,
    wet: Wet | str | None,
    ingangsdatum: date | None,
    reden: str,
    door: Actor,
    now: datetime,
) -> VaststellingId:
    """Record what a person decided in place of this vaststelling; the new one supersedes it.

    Raises:
        GeenBevoegdheid: the actor may not decide.
        BeslissingOngeldig: something is left open, the reden is missing, or a newer vaststelling exists.
    """
    toegang_rules.eis(door, Handeling.BESLISSEN)
    gekozen, act = Oordeel(oordeel), Wet(wet) if wet else None
    rules.eis_beslissing(gekozen, wet=act, ingangsdatum=ingangsdatum, reden=reden)
    oud = queries.een(vaststelling_id)
    stappen.wacht_op_beurt()
    if models.Vaststelling.objects.filter(vervangt=oud).exists():
        raise BeslissingOngeldig(
            "Er is al een nieuwere vaststelling voor deze persoon.", veld="vaststelling", herstel="Open de nieuwste."
        )
    nieuw = _met_de_hand(oud, gekozen, wet=act, ingangsdatum=ingangsdatum, reden=reden.strip(), door=door, now=now)
    nieuw.save(force_insert=True)
    stappen.schrijf_spoor([nieuw], now)
    spoor_commands.schrijf_audit(
        door.id,
        "beslis",
        object_soort="vaststelling",
        object_id=nieuw.pk,
        now=now,
        bijzonderheden={"vervangt": str(oud.pk), "oordeel": gekozen.value},
    )
    return VaststellingId(nieuw.pk)


def _met_de_hand(
    oud: models.Vaststelling,
    oordeel: Oordeel,
    *,
    wet: Wet | None,
    ingangsdatum: date | None,
    reden: str,
    door: Actor,
    now: datetime,
) -> models.Vaststelling:
    plichtig = oordeel is Oordeel.PLICHTIG
    return models.Vaststelling(
        id=nieuw_id(now),
        persoon_id=oud.persoon_id,
        regelversie=oud.regelversie,
        wet_hash=oud.wet_hash,
        peildatum=oud.peildatum,
        feiten_moment=oud.feiten_moment,
        feiten_hash=oud.feiten_hash,
        voorgenomen=oud.voorgenomen,
        oordeel=oordeel.value,
        wet=wet.value if wet else None,
        ingangsdatum=ingangsdatum,
        categorie=oud.categorie if plichtig else None,
        geestelijk_bedienaar=oud.geestelijk_bedienaar,
        college=oud.college if plichtig else None,
        termijnen={},
        waarschuwingen=oud.waarschuwingen,
        ontbrekend=[],
        redenen=oud.redenen,
        vervangt=oud,
        met_de_hand=True,
        beslist_door=door.id,
        reden=reden,
        op=now,
    )


<<<<<<<< HEAD:src/inburgering/vaststelling/commands/__init__.py
# ── Regelversies ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def stel_rapport_op(
    oud: str | None, nieuw: str, *, peildatum: date, moment: datetime, door: Actor, now: datetime
) -> str:
    """Compute and keep what `nieuw` changes over the whole register; its hash.

    Raises:
        GeenBevoegdheid: the actor may not release a regelversie.
    """
    toegang_rules.eis(door, Handeling.REGELVERSIE_VRIJGEVEN)
    inhoud = queries.effect(oud, nieuw, peildatum=peildatum, moment=moment)
    wet_hash = regelversies.laad(nieuw).hash
    naam = rules.hash_van([inhoud, wet_hash, moment.isoformat()])
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
def neem_in_gebruik(regelversie: str, *, door: Actor, tweede: Actor | None, now: datetime, rapport_hash: str) -> None:
    """Take a regelversie into use from `now`, after two people saw the report of its effect.

    Raises:
        VierOgenNodig: there is no second person.
        GeenBevoegdheid: one of the two may not do this.
        RapportOntbreekt: no report with this hash is about this regelversie as its files are now.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.REGELVERSIE_VRIJGEVEN)
    assert tweede is not None, "four eyes were asked for"
    wet = regelversies.laad(regelversie)
    rapport = models.Effectrapport.objects.filter(hash=rapport_hash, nieuw=regelversie, wet_hash=wet.hash).first()
    if rapport is None:
        raise RapportOntbreekt(
            "Er is geen effectrapport met dit kenmerk voor deze regelversie.",
            veld="rapport_hash",
            herstel="Vergelijk de regelversies eerst over het hele register.",
        )
    _leg_vast(wet, Registersoort.INGEVOERD, door=door, now=now)
    _leg_vast(wet, Registersoort.IN_GEBRUIK, door=door, now=now, tweede=tweede.id, rapport=rapport)


@transaction.atomic
def trek_in_regelversie(regelversie: str, *, reden: str, door: Actor, tweede: Actor | None, now: datetime) -> None:
    """Withdraw a regelversie from `now`; what it determined stays, and stays visible as its work.

    Raises:
        VierOgenNodig: there is no second person.
        GeenBevoegdheid: one of the two may not do this.
        RegelversieNietInGebruik: it is not in use.
        BeslissingOngeldig: the reden is missing.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.REGELVERSIE_VRIJGEVEN)
    assert tweede is not None, "four eyes were asked for"
    if not reden.strip():
        raise BeslissingOngeldig("De reden ontbreekt.", veld="reden", herstel="Schrijf waarom deze versie weg moet.")
    if regelversie not in queries.alle_in_gebruik(now):
        raise RegelversieNietInGebruik(veld="regelversie", herstel="Kies een regelversie die in gebruik is.")
    wet = regelversies.laad(regelversie)
    _leg_vast(wet, Registersoort.INGETROKKEN, door=door, now=now, tweede=tweede.id, reden=reden.strip())


def _leg_vast(
    wet: Regelversie,
    soort: Registersoort,
    *,
    door: Actor,
    now: datetime,
    tweede: str = "",
    rapport: models.Effectrapport | None = None,
    reden: str = "",
) -> None:
    models.Regelversiegebeurtenis.objects.create(
        regelversie=wet.id,
        soort=soort.value,
        wet_hash=wet.hash,
        door=door.id,
        tweede=tweede,
        rapport=rapport,
        reden=reden,
        op=now,
    )
    spoor_commands.schrijf_audit(
        door.id,
        f"regelversie-{soort.value}",
        object_soort="regelversie",
        object_id=wet.id,
        now=now,
        bijzonderheden={"tweede": tweede, "rapport": rapport.pk if rapport else "", "wet_hash": wet.hash},
========
