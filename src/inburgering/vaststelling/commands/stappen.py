"""Steps of a run that more commands take: what may be used, the row of a person, the line in the trail."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import connection

from inburgering.primitives.ids import nieuw_id
from inburgering.recht import regelversies
from inburgering.recht.regelversies import Regelversie
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.vaststelling import models, queries, rules
from inburgering.vaststelling.errors import RegelversieNietInGebruik
from inburgering.vaststelling.terms import Berekening, Inhoud

_SLOT = 20220103  # advisory lock: one run at a time, so that each vaststelling supersedes the one before it
_PORTIE = 1000


def wacht_op_beurt() -> None:
    """Wait until no other run is under way; holds until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])


def in_gebruik(regelversie: str, now: datetime) -> Regelversie:
    """The regelversie, ready to run.

    Raises:
        RegelversieNietInGebruik: two people have not taken it into use, or its files changed since.
    """
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


def porties(persoon_ids: list[int]) -> Iterator[list[int]]:
    """The same persons, a thousand at a time."""
    for begin in range(0, len(persoon_ids), _PORTIE):
        yield persoon_ids[begin : begin + _PORTIE]


def nieuwe(
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
        nieuw.append(rij(berekening, run, oud=oud, voorgenomen=voorgenomen.get(berekening.persoon_id)))
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


def rij(
    berekening: Berekening, run: models.Run, *, oud: models.Vaststelling | None, voorgenomen: date | None
) -> models.Vaststelling:
    """The row of one person."""
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


def schrijf_spoor(rijen: Sequence[models.Vaststelling], now: datetime) -> None:
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
