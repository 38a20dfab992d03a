"""The words of herstel: how a person was touched, what must be done, and where it ended."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Uitkomst(StrEnum):
    """Was what we told right, under the right regelversie?"""

    TERECHT = "terecht"
    TEN_ONRECHTE = "ten-onrechte"
    ONBEKEND = "onbekend"


class Aard(StrEnum):
    """In what way it differs."""

    GELIJK = "gelijk"
    ANDER_MOMENT = "ander-moment"
    ANDERE_WET = "andere-wet"
    GEEN_PLICHT = "geen-plicht"
    ONBEKEND = "onbekend"


class Categorie(StrEnum):
    """The two categories of the Wet inburgering 2021."""

    ASIEL = "asielstatushouder"
    GEZIN_OVERIG = "gezins-of-overige-migrant"


class Maatregel(StrEnum):
    """What must happen with one signaal of one person."""

    INTREKKEN = "intrekken"
    BEVRIEZEN = "bevriezen"
    HERSTELLEN = "herstellen"
    OMLEIDEN = "omleiden"
    WACHTEN = "wachten"


class Handeling(StrEnum):
    """What was done for one touched person; each is one line that is never changed."""

    UITLEG = "uitleg-brief"
    CORRECTIEBRIEF = "correctie-brief"
    KEUZEBRIEF = "keuze-brief"
    BRIEF_VERVALLEN = "brief-vervallen"
    INGETROKKEN = "signaal-ingetrokken"
    BEVROREN = "signaal-bevroren"
    HERSTELD = "signaal-hersteld"
    OMGELEID = "signaal-omgeleid"
    NAGELEVERD = "signaal-nageleverd"
    GEEN_SIGNAAL = "geen-signaal-nodig"


class Eindstand(StrEnum):
    """Where it ended for one touched person."""

    TERECHT_HERSTELD = "terecht en hersteld"
    INGETROKKEN = "ingetrokken"
    INGETROKKEN_NA_KEUZE = "ingetrokken na keuze"
    HERSTELD_DOOR_KEUZE = "hersteld door keuze"


class Kring(StrEnum):
    """Who gets the explanation letter."""

    FOUT_OF_ONZEKER = "ten-onrechte en onbekend"
    ALLEN = "allen die bericht kregen"


class Wijze(StrEnum):
    """How a choice was made."""

    VERKLARING = "verklaring"
    BREDE_INTAKE = "brede-intake"
    STANDAARD = "standaard"


class Fase(StrEnum):
    """The phases of a submission to the AP (AVG art. 33 lid 4)."""

    VOORLOPIG = "voorlopig"
    VERVOLG = "vervolg"


class OngedaanSoort(StrEnum):
    """What a wrong determination may have set in motion."""

    PIP_KLOK = "pip-klok"
    TERMIJN = "inburgeringstermijn"
    BOETE = "boete"
    LENING = "lening"
    TELLING = "telling"
    BESLUIT = "besluit-gemeente"


class Stand(StrEnum):
    """How far a gemeente is with a stop."""

    NIET_GEOPEND = "niet geopend"
    GELEZEN = "gelezen"
    BEVESTIGD = "bevestigd"
    VERKLAARD = "verklaard"


@dataclass(frozen=True, slots=True)
class Kern:
    """The heart of an outcome: is there a duty, under which act, from when."""

    oordeel: str
    wet: str | None
    ingangsdatum: date | None = None


@dataclass(frozen=True, slots=True)
class Ongedaan:
    """One thing to undo for one person, and who must do it."""

    soort: OngedaanSoort
    wie: str
    wat: str


@dataclass(frozen=True, slots=True)
class Inzet:
    """What was done on the ground of a wrong outcome, as far as known."""

    ontving_signaal: bool
    pip_dagtekening: date | None = None
    verklaringen: frozenset[str] = frozenset()
    boete_bekend: bool | None = None
    lening_bekend: bool | None = None


@dataclass(frozen=True, slots=True)
class KeuzeGedaan:
    """What applying the default did, and how many may still choose."""

    wi2013: int
    wi2021: int
    open: int


@dataclass(frozen=True, slots=True)
class Ernst:
    """The severity by ENISA's formula, with its parts."""

    dpc: int
    ei: float
    cb: float
    score: float
    niveau: str
    vlaggen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LekFeiten:
    """What the ledger and the incident say about a datalek; the draft for the AP is made from this alone."""

    code: str
    titel: str
    begonnen_op: date | None
    geeindigd_op: datetime | None
    bewust_op: datetime
    ontdekt_door: str
    betrokkenen_min: int
    betrokkenen_max: int
    regels: int
    categorieen: tuple[str, ...]
    groepen: tuple[tuple[str, int], ...]
    ontvangers: int
    ontvangers_geopend: int
    doorgiften: int
    bevestigd: int
    brieven: int
    gecorrigeerd: int


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One question of the AP form by number and subject, with our draft answer or what still lacks."""

    nr: str
    hoofdstuk: str
    onderwerp: str
    antwoord: str
    door_mens: bool = False

    @property
    def ingevuld(self) -> bool:
        """Tell whether there is an answer."""
        return bool(self.antwoord)


@dataclass(frozen=True, slots=True)
class ApKlok:
    """The AP clock at one moment: both readings of the 72 hours."""

    bewust_op: datetime
    strikt_uiterlijk: datetime
    ruim_uiterlijk: datetime
    resterend_minuten: int
    verstreken_deel: float
    ingediend_op: datetime | None
    binnen_termijn: bool | None


@dataclass(frozen=True, slots=True)
class LogRij:
    """One line of the log."""

    op: datetime
    soort: str
    tekst: str
    door: str
    tweede: str = ""


@dataclass(frozen=True, slots=True)
class GeraaktRij:
    """One touched person in the newest onderzoek, with what was decided since."""

    id: int
    persoon_id: int
    uitkomst: Uitkomst
    aard: Aard
    categorie: str
    college: str
    wet_oud: str
    wet_statutair: str
    vaststelling_oud: UUID | None
    vaststelling_nieuw: UUID | None
    artikel: str
    door_mens: bool
    in_keuzegroep: bool
    had_brief: bool
    had_signaal: bool


@dataclass(frozen=True, slots=True)
class Over:
    """Which wetten and categorieen a vrijgave of the repair is about; empty, or a word nobody knows, is any."""

    wetten: frozenset[str] = frozenset()
    categorieen: frozenset[str] = frozenset()


ONBEKEND = Over()


# ── What the herstelkamer shows ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class GemeenteStand:
    """One gemeente that holds data of the incident, and how far it is."""

    code: str
    naam: str
    provincie: str
    personen: int
    stand: Stand
    verklaard: int
    met_bewijs: int
    signalen: int


@dataclass(frozen=True, slots=True)
class Staaf:
    """One bar: how many of a kind."""

    naam: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Balk:
    """One bar of progress: done, half done and all, with a sentence."""

    naam: str
    klaar: int
    half: int
    totaal: int
    zin: str


@dataclass(frozen=True, slots=True)
class Kerncijfers:
    """The figures at the top; `verklaringen` and how many of them `met_bewijs` count signalen, the rest gemeenten."""

    betrokken_personen: int
    gemeenten_met_stop: int
    gemeenten_totaal: int
    stop_bevestigd: int
    verklaard: int
    verklaringen: int
    met_bewijs: int
    doorgiften: int


@dataclass(frozen=True, slots=True)
class Overzicht:
    """Everything the herstelkamer shows of one incident, apart from the cohorts (hervatting.queries.voortgang)."""

    id: UUID
    code: str
    titel: str
    leiding: str
    ernst: Ernst
    stop_id: UUID | None
    stop_van_kracht: bool
    klok: ApKlok
    uren_over: int
    minuten_over: int
    dossier_versie: int | None
    dossier_ingevuld: int
    onderzoek: int | None
    cijfers: Kerncijfers
    gemeenten: tuple[GemeenteStand, ...]
    open_gemeenten: tuple[GemeenteStand, ...]
    geraakt: tuple[Staaf, ...]
    gevolgen: tuple[Staaf, ...]
    balken: tuple[Balk, ...]
    te_beslissen: int
    zonder_eindstand: int
    log: tuple[LogRij, ...]
