"""Asks back what was known, of whom, on any moment."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from inburgering.feit import models
from inburgering.feit.rules import kop, personalia, samenstelling
from inburgering.feit.terms import (
    Blokkade,
    Bron,
    Controle,
    Herkomst,
    Persoonsgegevens,
    Sleutelsoort,
    Soort,
    Stand,
    Tijdlijnregel,
    Uitspraak,
)
from inburgering.primitives.ids import PersoonId

_PERSONALIA = (
    Soort.NAAM,
    Soort.GEBOORTEDATUM,
    Soort.ADRES,
    Soort.INSCHRIJVING,
    Soort.VERBLIJFPLAATS,
    Soort.TAAL,
    Soort.GEHEIMHOUDING,
    Soort.OPSCHORTING,
)
_GEEN_RECHT = frozenset({Soort.NAAM, Soort.ADRES, Soort.TAAL, Soort.GEHEIMHOUDING, Soort.OPSCHORTING})
VOOR_HET_RECHT = tuple(soort for soort in Soort if soort not in _GEEN_RECHT)
_BEKEND_OP = """
    SELECT f.persoon_id, f.bron, f.soort, f.waarde, f.geldig_vanaf, f.geldig_tot, f.bron_geregistreerd_op
    FROM feit_feit f
    WHERE (%(alle)s OR f.persoon_id = ANY(%(personen)s))
      AND f.soort = ANY(%(soorten)s)
      AND f.stand = 'geldt' AND NOT f.onjuist AND f.waarde IS NOT NULL
      AND f.geregistreerd_op <= %(moment)s
      AND NOT EXISTS (SELECT 1 FROM feit_feit v WHERE v.vervangt_id = f.id AND v.geregistreerd_op <= %(moment)s)
    ORDER BY f.persoon_id, f.id
"""
_HERKOMST = """
    SELECT f.bron, f.soort, f.waarde, f.geldig_vanaf, f.geldig_tot, f.bron_geregistreerd_op, f.geregistreerd_op,
        f.plaats, coalesce(l.leverancier, ''), l.nummer, l.datum
    FROM feit_feit f LEFT JOIN feit_levering l ON l.id = f.levering_id
    WHERE f.persoon_id = %(persoon)s AND f.soort = ANY(%(soorten)s)
      AND f.stand = 'geldt' AND NOT f.onjuist AND f.waarde IS NOT NULL AND f.geregistreerd_op <= %(moment)s
      AND NOT EXISTS (SELECT 1 FROM feit_feit v WHERE v.vervangt_id = f.id AND v.geregistreerd_op <= %(moment)s)
    ORDER BY f.id
"""


def feiten(persoon_ids: Sequence[int] | None, *, moment: datetime) -> dict[int, dict[str, Any]]:
    """Per person what was known at `moment`, in the shape of the contract; without ids: of everyone.

    What rests on a source that is blocked (`blokkades`) is unknown for the persons concerned.
    """
    wie = personen() if persoon_ids is None else [PersoonId(pk) for pk in persoon_ids]
    geblokkeerd = geblokkeerden(persoon_ids, moment=moment)
    bekend = _bekend(persoon_ids, VOOR_HET_RECHT, moment=moment)
    return {
        pk: samenstelling.stel_samen(pk, bekend.get(pk, ()), geblokkeerd=geblokkeerd.get(pk, frozenset())) for pk in wie
    }


def herkomst(persoon_id: int, *, moment: datetime) -> dict[str, Herkomst]:
    """Per part of the facts (its path in the contract) where it comes from and since when it is known."""
    weg = geblokkeerden([persoon_id], moment=moment).get(persoon_id, frozenset())
    with connection.cursor() as cursor:
        cursor.execute(
            _HERKOMST, {"persoon": persoon_id, "soorten": [s.value for s in VOOR_HET_RECHT], "moment": moment}
        )
        rijen = cursor.fetchall()
    uitspraken, van = [], {}
    for bron, soort, waarde, vanaf, tot, bij_bron, sinds, plaats, leverancier, nummer, leverdatum in rijen:
        uitspraak = Uitspraak(Soort(soort), json.loads(waarde), vanaf, tot, bij_bron)
        uitspraken.append((Bron(bron), uitspraak))
        van[id(uitspraak)] = Herkomst(Bron(bron), leverancier, nummer, leverdatum, plaats, sinds, bij_bron)
    plekken = samenstelling.rijen_per_plek(uitspraken)
    return {pad: van[id(u)] for pad, u in plekken.items() if van[id(u)].bron not in weg}


def persoonsgegevens(persoon_ids: Sequence[int] | None, *, moment: datetime) -> dict[int, Persoonsgegevens]:
    """Per person name, birth, numbers and present address, as known at `moment`."""
    wie = personen() if persoon_ids is None else [PersoonId(pk) for pk in persoon_ids]
    bekend = _bekend(persoon_ids, _PERSONALIA, moment=moment)
    rijen = models.Sleutel.objects.all() if persoon_ids is None else models.Sleutel.objects.filter(persoon_id__in=wie)
    sleutels: dict[int, dict[Sleutelsoort, str]] = defaultdict(dict)
    for pk, soort, waarde in rijen.values_list("persoon_id", "soort", "waarde"):
        sleutels[pk][Sleutelsoort(soort)] = waarde
    return {pk: personalia.stel_samen(pk, bekend.get(pk, ()), sleutels[pk]) for pk in wie}


def zoek(bsn: str | None = None, vnummer: str | None = None, *, anummer: str | None = None) -> PersoonId | None:
    """The person with this number; None when nobody is known by it."""
    for soort, waarde in ((Sleutelsoort.BSN, bsn), (Sleutelsoort.VNUMMER, vnummer), (Sleutelsoort.ANUMMER, anummer)):
        if waarde:
            rij = models.Sleutel.objects.filter(soort=soort.value, waarde=waarde).first()
            return PersoonId(rij.persoon_id) if rij else None
    return None


def bestaat(persoon_id: int) -> bool:
    """Tell whether somebody is known by this number."""
    return models.Persoon.objects.filter(pk=persoon_id).exists()


def personen(levering_ids: Iterable[int] | None = None) -> list[PersoonId]:
    """Everyone, or everyone of whom these deliveries brought a fact."""
    if levering_ids is None:
        return [PersoonId(pk) for pk in models.Persoon.objects.order_by("pk").values_list("pk", flat=True)]
    gevonden = models.Feit.objects.filter(levering_id__in=list(levering_ids)).values_list("persoon_id", flat=True)
    return [PersoonId(pk) for pk in gevonden.order_by("persoon_id").distinct()]


def tijdlijn(persoon_id: int, *, moment: datetime) -> list[Tijdlijnregel]:
    """Everything recorded of a person up to `moment`, oldest first, also what was wrong or replaced."""
    rijen = list(models.Feit.objects.filter(persoon_id=persoon_id, geregistreerd_op__lte=moment).order_by("pk"))
    vervangen = {rij.vervangt_id: rij.pk for rij in rijen if rij.vervangt_id is not None}
    return [_regel(rij, vervangen.get(rij.pk)) for rij in rijen]


def _regel(rij: models.Feit, vervangen_door: int | None) -> Tijdlijnregel:
    return Tijdlijnregel(
        feit_id=rij.pk,
        soort=Soort(rij.soort),
        bron=Bron(rij.bron),
        waarde=rij.waarde,
        geldig_vanaf=rij.geldig_vanaf,
        geldig_tot=rij.geldig_tot,
        bron_geregistreerd_op=rij.bron_geregistreerd_op,
        geregistreerd_op=rij.geregistreerd_op,
        levering_id=rij.levering_id,
        plaats=rij.plaats,
        onjuist=rij.onjuist,
        stand=Stand(rij.stand),
        vervangt=rij.vervangt_id,
        vervangen_door=vervangen_door,
    )


def blokkades(*, moment: datetime | None = None) -> list[Blokkade]:
    """What cannot be relied on: deliveries after a gap in the numbers, and deliveries whose totals are wrong.

    A gap is closed by reading the missing delivery; a wrong total by reading that number again with the right header.
    """
    rijen = models.Levering.objects.exclude(nummer=None).order_by("nummer", "pk")
    if moment is not None:
        rijen = rijen.filter(ontvangen_op__lte=moment)
    per_leverancier: dict[tuple[str, str], list[models.Levering]] = defaultdict(list)
    for rij in rijen:
        per_leverancier[rij.bron, rij.leverancier].append(rij)
    return [
        blokkade
        for (bron, leverancier), leveringen in sorted(per_leverancier.items())
        for blokkade in _blokkades_van(Bron(bron), leverancier, leveringen)
    ]


def _blokkades_van(bron: Bron, leverancier: str, leveringen: Sequence[models.Levering]) -> Iterator[Blokkade]:
    goed = {rij.nummer for rij in leveringen if rij.controle != Controle.KLOPT_NIET.value}
    ontbreekt = kop.ontbrekende_nummers([rij.nummer for rij in leveringen if rij.nummer is not None])
    if ontbreekt:
        yield Blokkade(
            bron,
            leverancier,
            "hiaat",
            ontbreekt,
            tuple(rij.pk for rij in leveringen if rij.nummer is not None and rij.nummer > ontbreekt[0]),
            f"Levering {', '.join(str(n) for n in ontbreekt)} ontbreekt.",
            "Vraag de ontbrekende levering op en lees die.",
        )
    for rij in leveringen:
        if rij.nummer is not None and rij.nummer not in goed:
            yield Blokkade(
                bron,
                leverancier,
                "controle",
                (rij.nummer,),
                (rij.pk,),
                f"Het aantal of het controlegetal van levering {rij.nummer} klopt niet.",
                "Vraag dezelfde levering opnieuw op, met de juiste kop, en lees die.",
            )


def geblokkeerden(persoon_ids: Sequence[int] | None, *, moment: datetime) -> Mapping[int, frozenset[Bron]]:
    """Who has facts from a delivery that is blocked, and of which source."""
    leveringen = {pk for blokkade in blokkades(moment=moment) for pk in blokkade.leveringen}
    if not leveringen:
        return {}
    rijen = models.Feit.objects.filter(levering_id__in=leveringen, geregistreerd_op__lte=moment)
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=persoon_ids)
    gevonden: dict[int, set[Bron]] = defaultdict(set)
    for pk, bron in rijen.values_list("persoon_id", "bron").distinct():
        gevonden[pk].add(Bron(bron))
    return {pk: frozenset(bronnen) for pk, bronnen in gevonden.items()}


def _bekend(
    persoon_ids: Sequence[int] | None, soorten: Sequence[Soort], *, moment: datetime
) -> dict[int, list[tuple[Bron, Uitspraak]]]:
    """The facts that counted at `moment`, per person, in the order in which they were recorded."""
    bekend: dict[int, list[tuple[Bron, Uitspraak]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            _BEKEND_OP,
            {
                "alle": persoon_ids is None,
                "personen": list(persoon_ids or ()),
                "soorten": [soort.value for soort in soorten],
                "moment": moment,
            },
        )
        for pk, bron, soort, waarde, *periode in cursor.fetchall():
            bekend[pk].append((Bron(bron), Uitspraak(Soort(soort), json.loads(waarde), *periode)))
    return bekend
