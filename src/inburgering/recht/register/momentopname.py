"""A register as it was known at one moment: a registerbeeld in Parquet that says which moment."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from inburgering.recht.bulk import registerbeeld
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.feiten import Feiten, lees
from inburgering.recht.register.lezen import PORTIE
from inburgering.recht.wetten import Wetboek

_KOP: Final = b"inburgering.momentopname"
_STAP: Final = 16_384


@dataclass(frozen=True, slots=True)
class Kop:
    """Which moment a file is of, and the hash of the whole file."""

    moment: datetime
    sha256: str


@dataclass(slots=True)
class Telling:
    """How many persons were written, and of how many the facts could not be read; those have only their key."""

    personen: int = 0
    onleesbaar: int = 0


def schrijf(bestand: IO[bytes], personen: Iterable[dict[str, Any]], *, moment: datetime, boek: Wetboek) -> Telling:
    """Write everybody's facts as a registerbeeld, a portion at a time."""
    telling = Telling()
    kop = registerbeeld.SCHEMA.with_metadata({_KOP: json.dumps({"moment": moment.isoformat()}).encode()})
    with pq.ParquetWriter(bestand, kop, compression="zstd") as uit:
        samen: list[pa.RecordBatch] = []
        for portie in _porties(iter(personen)):
            samen.append(registerbeeld.van_feiten([_lees(een, telling) for een in portie], boek=boek))
            if sum(len(deel) for deel in samen) >= PORTIE:
                uit.write_table(pa.Table.from_batches(samen).replace_schema_metadata(kop.metadata))
                samen = []
        if samen:
            uit.write_table(pa.Table.from_batches(samen).replace_schema_metadata(kop.metadata))
    return telling


def lees_kop(bestand: Path) -> Kop | None:
    """The moment and the hash of a momentopname; none for any other file."""
    try:
        gegevens = (pq.read_schema(bestand).metadata or {}).get(_KOP)
    except (pa.ArrowInvalid, OSError):
        return None
    if gegevens is None:
        return None
    with bestand.open("rb") as inhoud:
        som = hashlib.file_digest(inhoud, "sha256").hexdigest()
    return Kop(datetime.fromisoformat(json.loads(gegevens)["moment"]), som)


def _porties(personen: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while portie := list(islice(personen, _STAP)):
        yield portie


def _lees(een: dict[str, Any], telling: Telling) -> Feiten:
    telling.personen += 1
    try:
        return lees(een)
    except FeitOngeldig:
        telling.onleesbaar += 1
        return lees({"persoonId": een["persoonId"]})
