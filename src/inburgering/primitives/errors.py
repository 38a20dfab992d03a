"""Expected errors: one family, each with a stable code, a Dutch title and a way to mend it."""

from typing import ClassVar


class DomainError(Exception):
    """Something the user can understand and mend; never carries personal data."""

    code: ClassVar[str] = "fout"
    title: ClassVar[str] = "Er ging iets mis"

    def __init__(self, detail: str = "", *, veld: str = "", herstel: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.veld = veld
        self.herstel = herstel

    def zin(self) -> str:
        """One Dutch line: what is wrong, where, and how to mend it."""
        plaats = f"{self.veld}: " if self.veld else ""
        mend = f" {self.herstel}" if self.herstel else ""
        return f"{plaats}{self.detail}{mend}"


class OngeldigeInvoer(DomainError):
    """A value from outside that does not fit."""

    code, title = "ongeldige-invoer", "De invoer klopt niet"


class NietGevonden(DomainError):
    """What was asked for does not exist, or not for this asker."""

    code, title = "niet-gevonden", "Niet gevonden"
