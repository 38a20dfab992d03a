"""How long does a status list of ten million signalen take? Prints each time against its limit.

    python bench/statuslijst.py [entries] [--json]

Build (pack two bits each), compress and sign at 0, 0.1 and 100 % stopped, and at 5 % in a row; then ask one place
of the list at hand, as a holder does without a connection. The limits are those of issue 4: 1 s, and 1 microsecond.
"""

import argparse
import json
import time
from datetime import UTC, datetime, timedelta

import numpy as np
from joserfc import jwt
from joserfc.jwk import ECKey

from inburgering.client.statuslijst import lees_token
from inburgering.statuslijst import rules

NU = datetime(2022, 1, 18, 9, 0, tzinfo=UTC)
URI = "https://inburgering.example/v1/statuslijsten/0363"
BOUW_MAX, VRAAG_MAX = 1.0, 1e-6


def _gevallen(aantal: int) -> dict[str, np.ndarray]:
    toeval = np.random.default_rng(1)
    niets, alles, rij, los = (np.zeros(aantal, dtype=np.uint8) for _ in range(4))
    alles[:] = 2
    rij[aantal // 2 : aantal // 2 + aantal // 20] = 2
    los[toeval.choice(aantal, aantal // 1000, replace=False)] = 1
    return {"niets gestopt": niets, "0,1 % los": los, "5 % op een rij": rij, "alles gestopt": alles}


def _bouw(toestanden: np.ndarray, sleutel: ECKey) -> str:
    claims = rules.claims(URI, rules.pak(toestanden), aggregatie=URI, iat=NU, exp=NU + timedelta(minutes=15))
    return jwt.encode({"alg": "ES256", "typ": "statuslist+jwt", "kid": "1"}, claims, sleutel)


def _vraag(token: str, sleutel: ECKey, aantal: int) -> float:
    openbaar = {"keys": [sleutel.as_dict(private=False) | {"kid": "1"}]}
    lijst = lees_token(token, uri=URI, sleutels=openbaar, now=NU)
    plekken = np.random.default_rng(2).integers(0, aantal, 200_000).tolist()
    waarde, beste = lijst.waarde, 1.0
    for _ in range(5):
        begin = time.perf_counter()
        for plek in plekken:
            waarde(plek)
        beste = min(beste, (time.perf_counter() - begin) / len(plekken))
    return beste


def meet(aantal: int) -> list[dict[str, object]]:
    """One row per measurement: what, seconds, limit, and the share of the limit that was used."""
    sleutel, rijen, token = ECKey.generate_key("P-256"), [], ""
    for naam, toestanden in _gevallen(aantal).items():
        beste = float("inf")
        for _ in range(3):
            begin = time.perf_counter()
            token = _bouw(toestanden, sleutel)
            beste = min(beste, time.perf_counter() - begin)
        rijen.append({"wat": f"bouwen en tekenen, {naam}", "seconden": beste, "grens": BOUW_MAX, "bytes": len(token)})
    rijen.append({"wat": "één plek vragen", "seconden": _vraag(token, sleutel, aantal), "grens": VRAAG_MAX})
    return [r | {"deel van de grens": r["seconden"] / r["grens"]} for r in rijen]


def main() -> None:
    vraag = argparse.ArgumentParser(description=__doc__)
    vraag.add_argument("aantal", type=int, nargs="?", default=10_000_000)
    vraag.add_argument("--json", action="store_true")
    keuze = vraag.parse_args()
    rijen = meet(keuze.aantal)
    if keuze.json:
        print(json.dumps({"aantal": keuze.aantal, "metingen": rijen}, ensure_ascii=False))
        return
    for rij in rijen:
        print(f"{rij['wat']:<40} {rij['seconden'] * 1e6:>12.2f} µs   {rij['deel van de grens']:.3f} van de grens")


if __name__ == "__main__":
    main()
