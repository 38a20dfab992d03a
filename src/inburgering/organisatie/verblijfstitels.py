"""The ground of stay behind a residence title of the BRP. Source: Landelijke tabel 56 (RvIG); Vw 2000 art. 8."""

from functools import cache

from inburgering.organisatie import bestand

GEEN = "geen"


def bestaat(code: str) -> bool:
    """Tell whether the code is in the table."""
    return code in _tabel()


def grond(code: str) -> str | None:
    """The onderdeel of art. 8 Vw 2000 (`8a`…`8m`), `geen` for no title, None when the code does not tell."""
    return _tabel()[code] or None


@cache
def _tabel() -> dict[str, str]:
    return {rij["code"]: rij["grond"] for rij in bestand.rijen("verblijfstitels.csv")}
