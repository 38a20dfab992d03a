"""Who may act, and the acts."""

from dataclasses import dataclass
from enum import StrEnum

from inburgering.primitives.ids import Gemeentecode


class Rol(StrEnum):
    """What somebody is in the chain."""

    KLANTMANAGER = "klantmanager"
    DUO_MEDEWERKER = "duo-medewerker"
    DUO_JURIST = "duo-jurist"
    INCIDENTLEIDER = "incidentleider"
    PRIVACY_OFFICER = "privacy-officer"
    CBS = "cbs"
    SYSTEEM = "systeem"


class Handeling(StrEnum):
    """Every act that somebody may or may not do."""

    SIGNAAL_INZIEN = "signaal-inzien"
    SIGNAAL_BEHANDELEN = "signaal-behandelen"
    SIGNAAL_EXPORTEREN = "signaal-exporteren"
    SIGNAAL_VRIJGEVEN = "signaal-vrijgeven"
    VERKLAREN = "verklaren"
    TERUGMELDEN = "terugmelden"
    TERUGMELDING_BEANTWOORDEN = "terugmelding-beantwoorden"
    STOP_BEVESTIGEN = "stop-bevestigen"
    STOP_ZETTEN = "stop-zetten"
    STOP_OPHEFFEN = "stop-opheffen"
    STOP_INZIEN = "stop-inzien"
    FEIT_OPNEMEN = "feit-opnemen"
    DOSSIER_INZIEN = "dossier-inzien"
    VASTSTELLEN = "vaststellen"
    BESLISSEN = "beslissen"
    REGELVERSIE_VRIJGEVEN = "regelversie-vrijgeven"
    BRIEF_AANMAKEN = "brief-aanmaken"
    BRIEF_DRUKKEN = "brief-drukken"
    INCIDENT_LEIDEN = "incident-leiden"
    INCIDENT_INZIEN = "incident-inzien"
    GERAAKTE_BESLISSEN = "geraakte-beslissen"
    AP_MELDEN = "ap-melden"
    HERVATTEN = "hervatten"
    BERICHT_PLAATSEN = "bericht-plaatsen"
    STATISTIEK_LEVEREN = "statistiek-leveren"
    STATISTIEK_ONTVANGEN = "statistiek-ontvangen"
    DOORGIFTE_REGISTREREN = "doorgifte-registreren"
    SPOOR_INZIEN = "spoor-inzien"
    TOEGANG_BEHEREN = "toegang-beheren"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: a person, a system of a gemeente, or the product itself."""

    id: str
    naam: str
    rol: Rol
    gemeente: Gemeentecode | None = None


SYSTEEM = Actor("systeem", "Open Inburgering", Rol.SYSTEEM)
