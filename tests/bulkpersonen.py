"""Invented persons in great numbers, drawn around every boundary of the law, for comparing two engines."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from inburgering.recht.feiten import DOELEN, REFERENTEN

DREMPELS = [
    date(2013, 1, 1), date(2020, 5, 1), date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1), date(2026, 1, 1),
    date(2014, 1, 1), date(2025, 1, 1),
]  # fmt: skip
GRONDEN = ["8a", "8a", "8a", "8a", "8c", "8c", "8c", "8c", "8e", "8d", "8g", "8b"]
CODES = [*["0336"] * 8, "0339", "0339", "0055", "0001", "0000", "0052"]
DIPLOMAS = ["havo", "overig", "inburgeringsdiploma", "zwemdiploma"]
GEMEENTEN = ["0344", "0363", "0599"]


class Trekking:
    """Draws persons; the same seed gives the same persons."""

    def __init__(self, zaad: int, *, leeg: float = 0.02, deels: float = 0.03) -> None:
        self.toeval = np.random.default_rng(zaad)
        self.leeg, self.deels = leeg, deels
        self.dagen: list[date] = []

    def kans(self, p: float) -> bool:
        return bool(self.toeval.random() < p)

    def een(self, uit: list[Any]) -> Any:
        return uit[int(self.toeval.integers(len(uit)))]

    def getal(self, van: int, tot: int) -> int:
        return int(self.toeval.integers(van, tot + 1))

    def dag(self) -> date:
        """A day within three days of a threshold or of a day drawn before, or any day."""
        keus = self.getal(0, 9)
        if keus < 4:
            dag = self.een(DREMPELS) + timedelta(days=self.getal(-3, 3))
        elif keus < 7 and self.dagen:
            jaren = self.een([0, 0, 0, 1, 1, -1, 3])
            dag = self.een(self.dagen) + timedelta(days=round(365.25 * jaren) + self.getal(-2, 2))
        else:
            dag = date(2012, 6, 1) + timedelta(days=self.getal(0, 5200))
        self.dagen.append(dag)
        return dag

    def geboren(self) -> date:
        """A birthday on which an age is reached near a threshold, or any."""
        keus = self.getal(0, 9)
        if keus < 4:
            maanden = self.een(
                [12 * 16, 12 * 18, 12 * 18, 12 * 65 + 1, 12 * 66 + 4, 12 * 66 + 7, 12 * 66 + 10, 12 * 67]
            )
            dag = self.een(self.dagen or DREMPELS) - timedelta(days=round(30.4375 * maanden) + self.getal(-3, 3))
            return max(dag, date(1925, 1, 1))
        if keus < 7:
            return date(1970, 1, 1) + timedelta(days=self.getal(0, 10000))
        if keus < 8:
            return date(2004, 2, 28) + timedelta(days=self.getal(0, 2))
        return date(1935, 1, 1) + timedelta(days=self.getal(0, 28500))

    def schrijf(self, dag: date) -> Any:
        """The day as the contract writes it, now and then only in part."""
        if not self.kans(self.deels):
            return dag.isoformat()
        keus = self.getal(0, 9)
        if keus < 5:
            return {"type": "JaarMaandDatum", "langFormaat": "", "jaar": dag.year, "maand": dag.month}
        if keus < 9:
            return {"type": "JaarDatum", "langFormaat": "", "jaar": dag.year}
        return {"type": "DatumOnbekend", "langFormaat": "", "onbekend": True}

    def zet(self, uit: dict[str, Any], sleutel: str, waarde: Any) -> None:
        """The value under a key; now and then null."""
        uit[sleutel] = None if self.kans(self.leeg) else waarde

    def vak(self, **meer: Any) -> dict[str, Any]:
        begin = self.dag()
        uit: dict[str, Any] = {}
        for naam, waarde in meer.items():
            self.zet(uit, naam, waarde)
        self.zet(uit, "vanaf", self.schrijf(begin))
        if self.kans(0.5):
            uit["tot"] = self.schrijf(
                max(self.dag(), begin + timedelta(days=1))
                if self.kans(0.5)
                else begin + timedelta(days=self.getal(1, 900))
            )
        return uit

    def referent(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        soort = self.een(list(REFERENTEN))
        self.zet(uit, "soort", soort)
        if soort == "regulier-bepaalde-tijd" or self.kans(0.1):
            self.zet(
                uit,
                "doel",
                self.een(["studie", "niet-tijdelijke-humanitaire-gronden", "kennismigrant", "gezinslid", "overig"]),
            )
        return uit

    def verblijf(self, vorige: dict[str, Any] | None) -> dict[str, Any]:
        grond = self.een(GRONDEN)
        doel = (
            "asiel"
            if grond == "8c"
            else self.een(["gezinslid"] * 14 + ["niet-tijdelijke-humanitaire-gronden"] * 4 + ["overig", *DOELEN[2:]])
        )
        uit: dict[str, Any] = {}
        if vorige is not None and self.kans(0.4):
            uit |= {k: vorige[k] for k in ("grond", "doel", "referent", "tijdelijkBepaald") if k in vorige}
        else:
            self.zet(uit, "grond", grond)
            self.zet(uit, "doel", doel)
            if doel == "gezinslid" and self.kans(0.97):
                uit["referent"] = self.referent()
            if doel == "overig" or self.kans(0.03):
                self.zet(uit, "tijdelijkBepaald", self.kans(0.5))
        begin = self.dag()
        if self.kans(0.95):
            self.zet(uit, "bekendmaking", self.schrijf(begin))
        if self.kans(0.9):
            uit["ingangsdatum"] = self.schrijf(begin - timedelta(days=self.een([0, 0, 1, 30, 200, 400, -5])))
        if self.kans(0.2):
            uit["beschikkingsdatum"] = self.schrijf(begin - timedelta(days=self.getal(0, 30)))
        if self.kans(0.45):
            uit["einddatum"] = self.schrijf(
                begin + timedelta(days=self.een([0, 30, 364, 365, 366, self.getal(1, 2500)]))
            )
        return uit

    def verblijven(self) -> list[dict[str, Any]]:
        uit: list[dict[str, Any]] = []
        for _ in range(self.een([0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4])):
            uit.append(self.verblijf(uit[-1] if uit else None))
        return uit

    def persoon(self, nummer: int) -> dict[str, Any]:
        """One person with facts of every kind."""
        self.dagen = []
        uit: dict[str, Any] = {"persoonId": f"B{nummer}"}
        self.zet(uit, "verblijf", self.verblijven())
        geboren = self.geboren()
        self.zet(uit, "geboortedatum", self.schrijf(geboren))
        self.zet(uit, "nationaliteiten", [self.nationaliteit() for _ in range(self.een([0, 1, 1, 1, 1, 1, 1, 2, 3]))])
        if self.kans(0.6):
            uit["inschrijvingen"] = [self.vak(gemeente=self.een(GEMEENTEN)) for _ in range(self.getal(1, 3))]
        if self.kans(0.4):
            uit["huisvesting"] = {}
            self.zet(uit["huisvesting"], "gemeente", self.een(GEMEENTEN))
        if self.kans(0.4):
            uit["kennisgevingen"] = [self._kennisgeving() for _ in range(self.getal(1, 2))]
        uit["onderwijs"] = self.onderwijs(geboren)
        self._zeldzaam(uit)
        return uit

    def _kennisgeving(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        self.zet(uit, "datum", self.schrijf(self.dag()))
        return uit

    def nationaliteit(self) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        self.zet(uit, "code", self.een(CODES))
        if self.kans(0.2):
            uit["vanaf"] = self.schrijf(self.dag())
        if self.kans(0.15):
            uit["tot"] = self.schrijf(self.dag())
        return uit

    def onderwijs(self, geboren: date) -> dict[str, Any]:
        uit: dict[str, Any] = {}
        if self.kans(0.3):
            uit["leerplichtTot"] = self.schrijf(geboren + timedelta(days=self.getal(5840, 6600)))
        if self.kans(0.1):
            uit["jarenLeerplichtigInNederland"] = self.een([7, 7.5, 8, 9])
        if self.kans(0.12):
            uit["opleidingen"] = [
                self.vak(aansluitendOpLeerplicht=self.kans(0.6), leidtTotVrijstellendDiploma=self.kans(0.7))
                for _ in range(self.getal(1, 2))
            ]
        if self.kans(0.12):
            diploma: dict[str, Any] = {}
            self.zet(diploma, "soort", self.een(DIPLOMAS))
            self.zet(diploma, "behaaldOp", self.schrijf(self.dag()))
            uit["diplomas"] = [diploma]
        return uit

    def _zeldzaam(self, uit: dict[str, Any]) -> None:
        for naam in ("geestelijkBedienaar", "richtlijn200438"):
            if self.kans(0.06):
                uit[naam] = [self.vak()]
        if self.kans(0.03):
            uit["euLangdurigIngezetene"] = {}
            self.zet(uit["euLangdurigIngezetene"], "inburgeringsvereisteVoldaan", self.kans(0.5))
        for naam in ("ontheffing", "ingeburgerd"):
            if self.kans(0.06):
                uit[naam] = self.vak()
                if self.kans(0.2):
                    uit[naam]["gedeeltelijk"] = True
        if self.kans(0.15):
            uit["pip"] = {}
            self.zet(uit["pip"], "eersteDagtekening", self.schrijf(self.dag()))


def personen(aantal: int, *, zaad: int, leeg: float = 0.02, deels: float = 0.03) -> list[dict[str, Any]]:
    """So many persons; `leeg` is the share of missing values, `deels` that of partial dates."""
    trekking = Trekking(zaad, leeg=leeg, deels=deels)
    return [trekking.persoon(n) for n in range(aantal)]


def plat(uitkomst: Any) -> dict[str, Any]:
    """The outcome of the readable engine with the names of the columns of the fast one."""
    einde, reden = uitkomst.einde or (None, None)
    return {
        "persoonId": uitkomst.persoon_id, "oordeel": uitkomst.oordeel, "wet": uitkomst.wet,
        "ingangsdatum": uitkomst.ingangsdatum, "eindeDatum": einde, "eindeReden": reden,
        "vrijgesteldTot": uitkomst.vrijgesteld_tot, "categorie": uitkomst.categorie,
        "geestelijkBedienaar": uitkomst.geestelijk_bedienaar, "college": uitkomst.college, **uitkomst.termijnen,
        "waarschuwingen": list(uitkomst.waarschuwingen), "ontbrekendeFeiten": list(uitkomst.ontbrekende_feiten),
    }  # fmt: skip
