"""The header of a delivery, its control total, and what a gap in the numbers means."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from inburgering.feit.errors import LeveringOngeldig
from inburgering.feit.rules import velden
from inburgering.feit.terms import Bron, Controle, Fout, Kop
from inburgering.primitives.errors import OngeldigeInvoer

VELDEN: Mapping[str, velden.Lezer] = {
    "leverancier": velden.tekst,
    "nummer": velden.getal,
    "datum": velden.dag,
    "aantal": velden.getal,
    "controlegetal": velden.getal,
}
LEVERANCIERS: Mapping[Bron, tuple[str, ...]] = {Bron.BRP: ("RvIG", "BRP"), Bron.IND: ("IND",), Bron.COA: ("COA",)}
SPRONG_MAX = 1_000
_HERSTEL_KOP = (
    "Laat de leverancier dezelfde levering opnieuw sturen, met hetzelfde nummer en de juiste kop, en lees die."
)
_SLEUTEL = re.compile(rb'"(?P<veld>burgerservicenummer|vNummer|aNummer)"\s*:\s*"(?P<cijfers>[0-9]{1,12})"')
_VOLGORDE = (b"burgerservicenummer", b"vNummer", b"aNummer")


def lees(waarde: Any) -> Kop:
    """The header in an object.

    Raises:
        OngeldigeInvoer: a field is missing, unknown or wrong.
    """
    velden_goed = velden.groep(VELDEN, verplicht=tuple(VELDEN))(waarde, "")
    leverancier = velden_goed["leverancier"]
    if len(leverancier) > 80:
        raise OngeldigeInvoer("De naam is te lang.", veld="leverancier", herstel="Geef hooguit 80 tekens.")
    if not 0 < velden_goed["nummer"] < 2**31:
        raise OngeldigeInvoer("Het nummer is nul of te groot.", veld="nummer", herstel="Nummer leveringen vanaf 1.")
    return Kop(
        leverancier,
        velden_goed["nummer"],
        date.fromisoformat(velden_goed["datum"]),
        velden_goed["aantal"],
        velden_goed["controlegetal"],
    )


def eis_leverancier(kop: Kop, bron: Bron) -> None:
    """Refuse a delivery of another source: the name of the supplier starts with the word of its source.

    Raises:
        LeveringOngeldig: another first word.
    """
    namen = LEVERANCIERS[bron]
    eerste = re.split(r"\W", kop.leverancier.strip(), maxsplit=1)[0].casefold()
    if eerste not in {naam.casefold() for naam in namen}:
        raise LeveringOngeldig(
            f"De leverancier in de kop hoort niet bij de bron {bron.value}.",
            veld="leverancier",
            herstel=f"De naam begint met {' of '.join(namen)}. Kies anders de bron die bij dit bestand hoort.",
        )


def eis_nummer_in_de_buurt(kop: Kop, nummers: Iterable[int]) -> None:
    """Refuse a number so far from those that were read that it must be a mistake.

    Raises:
        LeveringOngeldig: more than a thousand numbers would be missing.
    """
    gezien = set(nummers)
    if gezien and not min(gezien) - SPRONG_MAX <= kop.nummer <= max(gezien) + SPRONG_MAX:
        raise LeveringOngeldig(
            f"Nummer {kop.nummer} ligt meer dan {SPRONG_MAX} van de nummers die al gelezen zijn.",
            veld="nummer",
            herstel="Laat de leverancier het nummer nakijken.",
        )


def bijdrage(record: bytes) -> int | None:
    """What a record adds to the control total, also when the record is damaged; None when its key cannot be found.

    The burgerservicenummer counts; without it the V-nummer; without that the A-nummer.
    """
    gevonden: dict[bytes, int] = {}
    for treffer in _SLEUTEL.finditer(record):
        gevonden.setdefault(treffer["veld"], int(treffer["cijfers"]))
    return next((gevonden[veld] for veld in _VOLGORDE if veld in gevonden), None)


def controleer(kop: Kop, *, aantal: int, som: int, onvindbaar: int) -> tuple[Controle, tuple[Fout, ...]]:
    """Compare the header with what was found, and say what does not fit; never the sum, it may be a number of a person.

    Records without a findable key leave the total undecided, unless the keys that were found are too much already.
    """
    fouten: list[Fout] = []
    if aantal != kop.aantal:
        reden = f"De kop noemt {kop.aantal} records, in het bestand staan er {aantal}."
        fouten.append(Fout("kop", "aantal", f"{reden} {_TELT_NIET_MEE}", _HERSTEL_KOP))
    if som > kop.controlegetal or (som != kop.controlegetal and not onvindbaar):
        reden = "Het controlegetal is niet de som van de sleutels."
        fouten.append(Fout("kop", "controlegetal", f"{reden} {_TELT_NIET_MEE}", _HERSTEL_KOP))
    if fouten:
        return Controle.KLOPT_NIET, tuple(fouten)
    if not onvindbaar:
        return Controle.KLOPT, ()
    reden = (
        f"Het controlegetal is niet na te gaan: van {onvindbaar} van de {aantal} records is de sleutel niet te lezen."
    )
    herstel = "De leesbare records tellen mee. Laat de leverancier nakijken of er meer mis is met het bestand."
    return Controle.NIET_NA_TE_GAAN, (Fout("kop", "controlegetal", reden, herstel),)


_TELT_NIET_MEE = "De feiten van deze levering zijn vastgelegd maar tellen niet mee."


def hiaat(nummers: Iterable[int], nummer: int) -> tuple[Fout, ...]:
    """What to say of a delivery with this number when others before it are missing; nothing when none is."""
    gemist = ontbrekende_nummers({n for n in nummers if n < nummer} | {nummer})
    if not gemist:
        return ()
    welke = ", ".join(str(n) for n in gemist)
    return (
        Fout(
            "levering",
            "nummer",
            f"Levering {welke} ontbreekt. Wat deze levering zegt, is vastgelegd maar telt nog niet mee.",
            "Vraag wat ontbreekt op bij de leverancier en lees het.",
        ),
    )


def ontbrekende_nummers(nummers: Iterable[int]) -> tuple[int, ...]:
    """The numbers that are missing between the lowest and the highest."""
    gezien = set(nummers)
    return tuple(sorted(set(range(min(gezien), max(gezien))) - gezien)) if gezien else ()
