"""What can be wrong with facts, with a rule file, or with the name of a regelversie."""

from collections.abc import Sequence
from typing import Protocol, Self

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class FeitOngeldig(OngeldigeInvoer):
    """A fact that does not fit the contract; `veld` is its JSON path."""

    code, title = "feit-ongeldig", "Dit feit klopt niet"


class Gevonden(Protocol):
    """A fault in a rule file, as the check reports it."""

    @property
    def plaats(self) -> str:
        """File, line and article."""

    @property
    def detail(self) -> str:
        """What is wrong."""

    @property
    def herstel(self) -> str:
        """How to mend it."""

    @property
    def licht(self) -> bool:
        """Whether it changes no answer."""


class RegelOngeldig(DomainError):
    """A rule file that cannot be used; `veld` names file, line and article."""

    code, title = "regel-ongeldig", "Dit regelbestand klopt niet"

    @classmethod
    def van(cls, gebreken: Sequence[Gevonden]) -> Self:
        """The error for what a check found: the first fault that changes an answer, and how many more there are."""
        eerste, *rest = sorted(gebreken, key=lambda g: g.licht)
        tel = "is nog 1 gebrek" if len(rest) == 1 else f"zijn nog {len(rest)} gebreken"
        meer = f" Er {tel}; `inburgering regelversie controleer` noemt ze alle." if rest else ""
        return cls(eerste.detail, veld=eerste.plaats, herstel=eerste.herstel + meer)


class OnbekendeRegelversie(NietGevonden):
    """A regelversie that is not among the files."""

    code, title = "onbekende-regelversie", "Deze regelversie bestaat niet"
