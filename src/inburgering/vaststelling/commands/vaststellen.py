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
from inburgering.vaststelling.errors import BeslissingOngeldig
from inburgering.vaststelling.terms import Oordeel, Run, Wet


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
