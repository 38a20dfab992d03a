"""Everything the API can do, as one table: the addresses, the functions, and what the description says of them.

A new resource is a module with a `TABEL`, named here and in `LABELS`.
"""

from inburgering.interfaces.api.operaties import (
    abonnementen,
    correcties,
    doorgiften,
    openbaar,
    signalen,
    statuslijsten,
    stops,
    terugmeldingen,
)
from inburgering.interfaces.api.operaties.vorm import NIEMAND, POORT_EPOCH, Operatie, Parameter, Verzoek, padvorm

LABELS = {
    "signalen": "Signalen voor een gemeente.",
    "verklaringen": "Wat uw gemeente met een signaal deed.",
    "correcties": "Wat wij herstellen: intrekkingen, omleidingen en naleveringen.",
    "doorgiften": "Aan wie uw gemeente gegevens doorgaf, en of de stop daar aankwam.",
    "stops": "De rem: wat u nu niet mag gebruiken.",
    "terugmeldingen": "Wat uw gemeente aan DUO meldt, en wat DUO antwoordt.",
    "abonnementen": "Waar uw systeem per webhook hoort dat er iets is.",
    "statuslijsten": "Of een kopie nog mag worden gebruikt, ook voor wie geen toegang heeft.",
    "catalogus": "Wat een signaal kan bevatten, en waarom dat mag.",
    "verwerkingsactiviteiten": "Het register van verwerkingsactiviteiten (AVG art. 30).",
    "beschrijving": "Dit document.",
}
OPERATIES: tuple[Operatie, ...] = (
    *signalen.TABEL,
    *correcties.TABEL,
    *doorgiften.TABEL,
    *stops.TABEL,
    *terugmeldingen.TABEL,
    *abonnementen.TABEL,
    *statuslijsten.TABEL,
    *openbaar.TABEL,
)

__all__ = ["LABELS", "NIEMAND", "OPERATIES", "POORT_EPOCH", "Operatie", "Parameter", "Verzoek", "padvorm"]
