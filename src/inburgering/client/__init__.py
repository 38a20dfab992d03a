"""What a supplier puts in another system; imports nothing of the rest, and only Python's own library.

Fetch what is new, ask before every use whether a copy may still be used, and confirm:

    koppeling = Koppeling("https://signalen.example", client_id, geheim)
    for signaal in koppeling.signalen(sinds=laatste):
        if signaal.mag_gebruikt_worden(now):
            ...
            koppeling.bevestig(signaal.id)
"""

from inburgering.client.koppeling import Koppeling
from inburgering.client.terms import GeweigerdDoorDienst, NietBereikbaar, Signaal, Stop

__all__ = ["GeweigerdDoorDienst", "Koppeling", "NietBereikbaar", "Signaal", "Stop"]
