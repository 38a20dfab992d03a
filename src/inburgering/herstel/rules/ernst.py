"""The severity of a datalek by ENISA's method: SE = DPC x EI + CB.

Source: ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches, v1.0 (2013).
"""

from collections.abc import Iterable, Mapping

from inburgering.herstel.terms import Ernst

EENVOUDIG, GEDRAG, FINANCIEEL, GEVOELIG = 1, 2, 3, 4
# What each datum of a signaal counts for; a word that is not here counts as behavioural, never as nothing.
BASIS: Mapping[str, int] = {
    "naam": EENVOUDIG,
    "geboortedatum": EENVOUDIG,
    "adres": EENVOUDIG,
    "contact": EENVOUDIG,
    "burgerservicenummer": EENVOUDIG,
    "vreemdelingennummer": EENVOUDIG,
    "verblijfplaats": GEDRAG,
    "plicht": GEDRAG,
    "plicht-wijziging": GEDRAG,
    "signaalverwijzing": EENVOUDIG,
    "boete": FINANCIEEL,
    "lening": FINANCIEEL,
    "ontheffing": GEVOELIG,
    "vrijstelling": GEDRAG,
}
EI = {"verwaarloosbaar": 0.25, "beperkt": 0.5, "aanzienlijk": 0.75, "maximaal": 1.0}
_NIVEAUS = ((2.0, "laag"), (3.0, "midden"), (4.0, "hoog"))


def dpc_van(gegevens: Iterable[str], *, kwetsbaar: bool = True, onjuist: bool = False) -> int:
    """The weight of the data: the highest category, one more for a vulnerable group, one less when it was wrong."""
    basis = max((BASIS.get(g, GEDRAG) for g in gegevens), default=EENVOUDIG)
    return min(4, max(1, basis + kwetsbaar - onjuist))


def ernst(
    gegevens: Iterable[str],
    *,
    personen: int,
    ei: str,
    geopend: int,
    onbekende_ontvangers: bool,
    mogelijk_gebruikt: bool,
) -> Ernst:
    """The severity with its parts; intent counts only when somebody meant it, which an error of rule is not."""
    dpc = dpc_van(gegevens)
    vertrouwelijk = 0.5 if onbekende_ontvangers else 0.25 if geopend else 0.0
    integer = 0.25 if mogelijk_gebruikt else 0.0
    cb = vertrouwelijk + integer
    score = dpc * EI[ei] + cb
    vlaggen = ("meer dan 100 personen",) if personen > 100 else ()
    return Ernst(dpc=dpc, ei=EI[ei], cb=cb, score=score, niveau=niveau(score), vlaggen=vlaggen)


def niveau(score: float) -> str:
    """The level that belongs to a score; a limit belongs to the level above it."""
    return next((naam for tot, naam in _NIVEAUS if score < tot), "zeer hoog")
