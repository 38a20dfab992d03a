"""What one worker of a Spark cluster does: a portion of the registerbeeld in, its outcomes and refusals out.

A worker gets only names and hashes; it loads the rule files that are installed beside it, and refuses to work when
they are not the ones that the caller has.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from inburgering.recht import regelversies
from inburgering.recht.bulk import motor
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.register import uitslag
from inburgering.recht.register.lezen import Rijlezer
from inburgering.recht.register.vorm import Toets

BESTAND, RIJ, GEWEIGERD = "_bestand", "_rij", "_geweigerd"
_PLEK = (BESTAND, RIJ)


@dataclass(frozen=True, slots=True)
class Taak:
    """Which regelversie, on which day; and how the facts are tested there."""

    regelversie: str
    hash: str
    peildatum: date
    toets: Callable[[date], Toets]

    def __call__(self, delen: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The outcomes of each portion, with file and row; a refused row has only the sentence that says why.

        Raises:
            RegelOngeldig: the rule files on this worker are not those of the caller.
        """
        regelversie = regelversies.laad(self.regelversie)
        if regelversie.hash != self.hash:
            raise RegelOngeldig(
                "de regelbestanden op deze werker zijn andere dan die van de aanroep.",
                veld=f"regelversie {self.regelversie}",
                herstel="Installeer op elke werker dezelfde versie van open-inburgering.",
            )
        lezer = Rijlezer(self.toets(self.peildatum), regelversie.machine.boek)
        for deel in delen:
            yield self._doe(deel, lezer, regelversie)

    def _doe(self, ruw: pa.RecordBatch, lezer: Rijlezer, regelversie: regelversies.Regelversie) -> pa.RecordBatch:
        deel = lezer.van_beeld(ruw.drop_columns(list(_PLEK)))
        uit = uitslag.als_rijen(
            motor.stel_vast(deel.beeld, regelversie, peildatum=self.peildatum), regelversie, self.peildatum
        )
        fout = np.array([rij - 1 for rij, _ in deel.geweigerd], np.int64)
        volgorde = pa.array(np.concatenate((deel.regels - 1, fout)))
        kolommen = [pa.concat_arrays([kolom, pa.nulls(len(fout), kolom.type)]) for kolom in uit.columns]
        kolommen += [ruw.column(naam).take(volgorde) for naam in _PLEK]
        zinnen = [None] * len(uit) + [zin for _, zin in deel.geweigerd]
        kolommen.append(pa.array(zinnen, pa.string()))
        return pa.RecordBatch.from_arrays(kolommen, names=[*uit.schema.names, *_PLEK, GEWEIGERD])
