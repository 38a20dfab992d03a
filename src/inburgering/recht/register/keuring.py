"""The registerbeeld itself as input: what cannot be one is refused before the engine sees it, with row and field.

The engine trusts the lengths of lists and the numbers of codes, so those are checked here on every row.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from inburgering.recht.bulk import codes
from inburgering.recht.bulk.registerbeeld import DATUM, LIJSTEN, PERSOON, SCHEMA, Veld
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.register.blad import NUL_DAG, Vlaggen
from inburgering.recht.register.vorm import Toets

MERK: Final = frozenset({"geboren_vroegst", "verblijf_grond", "nationaliteiten_code"})
_CODES: Final = 10_000
_MIN, _MAX = np.datetime64("0001-01-01"), np.datetime64("9999-12-31")
Getallen = npt.NDArray[np.int32]


def is_beeld(namen: list[str]) -> bool:
    """Tell whether a file with these columns is a registerbeeld."""
    return not MERK.isdisjoint(namen)


def pas(deel: pa.RecordBatch) -> pa.RecordBatch:
    """The same rows with exactly the columns of the registerbeeld; what is left out is null.

    Raises:
        FeitOngeldig: a column that does not belong there, or that holds something else.
    """
    vreemd = [naam for naam in deel.schema.names if naam not in SCHEMA.names]
    if vreemd:
        raise FeitOngeldig("deze kolom hoort niet in een registerbeeld.", veld=vreemd[0], herstel="Verwijder de kolom.")
    kolommen = []
    for veld in SCHEMA:
        plek = deel.schema.get_field_index(veld.name)
        try:
            kolommen.append(_leeg(deel, veld) if plek < 0 else deel.column(plek).cast(veld.type))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as fout:
            raise FeitOngeldig(
                f"deze kolom is {deel.schema.field(plek).type} en past niet in {veld.type}.",
                veld=veld.name,
                herstel="Maak het bestand opnieuw met `inburgering register zet-om`.",
            ) from fout
    return pa.RecordBatch.from_arrays(kolommen, schema=SCHEMA)


def _leeg(deel: pa.RecordBatch, veld: pa.Field) -> pa.Array:
    """A column that was left out: null on every row; of a date, with the lengths of the list that it belongs to."""
    vroegst = deel.schema.get_field_index(veld.name.removesuffix("_laatst") + "_vroegst")
    if not pa.types.is_list(veld.type) or not veld.name.endswith("_laatst") or vroegst < 0:
        return pa.nulls(len(deel), veld.type)
    kolom = deel.column(vroegst)
    if not pa.types.is_list(kolom.type):
        return pa.nulls(len(deel), veld.type)
    mask = kolom.is_null() if kolom.null_count and not kolom.offset else None
    niets = pa.nulls(len(kolom.values), veld.type.value_type)
    if kolom.null_count and kolom.offset:
        return pa.ListArray.from_arrays(pa.concat_arrays([kolom]).offsets, niets)
    return pa.ListArray.from_arrays(kolom.offsets, niets, mask=mask)


def bouwfouten(beeld: pa.RecordBatch, *, diplomas: int) -> dict[int, str]:
    """Per row that cannot be read at all, the sentence that says why."""
    uit: dict[int, str] = {}
    for fout, zin in _bouw(beeld, diplomas):
        if fout.any():
            for rij in np.flatnonzero(fout).tolist():
                uit.setdefault(rij, zin)
    return uit


def verdacht(beeld: pa.RecordBatch, toets: Toets) -> Vlaggen:
    """Which rows may hold a code that does not exist or a period that ends before it begins."""
    geboren = _dagen(beeld.column("geboren_vroegst"))
    uit: Vlaggen = geboren > toets.peildatum - NUL_DAG
    gemeente, nationaliteit = (
        _bestaat_niet(toets.bestaat_gemeente),
        _bestaat_niet(toets.bestaat_nationaliteit, nul=True),
    )
    uit |= _per_rij(beeld.column("inschrijvingen_gemeente"), gemeente)
    uit |= _per_rij(beeld.column("nationaliteiten_code"), nationaliteit)
    uit |= gemeente(beeld.column("huisvesting_gemeente"))
    for lijst, vanaf, tot, extra in _PERIODEN:
        uit |= _omgekeerd(beeld, f"{lijst}_{vanaf}", f"{lijst}_{tot}", extra=extra)
    return uit


_PERIODEN: Final = (
    ("verblijf", "ingangsdatum", "einddatum", 1),
    *((lijst, "vanaf", "tot", 0) for lijst in ("nationaliteiten", "inschrijvingen", "opleidingen")),
    *((lijst, "vanaf", "tot", 0) for lijst in ("bedienaar", "richtlijn", "ingeburgerd")),
)


def _bouw(beeld: pa.RecordBatch, diplomas: int) -> Iterator[tuple[Vlaggen, str]]:
    sleutel = beeld.column("persoonId")
    leeg = pc.equal(pc.fill_null(pc.binary_length(sleutel), 0), 0).to_numpy(zero_copy_only=False)
    yield leeg, "persoonId: dit is verplicht en moet tekst zijn. Geef elke persoon een eigen sleutel."
    for lijst, velden in LIJSTEN.items():
        namen = [kolom for veld in velden for kolom in veld.kolommen(f"{lijst}_")]
        yield _ongelijk(beeld, namen), f"{lijst}: de kolommen van deze lijst zijn niet even lang. Maak de rij opnieuw."
        for veld in velden:
            yield from _veldfouten(beeld, veld, f"{lijst}_", _per_rij, diplomas=diplomas)
    for veld in PERSOON:
        yield from _veldfouten(beeld, veld, "", lambda kolom, fout: fout(kolom), diplomas=diplomas)
    jaren = pc.fill_null(beeld.column("jaren_leerplichtig"), 0.0).to_numpy(zero_copy_only=False)
    yield ~((jaren >= 0) & (jaren <= 150)), "jaren_leerplichtig: verwacht een aantal jaren van 0 tot 150."


def _veldfouten(
    beeld: pa.RecordBatch, veld: Veld, voor: str, per_rij: Any, *, diplomas: int
) -> Iterator[tuple[Vlaggen, str]]:
    naam = f"{voor}{veld.naam}"
    if veld.soort is DATUM:
        if beeld.column(f"{naam}_laatst").null_count < len(beeld) or voor:
            yield _geen_bereik(beeld, naam, voor), f"{naam}: eerste en laatste dag horen niet bij elkaar. Verbeter ze."
        return
    grens = {
        "verblijf_grond": len(codes.GROND), "verblijf_doel": len(codes.DOEL), "diplomas_soort": diplomas,
        "verblijf_referent_soort": len(codes.REFERENT), "verblijf_referent_doel": len(codes.DOEL),
        "nationaliteiten_code": 10_000, "inschrijvingen_gemeente": 10_000, "huisvesting_gemeente": 10_000,
    }.get(naam, 2)  # fmt: skip
    if naam != "jaren_leerplichtig":
        yield per_rij(beeld.column(naam), _buiten(grens)), f"{naam}: dit nummer bestaat niet. Zie de codes."


def _ongelijk(beeld: pa.RecordBatch, namen: list[str]) -> Vlaggen:
    eerste, *rest = (beeld.column(naam) for naam in namen)
    uit = np.zeros(len(eerste), bool)
    for kolom in rest:
        if not _even_lang(eerste, kolom):
            uit |= _lengten(kolom) != _lengten(eerste)
    return uit


def _even_lang(een: pa.Array, ander: pa.Array) -> bool:
    """Whether two lists have the same lengths on every row, seen at a glance; if not, the lengths must be looked at."""
    if een.null_count or ander.null_count or not len(een):
        return False
    return bool(np.array_equal(een.offsets.to_numpy(), ander.offsets.to_numpy()))


def _lengten(kolom: pa.Array) -> Getallen:
    uit: Getallen = pc.fill_null(pc.list_value_length(kolom), 0).to_numpy(zero_copy_only=False)
    return uit


def _per_rij(kolom: pa.Array, fout: Callable[[pa.Array], Vlaggen]) -> Vlaggen:
    """Which rows have an entry that is wrong."""
    van_deel = fout(pc.list_flatten(kolom))
    uit = np.zeros(len(kolom), bool)
    if van_deel.any():
        uit[pc.list_parent_indices(kolom).to_numpy()[van_deel]] = True
    return uit


def _buiten(grens: int) -> Callable[[pa.Array], Vlaggen]:
    def fout(kolom: pa.Array) -> Vlaggen:
        uiterst = pc.min_max(kolom).as_py()
        if uiterst["min"] is None or (uiterst["min"] >= codes.AFWEZIG and uiterst["max"] < grens):
            return np.zeros(len(kolom), bool)
        waarden = pc.fill_null(kolom, -1).to_numpy(zero_copy_only=False)
        uit: Vlaggen = (waarden < codes.AFWEZIG) | (waarden >= grens)
        return uit

    return fout


def _bestaat_niet(bestaat: Callable[[str], bool], *, nul: bool = False) -> Callable[[pa.Array], Vlaggen]:
    def fout(kolom: pa.Array) -> Vlaggen:
        waarden = pc.fill_null(kolom, -1).to_numpy(zero_copy_only=False)
        uit: Vlaggen = _onbestaand(bestaat, nul)[waarden]
        return uit

    return fout


@lru_cache(maxsize=8)
def _onbestaand(bestaat: Callable[[str], bool], nul: bool) -> Vlaggen:
    """Per code whether it does not exist; what is unknown or none, at the end, does, and zero when `nul`."""
    codes_ = [not (bestaat(f"{code:04}") or (nul and code == 0)) for code in range(_CODES)]
    return np.array([*codes_, False, False])


def _dagen(kolom: pa.Array, *, leeg: int = -(2**31)) -> Getallen:
    uit: Getallen = pc.fill_null(kolom.cast(pa.int32()), leeg).to_numpy(zero_copy_only=False)
    return uit


def _geen_bereik(beeld: pa.RecordBatch, naam: str, voor: str) -> Vlaggen:
    """Where the last day is not the end of the month, the year or the calendar that the first day begins."""
    vroegst, laatst = beeld.column(f"{naam}_vroegst"), beeld.column(f"{naam}_laatst")
    rijen = len(vroegst)
    if voor and laatst.values.null_count == len(laatst.values) and len(laatst.values) == len(vroegst.values):
        return np.zeros(rijen, bool)
    eigenaar = np.arange(rijen)
    if voor:
        if _lengten(vroegst).sum() != _lengten(laatst).sum():
            return np.zeros(rijen, bool)  # told of already: the lengths differ
        eigenaar = pc.list_parent_indices(vroegst).to_numpy()
        vroegst, laatst = pc.list_flatten(vroegst), pc.list_flatten(laatst)
    wie = np.flatnonzero(laatst.is_valid().to_numpy(zero_copy_only=False))
    uit = np.zeros(rijen, bool)
    if len(wie):
        fout = _onmogelijk(_dagen(vroegst)[wie], _dagen(laatst)[wie])
        uit[eigenaar[wie[fout]]] = True
    return uit


def _onmogelijk(vroegst: Getallen, laatst: Getallen) -> Vlaggen:
    begin, eind = vroegst.astype("M8[D]"), laatst.astype("M8[D]")
    maand, jaar = begin.astype("M8[M]"), begin.astype("M8[Y]")
    heel = (begin == _MIN) & (eind == _MAX)
    hele_maand = (begin == maand.astype("M8[D]")) & (eind == (maand + 1).astype("M8[D]") - 1)
    heel_jaar = (begin == jaar.astype("M8[D]")) & (eind == (jaar + 1).astype("M8[D]") - 1)
    uit: Vlaggen = ~(heel | hele_maand | heel_jaar | (begin == eind))
    return uit


def _omgekeerd(beeld: pa.RecordBatch, vanaf: str, tot: str, *, extra: int) -> Vlaggen:
    begin, eind, laatst = (beeld.column(n) for n in (f"{vanaf}_vroegst", f"{tot}_vroegst", f"{tot}_laatst"))
    eigenaar = np.arange(len(beeld))
    if pa.types.is_list(begin.type):
        eigenaar = pc.list_parent_indices(begin).to_numpy()
        begin, eind, laatst = (pc.list_flatten(kolom) for kolom in (begin, eind, laatst))
    if eind.null_count == len(eind):
        return np.zeros(len(beeld), bool)
    einde = _dagen(pc.coalesce(laatst, eind), leeg=2**31 - 2)
    fout = einde + extra <= _dagen(begin, leeg=1 - NUL_DAG)
    uit = np.zeros(len(beeld), bool)
    uit[eigenaar[fout]] = True
    return uit
