"""DUO's own facts: letters that were sent, decisions that were taken, and what the college told back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from inburgering.feit import models
from inburgering.feit.errors import FeitNietVastTeLeggen
from inburgering.feit.terms import Bron, Soort

EIGEN = frozenset(
    {
        Soort.KENNISGEVING,
        Soort.ONDERWIJS,
        Soort.GEESTELIJK_BEDIENAAR,
        Soort.EU_LANGDURIG,
        Soort.RICHTLIJN,
        Soort.ONTHEFFING,
        Soort.INGEBURGERD,
        Soort.PIP,
        Soort.TAAL,
    }
)


def leg_kennisgeving_vast(rijen: Iterable[tuple[int, date, str | None]], *, now: datetime) -> int:
    """Record the letters that were sent: person, date and act; returns how many."""
    return leg_feiten_vast(
        [
            (persoon_id, Soort.KENNISGEVING, {"datum": datum.isoformat()} | ({"wet": wet} if wet else {}))
            for persoon_id, datum, wet in rijen
        ],
        now=now,
    )


def leg_feiten_vast(rijen: Iterable[tuple[int, Soort, Mapping[str, Any]]], *, now: datetime) -> int:
    """Record facts of DUO in the shape of the contract; returns how many.

    Raises:
        FeitNietVastTeLeggen: the kind of fact belongs to another source.
    """
    feiten = []
    for persoon_id, soort, waarde in rijen:
        if soort not in EIGEN:
            raise FeitNietVastTeLeggen(
                "Dit soort feit komt van een andere bron.", veld=soort.value, herstel="Lees een levering van die bron."
            )
        feiten.append(
            models.Feit(
                persoon_id=persoon_id,
                soort=soort.value,
                waarde=dict(waarde),
                geregistreerd_op=now,
                bron=Bron.DUO.value,
            )
        )
    return len(models.Feit.objects.bulk_create(feiten, batch_size=5_000))


def zet_eerste_pip(persoon_id: int, dag: date | None, *, now: datetime) -> bool:
    """Record the date of the first PIP as the college tells it, or that there is none; whether that is news.

    What was recorded before stays, and is replaced by what is recorded now.
    """
    vorige = models.Feit.objects.filter(persoon_id=persoon_id, soort=Soort.PIP.value, bron=Bron.COLLEGE.value).order_by(
        "-pk"
    )[:1]
    oud = vorige[0] if vorige else None
    waarde = {"eersteDagtekening": dag.isoformat()} if dag else None
    if (oud.waarde if oud else None) == waarde:
        return False
    models.Feit.objects.create(
        persoon_id=persoon_id,
        soort=Soort.PIP.value,
        waarde=waarde,
        geregistreerd_op=now,
        bron=Bron.COLLEGE.value,
        vervangt=oud,
    )
    return True
