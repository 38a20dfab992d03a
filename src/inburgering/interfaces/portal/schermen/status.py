"""The public status: what works, what is stopped, and what everybody should do. No personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inburgering.bericht.terms import BerichtRij
from inburgering.interfaces.portal.onderdelen import Etiket, moment_tekst, weekdag_tekst
from inburgering.stop.terms import StopRij

WERKT = Etiket("ok", "check", "Werkt")
GESTOPT = Etiket("hold", "hand-stop", "Gestopt")
DEELS = Etiket("warn", "hand-stop", "Deels gestopt")
OEFENING = Etiket("warn", "info-circle", "Oefening")


@dataclass(frozen=True, slots=True)
class Deel:
    """One paragraph of a bericht."""

    kop: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Bericht:
    """One bericht as everybody reads it."""

    iso: str
    wanneer: str
    kop: str
    delen: tuple[Deel, ...]
    volgende: str


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """A part of the service and how it is."""

    naam: str
    etiket: Etiket
    noot: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """The whole screen."""

    bijgewerkt: str
    soort: str
    icoon: str
    kop: str
    zin: str
    berichten: tuple[Bericht, ...]
    onderdelen: tuple[Onderdeel, ...]
    stops: tuple[Onderdeel, ...]
    voor_inburgeraar: str
    voor_gemeente: str
    voor_taalschool: str


def maak(stops: Sequence[StopRij], berichten: Sequence[BerichtRij], *, now: datetime) -> Status:
    """The screen for the stops in force and the berichten placed."""
    echt = [s for s in stops if not s.oefening]
    geheel = any(s.bereik.alles and not s.bereik.gemeenten for s in echt)
    soort, icoon, kop, zin = _kop(geheel=geheel, gestopt=bool(echt))
    return Status(
        bijgewerkt=weekdag_tekst(now),
        soort=soort,
        icoon=icoon,
        kop=kop,
        zin=zin,
        berichten=tuple(map(_bericht, berichten)),
        onderdelen=_onderdelen(geheel=geheel, gestopt=bool(echt)),
        stops=tuple(map(_stop, stops)),
        **_voor_wie(gestopt=bool(echt)),
    )


def _kop(*, geheel: bool, gestopt: bool) -> tuple[str, str, str, str]:
    if geheel:
        return (
            "stop",
            "hand-stop",
            "DUO verstuurt nu niets",
            "Wij zoeken een fout uit. Gemeenten mogen de gegevens nu niet gebruiken. Er gaan geen brieven uit.",
        )
    if gestopt:
        return (
            "",
            "alert-triangle",
            "Een deel van de signalen naar gemeenten is gestopt",
            "Voor een groep personen geldt misschien een andere wet. Gemeenten gebruiken deze gegevens nu niet.",
        )
    return "ok", "check", "Alles werkt", "Er is geen stop van kracht."


def _onderdelen(*, geheel: bool, gestopt: bool) -> tuple[Onderdeel, ...]:
    uit = GESTOPT if geheel else DEELS if gestopt else WERKT
    open_noot = "U kunt inloggen. Gestopte gegevens zijn afgeschermd." if gestopt else ""
    return (
        Onderdeel("Signalen naar gemeenten", uit),
        Onderdeel("Brieven aan inburgeraars", uit),
        Onderdeel("Koppelvlak (API)", uit),
        Onderdeel("Leveringen aan CBS", uit),
        Onderdeel("Inbox voor gemeenten", WERKT, open_noot),
    )


def _stop(stop: StopRij) -> Onderdeel:
    wat = "Alle gegevens" if stop.bereik.alles else "Een deel van de gegevens"
    kenmerk = f" · {stop.incident}" if stop.incident else ""
    return Onderdeel(wat, OEFENING if stop.oefening else GESTOPT, f"Sinds {moment_tekst(stop.op)}{kenmerk}")


def _bericht(rij: BerichtRij) -> Bericht:
    delen = (
        ("Dit weten we.", rij.weten),
        ("Dit weten we nog niet.", rij.niet_weten),
        ("Dit moet u doen.", rij.moet_doen),
    )
    return Bericht(
        iso=rij.geplaatst_op.isoformat(),
        wanneer=weekdag_tekst(rij.geplaatst_op),
        kop=rij.titel,
        delen=tuple(Deel(kop, " ".join(zinnen)) for kop, zinnen in delen if zinnen),
        volgende=f"Volgend bericht: {weekdag_tekst(rij.volgende_op)}.",
    )


def _voor_wie(*, gestopt: bool) -> dict[str, str]:
    if not gestopt:
        return {
            "voor_inburgeraar": "In uw brief staat welke wet voor u geldt. Hebt u een vraag? Bel dan DUO.",
            "voor_gemeente": "Log in. In uw inbox staat wat u moet doen en vóór wanneer.",
            "voor_taalschool": "Lessen gaan door. Hebt u een vraag over een cursist? Bel dan de gemeente.",
        }
    return {
        "voor_inburgeraar": "U hoeft nu niets te doen. Staat er iets fout in uw brief? Dan krijgt u een nieuwe.",
        "voor_gemeente": "Log in en bevestig de stop. Gebruik de gegevens niet. Hebt u ze gedeeld? Meld dat.",
        "voor_taalschool": "Gaat het om uw cursist? Dan belt de gemeente u. Lopende lessen mogen doorgaan.",
    }
