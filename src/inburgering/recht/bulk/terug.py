"""From one row of a registerbeeld back to the facts of the contract, for the readable engine and for explanation."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inburgering.primitives.datums import DAG_ONBEKEND
from inburgering.recht.bulk import codes
from inburgering.recht.bulk.registerbeeld import LIJSTEN
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.wetten import Wetboek

_WAAR = {0: False, 1: True}


def contract(rij: Mapping[str, Any], boek: Wetboek) -> dict[str, Any]:
    """The facts of one person with the keys of the contract.

    Raises:
        FeitOngeldig: a partial date that is no year, no month and not unknown.
    """
    lijsten = {naam: _delen(rij, naam) for naam in LIJSTEN}
    diplomas = {nummer: naam for naam, nummer in codes.diplomas(boek).items()}
    uit: dict[str, Any] = {
        "persoonId": rij["persoonId"],
        "geboortedatum": _datum(rij, "geboren"),
        "nationaliteiten": _elk(lijsten["nationaliteiten"], lambda d: _vak(d, code=_vier(d.get("code") or -1))),
        "verblijf": _elk(lijsten["verblijf"], _verblijf),
        "inschrijvingen": _elk(lijsten["inschrijvingen"], lambda d: _vak(d, gemeente=_vier(d.get("gemeente")))),
        "kennisgevingen": _elk(lijsten["kennisgevingen"], lambda d: {"datum": _datum(d, "datum")}),
        "geestelijkBedienaar": _elk(lijsten["bedienaar"], _vak),
        "richtlijn200438": _elk(lijsten["richtlijn"], _vak),
        "onderwijs": {
            "leerplichtTot": _datum(rij, "leerplicht_tot"),
            "jarenLeerplichtigInNederland": rij.get("jaren_leerplichtig"),
            "opleidingen": _elk(lijsten["opleidingen"], _opleiding),
            "diplomas": _elk(
                lijsten["diplomas"],
                lambda d: {"soort": diplomas.get(_of(d.get("soort"), -1)), "behaaldOp": _datum(d, "behaald")},
            ),
        },
    }
    return uit | dict(_eenmalig(rij))


def _eenmalig(rij: Mapping[str, Any]) -> Any:
    if rij.get("huisvesting_gemeente") is not None and rij["huisvesting_gemeente"] != codes.AFWEZIG:
        yield "huisvesting", {"gemeente": _vier(rij["huisvesting_gemeente"])}
    if rij.get("eu_ltr"):
        yield "euLangdurigIngezetene", {"inburgeringsvereisteVoldaan": _WAAR.get(rij["eu_ltr"])}
    for naam in ("ontheffing", "ingeburgerd"):
        if rij.get(f"{naam}_vanaf_vroegst") is not None:
            besluit = {"vanaf": _datum(rij, f"{naam}_vanaf"), "tot": _datum(rij, f"{naam}_tot")}
            yield naam, besluit | {"gedeeltelijk": rij.get(f"{naam}_gedeeltelijk") == 1}
    if rij.get("eerste_pip_vroegst") is not None:
        yield "pip", {"eersteDagtekening": _datum(rij, "eerste_pip")}


def _delen(rij: Mapping[str, Any], lijst: str) -> list[dict[str, Any]] | None:
    kolommen = [k for veld in LIJSTEN[lijst] for k in veld.kolommen()]
    eerste = rij.get(f"{lijst}_{kolommen[0]}")
    if eerste is None:
        return None
    gevuld = {k: rij.get(f"{lijst}_{k}") for k in kolommen}
    return [{k: w[i] for k, w in gevuld.items() if w is not None} for i in range(len(eerste))]


def _elk(delen: list[dict[str, Any]] | None, maak: Any) -> list[Any] | None:
    return None if delen is None else [maak(deel) for deel in delen]


def _vak(deel: Mapping[str, Any], **meer: Any) -> dict[str, Any]:
    return {"vanaf": _datum(deel, "vanaf"), "tot": _datum(deel, "tot")} | meer


def _opleiding(deel: Mapping[str, Any]) -> dict[str, Any]:
    return _vak(
        deel,
        aansluitendOpLeerplicht=_WAAR.get(_of(deel.get("aansluitend"), -1)),
        leidtTotVrijstellendDiploma=_WAAR.get(_of(deel.get("vrijstellend"), -1)),
    )


def _verblijf(deel: Mapping[str, Any]) -> dict[str, Any]:
    uit: dict[str, Any] = {
        "grond": _naam(codes.GROND, deel.get("grond")),
        "doel": _naam(codes.DOEL, deel.get("doel")),
        "tijdelijkBepaald": _WAAR.get(_of(deel.get("tijdelijk"), -2)),
    }
    for naam in ("ingangsdatum", "beschikkingsdatum", "bekendmaking", "einddatum"):
        uit[naam] = _datum(deel, naam)
    soort, doel = _of(deel.get("referent_soort"), codes.AFWEZIG), _of(deel.get("referent_doel"), codes.AFWEZIG)
    if soort != codes.AFWEZIG:
        uit["referent"] = {"soort": _naam(codes.REFERENT, soort)}
        if doel != codes.AFWEZIG:
            uit["referent"]["doel"] = _naam(codes.DOEL, doel)
    return uit


def _of(waarde: int | None, anders: int) -> int:
    return anders if waarde is None else waarde


def _naam(tabel: Mapping[str, int], nummer: int | None) -> str | None:
    return next((naam for naam, n in tabel.items() if n == nummer), None)


def _vier(code: int | None) -> str | None:
    return None if code is None or code < 0 else f"{code:04d}"


def _datum(rij: Mapping[str, Any], naam: str) -> Any:
    eerste, laatst = rij.get(f"{naam}_vroegst"), rij.get(f"{naam}_laatst")
    if eerste is None:
        return None
    if laatst is None or laatst == eerste:
        return eerste.isoformat()
    if (eerste.toordinal(), laatst.toordinal()) == (DAG_ONBEKEND.vroegst, DAG_ONBEKEND.laatst):
        return {"type": "DatumOnbekend", "langFormaat": "onbekend", "onbekend": True}
    if (eerste.month, eerste.day, laatst) == (1, 1, date(eerste.year, 12, 31)):
        return {"type": "JaarDatum", "langFormaat": "", "jaar": eerste.year}
    if eerste.day == 1 and (eerste.year, eerste.month) == (laatst.year, laatst.month):
        return {"type": "JaarMaandDatum", "langFormaat": "", "jaar": eerste.year, "maand": eerste.month}
    raise FeitOngeldig("dit deel van een datum is jaar noch maand.", veld=naam, herstel="Geef jaar, of jaar en maand.")
