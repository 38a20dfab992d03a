"""Asking the ledger: who has gegevens of whom, from which vrijgave, and is every row in the spoor."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from inburgering.primitives.arrays import als_array
from inburgering.spoor.terms import Fout
from inburgering.verstrekking.errors import VerstrekkingOnbekend
from inburgering.verstrekking.models import Doorgifte, DoorgifteTerugroep, ToegepasteWet, Verstrekking
from inburgering.verstrekking.terms import DoorgifteRij, Houder, Verder

# Probes per person (LATERAL ... OFFSET 0): the planner otherwise scans the whole ledger for ten thousand persons.
_HOUDERS = """
    SELECT v.persoon_id, v.ontvanger, 0, v.kanaal, array_to_json(v.gegevens)::text, v.grondslag, v.vrijgave_id, v.id,
           NULL::bigint, false
      FROM unnest(%(personen)s::bigint[]) AS p (id)
     CROSS JOIN LATERAL (SELECT * FROM verstrekking_verstrekking WHERE persoon_id = p.id OFFSET 0) v
    UNION ALL
    SELECT d.persoon_id, d.ontvanger, d.diepte, '', array_to_json(d.gegevens)::text, d.grondslag, d.vrijgave_id,
           d.verstrekking_id, d.id, EXISTS (SELECT 1 FROM verstrekking_doorgifteterugroep t WHERE t.doorgifte_id = d.id)
      FROM unnest(%(personen)s::bigint[]) AS p (id)
     CROSS JOIN LATERAL (SELECT * FROM verstrekking_doorgifte WHERE persoon_id = p.id OFFSET 0) d
     ORDER BY 1, 8, 3"""


def wie_heeft(persoon_ids: Sequence[int]) -> list[Houder]:
    """Everyone who got gegevens of these persons, from us or passed on, by person."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")  # ten thousand persons are sorted in memory
        cursor.execute(_HOUDERS, {"personen": als_array(sorted(persoon_ids))})
        return [Houder._make((*rij[:4], _woorden(rij[4]), *rij[5:])) for rij in cursor.fetchall()]


@lru_cache(maxsize=4096)
def _woorden(lijst: str) -> tuple[str, ...]:
    """The words of a JSON list; a ledger has few different lists."""
    return tuple(json.loads(lijst))


def van_vrijgaven(vrijgave_ids: Sequence[int]) -> list[Verstrekking]:
    """Every verstrekking of these vrijgaven, in the order in which they were booked."""
    return list(Verstrekking.objects.filter(vrijgave_id__in=list(vrijgave_ids)).order_by("id"))


def van_persoon(persoon_id: int) -> list[Verstrekking]:
    """Every verstrekking about one person, oldest first: the answer to "wie kreeg mijn gegevens" (AVG art. 15)."""
    return list(Verstrekking.objects.filter(persoon_id=persoon_id).order_by("op", "id"))


def doorgiften_van_persoon(persoon_id: int) -> list[tuple[Doorgifte, bool]]:
    """What receivers passed on about one person, oldest first, and whether it was called back."""
    rijen = list(Doorgifte.objects.filter(persoon_id=persoon_id).order_by("op", "id"))
    gevraagd = DoorgifteTerugroep.objects.filter(doorgifte_id__in=[r.pk for r in rijen])
    terug = set(gevraagd.values_list("doorgifte_id", flat=True))
    return [(r, r.pk in terug) for r in rijen]


def van_signalen(signaal_ids: Sequence[UUID]) -> list[Verstrekking]:
    """Every verstrekking that carried one of these signalen."""
    return list(Verstrekking.objects.filter(signaal_id__in=list(signaal_ids)).order_by("id"))


def doorgiften(verstrekking_ids: Sequence[int] | None = None) -> list[Doorgifte]:
    """What receivers passed on, of these verstrekkingen or of all."""
    rijen = Doorgifte.objects.order_by("id")
    return list(rijen if verstrekking_ids is None else rijen.filter(verstrekking_id__in=list(verstrekking_ids)))


_DOORGIFTEN = """
    SELECT d.id, v.signaal_id, d.ontvanger, d.gegevens, d.grondslag, d.toegestaan, d.datum, d.op, d.ouder_id,
           (SELECT t.op FROM verstrekking_doorgifteterugroep t WHERE t.doorgifte_id = d.id AND t.stap = 'gevraagd'),
           (SELECT t.op FROM verstrekking_doorgifteterugroep t WHERE t.doorgifte_id = d.id AND t.stap = 'bevestigd')
      FROM verstrekking_doorgifte d JOIN verstrekking_verstrekking v ON v.id = d.verstrekking_id
     WHERE v.ontvanger = %(ontvanger)s AND d.id > %(sinds)s AND (%(id)s::bigint IS NULL OR d.id = %(id)s)
     ORDER BY d.id LIMIT %(aantal)s"""


_VERDER = """
    SELECT d.id, d.verstrekking_id, d.ouder_id, d.ontvanger, d.gegevens, d.grondslag, d.toegestaan, d.datum,
           (SELECT t.op FROM verstrekking_doorgifteterugroep t WHERE t.doorgifte_id = d.id AND t.stap = 'gevraagd'),
           (SELECT t.op FROM verstrekking_doorgifteterugroep t WHERE t.doorgifte_id = d.id AND t.stap = 'bevestigd')
      FROM verstrekking_doorgifte d WHERE d.verstrekking_id = ANY (%s::bigint[]) ORDER BY d.id"""


def verder(verstrekking_ids: Sequence[int]) -> dict[int, list[Verder]]:
    """What was passed on of each of these verstrekkingen, to whom, and how far its recall is."""
    uit: dict[int, list[Verder]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_VERDER, [list(verstrekking_ids)])
        for rij in cursor.fetchall():
            uit.setdefault(rij[1], []).append(Verder._make((*rij[:4], tuple(rij[4]), *rij[5:])))
    return uit


def doorgiften_van(ontvanger: str, *, sinds: int = 0, aantal: int = 500) -> list[DoorgifteRij]:
    """What one receiver passed on, after a number, in the order in which it was recorded."""
    return _doorgiften(ontvanger=ontvanger, sinds=sinds, id=None, aantal=aantal)


def doorgifte_van(ontvanger: str, doorgifte_id: int) -> DoorgifteRij:
    """One doorgifte of what this receiver got.

    Raises:
        VerstrekkingOnbekend: there is none with that number, or it is somebody else's.
    """
    rijen = _doorgiften(ontvanger=ontvanger, sinds=0, id=doorgifte_id, aantal=1)
    if not rijen:
        raise VerstrekkingOnbekend(veld="doorgifteId", herstel="Kies een doorgifte uit het overzicht.")
    return rijen[0]


def eerste_van_signaal(signaal_id: UUID, ontvanger: str) -> int:
    """The number of the verstrekking with which this receiver first got a signaal.

    Raises:
        VerstrekkingOnbekend: it never did.
    """
    rijen = Verstrekking.objects.filter(signaal_id=signaal_id, ontvanger=ontvanger).order_by("pk")
    nummer = rijen.values_list("pk", flat=True).first()
    if nummer is None:
        raise VerstrekkingOnbekend(veld="signaalId", herstel="Kies een signaal dat u kreeg.")
    return nummer


def _doorgiften(**waarden: Any) -> list[DoorgifteRij]:
    with connection.cursor() as cursor:
        cursor.execute(_DOORGIFTEN, waarden)
        return [_doorgifte(*rij) for rij in cursor.fetchall()]


def _doorgifte(nummer: int, signaal_id: UUID | None, ontvanger: str, gegevens: list[str], *rest: Any) -> DoorgifteRij:
    grondslag, toegestaan, datum, op, ouder_id, gevraagd_op, bevestigd_op = rest
    return DoorgifteRij(
        id=nummer,
        signaal_id=signaal_id,
        ontvanger=ontvanger,
        gegevens=tuple(gegevens),
        grondslag=grondslag,
        toegestaan=toegestaan,
        datum=datum,
        op=op,
        ouder_id=ouder_id,
        gevraagd_op=gevraagd_op,
        bevestigd_op=bevestigd_op,
    )


def toegepaste_wetten(persoon_ids: Sequence[int]) -> dict[int, str]:
    """The act that is applied by policy, for those of these persons of whom one was recorded."""
    rijen = ToegepasteWet.objects.filter(persoon_id__in=list(persoon_ids)).order_by("op", "id")
    return dict(rijen.values_list("persoon_id", "wet"))


def aantallen() -> dict[str, int]:
    """How many rows the ledger has, per kanaal, and how many doorgiften."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kanaal, count(*) FROM verstrekking_verstrekking GROUP BY kanaal")
        telling: dict[str, Any] = dict(cursor.fetchall())
    return {**telling, "doorgifte": Doorgifte.objects.count()}


def zonder_spoor() -> int:
    """How many verstrekkingen have no line in the spoor about a person; must be zero."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM verstrekking_verstrekking v WHERE NOT EXISTS (SELECT 1 FROM spoor_regel r"
            " WHERE r.id = v.verwerking_id AND r.attributes ? 'dpl.core.data_subject_id')"
        )
        (aantal,) = cursor.fetchone()
    return int(aantal)


_ONEFFEN = """
    SELECT 'verstrekking ' || v.id, 'heeft geen regel in het spoor' FROM verstrekking_verstrekking v
     WHERE NOT EXISTS (SELECT 1 FROM spoor_regel r
                        WHERE r.id = v.verwerking_id AND r.name = 'verstrekking.' || v.kanaal)
    UNION ALL
    SELECT 'regel ' || r.id, 'de verstrekking van deze regel is weg uit het grootboek' FROM spoor_regel r
     WHERE starts_with(r.name, 'verstrekking.')
       AND NOT EXISTS (SELECT 1 FROM verstrekking_verstrekking v WHERE v.verwerking_id = r.id)
    UNION ALL
    SELECT 'regel ' || verwerking_id, 'staat bij meer dan een verstrekking' FROM verstrekking_verstrekking
     GROUP BY verwerking_id HAVING count(*) > 1
     ORDER BY 1"""


def controleer() -> list[Fout]:
    """Every row of the ledger without its line in the spoor, and every such line without its row."""
    with connection.cursor() as cursor:
        cursor.execute(_ONEFFEN)
        return [Fout(plaats, wat) for plaats, wat in cursor.fetchall()]
