"""The answer to "wie kreeg mijn gegevens": a letter made from the ledger.

Source: AVG art. 15 lid 1 onder c (the receivers) and art. 12 lid 1 (in clear and plain language).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from inburgering.kennisgeving import models
from inburgering.kennisgeving.terms import Opdracht, Soort, Stand
from inburgering.organisatie import gemeenten
from inburgering.organisatie.gemeenten import OnbekendeGemeente
from inburgering.verstrekking import queries as verstrekking_queries

_HIER = ZoneInfo("Europe/Amsterdam")
_VOLUIT: Mapping[str, str] = {
    "CBS": "Centraal Bureau voor de Statistiek (CBS)",
    "AP": "Autoriteit Persoonsgegevens",
    "COA": "Centraal Orgaan opvang asielzoekers (COA)",
    "IND": "Immigratie- en Naturalisatiedienst (IND)",
}


def opdracht(persoon_id: int) -> Opdracht:
    """The letter that tells one person who got which gegevens, when, on which ground, and who passed them on."""
    rijen = [r for r in verstrekking_queries.van_persoon(persoon_id) if r.ontvanger != "persoon"]
    verder = verstrekking_queries.doorgiften_van_persoon(persoon_id)
    brieven = models.Brief.objects.filter(persoon_id=persoon_id, stand__in=[Stand.GEDRUKT, Stand.RETOUR]).count()
    return Opdracht(persoon_id, Soort.INZAGE, {"ontvangers": _per_ontvanger(rijen, verder), "brieven": brieven})


def _per_ontvanger(rijen: Sequence[Any], verder: Sequence[tuple[Any, bool]]) -> list[dict[str, Any]]:
    groepen: dict[str, list[Any]] = {}
    for rij in rijen:
        groepen.setdefault(rij.ontvanger, []).append(rij)
    return [
        {
            "wie": naam(wie),
            "keren": len({_dag(r.op) for r in groep}),
            "eerst": min(_dag(r.op) for r in groep),
            "laatst": max(_dag(r.op) for r in groep),
            "gegevens": _eens(g for r in groep for g in r.gegevens),
            "grond": "; ".join(_eens(r.grondslag for r in groep)),
            "verder": [
                {"wie": naam(d.ontvanger), "gegevens": list(d.gegevens), "terug": terug}
                for d, terug in verder
                if d.verstrekking_id in {r.pk for r in groep}
            ],
        }
        for wie, groep in groepen.items()
    ]


def naam(ontvanger: str) -> str:
    """The receiver as a person knows it."""
    if not ontvanger.isdigit():
        return _VOLUIT.get(ontvanger, ontvanger)
    try:
        return f"Gemeente {gemeenten.naam(ontvanger)}"
    except OnbekendeGemeente:
        return f"Gemeente met code {ontvanger}"


def _dag(moment: datetime) -> date:
    return moment.astimezone(_HIER).date()


def _eens(woorden: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(woorden))
