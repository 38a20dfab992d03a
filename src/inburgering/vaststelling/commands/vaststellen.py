"""Determining and recording; deciding by hand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from inburgering.primitives.ids import VaststellingId, nieuw_id
from inburgering.recht import regelversies
from inburgering.recht.regelversies import Regelversie
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import models, queries, rules
from inburgering.vaststelling.errors import BeslissingOngeldig, RegelversieNietInGebruik
from inburgering.vaststelling.terms import Berekening, Inhoud, Oordeel, Run, Wet

_SLOT = 20220103  # advisory lock: one run at a time, so that each vaststelling supersedes the one before it
_PORTIE = 1000


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
    wet = _in_gebruik(regelversie, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
    run = models.Run(id=nieuw_id(now), regelversie=regelversie, wet_hash=wet.hash, peildatum=peildatum, op=now)
    run.feiten_moment, run.door = moment or now, door.id
    tel: Counter[str] = Counter()
    rijen: list[models.Vaststelling] = []
    for portie in _porties(list(dict.fromkeys(persoon_ids))):
        berekend = list(
            queries.bereken(
                portie, regelversie=wet, peildatum=peildatum, moment=run.feiten_moment, voorgenomen=voorgenomen
            )
        )
        rijen += _nieuwe(berekend, run, voorgenomen=voorgenomen or {}, tel=tel)
    run.aantallen = dict(tel)
    run.save(force_insert=True)
    models.Vaststelling.objects.bulk_create(rijen)
    _schrijf_spoor(rijen, now)
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
    if models.Vaststelling.objects.filter(vervangt=oud).exists():
        raise BeslissingOngeldig(
            "Er is al een nieuwere vaststelling voor deze persoon.", veld="vaststelling", herstel="Open de nieuwste."
        )
    nieuw = _met_de_hand(oud, gekozen, wet=act, ingangsdatum=ingangsdatum, reden=reden.strip(), door=door, now=now)
    nieuw.save(force_insert=True)
    _schrijf_spoor([nieuw], now)
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


# ── Steps of a run ───────────────────────────────────────────────────────────────────────────────


def _in_gebruik(regelversie: str, now: datetime) -> Regelversie:
    wet = regelversies.laad(regelversie)
    if regelversie not in queries.alle_in_gebruik(now):
        raise RegelversieNietInGebruik(
            f"Regelversie {regelversie} is niet in gebruik.",
            veld="regelversie",
            herstel="Vergelijk haar over het register en laat twee mensen haar in gebruik nemen.",
        )
    laatste = [g for g in queries.register() if g.regelversie == regelversie and g.op <= now][-1]
    if laatste.wet_hash != wet.hash:
        raise RegelversieNietInGebruik(
            f"De bestanden van regelversie {regelversie} zijn veranderd na de ingebruikname.",
            veld="regelversie",
            herstel="Zet de bestanden terug, of neem de veranderde versie opnieuw in gebruik.",
        )
    return wet


def _porties(persoon_ids: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(persoon_ids), _PORTIE):
        yield persoon_ids[begin : begin + _PORTIE]


def _nieuwe(
    berekend: Sequence[Berekening], run: models.Run, *, voorgenomen: Mapping[int, date], tel: Counter[str]
) -> list[models.Vaststelling]:
    """The rows to add; counts everybody in `tel`."""
    vorige = {v.persoon_id: v for v in queries.uitkomsten([b.persoon_id for b in berekend])}
    nieuw = []
    for berekening in berekend:
        oud = vorige.get(berekening.persoon_id)
        if oud is not None and _zelfde(oud, berekening, run):
            tel.update(["ongewijzigd", *_tellers(oud.oordeel, oud.wet)])
            continue
        nieuw.append(_rij(berekening, run, oud=oud, voorgenomen=voorgenomen.get(berekening.persoon_id)))
        tel.update(["nieuw", *_tellers(berekening.inhoud.oordeel, berekening.inhoud.wet)])
    return nieuw


def _tellers(oordeel: str, wet: str | None) -> list[str]:
    return [str(oordeel), str(wet).lower()] if wet else [str(oordeel)]


def _zelfde(oud: models.Vaststelling, berekening: Berekening, run: models.Run) -> bool:
    return (oud.feiten_hash, oud.regelversie, oud.wet_hash, oud.peildatum) == (
        berekening.feiten_hash,
        run.regelversie,
        run.wet_hash,
        run.peildatum,
    )


def _rij(
    berekening: Berekening, run: models.Run, *, oud: models.Vaststelling | None, voorgenomen: date | None
) -> models.Vaststelling:
    inhoud = berekening.inhoud
    extra = [rules.EERDER_BESLIST] if oud is not None and oud.met_de_hand else []
    return models.Vaststelling(
        id=nieuw_id(run.op),
        persoon_id=berekening.persoon_id,
        run=run,
        regelversie=run.regelversie,
        wet_hash=run.wet_hash,
        peildatum=run.peildatum,
        feiten_moment=run.feiten_moment,
        feiten_hash=berekening.feiten_hash,
        voorgenomen=voorgenomen,
        vervangt=oud,
        op=run.op,
        **_kolommen(inhoud, extra),
    )


def _kolommen(inhoud: Inhoud, extra: list[str]) -> dict[str, object]:
    return {
        "oordeel": inhoud.oordeel.value,
        "wet": inhoud.wet.value if inhoud.wet else None,
        "ingangsdatum": inhoud.ingangsdatum,
        "einde": inhoud.einde,
        "einde_reden": inhoud.einde_reden,
        "vrijgesteld_tot": inhoud.vrijgesteld_tot,
        "categorie": inhoud.categorie.value if inhoud.categorie else None,
        "geestelijk_bedienaar": inhoud.geestelijk_bedienaar,
        "college": inhoud.college,
        "termijnen": dict(inhoud.termijnen),
        "waarschuwingen": [*inhoud.waarschuwingen, *extra],
        "ontbrekend": list(inhoud.ontbrekend),
        "redenen": [dict(r) for r in inhoud.redenen],
    }


def _schrijf_spoor(rijen: Sequence[models.Vaststelling], now: datetime) -> None:
    """One line per person in the trail, in the same transaction."""
    namen = spoor_queries.pseudoniemen([rij.persoon_id for rij in rijen])
    spoor_commands.leg_vast(
        [
            Verwerking(
                naam="vaststelling.vastgelegd",
                activiteit="vaststellen-inburgeringsplicht",
                betrokkene=namen[rij.persoon_id],
                begin=now,
                einde=now,
                attributen={"vaststelling_id": str(rij.pk), "regelversie": rij.regelversie},
            )
            for rij in rijen
        ],
        now=now,
    )
