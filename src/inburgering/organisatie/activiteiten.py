"""The register of processing activities (AVG art. 30): packaged, in versions, the same for everybody who asks."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from inburgering.primitives.errors import NietGevonden

VERANTWOORDELIJKE = "De Minister van Sociale Zaken en Werkgelegenheid; DUO voert uit."


class ActiviteitOnbekend(NietGevonden):
    """The register has no such activity, or not on that day."""

    code, title = "verwerkingsactiviteit-onbekend", "Deze verwerkingsactiviteit bestaat niet"


@dataclass(frozen=True, slots=True)
class Activiteit:
    """One version of one activity; it holds from `geldig_vanaf` until (not including) `geldig_tot`."""

    id: str
    versie: int
    geldig_vanaf: date
    geldig_tot: date | None
    naam: str
    doel: str
    grondslagen: tuple[str, ...]
    betrokkenen: tuple[str, ...]
    gegevens: tuple[str, ...]
    ontvangers: tuple[str, ...]
    bewaartermijn: str
    verantwoordelijke: str = VERANTWOORDELIJKE

    @property
    def uri(self) -> str:
        """How the trail names it."""
        return f"urn:nl:openinburgering:verwerkingsactiviteit:{self.id}"


def op(dag: date) -> list[Activiteit]:
    """Of every activity the version that holds on `dag`, by id."""
    return [a for a in alle() if a.geldig_vanaf <= dag and (a.geldig_tot is None or dag < a.geldig_tot)]


def versies(activiteit_id: str) -> list[Activiteit]:
    """Every version of one activity, oldest first.

    Raises:
        ActiviteitOnbekend: the register has none.
    """
    gevonden = [a for a in alle() if a.id == activiteit_id]
    if not gevonden:
        raise ActiviteitOnbekend(veld="activiteitId", herstel="Kies een activiteit uit het register.")
    return gevonden


@cache
def alle() -> tuple[Activiteit, ...]:
    """Every version of every activity, by id and version."""
    tekst = (files("inburgering.organisatie") / "gegevens" / "verwerkingsactiviteiten.yaml").read_text(encoding="utf-8")
    rijen = sorted(yaml.safe_load(tekst), key=lambda r: (r["id"], r["versie"]))
    einden = {
        (een["id"], een["versie"]): ander["geldig_vanaf"] for een, ander in pairwise(rijen) if een["id"] == ander["id"]
    }
    return tuple(_activiteit(rij, einden.get((rij["id"], rij["versie"]))) for rij in rijen)


def _activiteit(rij: dict[str, Any], geldig_tot: date | None) -> Activiteit:
    velden: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in rij.items()}
    return Activiteit(**velden, geldig_tot=geldig_tot)
