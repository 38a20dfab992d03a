"""The draft for the AP: one answer per subject of its form, made from the ledger; what only a person knows stays open.

The AP takes a datalek only through its own web form, so this is text to copy, field by field.
Source: subjects of the AP form, August 2022, in own words. AVG art. 33 lid 1, 3, 4 and 5.
"""

from collections.abc import Callable, Sequence

from inburgering.herstel.terms import Antwoord, Ernst, Fase, LekFeiten

Maker = Callable[[LekFeiten, Ernst, Fase], str]

_BEGRIJPELIJK = {
    "vreemdelingennummer": "V-nummer",
    "plicht": "inburgeringsplicht (wet, begindatum, soort migrant)",
    "plicht-wijziging": "wijziging van de plicht",
    "contact": "taal voor contact",
}


def stel_antwoorden_op(feiten: LekFeiten, ernst: Ernst, fase: Fase) -> list[Antwoord]:
    """Every subject of the form in its order, answered from the facts where they answer it."""
    return [
        Antwoord(nr, hoofdstuk, onderwerp, maak(feiten, ernst, fase) if maak else "", door_mens=maak is None)
        for nr, hoofdstuk, onderwerp, maak in _VRAGEN
    ]


def ontbreekt(antwoorden: Sequence[Antwoord]) -> list[str]:
    """The numbers that the product should have answered and could not."""
    return [a.nr for a in antwoorden if not a.ingevuld and not a.door_mens]


def ingevuld_deel(antwoorden: Sequence[Antwoord]) -> float:
    """Which part of the form has an answer, between nought and one."""
    return sum(a.ingevuld for a in antwoorden) / len(antwoorden) if antwoorden else 0.0


def _betrokkenen(f: LekFeiten) -> str:
    if f.betrokkenen_min == f.betrokkenen_max:
        return f"Exact: {f.betrokkenen_max}."
    return f"Minimaal {f.betrokkenen_min}, maximaal {f.betrokkenen_max}. Het onderzoek loopt nog."


def _gegevens(f: LekFeiten) -> str:
    return "; ".join(_BEGRIJPELIJK.get(c, c) for c in f.categorieen) + "."


def _groepen(f: LekFeiten) -> str:
    delen = [f"{aantal} {naam}" for naam, aantal in f.groepen if aantal]
    return ("Verdeling: " + ", ".join(delen) + ".") if delen else "De verdeling over groepen wordt nog onderzocht."


def _beschrijving(f: LekFeiten) -> str:
    return (
        "Door een verkeerde regelversie zijn inburgeringsplichtigen onder de verkeerde wet gebracht, "
        "en zijn personen zonder plicht toch aangeschreven. Hun gegevens zijn als signaal gedeeld met de gemeente, "
        f"die daarvoor geen taak onder de Wet inburgering 2021 had (art. 33, onder a). "
        f"Het gaat om {f.regels} verstrekkingen aan {f.ontvangers} ontvangers. "
        f"De uitwisseling is gestopt; {f.bevestigd} ontvangers bevestigden dat."
    )


def _maatregelen(f: LekFeiten) -> str:
    return (
        "De inhoud van alle betrokken signalen is onleesbaar gemaakt en verzending via elk kanaal is geblokkeerd. "
        f"{f.bevestigd} ontvangers bevestigden de stop; {f.gecorrigeerd} signalen zijn gecorrigeerd. "
        f"{f.doorgiften} doorgiften zijn in beeld. "
        "De regel is vervangen en pas na een vergelijking en een tweede akkoord in gebruik genomen."
    )


def _informeren(f: LekFeiten) -> str:
    return "Ja, per brief." if f.brieven else "Gaat gebeuren: iedere betrokkene krijgt een brief met uitleg."


def _einde(f: LekFeiten) -> str:
    return f"{f.geeindigd_op:%d-%m-%Y %H:%M} UTC (stop van kracht)" if f.geeindigd_op else "Duurt nog voort."


def _soort(_f: LekFeiten, _e: Ernst, fase: Fase) -> str:
    return (
        "Nieuw (eerste, voorlopige informatie)." if fase is Fase.VOORLOPIG else "Aanvulling op een eerdere indiening."
    )


def _ernst(_f: LekFeiten, e: Ernst, _fase: Fase) -> str:
    woord = {"laag": "verwaarloosbaar", "midden": "beperkt", "hoog": "aanzienlijk", "zeer hoog": "zeer groot"}[e.niveau]
    return f"{woord.capitalize()}."


def _toelichting(_f: LekFeiten, e: Ernst, _fase: Fase) -> str:
    vlag = f" Let op: {', '.join(e.vlaggen)}." if e.vlaggen else ""
    return f"ENISA-methode: {e.dpc} × {e.ei:g} + {e.cb:g} = {e.score:g} ({e.niveau}).{vlag}"


_1, _2, _3 = "Introductie", "Internationaal", "Verantwoordelijke"
_4, _5, _6 = "Tijdlijn", "Inbreuk", "Persoonsgegevens"
_7, _8, _9, _10 = "Betrokkenen", "Maatregelen vooraf", "Gevolgen", "Vervolgacties"
_VRAGEN: tuple[tuple[str, str, str, Maker | None], ...] = (
    ("1.1", _1, "Nieuw, aanvulling of intrekking", _soort),
    ("1.2", _1, "Op welke wet dit rust", lambda _f, _e, _p: "AVG, artikel 33."),
    ("1.3", _1, "Andere toezichthouders met een eigen plicht", lambda _f, _e, _p: "Nee."),
    ("2.1.1", _2, "Gevolgen voor personen in meer landen", None),
    ("2.2.1", _2, "Ook gedaan bij een andere privacytoezichthouder", lambda _f, _e, _p: "Nee."),
    (
        "3.1.1",
        _3,
        "Naam van de organisatie",
        lambda _f, _e, _p: "Ministerie van Sociale Zaken en Werkgelegenheid; DUO voert uit.",
    ),
    (
        "3.1.1b",
        _3,
        "Verwerkingsverantwoordelijke",
        lambda _f, _e, _p: "De Minister van SZW (Wet inburgering 2021, art. 1, 33 en 34).",
    ),
    ("3.1.1c", _3, "Adres", None),
    ("3.1.1d", _3, "Registratienummer van de FG", None),
    ("3.1.1e", _3, "KvK-nummer", None),
    ("3.1.2", _3, "Sector", lambda _f, _e, _p: "Openbaar bestuur."),
    ("3.2.1", _3, "Wie dit indient", None),
    ("3.2.2", _3, "Contactpersoon voor de AP", None),
    (
        "3.3",
        _3,
        "Andere organisaties, met rol",
        lambda f, _e, _p: (
            f"DUO (uitvoering); {f.ontvangers} gemeenten en andere ontvangers; {f.doorgiften} doorgiften."
        ),
    ),
    ("4.1.1", _4, "Begin van de inbreuk", lambda f, _e, _p: f"{f.begonnen_op:%d-%m-%Y}." if f.begonnen_op else ""),
    ("4.1.x", _4, "Einde van de inbreuk", lambda f, _e, _p: _einde(f)),
    ("4.2", _4, "Wanneer ontdekt (begin van 72 uur)", lambda f, _e, _p: f"{f.bewust_op:%d-%m-%Y %H:%M} UTC."),
    ("4.3", _4, "Hoe ontdekt", lambda f, _e, _p: f.ontdekt_door),
    ("4.5", _4, "Waarom later dan 72 uur", None),
    ("5.1", _5, "Aard van de inbreuk", lambda _f, _e, _p: "Vertrouwelijkheid en integriteit (onjuiste wet)."),
    (
        "5.2",
        _5,
        "Aard van het incident",
        lambda _f, _e, _p: "Persoonsgegevens gedeeld met een ontvanger zonder taak, door een fout in een beslisregel.",
    ),
    ("5.3", _5, "Beschrijving", lambda f, _e, _p: _beschrijving(f)),
    (
        "5.4",
        _5,
        "Documenten",
        lambda f, _e, _p: f"Dossier {f.code}: overzicht van verstrekkingen, stopbewijs, vergelijking van regelversies.",
    ),
    ("6.1", _6, "Persoonsgegevens", lambda f, _e, _p: _gegevens(f)),
    (
        "6.2",
        _6,
        "Bijzondere categorieën",
        lambda _f, _e, _p: "Nee: een signaal bevat geen gezondheid, godsdienst of ander bijzonder gegeven.",
    ),
    ("6.3.1", _6, "Aantal records", lambda f, _e, _p: f"{f.regels} verstrekkingen."),
    (
        "7.1",
        _7,
        "Groepen",
        lambda _f, _e, _p: "Nieuwkomers: asielstatushouders en gezins- en overige migranten (kwetsbare groep).",
    ),
    ("7.2", _7, "Omschrijving van de groepen", lambda f, _e, _p: _groepen(f)),
    ("7.3", _7, "Aantal betrokkenen", lambda f, _e, _p: _betrokkenen(f)),
    (
        "8.1",
        _8,
        "Waren de gegevens ontoegankelijk",
        lambda _f, _e, _p: "Nee, vóór de stop kon de gemeente de inhoud lezen. Daarna niet meer.",
    ),
    (
        "9.1",
        _9,
        "Gevolgen voor de organisatie",
        lambda _f, _e, _p: "Vaststellen en versturen liggen stil; tellingen en geldstromen worden herzien.",
    ),
    (
        "9.2",
        _9,
        "Gevolgen voor de betrokkenen",
        lambda _f, _e, _p: (
            "Onzekerheid over wet en plichten; afspraken of kosten zonder grond; een gemeente die te veel weet."
        ),
    ),
    ("9.3", _9, "Ernst", _ernst),
    ("9.x", _9, "Toelichting op de ernst", _toelichting),
    ("10.1.1", _10, "Betrokkenen ingelicht", lambda f, _e, _p: _informeren(f)),
    ("10.1.3", _10, "Hoeveel personen ingelicht", lambda f, _e, _p: f"{f.brieven}."),
    ("10.1.7", _10, "Hoe ingelicht", lambda _f, _e, _p: "Brief op het adres van nu, in begrijpelijk Nederlands (A2)."),
    ("10.x", _10, "Maatregelen", lambda f, _e, _p: _maatregelen(f)),
)
