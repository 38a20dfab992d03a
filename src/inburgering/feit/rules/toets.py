"""What no record may say, whatever its source."""

from dataclasses import replace
from datetime import date

from inburgering.feit.rules import datums
from inburgering.feit.terms import Fout, Invoer, Soort, Uitspraak


def zonder_latere_geboorte(invoer: Invoer, dag: date) -> Invoer:
    """The record without a birth after `dag`, the day of the delivery; what was left out is listed."""
    goed = tuple(u for u in invoer.uitspraken if not _geboren_na(u, dag))
    if len(goed) == len(invoer.uitspraken):
        return invoer
    fout = Fout(
        invoer.plaats,
        "geboortedatum",
        "De geboortedatum ligt na de dag van de levering; de geboortedatum is nu onbekend.",
        "Laat de bron de geboortedatum nakijken.",
    )
    return replace(invoer, uitspraken=goed, fouten=(*invoer.fouten, fout))


def _geboren_na(u: Uitspraak, dag: date) -> bool:
    if u.soort is not Soort.GEBOORTEDATUM or u.onjuist:
        return False
    vroegste = datums.vroegste(u.waarde["datum"])
    return vroegste is not None and vroegste > dag
