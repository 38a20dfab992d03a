"""The picture of a register: one row per person, lists as columns of small numbers, for the fast engine.

- A date X is two columns of date32: `X_vroegst`, null when it was not given; `X_laatst`, null when the date is known to
  the day, so filled only for a partial date (DatumOnbekend is 0001-01-01 up to 9999-12-31).
- A list of the contract is one list column per field, `verblijf_grond`, `verblijf_doel`, ...; the fields of one list have
  the same lengths. Null for `verblijf` or `nationaliteiten` (the first field decides) is unknown; an empty list is none.
- Codes are the numbers of `codes`: null takes the default below, -1 is unknown, -2 is none.
- Every column may be left out: that is the same as null on every row.

| column | null means |
|---|---|
| `geboren`, `inschrijvingen_vanaf`, `kennisgevingen_datum`, `opleidingen_vanaf`, `diplomas_behaald`, `bedienaar_vanaf`, `richtlijn_vanaf` | unknown |
| `nationaliteiten_vanaf` | always; `*_tot`, `verblijf_einddatum` (the last valid day, as in the contract): never ended |
| `verblijf_ingangsdatum`, `_beschikkingsdatum`, `_bekendmaking` | not given: the rule of the contract decides whether that is unknown |
| `verblijf_grond`, `_doel`, `nationaliteiten_code` (0 too), `inschrijvingen_gemeente`, `diplomas_soort`, `opleidingen_aansluitend`, `_vrijstellend` | unknown |
| `verblijf_referent_soort` | no referent; -1: a referent of unknown kind. `_referent_doel` is null when absent, -1 when present and null |
| `verblijf_tijdelijk` | not given |
| `huisvesting_gemeente` | not reported; -1: reported, gemeente unknown |
| `eu_ltr`, `jaren_leerplichtig` | not reported, none; `eu_ltr` -1: reported, unknown |
| `leerplicht_tot`, `ontheffing_vanaf`, `ingeburgerd_vanaf`, `eerste_pip` | not reported; reported without a date is DatumOnbekend |
"""  # noqa: E501 - the table is the contract of this layout

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from inburgering.primitives.datums import DAG_ONBEKEND, NOOIT_MEER, Dagbereik
from inburgering.primitives.periods import BEGIN
from inburgering.recht.bulk import codes
from inburgering.recht.feiten import Feiten, Vak, Verblijf
from inburgering.recht.tijdlijn import ONBEKEND
from inburgering.recht.wetten import Wetboek, laad, wortel

EPOCH: Final = 719163
_ALTIJD: Final = Dagbereik(BEGIN, BEGIN)
DATUM, KLEIN, CODE, GETAL = pa.date32(), pa.int8(), pa.int16(), pa.float64()


@dataclass(frozen=True, slots=True)
class Veld:
    """One field of a person or of an entry of a list; `standaard` is what null means for a code."""

    naam: str
    soort: Any
    standaard: int = 0

    def kolommen(self, voorvoegsel: str = "") -> tuple[str, ...]:
        """The names of its columns."""
        naam = voorvoegsel + self.naam
        return (f"{naam}_vroegst", f"{naam}_laatst") if self.soort is DATUM else (naam,)


PERSOON: Final = (
    Veld("geboren", DATUM),
    Veld("leerplicht_tot", DATUM),
    Veld("jaren_leerplichtig", GETAL),
    Veld("huisvesting_gemeente", CODE, codes.AFWEZIG),
    Veld("eu_ltr", KLEIN),
    Veld("ontheffing_vanaf", DATUM),
    Veld("ontheffing_gedeeltelijk", KLEIN),
    Veld("ingeburgerd_vanaf", DATUM),
    Veld("ingeburgerd_tot", DATUM),
    Veld("ingeburgerd_gedeeltelijk", KLEIN),
    Veld("eerste_pip", DATUM),
)
LIJSTEN: Final[dict[str, tuple[Veld, ...]]] = {
    "verblijf": (
        Veld("grond", KLEIN, codes.ONBEKEND),
        Veld("doel", KLEIN, codes.ONBEKEND),
        Veld("ingangsdatum", DATUM),
        Veld("beschikkingsdatum", DATUM),
        Veld("bekendmaking", DATUM),
        Veld("einddatum", DATUM),
        Veld("referent_soort", KLEIN, codes.AFWEZIG),
        Veld("referent_doel", KLEIN, codes.AFWEZIG),
        Veld("tijdelijk", KLEIN, codes.AFWEZIG),
    ),
    "nationaliteiten": (Veld("code", CODE, codes.ONBEKEND), Veld("vanaf", DATUM), Veld("tot", DATUM)),
    "inschrijvingen": (Veld("gemeente", CODE, codes.ONBEKEND), Veld("vanaf", DATUM), Veld("tot", DATUM)),
    "kennisgevingen": (Veld("datum", DATUM),),
    "opleidingen": (
        Veld("vanaf", DATUM),
        Veld("tot", DATUM),
        Veld("aansluitend", KLEIN, codes.ONBEKEND),
        Veld("vrijstellend", KLEIN, codes.ONBEKEND),
    ),
    "diplomas": (Veld("soort", KLEIN, codes.ONBEKEND), Veld("behaald", DATUM)),
    "bedienaar": (Veld("vanaf", DATUM), Veld("tot", DATUM)),
    "richtlijn": (Veld("vanaf", DATUM), Veld("tot", DATUM)),
}


def _schema() -> Any:
    velden = [pa.field("persoonId", pa.string())]
    velden += [pa.field(k, veld.soort) for veld in PERSOON for k in veld.kolommen()]
    for lijst, delen in LIJSTEN.items():
        velden += [pa.field(k, pa.list_(veld.soort)) for veld in delen for k in veld.kolommen(f"{lijst}_")]
    return pa.schema(velden)


SCHEMA: Final = _schema()


def van_feiten(feiten: Iterable[Feiten], *, boek: Wetboek | None = None) -> Any:
    """The picture of persons whose facts were read one by one, as a RecordBatch."""
    diplomas = codes.diplomas(boek or laad(wortel()))
    rijen = [_rij(een, diplomas) for een in feiten]
    kolommen = [pa.array([rij.get(naam) for rij in rijen], SCHEMA.field(naam).type) for naam in SCHEMA.names]
    return pa.RecordBatch.from_arrays(kolommen, schema=SCHEMA)


def _rij(f: Feiten, diplomas: Any) -> dict[str, Any]:
    rij: dict[str, Any] = {"persoonId": f.persoon_id, "jaren_leerplichtig": float(f.jaren_leerplichtig)}
    rij["eu_ltr"] = _waar(f.eu_ltr_voldaan)
    rij["huisvesting_gemeente"] = None if f.huisvesting is None else _vier(f.huisvesting.code)
    _zet(rij, "geboren", f.geboortedatum)
    _zet(rij, "leerplicht_tot", f.leerplicht_tot)
    _zet(rij, "eerste_pip", _tenzij(f.eerste_pip, NOOIT_MEER))
    for naam, besluit in (("ontheffing", f.ontheffing), ("ingeburgerd", f.ingeburgerd)):
        if besluit is not None:
            rij[f"{naam}_gedeeltelijk"] = _waar(besluit.vrijstellend)
            _zet(rij, f"{naam}_vanaf", besluit.vanaf)
    if f.ingeburgerd is not None:
        _zet(rij, "ingeburgerd_tot", _tenzij(f.ingeburgerd.tot, NOOIT_MEER))
    if f.verblijf is not None:
        _zet_lijst(rij, "verblijf", [dict(_verblijf(v, f)) for v in f.verblijf])
    if f.nationaliteiten is not None:
        _zet_lijst(rij, "nationaliteiten", [dict(_vak(v, code=_vier, leeg=_ALTIJD)) for v in f.nationaliteiten])
    _zet_lijst(rij, "inschrijvingen", [dict(_vak(v, naam="gemeente", code=_vier)) for v in f.inschrijvingen])
    _zet_lijst(rij, "kennisgevingen", [dict(_datum("datum", v.vanaf)) for v in f.kennisgevingen])
    _zet_lijst(rij, "opleidingen", [dict(_opleiding(v)) for v in f.opleidingen])
    _zet_lijst(
        rij,
        "diplomas",
        [{"soort": diplomas.get(v.code, codes.ONBEKEND), **dict(_datum("behaald", v.vanaf))} for v in f.diplomas],
    )
    for naam, vakken in (("bedienaar", f.bedienaar), ("richtlijn", f.richtlijn200438)):
        _zet_lijst(rij, naam, [dict(_vak(v)) for v in vakken])
    return rij


def _zet(rij: dict[str, Any], naam: str, bereik: Dagbereik | None) -> None:
    rij.update(_datum(naam, bereik))


def _zet_lijst(rij: dict[str, Any], lijst: str, delen: list[dict[str, Any]]) -> None:
    for veld in LIJSTEN[lijst]:
        for kolom in veld.kolommen():
            rij[f"{lijst}_{kolom}"] = [deel.get(kolom) for deel in delen]


def _datum(naam: str, bereik: Dagbereik | None) -> Iterator[tuple[str, Any]]:
    if bereik is not None:
        yield f"{naam}_vroegst", np.datetime64(bereik.vroegst - EPOCH, "D").item()
        if not bereik.bekend:
            yield f"{naam}_laatst", np.datetime64(bereik.laatst - EPOCH, "D").item()


def _tenzij(bereik: Dagbereik, leeg: Dagbereik) -> Dagbereik | None:
    return None if bereik == leeg else bereik


def _vak(
    vak: Vak,
    *,
    naam: str = "code",
    code: Callable[[object], int] | None = None,
    leeg: Dagbereik = DAG_ONBEKEND,
) -> Iterator[tuple[str, Any]]:
    if code is not None:
        yield naam, code(vak.code)
    yield from _datum("vanaf", _tenzij(vak.vanaf, leeg))
    yield from _datum("tot", _tenzij(vak.tot, NOOIT_MEER))


def _opleiding(vak: Vak) -> Iterator[tuple[str, Any]]:
    yield from _vak(vak)
    yield "aansluitend", _waar(vak.aansluitend)
    yield "vrijstellend", _waar(vak.vrijstellend)


def _verblijf(v: Verblijf, f: Feiten) -> Iterator[tuple[str, Any]]:
    yield "grond", codes.GROND.get(str(v.grond), codes.ONBEKEND)
    yield "doel", codes.DOEL.get(str(v.doel), codes.ONBEKEND)
    yield from _datum("ingangsdatum", v.ingangsdatum)
    yield from _datum("beschikkingsdatum", v.beschikkingsdatum)
    if f.onbekend.get(f"{v.pad}.bekendmaking") != "bekendmaking":
        yield from _datum("bekendmaking", v.bekendmaking)
    if v.einde != NOOIT_MEER:
        yield from _datum("einddatum", Dagbereik(v.einde.vroegst - 1, v.einde.laatst - 1))
    bron = next(b for i, b in enumerate(f.bron["verblijf"]) if v.pad == f"verblijf[{i}]").get("referent")
    if bron is not None:
        yield "referent_soort", codes.REFERENT.get(str(v.referent_soort), codes.ONBEKEND)
        if "doel" in bron:
            yield "referent_doel", codes.DOEL.get(str(v.referent_doel), codes.ONBEKEND)
    if v.tijdelijk_vastgesteld in {True, False}:
        yield "tijdelijk", _waar(v.tijdelijk_vastgesteld)


def _waar(waarde: object) -> int:
    return codes.ONBEKEND if waarde is ONBEKEND else int(bool(waarde))


def _vier(code: object) -> int:
    return int(code) if isinstance(code, str) else codes.ONBEKEND
