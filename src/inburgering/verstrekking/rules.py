"""What may go from whom to whom, asked of the law for everything that leaves; one answer for many rows. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from inburgering.organisatie import gemeenten
from inburgering.recht import verstrekkingsregels
from inburgering.recht.tijdlijn import Antwoord
from inburgering.recht.verstrekkingsregels import Betrokkene, Toets, Vraag
from inburgering.recht.verstrekkingstabellen import WI2013, WI2021, Stroom
from inburgering.verstrekking.errors import DoorgifteOngeldig, VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Partij, Regel

DIEPTE_MAX = 8
_EIGEN, _ANDER = "eigen", "ander"
_WOORDEN = (
    (re.compile(r"taalschool|cursusinstelling|school|taalaanbieder", re.IGNORECASE), Partij.CURSUSINSTELLING),
    (re.compile(r"begeleid|vluchtelingenwerk", re.IGNORECASE), Partij.BEGELEIDER),
)


_PARTIJEN = {"duo": Partij.DUO, "ind": Partij.JENV, **{p.value: p for p in Partij}}


@lru_cache(maxsize=4096)
def soort_ontvanger(ontvanger: str) -> Partij:
    """Which kind of party a receiver is: four digits are a gemeente, a known name itself, else by its words."""
    if re.fullmatch(r"[0-9]{4}", ontvanger):
        return Partij.COLLEGE
    if ontvanger.lower() in _PARTIJEN:
        return _PARTIJEN[ontvanger.lower()]
    return next((soort for patroon, soort in _WOORDEN if patroon.search(ontvanger)), Partij.ANDER)


def toetsen(
    verstrekker: Partij,
    ontvanger: str,
    gegevens: Iterable[str],
    *,
    betrokkene: Betrokkene,
    datum: date,
    taak_van: str | None = None,
    op_verzoek: bool = False,
    doel: str = "",
) -> list[Toets]:
    """The answer of the law for each gegeven; `ontvanger` is a gemeente code, a known word or a name."""
    eigen, college = _college(ontvanger, betrokkene.college, datum)
    persoon = Betrokkene(betrokkene.wet, betrokkene.categorie, eigen)
    return [
        verstrekkingsregels.toets(
            Vraag(
                verstrekker=verstrekker.value,
                ontvanger=soort_ontvanger(ontvanger).value,
                gegeven=gegeven,
                betrokkene=persoon,
                ontvanger_college=college,
                taak_van=taak_van or betrokkene.wet,
                op_verzoek=op_verzoek,
                doel=doel,
            ),
            datum=datum,
        )
        for gegeven in gegevens
    ]


def stroom_van(verstrekker: Partij, ontvanger: Partij, gegeven: str, *, datum: date, wet: str = WI2021) -> Stroom:
    """The row of the law that names this gegeven between these two, whoever the person is; the one that asks least.

    Raises:
        VerstrekkingNietToegestaan: no row names it; with the articles that limit this receiver.
    """
    rijen = verstrekkingsregels.stromen(verstrekker.value, ontvanger.value, datum=datum, wet=wet)
    rij = min((s for s in rijen if s.noemt(gegeven)), key=lambda s: len(s.voorwaarden), default=None)
    if rij is None:
        vraag = Vraag(verstrekker.value, ontvanger.value, gegeven, Betrokkene(wet), taak_van=wet)
        toets = verstrekkingsregels.toets(vraag, datum=datum)
        raise VerstrekkingNietToegestaan(f"{toets.reden} ({toets.artikel})", veld=gegeven, herstel=_herstel(toets))
    return rij


def eis(toetsen_: Iterable[Toets]) -> str:
    """The articles on which all of it may go, each once.

    Raises:
        VerstrekkingNietToegestaan: names the first gegeven that may not, the reason and the article.
    """
    artikelen = []
    for toets in toetsen_:
        if not toets.toegestaan:
            raise VerstrekkingNietToegestaan(
                f"{toets.reden} ({toets.artikel})", veld=toets.gegeven, herstel=_herstel(toets)
            )
        artikelen.append(toets.artikel)
    return verstrekkingsregels.samen(artikelen)


def eis_college(gemeente: str, betrokkene: Betrokkene, *, datum: date) -> None:
    """Pass when this gemeente is the college of the person on that day, or took over from it.

    Raises:
        VerstrekkingNietToegestaan: it is not, or nobody knows which is.
    """
    if betrokkene.college is None:
        raise VerstrekkingNietToegestaan(
            "Wij weten niet welk college bij deze persoon hoort. (Wi2021 art. 1)",
            veld="gemeente",
            herstel="Wacht tot DUO dat heeft uitgezocht.",
        )
    if gemeenten.rechtsopvolger(betrokkene.college, datum) != gemeenten.rechtsopvolger(gemeente, datum):
        raise VerstrekkingNietToegestaan(
            "Dit is niet het college van deze persoon. (Wi2021 art. 1)",
            veld="gemeente",
            herstel="Meld de overdracht, of meld dat dit niet uw inwoner is.",
        )


def grondslagen(regels: Sequence[Regel], *, datum: date) -> list[str]:
    """The ground of each row, asked once for rows that are alike to the law.

    Raises:
        VerstrekkingNietToegestaan: the law does not let one of them go; nothing may be booked.
    """
    bekend: dict[tuple[object, ...], str] = {}
    uit = []
    for r in regels:
        sleutel = (r.verstrekker, r.ontvanger, r.gegevens, r.betrokkene, r.taak_van, r.doel)
        if sleutel not in bekend:
            bekend[sleutel] = eis(
                toetsen(
                    r.verstrekker,
                    r.ontvanger,
                    r.gegevens,
                    betrokkene=r.betrokkene,
                    datum=datum,
                    taak_van=r.taak_van,
                    doel=r.doel,
                )
            )
        uit.append(bekend[sleutel])
    return uit


def wet_van(grondslag: str) -> str | None:
    """The act on which something was given, as its articles say; None when they name neither act."""
    if "i2021 art." in grondslag:
        return WI2021
    return WI2013 if "i2013 art." in grondslag else None


def _college(ontvanger: str, college: str | None, datum: date) -> tuple[str | None, str]:
    """Whether a receiving gemeente answers for the person's college on that day, as two words that are alike or not.

    With words instead of codes all gemeenten that are the right one ask the law the same question.
    """
    if soort_ontvanger(ontvanger) is not Partij.COLLEGE:
        return college and _EIGEN, ""
    if college is None:
        return None, _EIGEN
    zelfde = gemeenten.rechtsopvolger(college, datum) == gemeenten.rechtsopvolger(ontvanger, datum)
    return _EIGEN, _EIGEN if zelfde else _ANDER


def _herstel(toets: Toets) -> str:
    if toets.antwoord is Antwoord.ONBEKEND:
        return "Zoek eerst uit wat nog niet bekend is."
    return "Laat dit gegeven weg." if not toets.stroom else "Verstrek dit niet."


def check_doorgifte(
    ontvanger: str, gegevens: tuple[str, ...], *, datum: date, sinds: date, vandaag: date, diepte: int
) -> None:
    """Pass when a doorgifte can be traced later: to whom, of what the law has a word for, on a day that can be.

    Raises:
        DoorgifteOngeldig: without receiver or gegevens, a word that nobody knows, before what it came from or in the
            future, or further on than can be followed.
    """
    if not ontvanger.strip():
        raise DoorgifteOngeldig("De ontvanger ontbreekt.", veld="ontvanger", herstel="Noem wie de gegevens kreeg.")
    if not gegevens:
        raise DoorgifteOngeldig("Er staat niet welke gegevens het zijn.", veld="gegevens", herstel="Noem ze.")
    if not sinds <= datum <= vandaag:
        raise DoorgifteOngeldig(
            "Op deze dag kan dit niet zijn doorgegeven.",
            veld="datum",
            herstel=f"Kies een dag van {sinds:%d-%m-%Y} tot en met {vandaag:%d-%m-%Y}.",
        )
    bekend = verstrekkingsregels.gegevens(datum=datum)
    if not bekend.issuperset(gegevens):
        raise DoorgifteOngeldig(
            "Dit gegeven kennen wij niet.", veld="gegevens", herstel=f"Kies uit: {', '.join(sorted(bekend))}."
        )
    if diepte > DIEPTE_MAX:
        raise DoorgifteOngeldig(f"Een keten gaat tot {DIEPTE_MAX} stappen.", veld="doorgifte", herstel="Meld het ons.")
