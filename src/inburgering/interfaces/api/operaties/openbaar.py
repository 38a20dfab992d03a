"""What anybody may read: the catalogue of signalen, and the register of processing activities."""

from inburgering.interfaces.api import vormen
from inburgering.interfaces.api.operaties.vorm import Operatie, Verzoek
from inburgering.organisatie import activiteiten
from inburgering.signaal.rules import catalogus


def soorten(v: Verzoek) -> vormen.Soorten:
    """The catalogue in force."""
    boek = catalogus.geldig_op(v.now.date())
    return vormen.Soorten(boek.versie, [vormen.van_soort(s) for s in boek.soorten.values()])


def register(v: Verzoek) -> vormen.Verwerkingsactiviteiten:
    """The register as it holds today."""
    return vormen.Verwerkingsactiviteiten([vormen.van_activiteit(a) for a in activiteiten.op(v.now.date())])


def activiteit(v: Verzoek) -> vormen.Verwerkingsactiviteiten:
    """Every version of one activity."""
    versies = activiteiten.versies(v.pad["activiteitId"])
    return vormen.Verwerkingsactiviteiten([vormen.van_activiteit(a) for a in versies])


TABEL = (
    Operatie(
        methode="GET",
        pad="/signaalsoorten",
        naam="lijstSignaalsoorten",
        titel="De catalogus ophalen",
        uitleg="Geeft de soorten signalen met hun velden; bij elk veld het artikel en het doel.",
        doe=soorten,
        uit=vormen.Soorten,
        label="catalogus",
        machtiging=None,
    ),
    Operatie(
        methode="GET",
        pad="/verwerkingsactiviteiten",
        naam="lijstVerwerkingsactiviteiten",
        titel="Het register van verwerkingsactiviteiten ophalen",
        uitleg="Geeft van elke activiteit de versie die vandaag geldt. Het Logboek Dataverwerkingen verwijst hiernaar.",
        doe=register,
        uit=vormen.Verwerkingsactiviteiten,
        label="verwerkingsactiviteiten",
        machtiging=None,
    ),
    Operatie(
        methode="GET",
        pad="/verwerkingsactiviteiten/{activiteitId}",
        naam="haalVerwerkingsactiviteit",
        titel="Eén verwerkingsactiviteit ophalen",
        uitleg="Geeft alle versies van één activiteit, de oudste eerst.",
        doe=activiteit,
        uit=vormen.Verwerkingsactiviteiten,
        label="verwerkingsactiviteiten",
        machtiging=None,
    ),
)
