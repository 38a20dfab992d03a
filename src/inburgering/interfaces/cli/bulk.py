"""`--motor bulk`: whole registers in portions; reading, computing and writing at once, in bounded memory."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pyarrow as pa

from inburgering.interfaces.cli import feitenbron, rechtuit
from inburgering.interfaces.cli.feitenbron import Teller
from inburgering.interfaces.cli.rechtuit import Uitvoer
from inburgering.organisatie import gemeenten, nationaliteiten
from inburgering.primitives.errors import DomainError
from inburgering.recht import scalar
from inburgering.recht.bulk import motor, registerbeeld
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.register import lezen, loop, terug, uitslag, vergelijking
from inburgering.recht.register.schrijven import Bladen
from inburgering.recht.register.uniek import Sleutels
from inburgering.recht.register.verslag import Runverslag
from inburgering.recht.register.vorm import Deel, Toets
from inburgering.recht.vergelijk import Vergelijking

Schrijf = Callable[[pa.RecordBatch, list[Any] | None], None]


def toets_op(dag: date) -> Toets:
    """What facts are held against on this day."""
    return Toets(
        controleer=lambda feiten: feitenbron.controleer(feiten, dag),
        bestaat_gemeente=lambda code: gemeenten.bestaat(code, None),
        bestaat_nationaliteit=lambda code: nationaliteiten.bestaat(code, None),
        ontleed=lambda tekst: feitenbron.ontleed(tekst.encode()),
        peildatum=dag.toordinal(),
    )


@dataclass(slots=True)
class Register:
    """The persons of one file, in portions; who was refused is told and counted on the way."""

    naam: str
    dag: date
    regelversie: Regelversie
    teller: Teller = field(default_factory=Teller)
    gezien: Sleutels = field(default_factory=Sleutels)

    def delen(self, doe: Any) -> Iterator[tuple[Deel, Any]]:
        """Each portion with what `doe` makes of its registerbeeld, in the order of the file."""
        loop.houd_geheugen()
        bron = feitenbron.open_feiten(self.naam)
        is_parquet = feitenbron.is_parquet(self.naam, bron)
        with rechtuit.meld_na(2.0, "… de regels worden klaargezet; de eerste keer duurt dat ongeveer een minuut"):
            doe(lezen.leeg())  # compiled once, before the threads ask for it at the same time
        if is_parquet:
            yield from self._uit_parquet(bron, doe)
            return
        personen = feitenbron.personen(self.naam, self.teller, self.dag, bron=bron)
        delen = lezen.van_feiten(personen, self.regelversie.machine.boek)
        for deel, uit in loop.in_volgorde(delen, lambda deel: (deel, doe(deel.beeld))):
            yield deel, uit
            self.teller.beantwoord += len(deel.regels)

    def _uit_parquet(self, bestand: Any, doe: Any) -> Iterator[tuple[Deel, Any]]:
        rijlezer = lezen.Rijlezer(toets_op(self.dag), self.regelversie.machine.boek, feitenbron.uit_rij)
        with bestand:
            inhoud = bestand.read() if self.naam == rechtuit.SCHERM else None
        try:
            bron = lezen.Bron(lambda: self.naam if inhoud is None else BytesIO(inhoud), rijlezer)
            for deel, uit in loop.in_volgorde(bron.porties(), lambda portie: _met(bron.lees(portie), doe)):
                yield self._eerste(deel, uit)
                self.teller.beantwoord += len(deel.regels)
        except (pa.ArrowException, OSError) as fout:
            rechtuit.stop(f"{self.naam}: dit Parquet-bestand is niet te lezen ({fout}). Maak het opnieuw.")
        except DomainError as fout:
            rechtuit.stop(f"{self.naam}: {fout.zin()}")

    def _eerste(self, deel: Deel, uit: Any) -> tuple[Deel, Any]:
        """Refuse whose key was used before, tell who was refused, and keep count."""
        eerder = self.gezien.neem_op(deel.beeld.column("persoonId"), deel.regels)
        dubbel = eerder > 0
        if dubbel.any():
            deel.geweigerd += [
                (int(regel), f"persoonId: staat ook al op regel {vorige}. Geef elke persoon een regel.")
                for regel, vorige in zip(deel.regels[dubbel], eerder[dubbel], strict=True)
            ]
            goed = pa.array(~dubbel)
            deel.beeld, deel.regels = deel.beeld.filter(goed), deel.regels[~dubbel]
            uit = uit.filter(goed) if isinstance(uit, pa.RecordBatch) else tuple(een.filter(goed) for een in uit)
        for regel, zin in sorted(deel.geweigerd):
            self.teller.weiger(regel, zin)
        self.teller.gelezen += deel.gelezen
        self.teller.tik()
        return deel, uit


def _met(deel: Deel, doe: Any) -> tuple[Deel, Any]:
    return deel, doe(deel.beeld)


def stel_vast(register: Register, uit: str, *, redenen: bool) -> Runverslag:
    """The outcomes of everybody, written as they come; what the run came to."""
    verslag, wet, dag = Runverslag(), register.regelversie, register.dag
    maak = uitslag.als_codes if _is_parquet(uit) and not redenen else uitslag.als_rijen
    with Uitvoer(uit) as uitvoer, _schrijver(uitvoer, uitslag.schema(redenen=redenen)) as schrijf:
        for deel, uitkomst in register.delen(lambda beeld: motor.stel_vast(beeld, wet, peildatum=dag, draden=1)):
            verslag.tel(*uitslag.open_vragen(uitkomst))
            rijen = maak(uitkomst, wet, dag)
            schrijf(rijen, _redenen(rijen, deel, register) if redenen else None)
    return verslag


def vergelijk(
    register: Register, oud: Regelversie, telling: Vergelijking, lijst: Uitvoer | None, *, redenen: bool
) -> None:
    """Count in `telling` what changes for everybody; who changes is written in `lijst`."""
    nieuw, dag = register.regelversie, register.dag

    def beide(beeld: pa.RecordBatch) -> tuple[pa.RecordBatch, pa.RecordBatch]:
        return motor.stel_vast(beeld, oud, peildatum=dag, draden=1), motor.stel_vast(
            beeld, nieuw, peildatum=dag, draden=1
        )

    with ExitStack() as open_:
        schema = vergelijking.schema(redenen=redenen)
        schrijf = open_.enter_context(_schrijver(lijst, schema)) if lijst else None
        for deel, (van, naar) in register.delen(beide):
            anders = vergelijking.tel(telling, van, naar)
            genoemd = anders if redenen else anders[: telling.personen_max - len(telling.personen)]
            feiten = terug.naar_feiten(deel.beeld, genoemd.tolist(), nieuw.machine.boek)
            rijen_van_hen = (van.take(pa.array(genoemd)), naar.take(pa.array(genoemd)))
            verschillen = vergelijking.noem(telling, feiten, rijen_van_hen, oud=oud, nieuw=nieuw)
            if schrijf is not None and len(anders):
                rijen = vergelijking.als_rijen(van.take(pa.array(anders)), naar.take(pa.array(anders)))
                schrijf(vergelijking.met_reden(rijen, verschillen) if redenen else rijen, None)


@contextmanager
def _schrijver(uitvoer: Uitvoer, schema: pa.Schema) -> Iterator[Schrijf]:
    """Writes portions as Parquet or as JSON Lines, by the name of the file."""
    if not _is_parquet(uitvoer.naam):
        yield lambda rijen, redenen: uitvoer.schrijf_regels(uitslag.als_json_regels(rijen, redenen))
        return
    with uitvoer.bewaakt(), Bladen(uitvoer.stroom, schema) as bladen:
        yield lambda rijen, redenen: bladen.schrijf(rijen if redenen is None else uitslag.met_redenen(rijen, redenen))


def _is_parquet(naam: str) -> bool:
    return naam.lower().endswith(".parquet")


def _redenen(rijen: pa.RecordBatch, deel: Deel, register: Register) -> list[Any]:
    """The reasons of each person by the engine for one person.

    Raises:
        RuntimeError: the two engines do not agree; that is a defect, and nothing may be told.
    """
    wet, uit = register.regelversie, []
    feiten = terug.naar_feiten(deel.beeld, range(len(deel.regels)), wet.machine.boek)
    for een, rij in zip(feiten, rijen.to_pylist(), strict=True):
        uitkomst = scalar.stel_vast(een, wet, peildatum=register.dag).as_json()
        redenen = uitkomst.pop("redenen")
        if uitkomst != rij:
            raise RuntimeError("bulk and scalar do not agree")
        uit.append(redenen)
    return uit


def zet_om(register: Register, uit: str) -> None:
    """Write the persons that can be answered as a registerbeeld."""
    with Uitvoer(uit) as uitvoer, _schrijver(uitvoer, registerbeeld.SCHEMA) as schrijf:
        for deel, _ in register.delen(lambda beeld: beeld):
            schrijf(deel.beeld, None)
