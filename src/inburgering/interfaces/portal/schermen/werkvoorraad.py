"""What waits for a person at DUO."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inburgering.feit.terms import Persoonsgegevens
from inburgering.interfaces.portal.onderdelen import NEDERLAND, dag_tekst, meervoud
from inburgering.interfaces.portal.schermen import bladeren, feiten
from inburgering.interfaces.portal.schermen.bladeren import Bladeren
from inburgering.interfaces.portal.schermen.dossier import kenmerk
from inburgering.vaststelling.terms import Werk


@dataclass(frozen=True, slots=True)
class Regel:
    """One person who waits."""

    naam: str
    kenmerk: str
    adres: str
    adres_beslis: str
    waarom: str
    sinds: str
    wacht: str


@dataclass(frozen=True, slots=True)
class Werkvoorraad:
    """The whole screen."""

    zin: str
    regels: tuple[Regel, ...]
    bladeren: Bladeren


def maak(
    werk: Sequence[Werk],
    *,
    personen: Callable[[Sequence[int]], Mapping[int, Persoonsgegevens]],
    pad: str,
    adressen: Callable[[Werk], tuple[str, str]],
    vraag: Mapping[str, str],
    now: datetime,
) -> Werkvoorraad:
    """One page of who waits; names are asked only for that page."""
    deel, blad = bladeren.verdeel(werk, pad=pad, vraag=vraag)
    wie = personen([w.persoon_id for w in deel])
    return Werkvoorraad(
        zin=meervoud(len(werk), "persoon wacht op een beslissing", "personen wachten op een beslissing"),
        regels=tuple(_regel(w, wie[w.persoon_id], adressen=adressen(w), now=now) for w in deel),
        bladeren=blad,
    )


def waarom(werk: Werk) -> str:
    """Why the law could not be applied by itself."""
    namen = list(dict.fromkeys(feiten.naam(pad) for pad in werk.ontbrekend))
    return f"Niet bekend: {', '.join(namen)}." if namen else "De wet of de eerste dag is niet zeker."


def _regel(werk: Werk, persoon: Persoonsgegevens, *, adressen: tuple[str, str], now: datetime) -> Regel:
    dossier, beslis = adressen
    dagen = (now - werk.sinds).days
    return Regel(
        naam=persoon.naam or "Naam niet bekend",
        kenmerk=kenmerk(werk.persoon_id),
        adres=dossier,
        adres_beslis=beslis,
        waarom=waarom(werk),
        sinds=dag_tekst(werk.sinds.astimezone(NEDERLAND).date()),
        wacht="vandaag" if dagen == 0 else meervoud(dagen, "dag", "dagen"),
    )
