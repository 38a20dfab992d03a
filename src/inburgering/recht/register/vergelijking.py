"""What changes for a whole register when one regelversie replaces another: counted in columns."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from inburgering.recht import vergelijk
from inburgering.recht.bulk import codes
from inburgering.recht.feiten import Feiten
from inburgering.recht.kern import Kern
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register import uitslag
from inburgering.recht.register.uitslag import LEEG, Getallen
from inburgering.recht.scalar import Uitkomst, stel_vast
from inburgering.recht.vergelijk import Vergelijking, Verschil

_KORT: Final = pa.struct([("oordeel", pa.string()), ("wet", pa.string()), ("ingangsdatum", pa.string())])
_PAREN: Final = pa.list_(pa.struct([("pad", pa.string()), ("waarde", pa.string())]))
_BESLIST: Final = pa.struct([("artikel", pa.string()), ("feiten", _PAREN)])
SCHEMA: Final = pa.schema([("persoonId", pa.string()), ("van", _KORT), ("naar", _KORT)])
_DAGEN: Final = ("ingangsdatum", "eindeDatum", "vrijgesteldTot", *uitslag.TERMIJNEN)
_SOORTEN: Final = (len(codes.OORDEEL), len(codes.WET) + 1) * 2
Rijen = npt.NDArray[np.int64]
Uitkomsten = tuple[pa.RecordBatch, pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Paar:
    """The two outcomes of the persons that are looked at, as numbers."""

    van: Getallen
    naar: Getallen

    def gewijzigd(self) -> npt.NDArray[np.bool_]:
        """Where oordeel, wet or onset differ."""
        van, naar = self.van, self.naar
        uit: npt.NDArray[np.bool_] = (van.oordeel != naar.oordeel) | (van.wet != naar.wet) | (van.ingang != naar.ingang)
        return uit


def schema(*, redenen: bool) -> pa.Schema:
    """The columns of a file of changed persons, with or without the test that decided."""
    return SCHEMA.append(pa.field("doorslaggevend", _BESLIST)) if redenen else SCHEMA


def tel(telling: Vergelijking, van: pa.RecordBatch, naar: pa.RecordBatch) -> Rijen:
    """Count one portion in `telling`; the rows that changed."""
    paar = Paar(uitslag.getallen(van), uitslag.getallen(naar))
    anders, onbekend = paar.gewijzigd(), paar.naar.oordeel == codes.OORDEEL.index("onbekend")
    telling.gelezen += len(anders)
    telling.gewijzigd += int(anders.sum())
    telling.onbekend += int(onbekend.sum())
    for wat, welke in (("gewijzigd", anders), ("onbekend", onbekend)):
        _tel_per(telling.per_gemeente, wat, _eerst(paar.naar.college, paar.van.college)[welke], _gemeente)
        _tel_per(telling.per_categorie, wat, _eerst(paar.naar.categorie, paar.van.categorie)[welke], _categorie)
    _tel_soorten(telling, paar, anders)
    return np.flatnonzero(anders)


def noem(
    telling: Vergelijking, personen: list[Feiten], uitkomsten: Uitkomsten, *, oud: Regelversie, nieuw: Regelversie
) -> list[dict[str, Any]]:
    """Put these changed persons in `telling`, each with the test that decided as the engine for one person finds it.

    `uitkomsten` are the rows of these persons under both regelversies: what could not be decided is not tried again.
    """
    van, naar = (_nog_eens(personen, rijen, r, telling) for r, rijen in zip((oud, nieuw), uitkomsten, strict=True))
    genoemd = [Verschil(een, ander).as_json() for een, ander in zip(van, naar, strict=True)]
    telling.personen += genoemd[: telling.personen_max - len(telling.personen)]
    return genoemd


def _nog_eens(
    personen: list[Feiten], rijen: pa.RecordBatch, regelversie: Regelversie, telling: Vergelijking
) -> Iterator[Uitkomst]:
    for een, rij in zip(personen, rijen.to_pylist(), strict=True):
        geprobeerd = (_kern(rij), tuple(rij["ontbrekendeFeiten"]))
        yield stel_vast(een, regelversie, peildatum=telling.peildatum, geprobeerd=geprobeerd)


def _kern(rij: Mapping[str, Any]) -> Kern:
    """One row of the outcomes as the engine for one person has it."""
    dag = {naam: None if rij[naam] is None else rij[naam].toordinal() for naam in _DAGEN}
    return Kern(
        rij["oordeel"],
        rij["wet"],
        dag["ingangsdatum"],
        None if dag["eindeDatum"] is None else (dag["eindeDatum"], rij["eindeReden"]),
        dag["vrijgesteldTot"],
        rij["categorie"],
        rij["geestelijkBedienaar"],
        rij["college"],
        (dag["pipUiterlijk"], dag["inburgeringUiterlijk"], dag["examenUiterlijk"], dag["pvtUiterlijk"]),
        frozenset(rij["waarschuwingen"]),
    )


def als_rijen(van: pa.RecordBatch, naar: pa.RecordBatch) -> pa.RecordBatch:
    """The changed persons as rows."""
    kolommen = [van.column("persoonId"), *(_kort(uitslag.getallen(een)) for een in (van, naar))]
    return pa.RecordBatch.from_arrays(kolommen, schema=SCHEMA)


def met_reden(rijen: pa.RecordBatch, verschillen: list[dict[str, Any]]) -> pa.RecordBatch:
    """The same rows with the test that decided."""
    beslist = [
        None if (b := v["doorslaggevend"]) is None else b | {"feiten": uitslag.paren(b["feiten"])} for v in verschillen
    ]
    return pa.RecordBatch.from_arrays([*rijen.columns, pa.array(beslist, _BESLIST)], schema=schema(redenen=True))


def _kort(g: Getallen) -> pa.Array:
    delen = [uitslag.namen(g.oordeel, codes.OORDEEL), uitslag.namen(g.wet, codes.WET), uitslag.dagen(g.ingang)]
    return pa.StructArray.from_arrays([deel.cast(pa.string()) for deel in delen], fields=list(_KORT))


def _eerst(een: npt.NDArray[Any], ander: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.where(een == LEEG, ander, een)


def _tel_per(telling: Counter[tuple[str, str]], wat: str, nummers: npt.NDArray[Any], noem_: Any) -> None:
    aantallen = np.bincount(nummers.astype(np.intp) - LEEG)
    for plek in np.flatnonzero(aantallen).tolist():
        telling[noem_(plek + LEEG), wat] += int(aantallen[plek])


def _gemeente(nummer: int) -> str:
    return "onbekend" if nummer == LEEG else f"{nummer:04}"


def _categorie(nummer: int) -> str:
    return "geen" if nummer == LEEG else codes.CATEGORIE[nummer]


def _tel_soorten(telling: Vergelijking, paar: Paar, anders: npt.NDArray[np.bool_]) -> None:
    delen = [d[anders].astype(np.intp) for een in (paar.van, paar.naar) for d in (een.oordeel, een.wet - LEEG)]
    aantallen = np.bincount(np.ravel_multi_index(delen, _SOORTEN), minlength=prod(_SOORTEN)).reshape(_SOORTEN)
    for o1, w1, o2, w2 in np.argwhere(aantallen).tolist():
        namen = (codes.OORDEEL[o1], _wet(w1 + LEEG), codes.OORDEEL[o2], _wet(w2 + LEEG))
        soort: vergelijk.Soort = (*namen, (o1, w1) == (o2, w2))
        telling.per_soort[soort] += int(aantallen[o1, w1, o2, w2])


def _wet(nummer: int) -> str | None:
    return None if nummer == LEEG else codes.WET[nummer]
