"""Writing letters, and taking one out of the queue or back from the post."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.feit import queries as feit_queries
from inburgering.feit.terms import Persoonsgegevens
from inburgering.kennisgeving import models, queries, rules
from inburgering.kennisgeving.commands import zetten
from inburgering.kennisgeving.commands.drukken import druk_af
from inburgering.kennisgeving.errors import BriefAlGedrukt
from inburgering.kennisgeving.terms import OVERGANGEN, Gebeurtenissoort, Hapering, Opdracht, Soort, Stand
from inburgering.primitives.ids import BriefId, nieuw_id
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop import commands as stop_commands
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import queries as vaststelling_queries

__all__ = ["druk_af", "laat_vervallen", "meld_retour", "schrijf"]

_PORTIE = 250
_Sleutel = tuple[int, str, UUID | None]


@dataclass(frozen=True, slots=True)
class _Opdrachtgever:
    """What every letter of one call has in common."""

    vrijgave_id: int
    dagtekening: date
    door: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class _Plan:
    """One letter that can be set."""

    opdracht: Opdracht
    brief_id: BriefId
    waarden: Mapping[str, Any]
    wet: str | None


@dataclass(slots=True)
class _Oogst:
    """What one portion of the work gave, before it is recorded."""

    ids: list[BriefId] = field(default_factory=list)
    brieven: list[models.Brief] = field(default_factory=list)
    inhouden: list[models.BriefInhoud] = field(default_factory=list)
    niet: list[models.NietGemaakt] = field(default_factory=list)


def schrijf(
    opdrachten: Sequence[Opdracht], *, vrijgave_id: int, dagtekening: date, door: Actor, now: datetime
) -> list[BriefId]:
    """Make and queue a letter for each opdracht, at the address known at `now`; their ids, in that order.

    Who cannot be written to has no id in the list and stands in `queries.niet_gemaakt`. The same opdracht under the
    same vrijgave gives the letter that is there already. Recorded in portions, so that no transaction is long.

    Raises:
        GeenBevoegdheid: the actor may not make letters, or not these: what a person got may be told by whom oversees.
        BriefOnmogelijk: an opdracht that misses something, or whose vaststelling does not carry it.
    """
    inzage = bool(opdrachten) and all(o.soort is Soort.INZAGE for o in opdrachten)
    toegang_rules.eis(door, Handeling.INZAGE_GEVEN if inzage else Handeling.BRIEF_AANMAKEN)
    if opdrachten:
        stop_commands.schrijf_bij(vrijgave_id, now=now)
    gever = _Opdrachtgever(vrijgave_id, dagtekening, door, now)
    ids: list[BriefId] = []
    for portie in _porties(opdrachten):
        oogst = _maak(portie, gever)
        with transaction.atomic():
            _leg_vast(oogst, gever)
        ids += oogst.ids
    return ids


@transaction.atomic
def laat_vervallen(brief_ids: Sequence[UUID], *, reden: str, door: Actor, now: datetime) -> int:
    """Take letters out of the queue for good, because what they say does not hold; how many.

    Raises:
        GeenBevoegdheid: the actor may not make letters.
        BriefAlGedrukt: one of them left the queue before.
    """
    toegang_rules.eis(door, Handeling.BRIEF_AANMAKEN)
    return _verzet(brief_ids, Stand.VERVALLEN, Gebeurtenissoort.VERVALLEN, reden=reden, door=door, now=now)


@transaction.atomic
def meld_retour(brief_id: UUID, *, reden: str, door: Actor, now: datetime) -> None:
    """Record that the post brought a letter back; the person was not reached.

    Raises:
        BriefOnbekend: there is no such letter.
        BriefAlGedrukt: it was not sent, or came back before.
    """
    queries.een(brief_id)
    _verzet([brief_id], Stand.RETOUR, Gebeurtenissoort.RETOUR, reden=reden, door=door, now=now)


def _verzet(
    brief_ids: Sequence[UUID], naar: Stand, soort: Gebeurtenissoort, *, reden: str, door: Actor, now: datetime
) -> int:
    van = [stand.value for stand, doelen in OVERGANGEN.items() if naar in doelen]
    rijen = models.Brief.objects.select_for_update(of=("self",)).filter(pk__in=list(brief_ids), stand__in=van)
    ids = list(rijen.values_list("pk", flat=True))
    if len(ids) != len(set(brief_ids)):
        raise BriefAlGedrukt(
            f"Niet alle brieven kunnen naar {naar}.", veld="brief", herstel="Ververs de lijst en kies opnieuw."
        )
    models.BriefGebeurtenis.objects.bulk_create(
        models.BriefGebeurtenis(brief_id=pk, soort=soort.value, reden=reden[:500], door=door.id, op=now) for pk in ids
    )
    models.Brief.objects.filter(pk__in=ids).update(stand=naar.value)
    return len(ids)


# ── Making ───────────────────────────────────────────────────────────────────────────────────────


def _porties(opdrachten: Sequence[Opdracht]) -> Iterator[Sequence[Opdracht]]:
    for begin in range(0, len(opdrachten), _PORTIE):
        yield opdrachten[begin : begin + _PORTIE]


def _sleutel(opdracht: Opdracht) -> _Sleutel:
    return int(opdracht.persoon_id), opdracht.soort.value, opdracht.vaststelling_id


def _maak(opdrachten: Sequence[Opdracht], gever: _Opdrachtgever) -> _Oogst:
    """The letters of one portion, set but not recorded."""
    personen = sorted({int(o.persoon_id) for o in opdrachten})
    gegevens = feit_queries.persoonsgegevens(personen, moment=gever.now)
    ids = {
        (b.persoon_id, b.soort, b.vaststelling_id): BriefId(b.pk)
        for b in models.Brief.objects.filter(vrijgave_id=gever.vrijgave_id, persoon_id__in=personen)
    }
    inhoud = _uit_vaststellingen(opdrachten, gever.dagtekening)
    oogst, plannen = _Oogst(), []
    for sleutel, opdracht in {_sleutel(o): o for o in opdrachten if _sleutel(o) not in ids}.items():
        persoon = gegevens[int(opdracht.persoon_id)]
        if hapering := rules.hapering(persoon):
            oogst.niet.append(_niet(opdracht, hapering, gever))
            continue
        plannen.append(_plan(opdracht, {**inhoud.get(sleutel, {}), **_gezegd(opdracht)}, persoon=persoon, gever=gever))
    pdfs = zetten.zet_vele([plan.waarden for plan in plannen], dagtekening=gever.dagtekening)
    for plan, pdf in zip(plannen, pdfs, strict=True):
        if pdf is None:
            oogst.niet.append(_niet(plan.opdracht, Hapering.ONDRUKBAAR, gever))
            continue
        _voeg_toe(oogst, plan, pdf=pdf, gever=gever)
        ids[_sleutel(plan.opdracht)] = plan.brief_id
    oogst.ids = [ids[_sleutel(o)] for o in opdrachten if _sleutel(o) in ids]
    return oogst


def _gezegd(opdracht: Opdracht) -> dict[str, Any]:
    return {naam: waarde for naam, waarde in opdracht.gegevens.items() if waarde is not None}


def _uit_vaststellingen(opdrachten: Sequence[Opdracht], dagtekening: date) -> dict[_Sleutel, Mapping[str, Any]]:
    nummers = [o.vaststelling_id for o in opdrachten if o.vaststelling_id]
    gevonden = vaststelling_queries.op_nummer(nummers) if nummers else {}
    met_waarom = {o.vaststelling_id for o in opdrachten if o.soort in {Soort.KENNISGEVING, Soort.NIET_PLICHTIG}}
    waarom = vaststelling_queries.waarom(v for nummer, v in gevonden.items() if nummer in met_waarom)
    return {
        _sleutel(o): rules.uit_vaststelling(
            o.soort,
            oordeel=v.oordeel,
            wet=v.wet,
            ingangsdatum=v.ingangsdatum,
            categorie=v.categorie,
            college=v.college,
            termijn=v.termijnen,
            dagtekening=dagtekening,
        )
        | {"waarom": waarom.get(v.pk)}
        for o in opdrachten
        if o.vaststelling_id and (v := gevonden.get(o.vaststelling_id))
    }


def _plan(
    opdracht: Opdracht, gegevens: Mapping[str, Any], *, persoon: Persoonsgegevens, gever: _Opdrachtgever
) -> _Plan:
    brief_id = BriefId(nieuw_id(gever.now))
    kenmerk = rules.kenmerk(brief_id, gever.dagtekening)
    waarden = rules.bereid(opdracht.soort, gegevens, persoon=persoon, kenmerk=kenmerk, dagtekening=gever.dagtekening)
    return _Plan(opdracht, brief_id, waarden, rules.wet_van(gegevens))


def _voeg_toe(oogst: _Oogst, plan: _Plan, *, pdf: bytes, gever: _Opdrachtgever) -> None:
    som = hashlib.sha256(pdf).hexdigest()
    oogst.brieven.append(
        models.Brief(
            id=plan.brief_id,
            persoon_id=int(plan.opdracht.persoon_id),
            soort=plan.opdracht.soort.value,
            vaststelling_id=plan.opdracht.vaststelling_id,
            vrijgave_id=gever.vrijgave_id,
            dagtekening=gever.dagtekening,
            taal="nl",
            kenmerk=plan.waarden["kenmerk"],
            wet=plan.wet,
            sha256=som,
            gemaakt_op=gever.now,
        )
    )
    adres = {"naam": plan.waarden["naam"], "regels": plan.waarden["adres"]}
    oogst.inhouden.append(
        models.BriefInhoud(brief_id=plan.brief_id, vrijgave_id=gever.vrijgave_id, adres=adres, pdf=pdf, sha256=som)
    )


def _niet(opdracht: Opdracht, hapering: Hapering, gever: _Opdrachtgever) -> models.NietGemaakt:
    return models.NietGemaakt(
        persoon_id=int(opdracht.persoon_id),
        soort=opdracht.soort.value,
        vaststelling_id=opdracht.vaststelling_id,
        vrijgave_id=gever.vrijgave_id,
        hapering=hapering.value,
        op=gever.now,
    )


def _leg_vast(oogst: _Oogst, gever: _Opdrachtgever) -> None:
    models.Brief.objects.bulk_create(oogst.brieven)
    models.BriefInhoud.objects.bulk_create(oogst.inhouden)
    models.BriefGebeurtenis.objects.bulk_create(
        models.BriefGebeurtenis(brief_id=brief.pk, soort=Gebeurtenissoort.KLAAR.value, door=gever.door.id, op=gever.now)
        for brief in oogst.brieven
    )
    models.NietGemaakt.objects.bulk_create(oogst.niet, ignore_conflicts=True)
    namen = spoor_queries.pseudoniemen([brief.persoon_id for brief in oogst.brieven])
    spoor_commands.leg_vast(
        [
            Verwerking(
                naam="brief.gemaakt",
                activiteit="kennisgeven-inburgeringsplicht",
                betrokkene=namen[brief.persoon_id],
                begin=gever.now,
                einde=gever.now,
                attributen={"brief_id": str(brief.pk), "soort": brief.soort, "vrijgave": brief.vrijgave_id},
            )
            for brief in oogst.brieven
        ],
        now=gever.now,
    )
