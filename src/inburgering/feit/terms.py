"""The words of feit: sources, kinds of fact, what a record says, and what came of a delivery."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from inburgering.primitives.ids import Bsn, Gemeentecode, PersoonId


class Bron(StrEnum):
    """Where a fact comes from."""

    BRP = "brp"
    IND = "ind"
    COA = "coa"
    DUO = "duo"
    COLLEGE = "college"


class Soort(StrEnum):
    """What a fact is about. From `ONDERWIJS` on the value is the object of the contract, as it is."""

    NAAM = "naam"
    GEBOORTEDATUM = "geboortedatum"
    NATIONALITEIT = "nationaliteit"
    VERBLIJF = "verblijf"
    INSCHRIJVING = "inschrijving"
    ADRES = "adres"
    OPSCHORTING = "opschorting"
    GEHEIMHOUDING = "geheimhouding"
    TAAL = "taal"
    HUISVESTING = "huisvesting"
    VERBLIJFPLAATS = "verblijfplaats"
    KENNISGEVING = "kennisgeving"
    ONDERWIJS = "onderwijs"
    GEESTELIJK_BEDIENAAR = "geestelijkBedienaar"
    EU_LANGDURIG = "euLangdurigIngezetene"
    RICHTLIJN = "richtlijn200438"
    ONTHEFFING = "ontheffing"
    INGEBURGERD = "ingeburgerd"
    PIP = "pip"


class Stand(StrEnum):
    """Whether a recorded fact counts."""

    GELDT = "geldt"
    AANGEHOUDEN = "aangehouden"  # its delivery failed the count or the control total
    ACHTERHAALD = "achterhaald"  # it came late: a newer delivery of the same source was there already


class Sleutelsoort(StrEnum):
    """By which numbers a person is recognised, in this order."""

    BSN = "bsn"
    VNUMMER = "vnummer"
    ANUMMER = "anummer"


class Controle(StrEnum):
    """What the count and the control total said."""

    KLOPT = "klopt"
    KLOPT_NIET = "klopt-niet"
    NIET_NA_TE_GAAN = "niet-na-te-gaan"  # an unreadable line hides its key
    GEEN = "geen"  # the form carries no header


@dataclass(frozen=True, slots=True)
class Fout:
    """One value or record that cannot be taken up: where, what, why, and how to mend it."""

    plaats: str
    veld: str
    reden: str
    herstel: str


@dataclass(frozen=True, slots=True)
class Uitspraak:
    """One thing a record says about a person; dates as columns are the earliest day of a partial date."""

    soort: Soort
    waarde: Mapping[str, Any]
    geldig_vanaf: date | None = None
    geldig_tot: date | None = None
    bron_geregistreerd_op: date | None = None
    onjuist: bool = False


@dataclass(frozen=True, slots=True)
class Invoer:
    """One record of a delivery, read: who it is about, what it says, and which kinds it says completely."""

    plaats: str
    sleutels: Mapping[Sleutelsoort, str]
    uitspraken: tuple[Uitspraak, ...]
    volledig: frozenset[Soort]
    fouten: tuple[Fout, ...] = ()
    alleen_actueel: bool = False


@dataclass(frozen=True, slots=True)
class Kop:
    """The header of a delivery."""

    leverancier: str
    nummer: int
    datum: date
    aantal: int
    controlegetal: int


@dataclass(frozen=True, slots=True)
class Blokkade:
    """Why facts of a source cannot be relied on now, and what lifts it."""

    bron: Bron
    leverancier: str
    soort: str
    nummers: tuple[int, ...]
    leveringen: tuple[int, ...]
    reden: str
    herstel: str


@dataclass(slots=True)
class Leesverslag:
    """What became of a delivery: gelezen = opgenomen + ongewijzigd + records in `fouten`."""

    bron: Bron
    levering_id: int = 0
    gelezen: int = 0
    opgenomen: int = 0
    ongewijzigd: int = 0
    fouten: list[Fout] = field(default_factory=list)
    ontbrekend: dict[str, int] = field(default_factory=dict)
    opmerkingen: list[str] = field(default_factory=list)
    meldingen: list[Fout] = field(default_factory=list)  # what is wrong with the delivery as a whole
    weg: str = ""  # how a mended record comes in

    def geweigerd(self) -> list[Fout]:
        """One entry per record that was refused or not taken up whole; several fields are joined."""
        per_plaats: dict[str, list[Fout]] = {}
        for fout in self.fouten:
            per_plaats.setdefault(fout.plaats, []).append(fout)
        return [
            Fout(
                plaats,
                ", ".join(dict.fromkeys(f.veld for f in fouten)),
                " ".join(dict.fromkeys(f.reden for f in fouten)),
                " ".join(dict.fromkeys(zin for f in (*fouten, Fout("", "", "", self.weg)) if (zin := f.herstel))),
            )
            for plaats, fouten in per_plaats.items()
        ]

    def as_json(self) -> dict[str, Any]:
        """The document of `inburgering lees --json`."""
        return {
            "bron": self.bron.value,
            "gelezen": self.gelezen,
            "opgenomen": self.opgenomen,
            "ongewijzigd": self.ongewijzigd,
            "geweigerd": [asdict(fout) for fout in self.geweigerd()],
            "ontbrekend": self.ontbrekend,
            "meldingen": [asdict(fout) for fout in self.meldingen],
        }


@dataclass(frozen=True, slots=True)
class Persoonsgegevens:
    """What is needed to write to someone or to show who it is, as known at a moment."""

    persoon_id: PersoonId
    naam: str
    geboortedatum_tekst: str
    bsn: Bsn | None
    vnummer: str | None
    adresregels: tuple[str, ...]
    gemeente: Gemeentecode | None
    taal: str
    geheim: bool = False
    overleden: bool = False
    voornamen: str = ""
    achternaam: str = ""


@dataclass(frozen=True, slots=True)
class Tijdlijnregel:
    """One recorded fact on the time line, with when it held, when the source and we recorded it, and its fate."""

    feit_id: int
    soort: Soort
    bron: Bron
    waarde: Mapping[str, Any] | None
    geldig_vanaf: date | None
    geldig_tot: date | None
    bron_geregistreerd_op: date | None
    geregistreerd_op: datetime
    levering_id: int | None
    plaats: str
    onjuist: bool
    stand: Stand
    vervangt: int | None
    vervangen_door: int | None


@dataclass(frozen=True, slots=True)
class Herkomst:
    """Where a fact comes from: source, delivery (none for what DUO itself recorded), and since when it is known."""

    bron: Bron
    leverancier: str
    nummer: int | None
    leverdatum: date | None
    plaats: str
    bekend_sinds: datetime
    bron_geregistreerd_op: date | None
