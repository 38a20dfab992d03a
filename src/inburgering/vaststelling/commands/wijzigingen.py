"""What a whole register says now beside what was determined last, in columns; only where they differ something is new.

What counts is what the law says: the warnings of this product and the regelversie that said it do not make a change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import sql

from inburgering.feit.queries import stroom
from inburgering.organisatie import gemeenten
from inburgering.organisatie.gemeenten import OnbekendeGemeente
from inburgering.recht.register import uitslag
from inburgering.recht.register.blad import NUL_DAG
from inburgering.vaststelling import rules
from inburgering.vaststelling.terms import Inhoud

_VELDEN: Final = (
    "oordeel", "wet", "ingangsdatum", "einde", "einde_reden", "vrijgesteld_tot", "categorie", "geestelijk_bedienaar",
    "college", *uitslag.TERMIJNEN, "waarschuwingen", "ontbrekend",
)  # fmt: skip
_EIGEN: Final = (rules.EERDER_BESLIST, rules.GEMEENTE_ONBEKEND)
_HUIDIG: Final = """
    SELECT v.persoon_id, v.met_de_hand, v.voorgenomen, v.oordeel, v.wet, v.ingangsdatum::text AS ingangsdatum,
        v.einde::text AS einde, nullif(v.einde_reden, '') AS einde_reden, v.vrijgesteld_tot::text AS vrijgesteld_tot,
        v.categorie, v.geestelijk_bedienaar::text AS geestelijk_bedienaar, v.college, {termijnen},
        array_to_string(ARRAY(SELECT w FROM unnest(v.waarschuwingen) w
            WHERE w <> ALL({eigen}) AND w NOT LIKE {geblokkeerd} ORDER BY w COLLATE "C"), '|') AS waarschuwingen,
        array_to_string(v.ontbrekend, '|') AS ontbrekend
    FROM vaststelling_vaststelling v
    WHERE NOT EXISTS (SELECT 1 FROM vaststelling_vaststelling n WHERE n.vervangt_id = v.id)
    ORDER BY v.persoon_id
"""
Rijen = npt.NDArray[np.int64]
Vlaggen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Huidig:
    """What was determined last of everybody, in the order of their numbers."""

    tabel: pa.Table
    personen: Rijen

    def van(self, personen: Rijen) -> "Vorige":
        """What was determined last of these persons."""
        plek = np.minimum(np.searchsorted(self.personen, personen), max(len(self.personen) - 1, 0))
        er = self.personen[plek] == personen if len(self.personen) else np.zeros(len(personen), bool)
        return Vorige(self.tabel.take(pa.array(plek, mask=~er)), er)


@dataclass(frozen=True, slots=True)
class Vorige:
    """The rows of some persons; empty where `er` is False."""

    tabel: pa.Table
    er: Vlaggen

    @property
    def met_de_hand(self) -> Vlaggen:
        """Where a person decided."""
        uit: Vlaggen = pc.fill_null(self.tabel["met_de_hand"], False).to_numpy()  # noqa: FBT003 - the value to fill in
        return uit

    def voorgenomen(self, anders: date | None, beeld: pa.RecordBatch) -> Rijen:
        """Per person the intended kennisgeving as a day of Arrow: the one looked at last time, or `anders`; 0 is none.

        Nobody who has had a kennisgeving has one.
        """
        standaard = 0 if anders is None else anders.toordinal() - NUL_DAG
        eerder = pc.fill_null(self.tabel["voorgenomen"].cast(pa.int32()), standaard).to_numpy()
        gehad = pc.fill_null(pc.list_value_length(beeld.column("kennisgevingen_datum_vroegst")), 0).to_numpy()
        uit: Rijen = np.where(gehad > 0, 0, eerder)
        return uit


def huidig() -> Huidig:
    """What was determined last of everybody, read as columns."""
    termijnen = sql.SQL(", ").join(
        sql.SQL("v.termijnen->>{0} AS {1}").format(sql.Literal(naam), sql.Identifier(naam))
        for naam in uitslag.TERMIJNEN
    )
    vraag = sql.SQL(_HUIDIG).format(
        termijnen=termijnen, eigen=sql.Literal(list(_EIGEN)), geblokkeerd=sql.Literal(f"{rules.BRON_GEBLOKKEERD}%")
    )
    with stroom.kolommen(vraag) as delen:
        tabel = delen.read_all()
    return Huidig(tabel, tabel["persoon_id"].to_numpy())


def met_voorgenomen(beeld: pa.RecordBatch, dagen: Rijen) -> pa.RecordBatch:
    """The same persons, with the intended kennisgeving of who has one as their only kennisgeving."""
    krijgt = dagen != 0
    if not krijgt.any():
        return beeld
    for naam in ("kennisgevingen_datum_vroegst", "kennisgevingen_datum_laatst"):
        kolom = beeld.column(naam)
        lengten = pc.fill_null(pc.list_value_length(kolom), 0).to_numpy(zero_copy_only=False)
        plaatsen = np.concatenate(([0], np.cumsum(lengten + krijgt))).astype(np.int32)
        waarden, er = np.zeros(plaatsen[-1], np.int32), np.zeros(plaatsen[-1], bool)
        nieuw = np.zeros(plaatsen[-1], bool)
        nieuw[plaatsen[:-1][krijgt]] = True
        oud = pc.list_flatten(kolom).cast(pa.int32())
        waarden[~nieuw] = pc.fill_null(oud, 0).to_numpy(zero_copy_only=False)
        er[~nieuw] = oud.is_valid().to_numpy(zero_copy_only=False)
        waarden[nieuw], er[nieuw] = dagen[krijgt], naam.endswith("vroegst")
        plek = beeld.schema.get_field_index(naam)
        lijst = pa.ListArray.from_arrays(pa.array(plaatsen), pa.array(waarden, mask=~er).cast(pa.date32()))
        beeld = beeld.set_column(plek, beeld.schema.field(plek), lijst)
    return beeld


def inhouden(rijen: pa.RecordBatch, peildatum: date) -> dict[str, pa.Array]:
    """Outcomes of the engine as a vaststelling says them: the college after mergers, nothing that only a duty has."""
    plichtig = pc.equal(rijen.column("oordeel"), "plichtig")
    einde, termijnen = rijen.column("einde"), rijen.column("termijnen")
    uit = {
        "oordeel": rijen.column("oordeel"),
        "wet": _alleen(plichtig, rijen.column("wet")),
        "ingangsdatum": _alleen(plichtig, rijen.column("ingangsdatum")),
        "einde": _alleen(plichtig, pc.struct_field(einde, "datum")),
        "einde_reden": _alleen(plichtig, pc.struct_field(einde, "reden")),
        "vrijgesteld_tot": rijen.column("vrijgesteldTot"),
        "categorie": rijen.column("categorie"),
        "geestelijk_bedienaar": rijen.column("geestelijkBedienaar").cast(pa.string()),
        "college": _opvolgers(rijen.column("college"), peildatum),
        "waarschuwingen": pc.binary_join(rijen.column("waarschuwingen"), "|"),
        "ontbrekend": pc.binary_join(rijen.column("ontbrekendeFeiten"), "|"),
    }
    return uit | {naam: pc.struct_field(termijnen, naam) for naam in uitslag.TERMIJNEN}


def gewijzigd(nu: Mapping[str, pa.Array], vorige: Vorige) -> Vlaggen:
    """For whom the engine says something else than was determined last, or for the first time something."""
    uit = ~vorige.er
    for naam in _VELDEN:
        uit |= _verschilt(nu[naam], vorige.tabel[naam].combine_chunks().cast(pa.string()))
    return uit & ~vorige.met_de_hand


def komt_overeen(inhoud: Inhoud, nu: Mapping[str, pa.Array], rij: int) -> bool:
    """Tell whether the engine for one person says the same of this person."""
    if rules.FEIT_ONGELDIG in inhoud.waarschuwingen:
        return True  # facts that cannot be read are onbekend; the engine by columns saw no facts at all
    zelf: Sequence[Any] = (
        inhoud.oordeel, inhoud.wet, inhoud.ingangsdatum, inhoud.einde, inhoud.categorie, inhoud.college,
        "|".join(inhoud.ontbrekend),
    )  # fmt: skip
    ander = [
        nu[n][rij].as_py() for n in ("oordeel", "wet", "ingangsdatum", "einde", "categorie", "college", "ontbrekend")
    ]
    return [None if waarde is None else str(waarde) for waarde in zelf] == ander


def _alleen(waar: pa.Array, kolom: pa.Array) -> pa.Array:
    return pc.if_else(waar, kolom, pa.scalar(None, kolom.type))


def _verschilt(een: pa.Array, ander: pa.Array) -> Vlaggen:
    leeg = pc.xor(pc.is_null(een), pc.is_null(ander))
    uit: Vlaggen = pc.or_(leeg, pc.fill_null(pc.not_equal(een, ander), False)).to_numpy(zero_copy_only=False)  # noqa: FBT003 - the form of pyarrow
    return uit


def _opvolgers(kolom: pa.Array, peildatum: date) -> pa.Array:
    gecodeerd = kolom.dictionary_encode()
    nieuw = pa.array([_opvolger(code, peildatum) for code in gecodeerd.dictionary.to_pylist()], pa.string())
    return nieuw.take(gecodeerd.indices)


def _opvolger(code: str, peildatum: date) -> str | None:
    try:
        opvolger = gemeenten.rechtsopvolger(code, peildatum)
    except OnbekendeGemeente:
        return None
    return opvolger if gemeenten.is_gemeente(opvolger) else None


def als_dag(nummer: int) -> date | None:
    """A day of Arrow as a date; none for 0."""
    return None if nummer == 0 else date.fromordinal(int(nummer) + NUL_DAG)
