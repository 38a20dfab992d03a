"""Invented people for January 2022: seeded, so that the same number and seed give the same people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

VOORNAMEN = [
    "Amina",
    "Yonas",
    "Selam",
    "Fatima",
    "Dawit",
    "Nour",
    "Samir",
    "Layla",
    "Tesfay",
    "Hiba",
    "Omar",
    "Rahel",
    "Karim",
    "Zeynep",
    "Idris",
    "Mehret",
    "Bilal",
    "Salma",
    "Filmon",
    "Rima",
    "Hamid",
    "Aster",
    "Jamal",
    "Nadia",
    "Robel",
    "Yasmin",
    "Tarek",
    "Senait",
    "Aziz",
    "Dina",
    "Merhawi",
    "Lina",
    "Faisal",
    "Winta",
    "Sami",
    "Maryam",
    "Elias",
    "Huda",
]
ACHTERNAMEN = [
    "Abdirahim",
    "Berhanu",
    "Chalabi",
    "Demirok",
    "Esfahani",
    "Farahzad",
    "Gebreab",
    "Haddouni",
    "Ismailov",
    "Jaberi",
    "Kidanemar",
    "Lazrakan",
    "Mansouri",
    "Negassiye",
    "Osmanov",
    "Petrosova",
    "Qaderzai",
    "Rezaniar",
    "Sahelian",
    "Teklemar",
    "Umarova",
    "Vardanik",
    "Woldemich",
    "Yildizer",
    "Zahraoui",
]
STRATEN = (
    "Lindehof",
    "Molenkade",
    "Havikstraat",
    "Prins Willemhof",
    "Zonneweide",
    "Oude Gracht",
    "Berkenlaan",
    "Kerkpad",
)
NATIONALITEITEN = (
    "0336",
    "0084",
    "0149",
    "0300",
    "0315",
    "0058",
    "0114",
    "0331",
)  # no EU, no Turkish: those are kinds of their own
GEMEENTEN = [
    "0014",
    "0034",
    "0080",
    "0106",
    "0153",
    "0200",
    "0202",
    "0268",
    "0289",
    "0344",
    "0363",
    "0392",
    "0402",
    "0457",
    "0479",
    "0503",
    "0518",
    "0546",
    "0599",
    "0637",
    "0642",
    "0668",
    "0687",
    "0715",
    "0736",
    "0758",
    "0772",
    "0777",
    "0794",
    "0796",
    "0855",
    "0879",
    "0917",
    "0935",
    "0957",
    "0980",
    "1680",
    "1708",
    "1930",
    "1980",
]
WEESP = "0457"
LAATSTE_DAG = date(2022, 1, 14)


@dataclass(slots=True)
class Mens:
    """One invented person: what IND, BRP and COA know, and when DUO writes."""

    nummer: int
    soort: str
    bsn: str
    v_nummer: str
    naam: str
    geboortedatum: str
    nationaliteit: str
    gemeente: str
    adres: tuple[str, str]
    verblijf: list[dict[str, Any]]
    inschrijving: str | None = None
    huisvesting: str | None = None
    latere_huisvesting: str | None = None
    brief_op: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def bedenk(aantal: int, zaad: int) -> list[Mens]:
    """`aantal` people in the proportions of the incident; from twenty people on every kind is there."""
    kans = Random(zaad)  # noqa: S311 - invented people, not secrets
    soorten = [soort for soort, (gewicht, _) in SOORTEN.items() for _ in range(max(1, round(gewicht * aantal / 100)))]
    while len(soorten) < aantal:
        soorten.append("asiel-2021")
    kans.shuffle(soorten)
    mensen = [_mens(nummer, soort, kans) for nummer, soort in enumerate(soorten[:aantal], start=1)]
    laatste = next((m for m in mensen if m.soort == "asiel-2022"), None)
    if laatste:  # somebody is always told on the last day, so that something still waits when the stop comes
        laatste.brief_op = LAATSTE_DAG
    return mensen


def _mens(nummer: int, soort: str, kans: Random) -> Mens:
    gemeente = WEESP if soort == "weesp" else kans.choice([g for g in GEMEENTEN if g != WEESP])
    geboren = date(1962, 1, 1) + timedelta(days=kans.randrange(365 * 40))
    mens = Mens(
        nummer=nummer,
        soort=soort,
        bsn=_bsn(nummer, kans),
        v_nummer=f"{2_700_000_000 + nummer * 7 + kans.randrange(7)}",
        naam=f"{kans.choice(VOORNAMEN)} {kans.choice(ACHTERNAMEN)}",
        geboortedatum=geboren.isoformat(),
        nationaliteit=kans.choice(NATIONALITEITEN),
        gemeente=gemeente,
        adres=(
            f"{kans.choice(STRATEN)} {kans.randrange(1, 200)}",
            f"{kans.randrange(1000, 9999)} {_tekens(kans)}",
        ),
        verblijf=[],
    )
    mens.brief_op = date(2022, 1, 5) + timedelta(days=kans.choice((0, 1, 5, 7, 8, 9)))
    SOORTEN[soort][1](mens, kans)
    return mens


def _bsn(nummer: int, kans: Random) -> str:
    """A number that passes the 11-proef and is different for each person."""
    basis = f"9{nummer:06d}{kans.randrange(10)}"
    for laatste in range(10):
        som = sum(int(c) * g for c, g in zip(basis, range(9, 1, -1), strict=True)) - laatste
        if som % 11 == 0:
            return f"{basis}{laatste}"
    return _bsn(nummer, kans)


def _tekens(kans: Random) -> str:
    return "".join(kans.choice("ABCDEGHJKLMNPRSTVWXZ") for _ in range(2))


def _dag(kans: Random, eerste: date, laatste: date) -> date:
    return eerste + timedelta(days=kans.randrange((laatste - eerste).days + 1))


# ── What IND decided ─────────────────────────────────────────────────────────────────────────────


def _asiel(mens: Mens, kans: Random, bekend: date) -> None:
    ingang = bekend - timedelta(days=kans.randrange(150, 400))
    mens.verblijf = [_titel("8c", "asiel", ingang, bekend)]
    mens.huisvesting = mens.gemeente
    mens.inschrijving = (bekend + timedelta(days=kans.randrange(30, 110))).isoformat()


def _gezin(mens: Mens, kans: Random, bekend: date, referent: str = "nederlander") -> None:
    mens.verblijf = [_titel("8a", "gezinslid", bekend, bekend) | {"referent": {"soort": referent}}]
    mens.inschrijving = (bekend + timedelta(days=kans.randrange(3, 20))).isoformat()


def _titel(grond: str, doel: str, ingang: date, bekend: date | None) -> dict[str, Any]:
    return {
        "grond": grond,
        "doel": doel,
        "ingangsdatum": ingang.isoformat(),
        "beschikkingsdatum": (bekend or ingang).isoformat(),
        "bekendmaking": bekend.isoformat() if bekend else None,
        "einddatum": None,
    }


def _asiel_2021(mens: Mens, kans: Random) -> None:
    _asiel(mens, kans, _dag(kans, date(2021, 9, 15), date(2021, 12, 29)))


def _asiel_2022(mens: Mens, kans: Random) -> None:
    _asiel(mens, kans, _dag(kans, date(2022, 1, 1), date(2022, 1, 4)))


def _gezin_2021(mens: Mens, kans: Random) -> None:
    _gezin(mens, kans, _dag(kans, date(2021, 11, 15), date(2021, 12, 30)))


def _gezin_2022(mens: Mens, kans: Random) -> None:
    _gezin(mens, kans, _dag(kans, date(2022, 1, 1), date(2022, 1, 4)))


def _grens(mens: Mens, kans: Random) -> None:
    """Announced on the last day of the old act or the first of the new one."""
    _gezin(mens, kans, kans.choice((date(2021, 12, 31), date(2022, 1, 1))))


def _teruggedateerd(mens: Mens, kans: Random) -> None:
    """In force since 2021, announced in 2022: the new act."""
    _gezin(mens, kans, date(2022, 1, 3))
    mens.verblijf[0]["ingangsdatum"] = _dag(kans, date(2021, 10, 1), date(2021, 12, 20)).isoformat()


def _nareis(mens: Mens, kans: Random) -> None:
    """Family of an asylum holder: a regular permit, yet asielstatushouder by category."""
    _gezin(mens, kans, kans.choice((date(2021, 12, 14), date(2022, 1, 3))), "asiel-bepaalde-tijd")


def _turks(mens: Mens, kans: Random) -> None:
    _gezin_2021(mens, kans)
    mens.nationaliteit = "0339"


def _ouder(mens: Mens, kans: Random) -> None:
    """Parent of a Dutch child, by EU law: no duty, and yet a letter went out."""
    bekend = _dag(kans, date(2021, 11, 1), date(2021, 12, 20))
    mens.verblijf = [_titel("8e", "gemeenschapsrecht", bekend, bekend)]
    mens.inschrijving = bekend.isoformat()


def _diploma(mens: Mens, kans: Random) -> None:
    _gezin_2021(mens, kans)
    mens.nationaliteit = "0263"
    mens.extra = {
        "onderwijs": {"diplomas": [{"soort": "surinaams-met-voldoende-nederlands", "behaaldOp": "2016-07-01"}]}
    }


def _kennismigrant(mens: Mens, kans: Random) -> None:
    """A temporary purpose; nobody writes."""
    bekend = _dag(kans, date(2021, 6, 1), date(2021, 12, 1))
    mens.verblijf = [_titel("8a", "kennismigrant", bekend, bekend)]
    mens.inschrijving = bekend.isoformat()
    mens.brief_op = None


def _zonder_bekendmaking(mens: Mens, kans: Random) -> None:
    """IND does not say when the decision was announced: the law cannot be applied."""
    _asiel_2021(mens, kans)
    mens.verblijf[0] |= {"bekendmaking": None, "beschikkingsdatum": None}


def _halve_geboortedatum(mens: Mens, kans: Random) -> None:
    """Only the year of birth is known; for an adult that is enough."""
    _asiel_2021(mens, kans)
    mens.geboortedatum = mens.geboortedatum[:4]


def _december(mens: Mens, kans: Random) -> None:
    """Told in December, under the old act: right in act, wrong in day."""
    _gezin(mens, kans, _dag(kans, date(2021, 11, 1), date(2021, 12, 1)))
    mens.brief_op = date(2021, 12, 20)


def _omgekoppeld(mens: Mens, kans: Random) -> None:
    """Linked to another gemeente after the signaal: the reception address misled."""
    _asiel_2022(mens, kans)
    mens.latere_huisvesting = kans.choice([g for g in GEMEENTEN if g not in (WEESP, mens.gemeente)])


def _wacht(mens: Mens, kans: Random) -> None:
    """Announced in the days of the halt: nobody wrote until the restart."""
    (_asiel if kans.random() < 0.6 else _gezin)(mens, kans, _dag(kans, date(2022, 1, 5), date(2022, 1, 24)))
    mens.brief_op = None


SOORTEN: dict[str, tuple[int, Callable[[Mens, Random], None]]] = {
    "asiel-2021": (24, _asiel_2021),
    "asiel-2022": (15, _asiel_2022),
    "gezin-2021": (13, _gezin_2021),
    "gezin-2022": (11, _gezin_2022),
    "wacht": (8, _wacht),
    "teruggedateerd": (5, _teruggedateerd),
    "nareis": (4, _nareis),
    "grens": (4, _grens),
    "turks": (3, _turks),
    "weesp": (3, _asiel_2021),
    "zonder-bekendmaking": (2, _zonder_bekendmaking),
    "omgekoppeld": (2, _omgekoppeld),
    "december": (2, _december),
    "kennismigrant": (2, _kennismigrant),
    "halve-geboortedatum": (1, _halve_geboortedatum),
    "ouder": (1, _ouder),
    "diploma": (1, _diploma),
}
