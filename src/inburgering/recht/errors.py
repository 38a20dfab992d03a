"""What can be wrong with facts, with a rule file, or with the name of a regelversie."""

from inburgering.primitives.errors import DomainError, NietGevonden, OngeldigeInvoer


class FeitOngeldig(OngeldigeInvoer):
    """A fact that does not fit the contract; `veld` is its JSON path."""

    code, title = "feit-ongeldig", "Dit feit klopt niet"


class RegelOngeldig(DomainError):
    """A rule file that cannot be used; `veld` names file, article and output."""

    code, title = "regel-ongeldig", "Dit regelbestand klopt niet"


class OnbekendeRegelversie(NietGevonden):
    """A regelversie that is not among the files."""

    code, title = "onbekende-regelversie", "Deze regelversie bestaat niet"
