"""What changes when one regelversie replaces another: counts per kind, gemeente and category, and the persons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inburgering.recht.feiten import Feiten
from inburgering.recht.redenen import Reden
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.scalar import Uitkomst, stel_vast

Soort = tuple[str, str | None, str, str | None, bool]


@dataclass(frozen=True, slots=True)
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

    def as_json(self) -> dict[str, Any]:
        """The difference in the shape of the contract."""
        reden = doorslaggevend(self)
        beslist = None
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
    """The condition that decided: the one that makes the new outcome differ from the old."""
    redenen = verschil.nieuw.redenen
    tegen = {
        "vreemdeling": "nee", "rechtmatig_verblijf": "nee", "anders_dan_tijdelijk": "nee", "verblijf_begonnen": "nee",
        "verblijf_loopt": "nee", "minstens_16": "nee", "jonger_dan_16": "ja", "aow_leeftijd_bereikt": "ja",
        "acht_jaar_leerplichtig_hier": "ja", "aangewezen_diploma": "ja", "is_leerplichtig": "ja", "studeert_door": "ja",
        "eu_burger": "ja", "familielid_eu_burger": "ja", "elders_ingeburgerd": "ja", "verdrag": "ja",
        "inburgeringsplichtig": "nee",
    }  # fmt: skip
    if verschil.nieuw.oordeel == "onbekend":
        return next((r for r in redenen if r.antwoord == "onbekend" and r.feiten), None)
    if verschil.nieuw.oordeel == "niet-plichtig":
        return next((r for r in redenen if tegen.get(r.output) == r.antwoord), redenen[-1] if redenen else None)
    beslissers = ("oude_wet_blijft_gelden", "wet") if verschil.oud.wet != verschil.nieuw.wet else ("verblijf_begonnen",)
    return next((r for r in redenen if r.output in beslissers), redenen[-1] if redenen else None)


def _kort(uitkomst: Uitkomst) -> dict[str, Any]:
    dag = uitkomst.ingangsdatum
    return {"oordeel": uitkomst.oordeel, "wet": uitkomst.wet, "ingangsdatum": None if dag is None else dag.isoformat()}


def _tabel(telling: Counter[tuple[str, str]], naam: str) -> list[dict[str, Any]]:
    sleutels = sorted({sleutel for sleutel, _ in telling})
    return [
        {naam: sleutel, "gewijzigd": telling[sleutel, "gewijzigd"], "onbekend": telling[sleutel, "onbekend"]}
        for sleutel in sleutels
    ]
