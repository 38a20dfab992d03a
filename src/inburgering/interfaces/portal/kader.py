"""The frame of every page: product, organisation, person, menu and footer."""

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from inburgering.interfaces.portal import sessie
from inburgering.organisatie import gemeenten
from inburgering.primitives import clock
from inburgering.primitives.errors import DomainError
from inburgering.toegang import queries, rules
from inburgering.toegang.terms import Actor, Handeling, Rol
from inburgering.vaststelling import queries as vaststelling

_MENU = (
    ("Inbox", "portal:inbox", Handeling.SIGNAAL_INZIEN),
    ("Terugmeldingen", "portal:terugmeldingen", Handeling.TERUGMELDEN),
    ("Werkvoorraad", "portal:werkvoorraad", Handeling.BESLISSEN),
    ("Vragen van gemeenten", "portal:vragen", Handeling.TERUGMELDING_BEANTWOORDEN),
    ("Dossiers", "portal:dossiers", Handeling.DOSSIER_INZIEN),
    ("Regelversies", "portal:regelversies", Handeling.DOSSIER_INZIEN),
    ("Herstelkamer", "portal:herstel", Handeling.INCIDENT_INZIEN),
    ("Bezorging", "portal:bezorging", Handeling.BEZORGING_INZIEN),
)
ROLLEN = {
    Rol.KLANTMANAGER: "klantmanager",
    Rol.DUO_MEDEWERKER: "medewerker",
    Rol.DUO_JURIST: "jurist",
    Rol.INCIDENTLEIDER: "incidentleider",
    Rol.PRIVACY_OFFICER: "privacy officer",
    Rol.CBS: "CBS",
    Rol.SYSTEEM: "systeem",
}


@dataclass(frozen=True, slots=True)
class Menupunt:
    """One entry of the main menu."""

    naam: str
    adres: str
    actief: bool


@dataclass(frozen=True, slots=True)
class Kader:
    """What `basis.html` needs."""

    organisatie: str
    persoon: str
    menu: tuple[Menupunt, ...]
    demo: bool
    versie: str
    regelversie: str
    sessie: sessie.Sessietijd | None


def kader(request: HttpRequest) -> dict[str, Any]:
    """The frame, for every template."""
    actor = queries.actor_van(request.user) if hasattr(request, "user") else None
    return {
        "kader": Kader(
            organisatie=_organisatie(actor),
            persoon=met_rol(actor) if actor else "",
            menu=tuple(_menu(actor, request.path)),
            demo=settings.DEBUG,
            versie=_versie(),
            regelversie=_regelversie(),
            sessie=sessie.tijd(request) if actor else None,
        )
    }


def met_rol(actor: Actor) -> str:
    """The name with the role, unless the name says it already."""
    rol = ROLLEN[actor.rol]
    return actor.naam if rol in actor.naam.lower() else f"{actor.naam}, {rol}"


def begin_van(actor: Actor) -> str:
    """The page where this actor starts: the first of the menu."""
    return next((reverse(naam) for _, naam, h in _MENU if rules.mag(actor, h)), reverse("portal:status"))


def _menu(actor: Actor | None, pad: str) -> list[Menupunt]:
    punten = [(naam, reverse(adres)) for naam, adres, h in _MENU if actor and rules.mag(actor, h)]
    punten.append(("Status", reverse("portal:status")))
    return [Menupunt(naam, adres, actief=_hoort_bij(pad, adres)) for naam, adres in punten]


def _hoort_bij(pad: str, adres: str) -> bool:
    """Whether a page belongs to a menu entry; a report belongs to the regelversies."""
    if pad.startswith("/rapporten/"):
        return adres == reverse("portal:regelversies")
    return pad == adres or pad.startswith(f"{adres}/")


def _organisatie(actor: Actor | None) -> str:
    if actor is None:
        return "Openbaar"
    if actor.gemeente:
        return f"Gemeente {gemeenten.naam(actor.gemeente)}"
    return "CBS" if actor.rol is Rol.CBS else "DUO, afdeling Inburgering"


def _regelversie() -> str:
    """The regelversie in use now; empty before the first was taken into use."""
    try:
        return str(vaststelling.in_gebruik_op(clock.now()))
    except DomainError:
        return ""


def _versie() -> str:
    try:
        return version("open-inburgering")
    except PackageNotFoundError:
        return "0"
