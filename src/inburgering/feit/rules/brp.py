"""What both forms of the BRP share: addresses, titles, nationalities, periods, and judging codes on their day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inburgering.feit.rules import datums
from inburgering.feit.terms import Fout, Soort, Uitspraak
from inburgering.organisatie import gemeenten, nationaliteiten, verblijfstitels
from inburgering.primitives.errors import OngeldigeInvoer

SOORTEN = frozenset(
    {
        Soort.NAAM,
        Soort.GEBOORTEDATUM,
        Soort.NATIONALITEIT,
        Soort.VERBLIJF,
        Soort.INSCHRIJVING,
        Soort.ADRES,
        Soort.OPSCHORTING,
        Soort.GEHEIMHOUDING,
    }
)
_HERSTEL_CODE = "Meld het terug aan de gemeente die bijhoudt, of lees eerst de nieuwe landelijke tabel in."


@dataclass(slots=True)
class Nota:
    """Lists what cannot be taken up of one record while the rest goes on."""

    plaats: str
    fouten: list[Fout] = field(default_factory=list)

    def fout(self, veld: str, reden: str, herstel: str) -> None:
        """List one value, once."""
        fout = Fout(self.plaats, veld, reden, herstel)
        if fout not in self.fouten:
            self.fouten.append(fout)

    def datum(self, waarde: Any, veld: str, *, lo3: bool = False) -> datums.Datum | None:
        """The date, or None when there is none or when it is wrong; then it is listed."""
        if waarde in (None, ""):
            return None
        try:
            return datums.uit_lo3(waarde, veld) if lo3 else datums.uit_api(waarde, veld)
        except OngeldigeInvoer as fout:
            self.fout(veld, fout.detail, fout.herstel)
            return None


def uitspraak(
    soort: Soort,
    waarde: Mapping[str, Any],
    vanaf: datums.Datum | None = None,
    tot: datums.Datum | None = None,
    *,
    opgenomen: date | None = None,
    onjuist: bool = False,
) -> Uitspraak:
    """One statement with its period; a date that is not complete or turns the period around stays in the value."""
    begin, eind = datums.vroegste(vanaf), datums.vroegste(tot)
    rest = dict(waarde)
    if vanaf is not None and (datums.precies(vanaf) is None or (begin and eind and eind < begin)):
        rest["vanaf"] = vanaf
    if tot is not None and datums.precies(tot) is None:
        rest["tot"] = tot
    if begin and eind and eind < begin:
        begin = None
    return Uitspraak(soort, rest, begin, eind, opgenomen, onjuist)


def gemeente(code: str, vanaf: datums.Datum | None, *, nota: Nota, veld: str) -> dict[str, Any]:
    """The code as it was received; listed when no gemeente had it on the day of registration."""
    # Who was abroad before the RNI began was taken over into it with the old date.
    if code == gemeenten.RNI or gemeenten.bestaat(code, datums.precies(vanaf)):
        return {"gemeente": code}
    reden = "Deze gemeentecode bestond toen niet in landelijke tabel 33; de inschrijving telt niet mee."
    nota.fout(veld, reden, _HERSTEL_CODE)
    return {"gemeente": code, "ongeldig": True}


def nationaliteit(code: str, vanaf: datums.Datum | None, *, nota: Nota, veld: str) -> dict[str, Any]:
    """The code; without one when it is the code for unknown, or when it was not in the table on that day."""
    if code == nationaliteiten.ONBEKEND:
        return {"type": "NationaliteitOnbekend"}
    if nationaliteiten.bestaat(code, datums.precies(vanaf)):
        return {"code": code}
    reden = "Deze nationaliteitscode bestond toen niet in landelijke tabel 32; de nationaliteit is nu onbekend."
    nota.fout(veld, reden, _HERSTEL_CODE)
    return {"ontvangen": code, "ongeldig": True}


def titel(code: str, *, nota: Nota, veld: str) -> dict[str, Any]:
    """The code with the ground it stands for; `geen` when the person has no lawful residence (any more)."""
    if not verblijfstitels.bestaat(code):
        nota.fout(
            veld, "Deze verblijfstitel staat niet in landelijke tabel 56; de grond is nu onbekend.", _HERSTEL_CODE
        )
        return {"titel": code, "grond": None, "ongeldig": True}
    grond = verblijfstitels.grond(code)
    return {"titel": code, "geen": True} if grond == verblijfstitels.GEEN else {"titel": code, "grond": grond}


def adresregels(delen: Sequence[Any], postcode: Any, plaats: Any, *, gemeentecode: Any = None) -> list[str]:
    """The lines of an address in the Netherlands; without a place the name of the gemeente."""
    if not plaats and isinstance(gemeentecode, str) and gemeenten.is_gemeente(gemeentecode):
        plaats = gemeenten.naam(gemeentecode)
    straat = " ".join(str(deel) for deel in delen if deel)
    stad = "  ".join(str(deel) for deel in (postcode, plaats) if deel)
    return [regel for regel in (straat, stad) if regel]
