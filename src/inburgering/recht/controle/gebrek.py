"""What is wrong in a rule file: where it stands, in which article, and how to mend it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from inburgering.recht.bronnen import Pad


@dataclass(frozen=True, slots=True)
class Gebrek:
    """One fault; `regel` is the line in the file, from 1. What is `licht` changes no answer: it is told last."""

    bestand: str
    regel: int
    artikel: str
    detail: str
    herstel: str
    licht: bool = False

    @property
    def plaats(self) -> str:
        """File, line and article in words."""
        artikel = f", artikel {self.artikel}" if self.artikel else ""
        return f"{self.bestand}, regel {self.regel}{artikel}"

    def zin(self) -> str:
        """One Dutch line: where, what is wrong, and how to mend it."""
        return f"{self.plaats}: {self.detail} {self.herstel}"


@dataclass(frozen=True, slots=True)
class Vondst:
    """A fault before its line is looked up."""

    pad: Pad
    artikel: str
    detail: str
    herstel: str
    licht: bool = False


@dataclass(frozen=True, slots=True)
class Plek:
    """A part of a file, and the article that it is in."""

    pad: Pad
    artikel: str = ""

    def in_(self, *stappen: str | int) -> "Plek":
        """The part further down."""
        return Plek((*self.pad, *stappen), self.artikel)

    def fout(self, detail: str, herstel: str, *, licht: bool = False) -> Vondst:
        """A fault at this place."""
        return Vondst(self.pad, self.artikel, detail, herstel, licht)


def artikelen(bron: Any) -> Iterator[tuple[Plek, Mapping[str, Any]]]:
    """The articles of a file with their place."""
    for i, artikel in enumerate(bron["articles"]):
        yield Plek(("articles", i), str(artikel["number"])), artikel


def uitvoering(artikel: Mapping[str, Any]) -> Mapping[str, Any]:
    """The executable part of an article; empty when there is none."""
    deel: Mapping[str, Any] = artikel.get("machine_readable", {}).get("execution", {})
    return deel


def definities(artikel: Mapping[str, Any]) -> Mapping[str, Any]:
    """The definitions of an article; empty when there are none."""
    deel: Mapping[str, Any] = artikel.get("machine_readable", {}).get("definitions", {})
    return deel
