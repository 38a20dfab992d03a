"""The organisations in the chain and their test identification numbers (OIN, prefix 00000099)."""

from enum import StrEnum

from inburgering.organisatie import gemeenten


class Partij(StrEnum):
    """Who delivers, receives or must be told."""

    DUO = "DUO"
    IND = "IND"
    COA = "COA"
    CBS = "CBS"
    AP = "AP"
    SZW = "SZW"
    VNG = "VNG"
    DIVOSA = "DIVOSA"


def oin(partij: Partij | str) -> str:
    """The test OIN of a partij or of the gemeente with this code: twenty digits.

    Raises:
        OnbekendeGemeente: neither a partij nor a code that was ever used.
    """
    if partij in Partij.__members__:
        return f"00000099{list(Partij).index(Partij(partij)) + 1:012d}"
    gemeenten.naam(partij)
    return f"00000099{int(partij) + 10_000:012d}"
