"""The reduced job in OpenFisca-core, as its manual teaches: a variable per fact and per question, formulas over arrays.

OpenFisca has no unknown (its issues 805 and 1380): a value that is absent becomes 0, False or 1970. To answer honestly
each fact and each question needs a companion `…_bekend`. Periods are days, because formulas over ETERNITY fail in 46.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from bench.klein import orakel
from bench.klein.gegevens import BLOK, DOELEN, GRONDEN, PEILDATUM, UITKOMST, VRAGEN

PERIODE = PEILDATUM.isoformat()
_AOW_MAANDEN = np.array([12 * jaren + maanden for jaren, maanden, _ in orakel.AOW])
_AOW_GRENZEN = np.array([12 * (tot - 1970 - j) - m for j, m, tot in orakel.AOW[:-1]])  # months of birth, since 1970
_FEITEN = {
    "grond": int, "doel": int, "nationaliteit": int, "geboortedatum": date, "aanvang": date, "inschrijving": date,
    "bedienaar": bool, "familielid_eu": bool, "schooljaren": int, "diploma": bool, "ontheffing": bool,
}  # fmt: skip


class OpenFiscaOntbreekt(Exception):
    """OpenFisca is only installed for the bench."""


def plus(maand: Any, dag: Any, maanden: Any) -> Any:
    """The days so many months after a month and day of it, or the last day of that month.

    Numpy's own month arithmetic loses the day of the month.
    """
    doel = (maand + maanden).astype("M8[M]")
    begin, volgend = doel.astype("M8[D]"), (doel + 1).astype("M8[D]")
    return np.minimum(begin + dag, volgend - np.timedelta64(1, "D"))


@cache
def stelsel() -> Any:
    """The system of variables.

    Raises:
        OpenFiscaOntbreekt: it is not installed.
    """
    try:
        from openfisca_core.entities import build_entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable
    except ImportError as fout:
        raise OpenFiscaOntbreekt(
            "openfisca-core is not installed; it is in requirements/bench.txt (`make bench` installs it)."
        ) from fout
    persoon = build_entity("persoon", "personen", "Een persoon", is_person=True)
    uit = TaxBenefitSystem([persoon])

    def voeg_toe(naam: str, soort: type, formule: Callable[..., Any] | None = None) -> None:
        velden = {"value_type": soort, "entity": persoon, "definition_period": DateUnit.DAY, "label": naam}
        uit.add_variable(type(naam, (Variable,), velden | ({"formula": formule} if formule else {})))

    for naam, soort in _FEITEN.items():
        voeg_toe(naam, soort)
        voeg_toe(f"{naam}_bekend", bool)
    for naam, (soort, bronnen, formule) in _formules().items():
        voeg_toe(naam, soort, formule)
        voeg_toe(f"{naam}_bekend", bool, _bekend(bronnen))
    voeg_toe("ja", bool, _ja)
    voeg_toe("nee", bool, _nee)
    for naam, soort, formule in (
        ("oordeel", int, lambda p, d: np.where(p("ja", d), 1, np.where(p("nee", d), 0, 2))),
        ("waar", int, lambda p, d: _masker([p(v, d) & p(f"{v}_bekend", d) for v in VRAGEN])),
        ("onbekend", int, lambda p, d: _masker([~p(f"{v}_bekend", d) for v in VRAGEN])),
    ):
        voeg_toe(naam, soort, formule)
    return uit


def _formules() -> dict[str, tuple[type, tuple[str, ...], Callable[..., Any]]]:
    """Per question or date: its kind, what it hangs on, and the formula."""
    vergund = np.isin(np.array(GRONDEN), list(orakel.GROND_MET_VERGUNNING))
    tijdelijk = np.isin(np.array(DOELEN), list(orakel.TIJDELIJK))
    eu = np.isin(np.arange(1000), list(orakel.EU_EER_CH_NL))
    dag, nieuw = np.datetime64(PEILDATUM), np.datetime64(orakel.NIEUWE_WET)
    return {
        "geboortemaand": (int, ("geboortedatum",), lambda p, d: p("geboortedatum", d).astype("M8[M]").astype(np.int32)),
        "geboortedag": (int, ("geboortedatum",), _dag_van_de_maand),
        "zestien_op": (
            date, ("geboortedatum",),
            lambda p, d: plus(p("geboortemaand", d), p("geboortedag", d), 12 * orakel.LEEFTIJD),
        ),
        "aow_datum": (date, ("geboortedatum",), lambda p, d: _aow(p("geboortemaand", d), p("geboortedag", d))),
        "begin": (
            date, ("aanvang", "inschrijving", "zestien_op"),
            lambda p, d: np.maximum(np.maximum(p("aanvang", d), p("inschrijving", d)), p("zestien_op", d)),
        ),
        "verblijfsrecht": (bool, ("grond",), lambda p, d: vergund[p("grond", d)]),
        "minstens_16": (bool, ("zestien_op",), lambda p, d: p("zestien_op", d) <= dag),
        "aow_leeftijd_bereikt": (bool, ("aow_datum",), lambda p, d: p("aow_datum", d) <= dag),
        "tijdelijk_doel": (bool, ("doel",), lambda p, d: tijdelijk[p("doel", d)]),
        "geestelijk_bedienaar": (bool, ("bedienaar",), lambda p, d: p("bedienaar", d)),
        "eu_burger": (bool, ("nationaliteit",), lambda p, d: eu[p("nationaliteit", d)]),
        "familielid_eu_burger": (bool, ("familielid_eu",), lambda p, d: p("familielid_eu", d)),
        "acht_jaar_school": (bool, ("schooljaren",), lambda p, d: p("schooljaren", d) >= orakel.SCHOOLJAREN),
        "aangewezen_diploma": (bool, ("diploma",), lambda p, d: p("diploma", d)),
        "ontheven": (bool, ("ontheffing",), lambda p, d: p("ontheffing", d)),
        "oude_wet": (bool, ("begin",), lambda p, d: p("begin", d) < nieuw),
    }  # fmt: skip


def _dag_van_de_maand(p: Any, d: Any) -> Any:
    eerste = p("geboortemaand", d).astype("M8[M]").astype("M8[D]")
    return (p("geboortedatum", d) - eerste).astype(np.int32)


def _aow(maand: Any, dag: Any) -> Any:
    return plus(maand, dag, _AOW_MAANDEN[np.searchsorted(_AOW_GRENZEN, maand, side="right")])


def _bekend(bronnen: tuple[str, ...]) -> Callable[..., Any]:
    def formula(p: Any, d: Any) -> Any:
        eerste, *rest = (p(f"{bron}_bekend", d) for bron in bronnen)
        for deel in rest:
            eerste = eerste & deel
        return eerste

    return formula


_POSITIEF = ("verblijfsrecht", "minstens_16")
_NEGATIEF = (
    "aow_leeftijd_bereikt", "eu_burger", "familielid_eu_burger", "acht_jaar_school", "aangewezen_diploma", "ontheven",
)  # fmt: skip


def _ja(p: Any, d: Any) -> Any:
    """Certainly plichtig: every condition is known to hold."""
    uit = (p("tijdelijk_doel_bekend", d) & ~p("tijdelijk_doel", d)) | (
        p("geestelijk_bedienaar_bekend", d) & p("geestelijk_bedienaar", d)
    )
    for naam in _POSITIEF:
        uit = uit & p(naam, d) & p(f"{naam}_bekend", d)
    for naam in _NEGATIEF:
        uit = uit & ~p(naam, d) & p(f"{naam}_bekend", d)
    return uit


def _nee(p: Any, d: Any) -> Any:
    """Certainly not plichtig: one condition is known to fail."""
    uit = (p("tijdelijk_doel_bekend", d) & p("tijdelijk_doel", d)) & (
        p("geestelijk_bedienaar_bekend", d) & ~p("geestelijk_bedienaar", d)
    )
    for naam in _POSITIEF:
        uit = uit | (~p(naam, d) & p(f"{naam}_bekend", d))
    for naam in _NEGATIEF:
        uit = uit | (p(naam, d) & p(f"{naam}_bekend", d))
    return uit


def _masker(bits: list[Any]) -> Any:
    uit = np.zeros(len(bits[0]), np.int32)
    for n, bit in enumerate(bits):
        uit += bit.astype(np.int32) << n
    return uit


def bereken(tabel: pa.Table) -> pa.Table:
    """The outcome of every person, in memory."""
    from openfisca_core.simulations import SimulationBuilder

    simulatie = SimulationBuilder().build_default_simulation(stelsel(), count=tabel.num_rows)
    for naam, soort in _FEITEN.items():
        kolom = tabel[naam].combine_chunks()
        leeg = date(1970, 1, 1) if soort is date else soort(0)
        simulatie.set_input(naam, PERIODE, kolom.fill_null(leeg).to_numpy(zero_copy_only=False))
        simulatie.set_input(f"{naam}_bekend", PERIODE, kolom.is_valid().to_numpy(zero_copy_only=False))

    def uitkomst(naam: str) -> Any:
        return simulatie.calculate(naam, PERIODE)

    niet = ~uitkomst("ja")
    kolommen = {
        "id": tabel["id"],
        "oordeel": uitkomst("oordeel").astype(np.uint8),
        "ingangsdatum": pa.array(uitkomst("begin"), mask=niet | ~uitkomst("begin_bekend")),
        "categorie": pa.array((uitkomst("grond") != GRONDEN.index("8c")).astype(np.uint8), mask=niet),
        "wet": pa.array((~uitkomst("oude_wet")).astype(np.uint8), mask=niet | ~uitkomst("oude_wet_bekend")),
        "waar": uitkomst("waar").astype(np.uint16),
        "onbekend": uitkomst("onbekend").astype(np.uint16),
    }
    return pa.table(kolommen).cast(UITKOMST)


def stroom(invoer: Path, uitvoer: Path) -> None:
    """From Parquet to Parquet, a million persons at a time so that memory stays bounded."""
    with pq.ParquetFile(invoer) as bron, pq.ParquetWriter(uitvoer, UITKOMST, compression="zstd") as uit:
        for blok in bron.iter_batches(batch_size=BLOK):
            uit.write_table(bereken(pa.Table.from_batches([blok])))
