"""The choice of 2022: who gets one, what happens without an answer, and until when.

Source: kst-32824-363; Rijksoverheid 24-5-2022.
"""

from datetime import date

from inburgering.herstel.errors import KeuzeTermijnVoorbij
from inburgering.herstel.terms import Aard, Categorie, KeuzeAanbod, Uitkomst, Wijze

WI2013, WI2021 = "Wi2013", "Wi2021"
KEUZE_WEKEN = 8


def is_keuzegroep(uitkomst: Uitkomst, aard: Aard, *, wet_statutair: str, brief_op: date | None) -> bool:
    """Tell whether a person may choose: a letter under Wi2021 in January 2022, while the law says Wi2013."""
    return (
        uitkomst is Uitkomst.TEN_ONRECHTE
        and aard is Aard.ANDERE_WET
        and wet_statutair == WI2013
        and brief_op is not None
        and date(2022, 1, 1) <= brief_op < date(2022, 2, 1)
    )


def aanbod(categorie: str) -> KeuzeAanbod:
    """What a category gets: asylum stays under Wi2021 unless it says no; others have eight weeks to opt in."""
    if categorie == Categorie.ASIEL:
        return KeuzeAanbod(standaard=WI2021, weken=None, direct=True)
    return KeuzeAanbod(standaard=WI2013, weken=KEUZE_WEKEN, direct=False)


def eis_op_tijd(uiterlijk: date | None, op: date, wijze: Wijze) -> None:
    """Refuse a choice after its last day; asylum persons have no last day.

    Raises:
        KeuzeTermijnVoorbij: with the last day.
    """
    if uiterlijk is not None and op > uiterlijk and wijze is not Wijze.STANDAARD:
        raise KeuzeTermijnVoorbij(
            f"Kiezen kon tot en met {uiterlijk:%d-%m-%Y}.",
            veld="op",
            herstel="Leg uit welke wet nu geldt, en hoe bezwaar kan.",
        )


def wet_toegepast(statutair: str, gekozen: str | None) -> str:
    """The act that is applied; the act that the law gives stays beside it and is never overwritten."""
    return gekozen or statutair
