"""Persons drawn from a seed, on and around every day and age where the law turns, with gaps and partial dates.

Quicker than Hypothesis and the same every time: for tests that need thousands of persons rather than the smallest one.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from inburgering.recht.feiten import DOELEN, REFERENTEN

GRENSDAGEN = tuple(map(date.fromisoformat, (
    "2022-01-01", "2020-05-01", "2021-01-01", "2023-01-01", "2026-01-01", "2013-01-01", "2024-02-29", "2020-02-29",
)))  # fmt: skip
GEBOORTEN = tuple(map(date.fromisoformat, (
    "2006-01-01", "1955-09-01", "2004-02-29", "2009-12-31", "2004-01-01", "1956-05-31", "1957-02-28", "2008-02-29",
    "1954-10-31", "1952-01-31",
)))  # fmt: skip


class Lot:
    """Draws persons; `gaten` is the chance that a value is missing, `deels` that a date is partial."""

    def __init__(self, zaad: int, *, gaten: float = 0.0, deels: float = 0.0) -> None:
        self.los = random.Random(zaad)
        self.gaten, self.deels = gaten, deels

    def personen(self, aantal: int) -> Iterator[dict[str, Any]]:
        """So many persons of the contract."""
        for nummer in range(aantal):
            yield self.persoon(f"L{nummer}")

    def soms(self, kans: float) -> bool:
        return self.los.random() < kans

    def dag(self) -> date:
        if self.soms(0.6):
            return self.los.choice(GRENSDAGEN) + timedelta(self.los.randint(-2, 2))
        return date(2014, 1, 1) + timedelta(self.los.randint(0, 4400))

    def datum(self, dag: date) -> Any:
        """The day as JSON: whole, in part, or missing."""
        if self.soms(self.gaten):
            return None
        if self.soms(self.deels):
            basis: dict[str, Any] = {"langFormaat": "", "jaar": dag.year}
            return basis | ({"type": "JaarMaandDatum", "maand": dag.month} if self.soms(0.5) else {"type": "JaarDatum"})
        return dag.isoformat()

    def een(self, waarde: Any) -> Any:
        return None if self.soms(self.gaten) else waarde

    def persoon(self, sleutel: str) -> dict[str, Any]:
        geboren = self.los.choice(GEBOORTEN) + timedelta(self.los.randint(-2, 2))
        if self.soms(0.3):
            geboren = date(1948, 1, 1) + timedelta(self.los.randint(0, 23000))
        codes = self.los.sample(["0336", "0339", "0055", "0001", "0104"], self.los.choice([0, 1, 1, 1, 2]))
        onderwijs = self.onderwijs(geboren)
        uit: dict[str, Any] = {
            "persoonId": sleutel,
            "geboortedatum": self.datum(geboren),
            "nationaliteiten": self.een([self.nationaliteit(code) for code in codes]),
            "verblijf": self.een([self.verblijf() for _ in range(self.los.choice([0, 1, 1, 1, 2, 2, 3]))]),
        }
        if self.soms(0.8):
            uit["onderwijs"] = onderwijs
        for naam, kans in (("geestelijkBedienaar", 0.1), ("richtlijn200438", 0.1)):
            if self.soms(kans):
                uit[naam] = [self.vak()]
        if self.soms(0.4):
            uit["inschrijvingen"] = [{"gemeente": "0344"} | self.vak(open_kans=0.7)]
        if self.soms(0.3):
            uit["kennisgevingen"] = [{"datum": self.datum(self.dag())}]
        if self.soms(0.05):
            uit["euLangdurigIngezetene"] = {"lidstaat": "BE", "inburgeringsvereisteVoldaan": self.een(self.soms(0.5))}
        return uit

    def nationaliteit(self, code: str) -> dict[str, Any]:
        return {"code": code} | ({"tot": self.dag().isoformat()} if self.soms(0.15) else {})

    def vak(self, *, open_kans: float = 0.5) -> dict[str, Any]:
        begin = self.dag()
        einde = {} if self.soms(open_kans) else {"tot": (begin + timedelta(self.los.randint(1, 900))).isoformat()}
        return {"vanaf": self.datum(begin)} | einde

    def onderwijs(self, geboren: date) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        zestien = geboren.replace(year=geboren.year + 16, day=min(geboren.day, 28))
        if self.soms(0.9):
            uit["leerplichtTot"] = self.datum(zestien + timedelta(self.los.randint(5, 720)))
        if self.soms(0.2):
            uit["jarenLeerplichtigInNederland"] = self.een(self.los.choice([7, 8, 9]))
        if self.soms(0.2):
            soort = self.los.choice(["havo", "overig", "inburgeringsdiploma"])
            uit["diplomas"] = [{"soort": self.een(soort), "behaaldOp": self.datum(self.dag())}]
        if self.soms(0.2):
            ja = {n: self.een(self.soms(0.5)) for n in ("aansluitendOpLeerplicht", "leidtTotVrijstellendDiploma")}
            uit["opleidingen"] = [self.vak() | ja]
        return uit

    def verblijf(self) -> dict[str, Any]:
        begin = self.dag()
        grond = self.los.choice(["8a", "8a", "8c", "8c", "8e", "8d", "8g"])
        doel = "asiel" if grond == "8c" else self.los.choice(["gezinslid", "gezinslid", *DOELEN[2:]])
        uit: dict[str, Any] = {
            "grond": self.een(grond),
            "doel": self.een(doel),
            "bekendmaking": self.datum(begin),
            "ingangsdatum": (begin - timedelta(self.los.randint(0, 400))).isoformat(),
        }
        if self.soms(0.4):
            dagen = self.los.choice([364, 365, 366, self.los.randint(1, 900)])
            uit["einddatum"] = self.datum(begin + timedelta(dagen))
        if doel == "gezinslid":
            soort = self.los.choice(REFERENTEN)
            uit["referent"] = {"soort": self.een(soort)}
            if soort == "regulier-bepaalde-tijd":
                keuze = self.los.choice(["studie", "niet-tijdelijke-humanitaire-gronden"])
                uit["referent"]["doel"] = self.een(keuze)
        if doel == "overig":
            uit["tijdelijkBepaald"] = self.een(self.soms(0.5))
        return uit
