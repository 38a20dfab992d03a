"""The pages around a stop: confirming, the receipt, calling one and lifting it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from inburgering.interfaces.portal.onderdelen import Kruimel, meervoud, moment_tekst, weekdag_tekst
from inburgering.interfaces.portal.schermen import inbox
from inburgering.organisatie import gemeenten
from inburgering.stop.terms import Bereik, Bevestiging, Keus, Leegloop, Richting, StopRij, VrijgaveRij, Werking

ALLES = "alles"
_BIJ_NAAM = 4  # so many gemeenten are named; more are counted


@dataclass(frozen=True, slots=True)
class Bevestigen:
    """What the gemeente confirms."""

    gemeente: str
    titel: str
    sinds: str
    reden: str
    incident: str
    kruimels: tuple[Kruimel, ...]
    terug: str


@dataclass(frozen=True, slots=True)
class Bewijs:
    """A receipt: what was done, when, and what follows."""

    titel: str
    zinnen: tuple[str, ...]
    gegevens: tuple[tuple[str, str], ...]
    vervolg: str
    terug: str
    terug_naam: str
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Raakt:
    """What a stop of one vrijgave touches."""

    naam: str
    noot: str
    personen: str
    gemeenten: str


@dataclass(frozen=True, slots=True)
class Uitroepen:
    """The page to call or lift a stop, with what it touches."""

    titel: str
    zin: str
    vier_ogen: str
    knop: str
    voorbeeld: tuple[Raakt, ...]
    kruimels: tuple[Kruimel, ...]


def bevestigen(stop: StopRij, gemeente: str, *, personen: int, terug: str) -> Bevestigen:
    """The page before confirming."""
    return Bevestigen(
        gemeente=gemeente,
        titel=inbox.stoptitel(personen),
        sinds=weekdag_tekst(stop.op),
        reden=stop.reden,
        incident=stop.incident,
        kruimels=(Kruimel("Inbox", terug), Kruimel("Bevestig de stop")),
        terug=terug,
    )


def bewijs(stop: StopRij, gemeente: str, *, bevestiging: Bevestiging, wie: str, terug: str) -> Bewijs:
    """The receipt of a confirmation."""
    op = moment_tekst(bevestiging.bevestigd_op) if bevestiging.bevestigd_op else ""
    return Bewijs(
        titel="U hebt de stop bevestigd",
        zinnen=(f"{gemeente} gebruikt de gegevens niet meer. DUO ziet dat u dit hebt bevestigd.",),
        gegevens=(
            ("Bevestigd op", op),
            ("Namens", f"Gemeente {gemeente}"),
            ("Door", wie),
            ("Kenmerk", str(stop.id)),
            *((("Incident", stop.incident),) if stop.incident else ()),
        ),
        vervolg="Meld bij elk gestopt signaal met wie u de gegevens deelde. Verklaar ook wat u ermee deed. "
        "Wij laten weten wanneer u weer verder kunt.",
        terug=terug,
        terug_naam="Naar de inbox",
        kruimels=(Kruimel("Inbox", terug), Kruimel("Bewijs")),
    )


def raakt(vrijgaven: Sequence[VrijgaveRij], boekingen: Sequence[tuple[int, int, str]]) -> tuple[Raakt, ...]:
    """Per vrijgave how many persons and gemeenten it reached; `boekingen` are (vrijgave, persoon, ontvanger)."""
    personen: dict[int, set[int]] = defaultdict(set)
    plaatsen: dict[int, set[str]] = defaultdict(set)
    for vrijgave_id, persoon_id, ontvanger in boekingen:
        personen[vrijgave_id].add(persoon_id)
        if ontvanger.isdecimal() and len(ontvanger) == 4:
            plaatsen[vrijgave_id].add(ontvanger)
    rijen = [
        Raakt(naam_van(v), moment_tekst(v.gemaakt_op), _nl(len(personen[v.id])), _nl(len(plaatsen[v.id])))
        for v in vrijgaven
    ]
    if rijen:
        alle_p, alle_g = set().union(*personen.values()), set().union(*plaatsen.values())
        rijen.append(Raakt("Alles samen", "elke persoon telt één keer", _nl(len(alle_p)), _nl(len(alle_g))))
    return tuple(rijen)


_KEUZEN: Mapping[str, tuple[str, Richting, Keus]] = {
    "wet-2021": ("Wat over de Wet inburgering 2021 gaat", Richting.UIT, Keus(wetten=("Wi2021",))),
    "wet-2013": ("Wat over de Wet inburgering 2013 gaat", Richting.UIT, Keus(wetten=("Wi2013",))),
    "asiel": ("Wat over asielstatushouders gaat", Richting.UIT, Keus(categorieen=("asielstatushouder",))),
    "gezin": (
        "Wat over gezinsmigranten en overige migranten gaat",
        Richting.UIT,
        Keus(categorieen=("gezins-of-overige-migrant",)),
    ),
    "signalen": ("Alle signalen aan gemeenten", Richting.UIT, Keus(soorten=("signaal",))),
    "brieven": ("Alle brieven aan personen", Richting.UIT, Keus(soorten=("brief",))),
    "statistiek": ("Alle leveringen aan het CBS", Richting.UIT, Keus(soorten=("statistiek",))),
    "in": ("Alles wat binnenkomt", Richting.IN, Keus()),
    "in-ind": ("Leveringen van de IND", Richting.IN, Keus(soorten=("ind",))),
    "in-brp": ("Leveringen uit de BRP", Richting.IN, Keus(soorten=("brp",))),
    "in-coa": ("Leveringen van het COA", Richting.IN, Keus(soorten=("coa",))),
    "in-terug": ("Terugmeldingen van gemeenten", Richting.IN, Keus(soorten=("terugmelding",))),
}


def keuzes(vrijgaven: Sequence[VrijgaveRij]) -> list[tuple[str, str]]:
    """What can be stopped: everything, what vrijgaven hold, what comes in, or one vrijgave."""
    kort = [(code, naam) for code, (naam, _, _) in _KEUZEN.items()]
    return [(ALLES, "Alles: er gaat niets meer uit"), *kort, *((str(v.id), f"Alleen {naam_van(v)}") for v in vrijgaven)]


def bereik_van(
    keuze: str, *, vanaf: date | None = None, tot: date | None = None, plaatsen: tuple[str, ...] = ()
) -> Bereik:
    """The bereik behind a choice of `keuzes`; with days, only of what was made on those; in all gemeenten, or these."""
    if keuze in _KEUZEN:
        _, richting, keus = _KEUZEN[keuze]
        keus = replace(keus, vanaf=vanaf, tot=tot)
        return Bereik(alles=not keus, gemeenten=plaatsen, richting=richting, keus=keus)
    periode = Keus(vanaf=vanaf, tot=tot)
    if keuze == ALLES:
        return Bereik(alles=not periode, gemeenten=plaatsen, keus=periode)
    return Bereik(alles=False, vrijgaven=(int(keuze),), gemeenten=plaatsen, keus=periode)


def delen(vrijgaven: Sequence[VrijgaveRij]) -> list[tuple[str, str]]:
    """What of a stop can be lifted: all of it, or one of the vrijgaven that it covers."""
    return [(ALLES, "De hele stop"), *((str(v.id), f"Alleen {naam_van(v)}") for v in vrijgaven)]


def naam_van(vrijgave: VrijgaveRij) -> str:
    """How people name a vrijgave."""
    return f"vrijgave {vrijgave.id}: {vrijgave.soort} volgens {vrijgave.regelversie}"


def uitroepen(voorbeeld: tuple[Raakt, ...], herstel: str) -> Uitroepen:
    """The page to call a stop."""
    return Uitroepen(
        titel="Roep een stop uit",
        zin="Een stop werkt meteen. Gemeenten zien de gegevens niet meer. Er gaan geen brieven en signalen uit. "
        "U kunt de stop later opheffen.",
        vier_ogen="Roep een collega met dezelfde bevoegdheid erbij. Die logt hier zelf in.",
        knop="Ja, roep de stop uit",
        voorbeeld=voorbeeld,
        kruimels=(Kruimel("Herstelkamer", herstel), Kruimel("Stop uitroepen")),
    )


def opheffen(stop: StopRij, voorbeeld: tuple[Raakt, ...], herstel: str) -> Uitroepen:
    """The page to lift a stop."""
    return Uitroepen(
        titel="Hef de stop op",
        zin=f"Deze stop geldt sinds {weekdag_tekst(stop.op)}. Reden: {stop.reden} Na het opheffen kunnen gemeenten de "
        "gegevens weer zien, tenzij een andere stop dat tegenhoudt.",
        vier_ogen="Alleen een incidentleider en een privacy officer samen heffen een stop op.",
        knop="Ja, hef de stop op",
        voorbeeld=voorbeeld,
        kruimels=(Kruimel("Herstelkamer", herstel), Kruimel("Stop opheffen")),
    )


def uitgeroepen(stop: StopRij, leegloop: Leegloop, *, wie: str, met: str, terug: str) -> Bewijs:
    """The receipt of a stop: when it was committed, and when nothing from before it was left."""
    return Bewijs(
        titel="De stop is van kracht",
        zinnen=("Er gaat niets meer uit wat onder deze stop valt.",),
        gegevens=(
            ("Wat", bereik_tekst(stop.bereik)),
            *((("Oefening", "ja; de stop werkt echt"),) if stop.oefening else ()),
            ("Sinds", weekdag_tekst(stop.op)),
            ("Vastgelegd in", f"{leegloop.vastgelegd_ms:.0f} ms"),
            ("Leeggelopen in", f"{leegloop.leeggelopen_ms:.0f} ms"),
            ("Door", wie),
            ("Samen met", met),
            ("Kenmerk", str(stop.id)),
        ),
        vervolg="Open een incident en plaats een bericht voor iedereen. Gemeenten zien de stop nu in hun inbox.",
        terug=terug,
        terug_naam="Naar de herstelkamer",
        kruimels=(Kruimel("Herstelkamer", terug), Kruimel("Bewijs van de stop")),
    )


def opgeheven(stop: StopRij, waarvoor: str, *, wie: str, met: str, now: datetime, terug: str) -> Bewijs:
    """The receipt of a lifting; `waarvoor` says for what part, and is empty for the whole stop."""
    voor_deel = f"De stop is opgeheven voor {waarvoor}. Voor de rest blijft hij gelden."
    return Bewijs(
        titel="De stop is voor een deel opgeheven" if waarvoor else "De stop is opgeheven",
        zinnen=(
            *((voor_deel,) if waarvoor else ()),
            "Wat niet meer onder deze stop valt, is weer te zien. Een andere stop kan het nog tegenhouden.",
        ),
        gegevens=(
            ("Opgeheven op", moment_tekst(now)),
            ("Door", wie),
            ("Samen met", met),
            ("Kenmerk", str(stop.id)),
        ),
        vervolg="Plaats een bericht, zodat iedereen weet dat het werk verder gaat.",
        terug=terug,
        terug_naam="Naar de herstelkamer",
        kruimels=(Kruimel("Herstelkamer", terug), Kruimel("Bewijs van opheffen")),
    )


def bereik_tekst(bereik: Bereik) -> str:
    """What a stop covers, in words."""
    if bereik.richting is Richting.IN:
        return f"Wat binnenkomt: {bereik.keus.zin() or 'alles'}{_waar(bereik.gemeenten)}"
    wat = "Alles" if bereik.alles else meervoud(len(bereik.vrijgaven), "vrijgave", "vrijgaven")
    if bereik.keus:
        wat = f"{wat} ({bereik.keus.zin()}; ook wat later wordt gemaakt)"
    return f"{wat}{_waar(bereik.gemeenten)}"


def _waar(codes: Sequence[str]) -> str:
    """In which gemeenten: by name while there are few, else how many; nothing when it is everywhere."""
    if not codes:
        return ""
    if len(codes) > _BIJ_NAAM:
        return f" in {meervoud(len(codes), 'gemeente', 'gemeenten')}"
    *eerste, laatste = [gemeenten.naam(c) for c in codes]
    return f" in {', '.join(eerste)} en {laatste}" if eerste else f" in {laatste}"


def werking_tekst(werking: Werking) -> str:
    """How far a stop has come, in one line."""
    delen = [f"{werking.bevestigd} van {meervoud(werking.gemeenten, 'gemeente', 'gemeenten')} bevestigden"]
    if werking.mediaan_bevestigd_minuten is not None:
        delen.append(f"de helft binnen {_duur(werking.mediaan_bevestigd_minuten)}")
    if werking.herinnerd:
        delen.append(f"{werking.herinnerd} herinnerd")
    if werking.geescaleerd:
        delen.append(f"{werking.geescaleerd} om te bellen")
    return ", ".join(delen)


def _duur(minuten: float) -> str:
    if minuten < 120:
        return meervoud(max(1, round(minuten)), "minuut", "minuten")
    return f"{round(minuten / 60)} uur"


def _nl(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")
