"""How the command speaks: data on standard output, everything else on standard error, exit status with a meaning."""

import json
import sys
from dataclasses import asdict
from typing import Any, NoReturn

from rich.console import Console

KLAAR, MET_AFWIJZINGEN, VERKEERD_GEROEPEN, GEWEIGERD_DOOR_STOP = 0, 1, 2, 3
scherm = Console(stderr=True, highlight=False)


def meld(zin: str) -> None:
    """Say one line to the person, on standard error."""
    scherm.print(zin, markup=False, soft_wrap=True)


def geef(document: Any) -> None:
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n")


def als_json(ding: Any) -> dict[str, Any]:
    """A dataclass as a JSON object, with the names of its fields written as in every other document."""
    gevonden: dict[str, Any] = asdict(ding, dict_factory=lambda paren: {_kameel(n): waarde for n, waarde in paren})
    return gevonden


def _kameel(naam: str) -> str:
    eerste, *rest = naam.split("_")
    return eerste + "".join(deel.capitalize() for deel in rest)


def stop_met(zin: str, *, status: int = VERKEERD_GEROEPEN) -> NoReturn:
    """Say what is wrong and how to mend it, and leave with `status`."""
    meld(zin)
    raise SystemExit(status)
