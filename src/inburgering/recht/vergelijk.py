"""What changes when one regelversie replaces another: counts per kind, gemeente and category, and the persons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from inburgering.recht import doorslag
from inburgering.recht.feiten import Feiten
from inburgering.recht.redenen import Reden
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst, stel_vast
from inburgering.recht.tijdlijn import Antwoord

Soort = tuple[str, str | None, str, str | None, bool]
Toets = tuple[str, str, str]
ZONDER_TOETS: Toets = ("", "", "")


@dataclass(frozen=True)
class Verschil:
    """One person whose outcome differs between two regelversies."""

    oud: Uitkomst
    nieuw: Uitkomst

    @property
    def soort(self) -> Soort:
        """From what to what, and whether only the onset differs."""
        alleen = self.oud.oordeel == self.nieuw.oordeel and self.oud.wet == self.nieuw.wet
        return self.oud.oordeel, self.oud.wet, self.nieuw.oordeel, self.nieuw.wet, alleen

    @property
    def gemeente(self) -> str | None:
        """The gemeente that is concerned: the one with the task, or else where the person is registered."""
        return self.nieuw.college or self.oud.college

    @cached_property
    def reden(self) -> Reden | None:
        """The test that flipped, for this person."""
        return doorslaggevend(self)

    @property
    def toets(self) -> Toets:
        """The same for everybody with the same flipped test: its name, its article and its question."""
        reden = self.reden
        return ZONDER_TOETS if reden is None else (reden.output, f"{reden.wet}, artikel {reden.artikel}", reden.kern)

    def as_json(self) -> dict[str, Any]:
        """The difference in the shape of the contract."""
        reden, beslist = self.reden, None
        if reden is not None:
            beslist = {"artikel": f"{reden.wet}, artikel {reden.artikel}", "feiten": reden.feiten}
        return {
            "persoonId": self.nieuw.persoon_id,
            "van": _kort(self.oud),
            "naar": _kort(self.nieuw),
            "doorslaggevend": beslist,
        }


@dataclass(slots=True)
class Vergelijking:
    """Counts while the persons go by; `personen` keeps the first ones that changed."""

    oud: str
    nieuw: str
    peildatum: date
    personen_max: int
    gelezen: int = 0
    geweigerd: int = 0
    gewijzigd: int = 0
    onbekend: int = 0
    per_soort: Counter[Soort] = field(default_factory=Counter)
    per_gemeente: Counter[tuple[str, str]] = field(default_factory=Counter)
    per_categorie: Counter[tuple[str, str]] = field(default_factory=Counter)
    per_toets: Counter[Toets] = field(default_factory=Counter)
    met_toets: bool = False
    personen: list[dict[str, Any]] = field(default_factory=list)

    def tel(self, oud: Uitkomst, nieuw: Uitkomst) -> Verschil | None:
        """Count one person; the difference when there is one."""
        self.gelezen += 1
        gemeente = nieuw.college or oud.college or "onbekend"
        categorie = nieuw.categorie or oud.categorie or "geen"
        if nieuw.oordeel == "onbekend":
            self.onbekend += 1
            self.per_gemeente[gemeente, "onbekend"] += 1
            self.per_categorie[categorie, "onbekend"] += 1
        if _kort(oud) == _kort(nieuw):
            return None
        verschil = Verschil(oud, nieuw)
        self.gewijzigd += 1
        self.per_soort[verschil.soort] += 1
        self.per_gemeente[gemeente, "gewijzigd"] += 1
        self.per_categorie[categorie, "gewijzigd"] += 1
        if self.met_toets:
            self.per_toets[verschil.toets] += 1
        if len(self.personen) < self.personen_max:
            self.personen.append(verschil.as_json())
        return verschil

    def tel_geweigerd(self, aantal: int) -> None:
        """Count persons who were read but could not be compared."""
        self.gelezen += aantal
        self.geweigerd += aantal

    def as_json(self) -> dict[str, Any]:
        """The comparison in the shape of the contract."""
        return {
            "oud": self.oud,
            "nieuw": self.nieuw,
            "peildatum": self.peildatum.isoformat(),
            "gelezen": self.gelezen,
            "geweigerd": self.geweigerd,
            "gewijzigd": self.gewijzigd,
            "onbekend": self.onbekend,
            "perSoort": [
                {
                    "van": {"oordeel": soort[0], "wet": soort[1]},
                    "naar": {"oordeel": soort[2], "wet": soort[3]},
                    "alleenIngangsdatum": soort[4],
                    "aantal": aantal,
                }
                for soort, aantal in self.per_soort.most_common()
            ],
            "perGemeente": _tabel(self.per_gemeente, "gemeente"),
            "perCategorie": _tabel(self.per_categorie, "categorie"),
            "personen": self.personen,
            "personenWeggelaten": self.gewijzigd - len(self.personen),
        }

    def as_rapport(self) -> dict[str, Any]:
        """The comparison as a jurist reads it: the contract's document, and how often each test flipped."""
        toetsen = [
            {"toets": toets or None, "artikel": artikel or None, "vraag": vraag or None, "aantal": aantal}
            for (toets, artikel, vraag), aantal in self.per_toets.most_common()
        ]
        return self.as_json() | {"perToets": toetsen}


def vergelijk(
    oud: Regelversie, nieuw: Regelversie, *, feiten: Iterable[Feiten], peildatum: date, personen: int = 1000
) -> Vergelijking:
    """Compare two regelversies over many persons."""
    uit = Vergelijking(oud.id, nieuw.id, peildatum, personen)
    for _ in verschillen(uit, oud, nieuw, feiten=feiten):
        pass
    return uit


def verschillen(
    telling: Vergelijking, oud: Regelversie, nieuw: Regelversie, *, feiten: Iterable[Feiten]
) -> Iterator[Verschil]:
    """Each person whose outcome differs, counted in `telling` on the way."""
    for een in feiten:
        verschil = tel_persoon(telling, een, oud=oud, nieuw=nieuw)
        if verschil is not None:
            yield verschil


def tel_persoon(telling: Vergelijking, een: Feiten, *, oud: Regelversie, nieuw: Regelversie) -> Verschil | None:
    """The difference for one person, counted in `telling`; none when there is none."""
    dag = telling.peildatum
    return telling.tel(stel_vast(een, oud, peildatum=dag), stel_vast(een, nieuw, peildatum=dag))


def doorslaggevend(verschil: Verschil) -> Reden | None:
    """The test that flipped: the named action whose answer makes the new outcome differ from the old.

    Another act: the transitional rule that the new regelversie names. Otherwise the walk of `doorslag` through the
    law: what keeps the duty away or open in the new outcome, or what was met on its first day.
    """
    oud, nieuw = verschil.oud, verschil.nieuw
    laatste = nieuw.redenen[-1] if nieuw.redenen else None
    if nieuw.oordeel == "onbekend":
        return doorslag.faalt(nieuw.beeld, wil=Antwoord.ONBEKEND) or _open(nieuw) or _oudste(nieuw) or laatste
    if nieuw.oordeel == "niet-plichtig":
        return doorslag.faalt(nieuw.beeld) or laatste
    if oud.wet is not None and oud.wet != nieuw.wet:
        return laatste
    if nieuw.ingangsdatum is None or nieuw.wet is None:
        return _open(nieuw) or laatste
    if oud.ingangsdatum is not None and oud.ingangsdatum < nieuw.ingangsdatum:
        wacht = doorslag.faalt(nieuw.beeld, dag=oud.ingangsdatum.toordinal())
        if wacht is not None:
            return wacht
    return doorslag.begint(nieuw.beeld, dag=nieuw.ingangsdatum.toordinal(), wet=nieuw.wet) or laatste


def _open(uitkomst: Uitkomst) -> Reden | None:
    """The first question that stays open."""
    return next((r for r in uitkomst.redenen if r.antwoord == Antwoord.ONBEKEND and r.feiten), None)


def _oudste(uitkomst: Uitkomst) -> Reden | None:
    """What was met on the first day of the oldest duty: one from before the oldest act leaves the outcome open."""
    begin = [(lijn.zeker[0][0], wet) for wet, lijn in uitkomst.beeld.plicht.items() if lijn.zeker]
    return doorslag.begint(uitkomst.beeld, dag=min(begin)[0], wet=min(begin)[1]) if begin else None


def _kort(uitkomst: Uitkomst) -> dict[str, Any]:
    dag = uitkomst.ingangsdatum
    return {"oordeel": uitkomst.oordeel, "wet": uitkomst.wet, "ingangsdatum": None if dag is None else dag.isoformat()}


def _tabel(telling: Counter[tuple[str, str]], naam: str) -> list[dict[str, Any]]:
    sleutels = sorted({sleutel for sleutel, _ in telling})
    return [
        {naam: sleutel, "gewijzigd": telling[sleutel, "gewijzigd"], "onbekend": telling[sleutel, "onbekend"]}
        for sleutel in sleutels
    ]
