"""The heads of signalen, kept beside the statuslijsten: enough to ask without a connection, nothing about a person."""

import hashlib
import json
from pathlib import Path

from inburgering.client.terms import Signaal


class Enveloppen:
    """What was last heard of each signaal, without its inhoud."""

    def __init__(self, map_: Path) -> None:
        self._map = map_

    def bewaar(self, signaal: Signaal) -> Signaal:
        """Keep the head of a signaal as it was heard now; the signaal itself."""
        rij = {
            "signaalId": signaal.id,
            "volgnummer": signaal.volgnummer,
            "soort": signaal.soort,
            "gestopt": signaal.gestopt,
            "ingetrokken": signaal.ingetrokken,
            "corrigeert": signaal.corrigeert,
            "gebruikTot": signaal.gebruik_tot.isoformat() if signaal.gebruik_tot else None,
            "statusverwijzing": signaal.statusverwijzing,
            "inhoud": None if signaal.inhoud is None else {},
        }
        self._map.mkdir(parents=True, exist_ok=True)
        bestand = self._bestand(signaal.id)
        half = bestand.with_suffix(".half")
        half.write_text(json.dumps(rij))
        half.replace(bestand)
        return signaal

    def lees(self, signaal_id: str) -> Signaal | None:
        """The head as it was kept, with an empty inhoud when it had one; None when nothing readable was kept."""
        try:
            gelezen = Signaal.uit_json(json.loads(self._bestand(signaal_id).read_text()))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return gelezen if gelezen.id == signaal_id else None

    def _bestand(self, signaal_id: str) -> Path:
        naam = hashlib.sha256(signaal_id.encode(errors="replace")).hexdigest()[:32]
        return self._map / f"signaal-{naam}.json"
