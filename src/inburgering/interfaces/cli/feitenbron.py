"""Where the facts come from: JSON Lines or Parquet, a person at a time, every bad line named and the rest answered."""

import errno
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any

import msgspec
import typer

from inburgering.interfaces.cli import rechtuit
from inburgering.organisatie import gemeenten, nationaliteiten
from inburgering.primitives.errors import DomainError, OngeldigeInvoer
from inburgering.recht import feiten as recht_feiten
from inburgering.recht.feiten import Feiten

REGEL_MAX = 8 * 1024**2
_BOM, _GZIP, _PARQUET = b"\xef\xbb\xbf", b"\x1f\x8b", b"PAR1"
_MELD_NA_SECONDEN = 2.0


@dataclass(slots=True)
class Teller:
    """Counts what goes by and says on standard error what was refused; speaks up when it takes long."""

    gelezen: int = 0
    beantwoord: int = 0
    geweigerd: int = 0
    gezien: dict[str, int] = field(default_factory=dict)
    begin: float = field(default_factory=time.monotonic)
    gemeld: float = 0.0

    def weiger(self, regel: int, zin: str) -> None:
        """Report one refused line."""
        self.geweigerd += 1
        self.meld(f"regel {regel}: {zin}")

    @staticmethod
    def meld(zin: str) -> None:
        """Say one line on standard error, whatever was in the data."""
        typer.echo("".join(teken if teken.isprintable() else "\N{REPLACEMENT CHARACTER}" for teken in zin), err=True)

    @contextmanager
    def vang(self, regel: int) -> Iterator[None]:
        """Refuse this line when it cannot be answered; the next ones go on."""
        try:
            yield
        except DomainError as fout:
            self.weiger(regel, fout.zin())

    def tik(self) -> None:
        """Say how far we are, every two seconds."""
        nu = time.monotonic() - self.begin
        if nu - self.gemeld >= _MELD_NA_SECONDEN:
            self.gemeld = nu
            typer.echo(f"… {self.gelezen} gelezen in {nu:.0f} s", err=True)

    def sluit_af(self) -> int:
        """Print the counts; the exit status."""
        typer.echo(f"Gelezen: {self.gelezen}. Beantwoord: {self.beantwoord}. Geweigerd: {self.geweigerd}.", err=True)
        return 1 if self.geweigerd else 0

    @contextmanager
    def telt(self) -> Iterator[None]:
        """Print the counts of who breaks off in here too (Ctrl-C)."""
        try:
            yield
        except KeyboardInterrupt:
            typer.echo("Afgebroken. Dit is gedaan tot hier:", err=True)
            self.sluit_af()
            raise


def personen(
    naam: str, teller: Teller, peildatum: date, *, bron: BufferedReader | None = None
) -> Iterator[tuple[int, Feiten]]:
    """Every good line as facts, with its number; the bad ones are reported and counted.

    `bron` is what `open_feiten` gave, for who opened it already: standard input can be read only once.
    """
    for nummer, ruw in _regels(naam, open_feiten(naam) if bron is None else bron, teller):
        teller.gelezen += 1
        teller.tik()
        feiten = None
        with teller.vang(nummer):
            gelezen = recht_feiten.lees(uit_rij(ruw) if isinstance(ruw, dict) else ontleed(ruw))
            controleer(gelezen, peildatum)
            _controleer_eerste(gelezen, nummer, teller)
            feiten = gelezen
        if feiten is not None:
            yield nummer, feiten


def _regels(naam: str, bron: BufferedReader, teller: Teller) -> Iterator[tuple[int, bytes | dict[str, Any]]]:
    with bron:
        if is_parquet(naam, bron):
            yield from enumerate(_uit_parquet(naam, bron), start=1)
            return
        nummer = 0
        while regel := bron.readline(REGEL_MAX + 1):
            nummer += 1
            if nummer == 1:
                regel = regel.removeprefix(_BOM)
            if len(regel) > REGEL_MAX:
                teller.gelezen += 1
                teller.weiger(nummer, _te_groot(bron, len(regel), klaar=regel.endswith(b"\n")))
            elif regel.strip():
                yield nummer, regel


def open_feiten(naam: str) -> BufferedReader:
    """The file to read, or standard input; leaves with status 2 when it cannot be read."""
    if naam == "-":
        if sys.stdin is None:
            rechtuit.stop_om("standaardinvoer", "hier is niets te lezen", OSError(errno.EBADF, ""))
        return BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type] # a buffer over the buffer, so that peek is there
    try:
        return Path(naam).open("rb")
    except OSError as fout:
        rechtuit.stop_om(naam, "dit bestand is niet te lezen", fout)


def is_parquet(naam: str, bron: BufferedReader) -> bool:
    """Whether these bytes are Parquet; leaves with status 2 when the name says so and the bytes do not."""
    begin = bron.peek(4)[:4]
    if begin == _PARQUET:
        return True
    if begin.startswith(_GZIP):
        rechtuit.stop(f"{naam}: dit bestand is ingepakt (gzip). U moet het eerst uitpakken.")
    if naam.lower().endswith(".parquet"):
        rechtuit.stop(f"{naam}: dit is geen Parquet-bestand. Maak het opnieuw; JSON Lines heten .jsonl.")
    return False


def _te_groot(bron: IO[bytes], omvang: int, *, klaar: bool) -> str:
    """Skip the rest of a line that is too long; the sentence that says so."""
    while not klaar and (deel := bron.readline(REGEL_MAX)):
        omvang += len(deel)
        klaar = deel.endswith(b"\n")
    mb = omvang / 1024**2
    grens = f"meer dan {REGEL_MAX // 1024**2} MB lezen we niet"
    return f"deze regel is {mb:.0f} MB groot; {grens}. Zet elke persoon op een eigen regel."


def ontleed(regel: bytes) -> Any:
    """The value of one line of JSON.

    Raises:
        OngeldigeInvoer: not UTF-8, not JSON, or a key that stands there twice.
    """
    try:
        regel.decode()
    except UnicodeDecodeError as fout:
        raise OngeldigeInvoer(
            f"byte {fout.start + 1} is geen UTF-8 (misschien is het bestand Latin-1).",
            herstel="Sla het bestand op als UTF-8.",
        ) from fout
    try:
        waarde = msgspec.json.decode(regel)
        json.loads(regel, object_pairs_hook=_eenmalig, parse_int=float)
    except (msgspec.DecodeError, RecursionError) as fout:
        raise OngeldigeInvoer(
            f"dit is geen geldige JSON ({_kort(str(fout))}).", herstel="Zet een JSON-object op elke regel."
        ) from fout
    return waarde


def _eenmalig(paren: list[tuple[str, Any]]) -> None:
    """Refuse an object that says the same key twice: which of the two is meant is not for us to guess."""
    gezien = set()
    for sleutel, _ in paren:
        if sleutel in gezien:
            raise OngeldigeInvoer(
                "deze sleutel staat er meer dan eens.", veld=sleutel[:120], herstel="Laat er een staan."
            )
        gezien.add(sleutel)


def _kort(tekst: str) -> str:
    return tekst.removeprefix("JSON is malformed: ")[:120]


def controleer(feiten: Feiten, peildatum: date) -> None:
    """Nothing, when periods and codes can exist and the person was born on the peildatum.

    Raises:
        DomainError: with place, what is wrong and how to mend it.
    """
    _controleer_tijd(feiten, peildatum)
    _controleer_codes(feiten)


def _controleer_tijd(feiten: Feiten, peildatum: date) -> None:
    """Refuse periods that end before they begin and a person who is not yet born."""
    recht_feiten.eis_volgorde(feiten)
    if feiten.geboortedatum.vroegst > peildatum.toordinal():
        raise OngeldigeInvoer(
            "deze dag ligt na de peildatum.", veld="geboortedatum", herstel="Controleer de datum en --peildatum."
        )


def _controleer_codes(feiten: Feiten) -> None:
    """Refuse codes that do not exist."""
    for vak in (*feiten.inschrijvingen, feiten.huisvesting, feiten.verblijfplaats):
        if vak is not None and isinstance(vak.code, str) and not gemeenten.bestaat(vak.code, None):
            raise OngeldigeInvoer(
                "deze gemeentecode bestaat niet.", veld=f"{vak.pad}.gemeente", herstel="Zie landelijke tabel 33."
            )
    for vak in feiten.nationaliteiten or ():
        if isinstance(vak.code, str) and not nationaliteiten.bestaat(vak.code, None):
            raise OngeldigeInvoer(
                "deze nationaliteitscode bestaat niet.", veld=f"{vak.pad}.code", herstel="Zie landelijke tabel 32."
            )


def _controleer_eerste(feiten: Feiten, nummer: int, teller: Teller) -> None:
    """Refuse a persoonId that was used before."""
    eerder = teller.gezien.setdefault(feiten.persoon_id, nummer)
    if eerder != nummer:
        raise OngeldigeInvoer(
            f"staat ook al op regel {eerder}.", veld="persoonId", herstel="Geef elke persoon een regel."
        )


def _uit_parquet(naam: str, bron: BufferedReader) -> Iterator[dict[str, Any]]:
    import polars as pl

    from inburgering.recht.register import keuring

    try:
        tabel = pl.read_parquet(BytesIO(bron.read()) if naam == "-" else naam)
    except (pl.exceptions.PolarsError, OSError) as fout:
        rechtuit.stop(f"{naam}: dit Parquet-bestand is niet te lezen ({fout}). Maak het opnieuw.")
    if keuring.is_beeld(tabel.columns):
        rechtuit.stop(f"{naam}: dit is een registerbeeld. Voeg --motor bulk toe, of noem de feiten zelf.")
    yield from tabel.iter_rows(named=True)


def uit_rij(rij: dict[str, Any]) -> dict[str, Any]:
    """The row as the JSON form has it; `persoonId` stays as it came."""
    uit = {}
    for kolom, waarde in rij.items():
        try:
            uit[kolom] = waarde if kolom == "persoonId" else _zonder_leeg(waarde)
        except OngeldigeInvoer as fout:
            raise OngeldigeInvoer(f"in deze kolom: {fout.zin()}", veld=kolom) from fout
    return {kolom: waarde for kolom, waarde in uit.items() if waarde is not None}


def _zonder_leeg(waarde: Any) -> Any:
    """A value as the JSON form has it: dates as text, keys without a value left out, JSON text read."""
    if isinstance(waarde, dict):
        return {sleutel: _zonder_leeg(deel) for sleutel, deel in waarde.items() if deel is not None}
    if isinstance(waarde, list):
        return [_zonder_leeg(deel) for deel in waarde]
    if isinstance(waarde, date):
        return waarde.isoformat()[:10]
    if isinstance(waarde, str) and waarde.startswith("{"):
        return ontleed(waarde.encode())
    return waarde
