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
OPEN_REFERENTDOELEN: Final = frozenset({"gezinslid", "overig"})
"""With these it is not known whether the referent stays for a while: that hangs on facts that nobody gives."""
EU_EER: Final = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
"""The states of the EU and the EEA, by their ISO code."""
MET_BEKENDMAKING: Final = frozenset({"8a", "8c"})  # the grounds of art. 3 of both acts
NATIONALITEIT_ONBEKEND: Final = "0000"
