"""The codes of the contract: grounds, purposes and referents; what they mean for the duty stands in `wet/`."""

from typing import Final

GRONDEN: Final = frozenset(f"8{onderdeel}" for onderdeel in "abcdefghijklm")
DOELEN: Final = (
    "asiel", "gezinslid", "vermogend", "zelfstandige", "kennismigrant", "europese-blauwe-kaart", "seizoenarbeid",
    "overplaatsing-binnen-onderneming", "arbeid-in-loondienst", "grensoverschrijdende-dienstverlening", "onderzoek",
    "lerend-werken", "militair", "studie", "zoeken-en-verrichten-van-arbeid", "uitwisseling", "medische-behandeling",
    "tijdelijke-humanitaire-gronden", "afwachten-artikel-17-rwn", "niet-tijdelijke-humanitaire-gronden",
    "gemeenschapsrecht", "tijdelijke-bescherming", "overig",
)  # fmt: skip
REFERENTEN: Final = (
    "nederlander", "unieburger", "asiel-bepaalde-tijd", "asiel-onbepaalde-tijd",
    "eu-langdurig-ingezetene-internationale-bescherming", "regulier-bepaalde-tijd", "regulier-onbepaalde-tijd",
)  # fmt: skip
MET_BEKENDMAKING: Final = frozenset({"8a", "8c"})  # the grounds of art. 3 of both acts
NATIONALITEIT_ONBEKEND: Final = "0000"
