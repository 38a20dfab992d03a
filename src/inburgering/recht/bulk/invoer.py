"""Arrow columns as addresses, so that a kernel reads them where they lie; and the text of the function that does."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from inburgering.recht.bulk import bouw
from inburgering.recht.bulk.kernen import plaatsen as p
from inburgering.recht.bulk.registerbeeld import CODE, DATUM, GETAL, LIJSTEN, PERSOON, SCHEMA, Veld
from inburgering.recht.errors import FeitOngeldig

# A column is six numbers: where its values are, where their validity bits are (0: all there), the offset of those; for
# a list also where its offsets are, where its own validity bits are, and the offset of those.
BREED = 6
NAMEN = SCHEMA.names[1:]

LADERS = """
from llvmlite import ir
from numba.extending import intrinsic


def _lees(bits, drijvend=False):
    @intrinsic
    def lees(typingctx, adres, plek):
        soort = ir.DoubleType() if drijvend else ir.IntType(bits)

        def maak(context, builder, signature, args):
            waar = builder.gep(builder.inttoptr(args[0], soort.as_pointer()), [args[1]])
            waarde = builder.load(waar)
            return waarde if drijvend or bits == 64 else builder.sext(waarde, ir.IntType(64))

        return (types.float64 if drijvend else types.int64)(types.int64, types.int64), maak

    return lees


lees8, lees16, lees32, lees64, leesf = _lees(8), _lees(16), _lees(32), _lees(64), _lees(64, True)


@intrinsic
def wijzer(typingctx, rij, plek):
    def maak(context, builder, signature, args):
        return builder.gep(context.make_array(signature.args[0])(context, builder, args[0]).data, [args[1]])

    return types.CPointer(rij.dtype)(rij, types.int64), maak


@intrinsic
def vanaf(typingctx, rij, plek):
    def maak(context, builder, signature, args):
        return builder.gep(args[0], [args[1]])

    return rij(rij, types.int64), maak


@stil
def is_leeg(K, k, i):
    if K[k] == 0:
        return True
    if K[k + 1] == 0:
        return False
    bit = i + K[k + 2]
    return (lees8(K[k + 1], bit >> 3) >> (bit & 7)) & 1 == 0


@stil
def lees_datum(K, k, i, P, waar, leeg, leeg_laatst, plus):
    if is_leeg(K, k, i):
        P[waar], P[waar + 1] = leeg, leeg_laatst
        return
    dag = lees32(K[k], i) + 719163 + plus
    P[waar] = dag
    P[waar + 1] = dag if is_leeg(K, k + 6, i) else lees32(K[k + 6], i) + 719163 + plus
"""


class Adressen:
    """The addresses of the columns of one batch; keeps the batch alive while a kernel reads it."""

    def __init__(self, beeld: Any) -> None:
        self.bewaard: list[Any] = []
        self.getallen = np.zeros(BREED * len(NAMEN), np.int64)
        aanwezig = set(beeld.schema.names)
        for nummer, naam in enumerate(NAMEN):
            if naam in aanwezig:
                self._zet(BREED * nummer, beeld.column(naam), naam)
        _eis_gelijke_lengten(beeld)

    def _zet(self, k: int, kolom: Any, naam: str) -> None:
        soort = SCHEMA.field(naam).type
        if isinstance(kolom, pa.ChunkedArray):
            kolom = kolom.combine_chunks()
        if kolom.type != soort:
            kolom = kolom.cast(soort)
        if len(kolom) == 0 or kolom.null_count == len(kolom):
            return
        self.bewaard.append(kolom)
        if not pa.types.is_list(soort):
            self._zet_waarden(k, kolom)
            return
        self.getallen[k + 3] = kolom.buffers()[1].address + 4 * kolom.offset
        if kolom.null_count:
            self.getallen[k + 4], self.getallen[k + 5] = kolom.buffers()[0].address, kolom.offset
        waarden = kolom.values
        if len(waarden) and waarden.null_count < len(waarden):
            self._zet_waarden(k, waarden)

    def _zet_waarden(self, k: int, rij: Any) -> None:
        geldig, buffer = rij.buffers()
        self.getallen[k] = buffer.address + rij.type.bit_width // 8 * rij.offset
        if rij.null_count:
            self.getallen[k + 1], self.getallen[k + 2] = geldig.address, rij.offset


def _eis_gelijke_lengten(beeld: Any) -> None:
    for lijst, velden in LIJSTEN.items():
        namen = [k for veld in velden for k in veld.kolommen(f"{lijst}_") if k in set(beeld.schema.names)]
        kolommen = [k for k in map(beeld.column, namen) if k.null_count < len(k)]
        kolommen = [k.combine_chunks() if isinstance(k, pa.ChunkedArray) else k for k in kolommen]
        for naam, kolom in zip(namen[1:], kolommen[1:], strict=False):
            if not _zelfde_lengten(kolommen[0].offsets, kolom.offsets):
                raise FeitOngeldig(
                    "de velden van deze lijst zijn niet even lang.",
                    veld=naam,
                    herstel="Geef elk veld dezelfde lengten.",
                )


def _zelfde_lengten(een: Any, ander: Any) -> bool:
    zelfde_plek = een.buffers()[1].address == ander.buffers()[1].address and een.offset == ander.offset
    return zelfde_plek or bool(np.array_equal(een.to_numpy(), ander.to_numpy()))


def lader() -> str:
    """The text of the function that reads one person into the scratch arrays; true when a list is too long."""
    regels = [f"P[{n}] = 0" for n in range(8)]
    for veld, waar, leeg, laatst in _PERSOON:
        regels.append(_lees(veld, _k(veld.kolommen()[0]), rij="i", waar=f"{waar}", leeg=leeg, laatst=laatst))
    for lijst, (plek, breed, begin, velden) in _LIJSTEN.items():
        eerste = _k(f"{lijst}_{LIJSTEN[lijst][0].kolommen()[0]}")
        leeg = -1 if lijst in {"verblijf", "nationaliteiten"} else 0
        regels += [
            f"if K[{eerste + 3}] == 0 or lijst_leeg(K, {eerste}, i):",
            f"    P[{plek}] = {leeg}",
            "else:",
            f"    van = lees32(K[{eerste + 3}], i)",
            f"    n = lees32(K[{eerste + 3}], i + 1) - van",
            f"    if n > {p.LIJST_MAX}:",
            "        return True",
            f"    P[{plek}] = n",
            "    for j in range(n):",
            f"        r = {begin} + j * {breed}",
        ]
        if lijst in {"kennisgevingen", "diplomas"}:
            regels.append(f"        P[r + {p.K_TOT}] = P[r + {p.K_TOT + 1}] = {_EINDE}")
        for veld, (waar, leeg_, laatst) in zip(LIJSTEN[lijst], velden, strict=True):
            regels.append(
                "        "
                + _lees(
                    veld,
                    _k(f"{lijst}_{veld.kolommen()[0]}"),
                    rij="van + j",
                    waar=f"r + {waar}",
                    leeg=leeg_,
                    laatst=laatst,
                )
            )
    return bouw.functie("lees_persoon", "K, i, P, F", regels, "False") + _LIJST_LEEG


_LIJST_LEEG = """

@stil
def lijst_leeg(K, k, i):
    if K[k + 4] == 0:
        return False
    bit = i + K[k + 5]
    return (lees8(K[k + 4], bit >> 3) >> (bit & 7)) & 1 == 0
"""


def _k(naam: str) -> int:
    return BREED * int(NAMEN.index(naam))


def _lees(veld: Veld, k: int, *, rij: str, waar: str, leeg: int, laatst: int) -> str:
    if veld.soort == DATUM:
        plus = 1 if veld.naam == "einddatum" else 0
        return f"lees_datum(K, {k}, {rij}, P, {waar}, {leeg}, {laatst}, {plus})"
    if veld.soort == GETAL:
        return f"F[0] = 0.0 if is_leeg(K, {k}, {rij}) else leesf(K[{k}], {rij})"
    lees = "lees16" if veld.soort == CODE else "lees8"
    return f"P[{waar}] = {veld.standaard} if is_leeg(K, {k}, {rij}) else {lees}(K[{k}], {rij})"


_EINDE = 3652060
_ONBEKEND, _NOOIT, _GEEN, _ALTIJD = (1, _EINDE - 1), (_EINDE, _EINDE), (-1, -1), (1, 1)
_WAAR = {
    "geboren": (p.P_GEBOREN, *_ONBEKEND),
    "leerplicht_tot": (p.P_LEERPLICHT, *_GEEN),
    "jaren_leerplichtig": (0, 0, 0),
    "huisvesting_gemeente": (p.P_HUIS, 0, 0),
    "eu_ltr": (p.P_LTR, 0, 0),
    "ontheffing_vanaf": (p.P_ONTHEFFING, *_GEEN),
    "ontheffing_gedeeltelijk": (p.P_ONTHEFFING_DEEL, 0, 0),
    "ingeburgerd_vanaf": (p.P_INGEBURGERD, *_GEEN),
    "ingeburgerd_tot": (p.P_INGEBURGERD_TOT, *_NOOIT),
    "ingeburgerd_gedeeltelijk": (p.P_INGEBURGERD_DEEL, 0, 0),
    "eerste_pip": (p.P_PIP, *_NOOIT),
}
_PERSOON = [(veld, *_WAAR[veld.naam]) for veld in PERSOON]
_VAKVELDEN = {
    "code": (p.K_CODE, 0, 0), "gemeente": (p.K_CODE, 0, 0), "soort": (p.K_CODE, 0, 0),
    "vanaf": (p.K_VANAF, *_ONBEKEND), "datum": (p.K_VANAF, *_ONBEKEND), "behaald": (p.K_VANAF, *_ONBEKEND),
    "tot": (p.K_TOT, *_NOOIT), "aansluitend": (p.K_AANSLUITEND, 0, 0), "vrijstellend": (p.K_VRIJSTELLEND, 0, 0),
}  # fmt: skip
_VERBLIJFSVELDEN = {
    "grond": (p.V_GROND, 0, 0), "doel": (p.V_DOEL, 0, 0), "ingangsdatum": (p.V_INGANG, *_GEEN),
    "beschikkingsdatum": (p.V_BESLUIT, *_GEEN), "bekendmaking": (p.V_BEKEND, *_GEEN),
    "einddatum": (p.V_EINDE, *_NOOIT), "referent_soort": (p.V_REF, 0, 0), "referent_doel": (p.V_REFDOEL, 0, 0),
    "tijdelijk": (p.V_TIJDELIJK, 0, 0),
}  # fmt: skip


def _lijsten() -> Iterator[tuple[str, tuple[int, int, int, list[tuple[int, int, int]]]]]:
    for plek, (lijst, velden) in enumerate(LIJSTEN.items()):
        if lijst == "verblijf":
            yield lijst, (plek, p.V_BREED, p.P_VERBLIJF, [_VERBLIJFSVELDEN[v.naam] for v in velden])
            continue
        waar = [_VAKVELDEN[v.naam] for v in velden]
        if lijst == "nationaliteiten":
            waar = [(p.K_VANAF, *_ALTIJD) if v.naam == "vanaf" else w for v, w in zip(velden, waar, strict=True)]
        yield lijst, (plek, p.K_BREED, p.P_VAK + (plek - 1) * p.LIJST_MAX * p.K_BREED, waar)


_LIJSTEN = dict(_lijsten())
