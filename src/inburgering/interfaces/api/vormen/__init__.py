"""The forms of the API: what goes in and comes out. The OpenAPI description is generated from these."""

from inburgering.interfaces.api.vormen.doorgiften import (
    Doorgifte,
    DoorgifteInvoer,
    Doorgiften,
    Terugroeping,
    TerugroepInvoer,
    van_doorgifte,
)
from inburgering.interfaces.api.vormen.gemeen import Bevestiging, Probleem, bladwijzers
from inburgering.interfaces.api.vormen.openbaar import (
    Verwerkingsactiviteit,
    Verwerkingsactiviteiten,
    van_activiteit,
)
from inburgering.interfaces.api.vormen.signalen import (
    Correcties,
    Signaal,
    Signalen,
    Soorten,
    Verklaring,
    Verklaringen,
    VerklaringInvoer,
    van_rij,
    van_soort,
    van_verklaring,
)
from inburgering.interfaces.api.vormen.stops import Stop, Stops, van_stop

__all__ = [
    "Bevestiging",
    "Correcties",
    "Doorgifte",
    "DoorgifteInvoer",
    "Doorgiften",
    "Probleem",
    "Signaal",
    "Signalen",
    "Soorten",
    "Stop",
    "Stops",
    "TerugroepInvoer",
    "Terugroeping",
    "Verklaring",
    "VerklaringInvoer",
    "Verklaringen",
    "Verwerkingsactiviteit",
    "Verwerkingsactiviteiten",
    "bladwijzers",
    "van_activiteit",
    "van_doorgifte",
    "van_rij",
    "van_soort",
    "van_stop",
    "van_verklaring",
]
