"""What the law lets go from whom to whom (Wi2021 art. 33-39, Besluit ch. 9). Pure."""

import re
from collections.abc import Iterable

from inburgering.verstrekking.errors import DoorgifteOngeldig, VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import ALLES, Partij, Stroom

_DUO, _COLLEGE = Partij.DUO, Partij.COLLEGE
DIEPTE_MAX = 8


def _stroom(code: str, van: Partij, naar: Partij, *, gegevens: str, artikel: str, doel: str) -> Stroom:
    return Stroom(code, van, naar, frozenset(gegevens.split()), artikel, doel)


MAG: tuple[Stroom, ...] = (
    _stroom(
        "F1", Partij.JENV, _DUO,
        gegevens="verblijfsdoel burgerservicenummer vreemdelingennummer naam geboortedatum referent",
        artikel="Bi2021 art. 9.1 lid 2", doel="De inburgeringsplicht vaststellen.",
    ),
    _stroom(
        "F2", _DUO, _COLLEGE,
        gegevens="plicht plicht-wijziging vrijstelling ontheffing certificaat",
        artikel="Wi2021 art. 33 onder a; Bi2021 art. 9.1 lid 3", doel="De inburgeraar voorbereiden en begeleiden.",
    ),
    _stroom(
        "F2-identiteit", _DUO, _COLLEGE,
        gegevens="burgerservicenummer vreemdelingennummer naam geboortedatum adres verblijfplaats contact",
        artikel="Wi2021 art. 33 onder a en art. 36", doel="Weten over wie het gaat en waar die persoon is.",
    ),
    _stroom(
        "F2-correctie", _DUO, _COLLEGE,
        gegevens="signaalverwijzing",
        artikel="Wi2021 art. 33 onder a; Bi2021 art. 9.1 lid 3 onder a; AVG art. 19",
        doel="Een eerder signaal intrekken of verleggen, zonder nieuwe persoonsgegevens.",
    ),
    _stroom(
        "F3", _DUO, _COLLEGE,
        gegevens="examen-deelname examen-pogingen examen-resultaten afronding diplomadatum",
        artikel="Bi2021 art. 9.2 lid 5", doel="De voortgang volgen.",
    ),
    _stroom(
        "F4", _DUO, _COLLEGE,
        gegevens="termijn-begin termijn-einde verlenging",
        artikel="Bi2021 art. 9.3 lid 3", doel="De termijn bewaken.",
    ),
    _stroom(
        "F5", _DUO, _COLLEGE,
        gegevens="recht-op-begeleiding",
        artikel="Bi2021 art. 9.4 lid 2", doel="Maatschappelijke begeleiding geven.",
    ),
    _stroom("F6", _DUO, _COLLEGE, gegevens="boete", artikel="Bi2021 art. 9.6 lid 5", doel="Handhaven."),
    _stroom(
        "F7", _DUO, Partij.COA,
        gegevens="plicht plicht-wijziging burgerservicenummer vreemdelingennummer",
        artikel="Wi2021 art. 33 onder d; Bi2021 art. 9.1 lid 4", doel="Voorinburgering.",
    ),
    _stroom(
        "F8", _DUO, Partij.CURSUSINSTELLING,
        gegevens="examen-deelname examen-resultaten afronding",
        artikel="Wi2021 art. 33 onder e; Bi2021 art. 9.2 lid 6", doel="De cursus afstemmen.",
    ),
    _stroom(
        "F9", _DUO, Partij.JENV,
        gegevens="plicht plicht-wijziging datum-voldaan burgerservicenummer vreemdelingennummer",
        artikel="Wi2021 art. 33 onder b; Bi2021 art. 9.7", doel="Verblijf en naturalisatie.",
    ),
    _stroom("F10", _DUO, Partij.OCW, gegevens="diplomadatum burgerservicenummer", artikel="Wi2021 art. 33 onder c",
            doel="Het register onderwijsdeelnemers."),
    _stroom(
        "F12", _DUO, Partij.TOESLAGEN,
        gegevens="plicht burgerservicenummer inschrijving-cursus",
        artikel="Bi2021 art. 9.8", doel="Kinderopvangtoeslag.",
    ),
    _stroom(
        "F13", _COLLEGE, _DUO,
        gegevens="leerroute intensiteit voortgang taalniveau pvt map pip-datum aanbod burgerservicenummer",
        artikel="Wi2021 art. 34 lid 1; Bi2021 art. 9.2 lid 2 en 9.3 lid 2", doel="Uitvoeren en handhaven.",
    ),
    _stroom(
        "F16", _COLLEGE, Partij.CURSUSINSTELLING,
        gegevens="naam adres leerroute intensiteit termijn-begin termijn-einde",
        artikel="Wi2021 art. 35 lid 3; Bi2021 art. 9.2 lid 3", doel="De cursus geven.",
    ),
    _stroom(
        "F16-begeleiding", _COLLEGE, Partij.BEGELEIDER,
        gegevens="naam adres leerroute intensiteit termijn-begin termijn-einde",
        artikel="Wi2021 art. 35 lid 3; Bi2021 art. 9.2 lid 3", doel="Maatschappelijke begeleiding geven.",
    ),
    _stroom(
        "F20", Partij.COA, _COLLEGE,
        gegevens="burgerservicenummer naam gezin voorinburgering taalniveau",
        artikel="Wi2021 art. 35 lid 2; Bi2021 art. 9.4 lid 3", doel="De brede intake.",
    ),
    _stroom("F21", Partij.TOETSER, _COLLEGE, gegevens="leerbaarheid burgerservicenummer",
            artikel="Wi2021 art. 35 lid 1; Bi2021 art. 9.6 lid 2", doel="De brede intake."),
    Stroom("F22", _COLLEGE, _COLLEGE, frozenset({"pip-datum", "voortgang", "boete"}), "Wi2021 art. 35 lid 4",
           "Overnemen na een verhuizing.", op_verzoek=True),
    _stroom("F26", _DUO, Partij.CBS, gegevens=ALLES, artikel="Wet CBS art. 33; Wi2021 art. 39", doel="Statistiek."),
    _stroom("persoon", _DUO, Partij.PERSOON, gegevens=ALLES, artikel="Awb art. 3:41; AVG art. 15",
            doel="De persoon weet wat over haar is vastgesteld."),
    _stroom("toezicht", _DUO, Partij.AP, gegevens=ALLES, artikel="AVG art. 33 en 58", doel="Toezicht."),
)  # fmt: skip

_WOORDEN = (
    (re.compile(r"taalschool|cursusinstelling|school|taalaanbieder", re.IGNORECASE), Partij.CURSUSINSTELLING),
    (re.compile(r"begeleid|vluchtelingenwerk", re.IGNORECASE), Partij.BEGELEIDER),
)


def soort_ontvanger(ontvanger: str) -> Partij:
    """Which kind of party a receiver is: four digits are a gemeente, a known name itself, else by its words."""
    if re.fullmatch(r"[0-9]{4}", ontvanger):
        return Partij.COLLEGE
    if ontvanger.lower() in set(Partij):
        return Partij(ontvanger.lower())
    return next((soort for patroon, soort in _WOORDEN if patroon.search(ontvanger)), Partij.ANDER)


def stromen(verstrekker: Partij, ontvanger: Partij) -> tuple[Stroom, ...]:
    """The rows of the law's table from the one kind of party to the other."""
    return tuple(s for s in MAG if s.verstrekker is verstrekker and s.ontvanger is ontvanger)


def mag(verstrekker: Partij, ontvanger: Partij, gegeven: str) -> Stroom | None:
    """The row of the law that lets this gegeven go, or None when there is none."""
    return next((s for s in stromen(verstrekker, ontvanger) if gegeven in s.gegevens or ALLES in s.gegevens), None)


def eis(verstrekker: Partij, ontvanger: Partij, gegevens: Iterable[str]) -> None:
    """Pass when the law lets every gegeven go.

    Raises:
        VerstrekkingNietToegestaan: names the first that may not, and the articles that limit this receiver.
    """
    for gegeven in gegevens:
        if mag(verstrekker, ontvanger, gegeven) is None:
            artikelen = "; ".join(dict.fromkeys(s.artikel for s in stromen(verstrekker, ontvanger)))
            raise VerstrekkingNietToegestaan(
                f"De wet noemt `{gegeven}` niet onder wat {verstrekker} aan {ontvanger} mag verstrekken"
                f" ({artikelen or 'Wi2021 art. 33: geen enkele grondslag'}).",
                veld=gegeven,
                herstel="Laat dit gegeven weg.",
            )


def check_doorgifte(ontvanger: str, gegevens: tuple[str, ...], *, diepte: int) -> None:
    """Pass when a doorgifte can be traced later.

    Raises:
        DoorgifteOngeldig: without receiver or gegevens, or further on than can be followed.
    """
    if not ontvanger.strip():
        raise DoorgifteOngeldig("De ontvanger ontbreekt.", veld="ontvanger", herstel="Noem wie de gegevens kreeg.")
    if not gegevens:
        raise DoorgifteOngeldig("Er staat niet welke gegevens het zijn.", veld="gegevens", herstel="Noem ze.")
    if diepte > DIEPTE_MAX:
        raise DoorgifteOngeldig(f"Een keten gaat tot {DIEPTE_MAX} stappen.", veld="doorgifte", herstel="Meld het ons.")
