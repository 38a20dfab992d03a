"""The fixed pages, as plain sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deel:
    """A heading with its sentences."""

    kop: str
    zinnen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tekst:
    """A page of text."""

    titel: str
    delen: tuple[Deel, ...]


TOEGANKELIJKHEID = Tekst(
    "Toegankelijkheid",
    (
        Deel(
            "Iedereen moet dit kunnen gebruiken",
            (
                "Wij maken dit portaal volgens WCAG 2.2, niveau AA.",
                "U kunt alles met het toetsenbord doen. U hebt geen JavaScript nodig.",
                "De pagina's passen op een scherm van 320 punten breed en blijven leesbaar bij 400% vergroten.",
            ),
        ),
        Deel(
            "Hoe wij dit toetsen",
            (
                "Bij elke wijziging toetst een programma alle schermen op drie breedten, ook tijdens een stop.",
                "Zo'n programma vindt niet alles. Een toets door mensen met een beperking moet nog gebeuren.",
            ),
        ),
        Deel(
            "Werkt iets niet voor u?",
            ("Meld het aan de beheerder van uw organisatie. Vertel welke pagina het is en wat er misgaat.",),
        ),
    ),
)
PRIVACY = Tekst(
    "Privacy",
    (
        Deel(
            "Welke gegevens staan hier?",
            (
                "DUO stelt vast wie moet inburgeren en welke wet geldt.",
                "Daarvoor gebruikt DUO gegevens uit de BRP, van de IND en van het COA.",
                "Een gemeente krijgt alleen de gegevens die in de wet staan, en alleen over eigen inwoners.",
            ),
        ),
        Deel(
            "Wat leggen wij vast over u als medewerker?",
            (
                "Wij leggen vast wie welk signaal of dossier opent, en wanneer.",
                "Kijkt u naar een BSN? Dan leggen wij ook uw reden vast.",
                "Deze regels kunnen niet worden veranderd of verwijderd.",
                "Dit portaal gebruikt alleen cookies die nodig zijn om in te loggen. Er kijkt niemand anders mee.",
            ),
        ),
        Deel(
            "Wat zijn de rechten van een inburgeraar?",
            (
                "Een inburgeraar mag weten welke gegevens er zijn, wie ze kreeg en waarom.",
                "Klopt een gegeven niet? Dan kan de inburgeraar DUO vragen om het te verbeteren.",
                "Is iemand het niet eens met een besluit? In de brief staat hoe je bezwaar maakt.",
            ),
        ),
    ),
)
