"""Rows into Parquet in portions, as cheaply as a reader allows: keys as they are, other texts by their number."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

SLEUTEL: Final = "persoonId"


@dataclass(slots=True)
class Bladen:
    """A Parquet file of these columns while it grows; a column of texts may come as numbers with a list of texts."""

    stroom: IO[bytes]
    schema: pa.Schema
    bestand: pq.ParquetWriter | None = None

    def __enter__(self) -> Self:
        """Nothing is written yet: the first rows say which columns come as numbers."""
        return self

    def __exit__(self, soort: object, *_: object) -> None:
        """Close the file; without rows it has only its columns."""
        if soort is None and self.bestand is None:
            self._open(self.schema)
        if self.bestand is not None:
            self.bestand.close()

    def schrijf(self, rijen: pa.RecordBatch) -> None:
        """Add one portion."""
        self._open(rijen.schema).write_batch(rijen)

    def _open(self, schema: pa.Schema) -> pq.ParquetWriter:
        if self.bestand is None:
            # What a reader makes of the columns: texts, also where they came as numbers.
            leeswijze = base64.b64encode(self.schema.serialize().to_pybytes())
            meta: dict[Any, Any] = {**(self.schema.metadata or {}), b"ARROW:schema": leeswijze}
            self.bestand = pq.ParquetWriter(
                self.stroom,
                schema.with_metadata(meta),
                compression="zstd",
                compression_level=1,
                use_dictionary=_met_lijst(schema),
                write_statistics=False,
                store_schema=False,
            )
        return self.bestand


def _met_lijst(schema: pa.Schema) -> list[str]:
    """The columns whose values come back: every one but the keys."""
    return [pad for veld in schema if veld.name != SLEUTEL for pad in _paden(veld.name, veld.type)]


def _paden(pad: str, soort: pa.DataType) -> Iterator[str]:
    """The columns that Parquet makes of one of ours, by its own names."""
    if pa.types.is_struct(soort):
        for veld in soort:
            yield from _paden(f"{pad}.{veld.name}", veld.type)
    elif pa.types.is_list(soort):
        yield from _paden(f"{pad}.list.element", soort.value_type)
    else:
        yield pad
