"""The choice of 2022: who gets one and until when; what is offered to whom is policy that `recht.keuze` reads.

Source: kst-32824-363; Rijksoverheid 24-5-2022.
"""

from datetime import date

from inburgering.herstel.errors import KeuzeTermijnVoorbij
from inburgering.herstel.terms import Aard, Uitkomst, Wijze
from inburgering.recht import keuze


def is_keuzegroep(uitkomst: Uitkomst, aard: Aard, *, wet_statutair: str, brief_op: date | None) -> bool:
    """Tell whether a person may choose: a letter under Wi2021 in January 2022, while the law says Wi2013."""
    return (
        uitkomst is Uitkomst.TEN_ONRECHTE
        and aard is Aard.ANDERE_WET
        and keuze.mag_kiezen(brief_op, wet_van_de_brief="Wi2021", wet_volgens_de_wet=wet_statutair)
    )


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
