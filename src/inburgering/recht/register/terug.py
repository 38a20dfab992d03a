"""A row of the registerbeeld as the facts of the contract, so that the engine for one person can read and explain it."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa

from inburgering.recht.bulk import codes
from inburgering.recht.feiten import Feiten, lees
from inburgering.recht.wetten import Wetboek

_GROND: Final = {n: code for code, n in codes.GROND.items()}
_DOEL: Final = {n: code for code, n in codes.DOEL.items()}
_REFERENT: Final = {n: code for code, n in codes.REFERENT.items()}


def naar_contract(beeld: pa.RecordBatch, rijen: Sequence[int], *, diplomas: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """The facts of these rows, one person after the other."""
    namen = {n: naam for naam, n in diplomas.items()}
    for rij in beeld.take(pa.array(rijen, pa.int64())).to_pylist():
        yield _persoon(rij, namen)


def naar_feiten(beeld: pa.RecordBatch, rijen: Sequence[int], boek: Wetboek) -> list[Feiten]:
    """The same, as the engine for one person reads them."""
    return [lees(een) for een in naar_contract(beeld, rijen, diplomas=codes.diplomas(boek))]


def _persoon(rij: Mapping[str, Any], diplomas: Mapping[int, str]) -> dict[str, Any]:
    uit: dict[str, Any] = {"persoonId": rij["persoonId"], "geboortedatum": _dag(rij, "geboren")}
    uit["nationaliteiten"] = _lijst(rij, "nationaliteiten", "code", lambda r: {"code": _vier(r["code"]), **_periode(r)})
    uit["verblijf"] = _lijst(rij, "verblijf", "grond", _verblijf)
    uit["inschrijvingen"] = _lijst(
        rij, "inschrijvingen", "gemeente", lambda r: {"gemeente": _vier(r["gemeente"]), **_periode(r)}
    )
    if rij["huisvesting_gemeente"] is not None:
        uit["huisvesting"] = {"gemeente": _vier(rij["huisvesting_gemeente"])}
    uit["kennisgevingen"] = _lijst(rij, "kennisgevingen", "datum_vroegst", lambda r: {"datum": _dag(r, "datum")})
    uit["onderwijs"] = {
        "leerplichtTot": _dag(rij, "leerplicht_tot"),
        "jarenLeerplichtigInNederland": rij["jaren_leerplichtig"],
        "opleidingen": _lijst(rij, "opleidingen", "vanaf_vroegst", _opleiding),
        "diplomas": _lijst(
            rij,
            "diplomas",
            "soort",
            lambda r: {"soort": diplomas.get(r["soort"]), "behaaldOp": _dag(r, "behaald")},
        ),
    }
    uit["geestelijkBedienaar"] = _lijst(rij, "bedienaar", "vanaf_vroegst", _periode)
    uit["richtlijn200438"] = _lijst(rij, "richtlijn", "vanaf_vroegst", _periode)
    if rij["eu_ltr"] is not None:
        uit["euLangdurigIngezetene"] = {"inburgeringsvereisteVoldaan": _waar(rij["eu_ltr"])}
    return uit | _besluiten(rij)


def _besluiten(rij: Mapping[str, Any]) -> dict[str, Any]:
    uit: dict[str, Any] = {}
    for naam in ("ontheffing", "ingeburgerd"):
        if rij[f"{naam}_vanaf_vroegst"] is not None:
            uit[naam] = {"vanaf": _dag(rij, f"{naam}_vanaf"), "gedeeltelijk": rij[f"{naam}_gedeeltelijk"] == 1}
    if "ingeburgerd" in uit and (tot := _dag(rij, "ingeburgerd_tot")) is not None:
        uit["ingeburgerd"]["tot"] = tot
    if (eerste := _dag(rij, "eerste_pip")) is not None:
        uit["pip"] = {"eersteDagtekening": eerste}
    return uit


def _verblijf(r: Mapping[str, Any]) -> dict[str, Any]:
    uit: dict[str, Any] = {"grond": _GROND.get(r["grond"]), "doel": _DOEL.get(r["doel"])}
    for naam in ("ingangsdatum", "beschikkingsdatum", "bekendmaking", "einddatum"):
        uit[naam] = _dag(r, naam)
    if r["referent_soort"] is not None and r["referent_soort"] != codes.AFWEZIG:
        uit["referent"] = {"soort": _REFERENT.get(r["referent_soort"])}
        if r["referent_doel"] is not None and r["referent_doel"] != codes.AFWEZIG:
            uit["referent"]["doel"] = _DOEL.get(r["referent_doel"])
    if r["tijdelijk"] is not None and r["tijdelijk"] >= 0:
        uit["tijdelijkBepaald"] = _waar(r["tijdelijk"])
    return uit


def _opleiding(r: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "aansluitendOpLeerplicht": _waar(r["aansluitend"]),
        "leidtTotVrijstellendDiploma": _waar(r["vrijstellend"]),
        **_periode(r),
    }


def _periode(r: Mapping[str, Any]) -> dict[str, Any]:
    return {"vanaf": _dag(r, "vanaf"), "tot": _dag(r, "tot")}


def _lijst(rij: Mapping[str, Any], naam: str, eerste: str, maak: Any) -> list[dict[str, Any]] | None:
    """The entries of a list; the first field decides whether the list is known."""
    if rij[f"{naam}_{eerste}"] is None:
        return None
    velden = [kolom.removeprefix(f"{naam}_") for kolom in rij if kolom.startswith(f"{naam}_")]
    kolommen = [rij[f"{naam}_{veld}"] or [] for veld in velden]
    return [maak(dict(zip(velden, delen, strict=True))) for delen in zip(*kolommen, strict=True)]


def _waar(waarde: int | None) -> bool | None:
    return None if waarde is None or waarde < 0 else bool(waarde)


def _vier(code: int | None) -> str | None:
    return None if code is None or code < 0 else f"{code:04}"


def _dag(rij: Mapping[str, Any], naam: str) -> Any:
    """A date as the contract writes it: ISO, or the BRP object of a date that is known in part."""
    vroegst, laatst = rij[f"{naam}_vroegst"], rij[f"{naam}_laatst"]
    if vroegst is None or laatst is None or vroegst == laatst:
        return None if vroegst is None else vroegst.isoformat()
    if (vroegst, laatst) == (date.min, date.max):
        return {"type": "DatumOnbekend", "onbekend": True}
    if (vroegst.year, vroegst.month) == (laatst.year, laatst.month) and laatst.day == monthrange(*_jm(laatst))[1]:
        return {"type": "JaarMaandDatum", "jaar": vroegst.year, "maand": vroegst.month}
    return {"type": "JaarDatum", "jaar": vroegst.year}


def _jm(dag: date) -> tuple[int, int]:
    return dag.year, dag.month
