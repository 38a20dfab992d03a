"""What a supplier puts in another system; imports nothing of the rest of this product.

Fetch what is new, ask before every use whether a copy may still be used, and confirm:

    koppeling = Koppeling("https://signalen.example", client_id, geheim)
    lijsten = Statuslijsten(koppeling.sleuteladres, map_=Path("statuslijsten"))
    for signaal in koppeling.signalen(sinds=laatste):
        if lijsten.mag_gebruikt_worden(signaal.statusverwijzing, now=now) and signaal.mag_gebruikt_worden(now):
            ...
            koppeling.bevestig(signaal.id)

`examples/gemeente` is a gemeente that runs on this and nothing else; `python -m inburgering.client` is a command line.
"""

from inburgering.client.enveloppen import Enveloppen
from inburgering.client.koppeling import Koppeling
from inburgering.client.statuslijst import Statuslijsten, StatuslijstOnbruikbaar, Toestand
from inburgering.client.terms import Doorgifte, Gebeurtenis, GeweigerdDoorDienst, NietBereikbaar, Signaal, Stop
from inburgering.client.webhook import WebhookOnecht, lees_webhook

__all__ = [
    "Doorgifte",
    "Enveloppen",
    "Gebeurtenis",
    "GeweigerdDoorDienst",
    "Koppeling",
    "NietBereikbaar",
    "Signaal",
    "StatuslijstOnbruikbaar",
    "Statuslijsten",
    "Stop",
    "Toestand",
    "WebhookOnecht",
    "lees_webhook",
]
