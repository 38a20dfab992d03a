"""The columns of the contract (contract/feiten.md section 1, nested Parquet) turned into the registerbeeld."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.primitives.ids import voldoet_aan_elfproef
from inburgering.primitives.periods import BEGIN, EINDE
from inburgering.recht.bulk import codes, registerbeeld
from inburgering.recht.codes import EU_EER
from inburgering.recht.feiten import NATIONALITEIT_ONBEKEND, V_NUMMER
from inburgering.recht.register import blad, vorm
from inburgering.recht.register.blad import Datums, Vlaggen
from inburgering.recht.register.vorm import Lijst, Toets

_BEKEND: Final[Mapping[str, frozenset[str]]] = {
    "verblijf": frozenset({
        "grond", "doel", "ingangsdatum", "beschikkingsdatum", "bekendmaking", "einddatum", "referent",
        "tijdelijkBepaald",
    }),
    "nationaliteiten": frozenset({"code", "vanaf", "tot"}),
    "inschrijvingen": frozenset({"gemeente", "vanaf", "tot"}),
    "kennisgevingen": frozenset({"datum", "wet"}),
    "opleidingen": frozenset({"vanaf", "tot", "aansluitendOpLeerplicht", "leidtTotVrijstellendDiploma"}),
    "diplomas": frozenset({"soort", "behaaldOp"}),
    "geestelijkBedienaar": frozenset({"vanaf", "tot"}),
    "richtlijn200438": frozenset({"vanaf", "tot"}),
    "onderwijs": frozenset({"leerplichtTot", "jarenLeerplichtigInNederland", "opleidingen", "diplomas"}),
    "referent": frozenset({"soort", "doel"}),
    "huisvesting": frozenset({"gemeente", "vanaf"}),
    "verblijfplaats": frozenset({"gemeente", "soort"}),
    "euLangdurigIngezetene": frozenset({"lidstaat", "inburgeringsvereisteVoldaan"}),
    "pip": frozenset({"eersteDagtekening"}),
}  # fmt: skip
_LOS: Final = frozenset({"persoonId", "burgerservicenummer", "vNummer", "geboortedatum", "ontheffing", "ingeburgerd"})
_LIJSTEN: Final = (
    "verblijf", "nationaliteiten", "inschrijvingen", "kennisgevingen", "geestelijkBedienaar", "richtlijn200438",
)  # fmt: skip
KOLOMMEN: Final = _LOS.union(_LIJSTEN, ("onderwijs", "huisvesting", "verblijfplaats", "euLangdurigIngezetene", "pip"))
_JAREN_MAX: Final = 150
_ALTIJD_ONBEKEND: Final = (BEGIN, EINDE - 1)


@dataclass(slots=True)
class Opbouw:
    """The registerbeeld while it is made, and the rows that must be read one by one."""

    bron: pa.RecordBatch
    toets: Toets
    diplomas: Mapping[str, int]
    kolommen: dict[str, pa.Array] = field(default_factory=dict)
    verdacht: Vlaggen = field(init=False)

    def __post_init__(self) -> None:
        self.verdacht = np.zeros(self.bron.num_rows, bool)

    def kolom(self, naam: str) -> pa.Array:
        """One column of the file; empty when it has none."""
        plek = self.bron.schema.get_field_index(naam)
        return pa.nulls(self.bron.num_rows) if plek < 0 else self.bron.column(plek)

    def datum(self, kolom: pa.Array) -> Datums:
        """The dates of a column with a row for each person."""
        gelezen = blad.datums(kolom, self.toets.ontleed)
        self.verdacht |= gelezen.fout
        return gelezen

    def zet_datum(self, naam: str, d: Datums) -> None:
        """Add a date as its two columns."""
        self.kolommen |= zip((f"{naam}_vroegst", f"{naam}_laatst"), _paar(d), strict=True)

    def deel(self, naam: str) -> tuple[pa.Array, dict[str, pa.Array]]:
        """One object: its column, and its fields."""
        kolom = self.kolom(naam)
        velden, vreemd = vorm.velden_van(kolom, bekend=_BEKEND.get(naam, frozenset()))
        if naam in _BEKEND:  # a decision may say more than we read
            self.verdacht |= vreemd
        return kolom, velden


def naar_beeld(bron: pa.RecordBatch, toets: Toets, *, diplomas: Mapping[str, int]) -> tuple[pa.RecordBatch, Vlaggen]:
    """The registerbeeld of these persons, and which rows of it do not count because they must be read one by one."""
    bouw = Opbouw(bron, toets, diplomas)
    for kolom in bron.schema.names:
        if kolom not in KOLOMMEN:
            bouw.verdacht |= blad.er_is(bron.column(kolom))
    _persoon(bouw)
    _onderwijs(bouw)
    _besluiten(bouw)
    for naam in _LIJSTEN:
        lijst = Lijst(bouw.kolom(naam), rijen=bron.num_rows, bekend=_BEKEND[naam])
        _LEZERS[naam](bouw, lijst)
        bouw.verdacht |= lijst.fout
    schema = registerbeeld.SCHEMA
    velden = [bouw.kolommen.get(v.name, None) for v in schema]
    gevuld = [
        pa.nulls(bron.num_rows, v.type) if kolom is None else kolom.cast(v.type)
        for v, kolom in zip(schema, velden, strict=True)
    ]
    return pa.RecordBatch.from_arrays(gevuld, schema=schema), bouw.verdacht


# ── one person ───────────────────────────────────────────────────────────────────────────────────


def _persoon(bouw: Opbouw) -> None:
    sleutel = bouw.kolom("persoonId")
    if blad.is_tekst(sleutel.type):
        tekst = sleutel.cast(pa.string())
        bouw.verdacht |= _leeg(tekst)
        bouw.kolommen["persoonId"] = tekst
    else:
        bouw.verdacht[:] = True
    for naam, goed in (("burgerservicenummer", voldoet_aan_elfproef), ("vNummer", V_NUMMER.fullmatch)):
        bouw.verdacht |= blad.waarden(bouw.kolom(naam), _eis(goed), leeg=0)[2]
    geboren = bouw.datum(bouw.kolom("geboortedatum"))
    bouw.verdacht |= geboren.er & (geboren.vroegst > bouw.toets.peildatum)
    bouw.zet_datum("geboren", geboren)
    _plekken(bouw)
    kolom, velden = bouw.deel("euLangdurigIngezetene")
    waar, fout = blad.waarheden(_veld(velden, "inburgeringsvereisteVoldaan", kolom))
    land = _veld(velden, "lidstaat", kolom)
    bouw.verdacht |= fout | _geen_tekst(land) | blad.waarden(land, _eis(_ander_land), leeg=0)[2]
    er = blad.er_is(kolom)
    bouw.kolommen["eu_ltr"] = _met_leeg(np.where(waar == blad.GEEN, codes.ONBEKEND, waar), ~er)
    kolom, velden = bouw.deel("pip")
    bouw.zet_datum("eerste_pip", _onbekend_als_leeg(bouw.datum(_veld(velden, "eersteDagtekening", kolom)), kolom))


def _plekken(bouw: Opbouw) -> None:
    for naam in ("huisvesting", "verblijfplaats"):
        kolom, velden = bouw.deel(naam)
        code, _, fout = blad.waarden(_veld(velden, "gemeente", kolom), _gemeente(bouw.toets), leeg=codes.ONBEKEND)
        bouw.verdacht |= fout | _geen_tekst(_veld(velden, "soort", kolom))
        bouw.datum(_veld(velden, "vanaf", kolom))
        if naam == "huisvesting":
            bouw.kolommen["huisvesting_gemeente"] = _met_leeg(code, ~blad.er_is(kolom))


def _besluiten(bouw: Opbouw) -> None:
    for naam in ("ontheffing", "ingeburgerd"):
        kolom, velden = bouw.deel(naam)
        if not pa.types.is_struct(kolom.type):
            bouw.verdacht |= blad.er_is(kolom)
        vanaf, tot = (bouw.datum(_veld(velden, sleutel, kolom)) for sleutel in ("vanaf", "tot"))
        bouw.verdacht |= vorm.na(vanaf, tot)
        deels, _ = blad.waarheden(_veld(velden, "gedeeltelijk", kolom))
        bouw.kolommen[f"{naam}_gedeeltelijk"] = _met_leeg((deels == 1).astype(np.int8), ~blad.er_is(kolom))
        bouw.zet_datum(f"{naam}_vanaf", _onbekend_als_leeg(vanaf, kolom))
        if naam == "ingeburgerd":
            bouw.zet_datum("ingeburgerd_tot", tot)


def _onderwijs(bouw: Opbouw) -> None:
    kolom, velden = bouw.deel("onderwijs")
    bouw.zet_datum("leerplicht_tot", bouw.datum(_veld(velden, "leerplichtTot", kolom)))
    jaren, fout = blad.getallen(_veld(velden, "jarenLeerplichtigInNederland", kolom), tot=_JAREN_MAX)
    bouw.verdacht |= fout
    bouw.kolommen["jaren_leerplichtig"] = pa.array(jaren)
    for naam, lezer in (("opleidingen", _opleidingen), ("diplomas", _diplomas)):
        lijst = Lijst(velden.get(naam), rijen=bouw.bron.num_rows, bekend=_BEKEND[naam])
        lezer(bouw, lijst)
        bouw.verdacht |= lijst.fout


# ── the lists ────────────────────────────────────────────────────────────────────────────────────


def _verblijf(bouw: Opbouw, lijst: Lijst) -> None:
    plaatsen, leeg = lijst.plaatsen(), pa.array(~lijst.er)
    zet = _zetter(bouw, "verblijf", plaatsen, leeg)
    for naam, tabel in (("grond", codes.GROND), ("doel", codes.DOEL)):
        code, _, fout = blad.waarden(lijst.kolom(naam), tabel.__getitem__, leeg=codes.ONBEKEND)
        lijst.merk(fout)
        zet(naam, pa.array(code))
    dagen = {}
    for naam in ("ingangsdatum", "beschikkingsdatum", "bekendmaking", "einddatum"):
        dagen[naam] = d = _dagen(bouw, lijst, naam)
        _zet_paar(zet, naam, d)
    ingang, eind = dagen["ingangsdatum"], dagen["einddatum"]
    lijst.merk(ingang.er & eind.er & (eind.laatst < ingang.vroegst))
    kolom = lijst.kolom("referent")
    velden, vreemd = vorm.velden_van(kolom, bekend=_BEKEND["referent"])
    lijst.merk(vreemd)
    soort, _, fout = blad.waarden(_veld(velden, "soort", kolom), codes.REFERENT.__getitem__, leeg=codes.ONBEKEND)
    doel, er, anders = blad.waarden(_veld(velden, "doel", kolom), codes.DOEL.__getitem__, leeg=codes.ONBEKEND)
    lijst.merk(fout | anders)
    zet("referent_soort", _met_leeg(soort, ~blad.er_is(kolom)))
    zet("referent_doel", _met_leeg(doel, ~er))
    waar, fout = blad.waarheden(lijst.kolom("tijdelijkBepaald"))
    lijst.merk(fout)
    zet("tijdelijk", _met_leeg(waar, waar == blad.GEEN))


def _nationaliteiten(bouw: Opbouw, lijst: Lijst) -> None:
    zet = _zetter(bouw, "nationaliteiten", lijst.plaatsen(), pa.array(~lijst.er))
    code, _, fout = blad.waarden(lijst.kolom("code"), _nationaliteit(bouw.toets), leeg=codes.ONBEKEND)
    lijst.merk(fout)
    zet("code", pa.array(code))
    _periode(bouw, lijst, zet)


def _inschrijvingen(bouw: Opbouw, lijst: Lijst) -> None:
    zet = _zetter(bouw, "inschrijvingen", lijst.plaatsen())
    code, _, fout = blad.waarden(lijst.kolom("gemeente"), _gemeente(bouw.toets), leeg=codes.ONBEKEND)
    lijst.merk(fout)
    zet("gemeente", pa.array(code))
    _periode(bouw, lijst, zet)


def _kennisgevingen(bouw: Opbouw, lijst: Lijst) -> None:
    zet = _zetter(bouw, "kennisgevingen", lijst.plaatsen())
    lijst.merk(blad.waarden(lijst.kolom("wet"), _WETTEN.__getitem__, leeg=0)[2])
    _zet_paar(zet, "datum", _dagen(bouw, lijst, "datum"))


def _opleidingen(bouw: Opbouw, lijst: Lijst) -> None:
    zet = _zetter(bouw, "opleidingen", lijst.plaatsen())
    for naam, sleutel in (("aansluitend", "aansluitendOpLeerplicht"), ("vrijstellend", "leidtTotVrijstellendDiploma")):
        waar, fout = blad.waarheden(lijst.kolom(sleutel))
        lijst.merk(fout)
        zet(naam, pa.array(np.where(waar == blad.GEEN, codes.ONBEKEND, waar)))
    _periode(bouw, lijst, zet)


def _diplomas(bouw: Opbouw, lijst: Lijst) -> None:
    zet = _zetter(bouw, "diplomas", lijst.plaatsen())
    soort, _, fout = blad.waarden(
        lijst.kolom("soort"), lambda naam: bouw.diplomas.get(naam, codes.ONBEKEND), leeg=codes.ONBEKEND
    )
    lijst.merk(fout)
    zet("soort", pa.array(soort))
    _zet_paar(zet, "behaald", _dagen(bouw, lijst, "behaaldOp"))


def _vakken(naam: str) -> Callable[[Opbouw, Lijst], None]:
    def lees_vakken(bouw: Opbouw, lijst: Lijst) -> None:
        _periode(bouw, lijst, _zetter(bouw, naam, lijst.plaatsen()))

    return lees_vakken


_WETTEN: Final = {naam: i for i, naam in enumerate(codes.WET)}
_LEZERS: Final[Mapping[str, Callable[[Opbouw, Lijst], None]]] = {
    "verblijf": _verblijf,
    "nationaliteiten": _nationaliteiten,
    "inschrijvingen": _inschrijvingen,
    "kennisgevingen": _kennisgevingen,
    "geestelijkBedienaar": _vakken("bedienaar"),
    "richtlijn200438": _vakken("richtlijn"),
}
Zetter = Callable[[str, pa.Array], None]


def _zetter(bouw: Opbouw, lijst: str, plaatsen: pa.Array, leeg: pa.Array | None = None) -> Zetter:
    def zet(naam: str, waarden: pa.Array) -> None:
        soort = registerbeeld.SCHEMA.field(f"{lijst}_{naam}").type.value_type
        bouw.kolommen[f"{lijst}_{naam}"] = pa.ListArray.from_arrays(plaatsen, waarden.cast(soort), mask=leeg)

    return zet


def _zet_paar(zet: Zetter, naam: str, d: Datums) -> None:
    vroegst, laatst = _paar(d)
    zet(f"{naam}_vroegst", vroegst)
    zet(f"{naam}_laatst", laatst)


def _periode(bouw: Opbouw, lijst: Lijst, zet: Zetter) -> None:
    vanaf, tot = _dagen(bouw, lijst, "vanaf"), _dagen(bouw, lijst, "tot")
    lijst.merk(vorm.na(vanaf, tot))
    _zet_paar(zet, "vanaf", vanaf)
    _zet_paar(zet, "tot", tot)


def _dagen(bouw: Opbouw, lijst: Lijst, naam: str) -> Datums:
    gelezen = blad.datums(lijst.kolom(naam), bouw.toets.ontleed)
    lijst.merk(gelezen.fout)
    return gelezen


# ── values ───────────────────────────────────────────────────────────────────────────────────────


def _paar(d: Datums) -> tuple[pa.Array, pa.Array]:
    """The first day, null when none was given; the last day, null when it is the first."""
    dag = pa.date32()
    vroegst = pa.array(d.vroegst - blad.NUL_DAG, mask=~d.er).cast(dag)
    return vroegst, pa.array(d.laatst - blad.NUL_DAG, mask=~d.er | (d.vroegst == d.laatst)).cast(dag)


def _onbekend_als_leeg(d: Datums, kolom: pa.Array) -> Datums:
    """The same dates; unknown where there is an object that gives none."""
    er = blad.er_is(kolom)
    mist = er & ~d.er
    begin, eind = _ALTIJD_ONBEKEND
    return Datums(np.where(mist, begin, d.vroegst), np.where(mist, eind, d.laatst), er | d.er, d.fout)


def _met_leeg(waarden: Any, leeg: Vlaggen) -> pa.Array:
    return pa.array(waarden, mask=leeg)


def _veld(velden: Mapping[str, pa.Array], naam: str, kolom: pa.Array) -> pa.Array:
    return velden.get(naam, pa.nulls(len(kolom)))


def _leeg(tekst: pa.Array) -> Vlaggen:
    uit: Vlaggen = pc.equal(pc.fill_null(pc.binary_length(tekst), 0), 0).to_numpy(zero_copy_only=False)
    return uit


def _geen_tekst(kolom: pa.Array) -> Vlaggen:
    return np.zeros(len(kolom), bool) if blad.is_tekst(kolom.type) else blad.er_is(kolom)


def _ander_land(lidstaat: str) -> bool:
    """Whether it is surely another state; the rest is read one by one."""
    return lidstaat in EU_EER and lidstaat != "NL"


def _eis(goed: Callable[[str], object]) -> Callable[[str], int]:
    def toets(tekst: str) -> int:
        if not goed(tekst):
            raise KeyError(tekst)
        return 0

    return toets


def _cijfers(tekst: str) -> int:
    if len(tekst) != 4 or not (tekst.isascii() and tekst.isdigit()):
        raise KeyError(tekst)
    return int(tekst)


def _gemeente(toets: Toets) -> Callable[[str], int]:
    return lambda tekst: _bestaand(tekst, toets.bestaat_gemeente)


def _nationaliteit(toets: Toets) -> Callable[[str], int]:
    return lambda tekst: (
        codes.ONBEKEND if tekst == NATIONALITEIT_ONBEKEND else _bestaand(tekst, toets.bestaat_nationaliteit)
    )


def _bestaand(tekst: str, bestaat: Callable[[str], bool]) -> int:
    nummer = _cijfers(tekst)
    if not bestaat(tekst):
        raise OngeldigeInvoer("deze code bestaat niet.")
    return nummer
