"""Where outcomes go: standard output, or a file that appears whole at the end or not at all."""

import errno
import os
import secrets
import stat
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final, NoReturn, Self

import msgspec
import typer

SCHERM: Final = "-"
UITKOMST, VERSCHIL = "uitkomst", "verschil"

_ANDERE_PLEK: Final = "Kies een andere plek."
_OORZAKEN: Final = {
    errno.ENOSPC: ("de schijf is vol", "Maak ruimte vrij of kies een andere plek."),
    errno.EDQUOT: ("uw schijfruimte is op", "Maak ruimte vrij of kies een andere plek."),
    errno.EFBIG: ("het bestand wordt te groot", "Kies een andere plek of verdeel de personen over meer bestanden."),
    errno.ENOENT: ("deze map of dit bestand bestaat niet", "Controleer de naam, of maak de map eerst."),
    errno.ENOTDIR: ("een deel van dit pad is geen map", "Controleer de naam."),
    errno.EISDIR: ("dit is een map", "Noem een bestand."),
    errno.EACCES: ("u hebt hier geen rechten", "Vraag om rechten of kies een andere plek."),
    errno.EPERM: ("u hebt hier geen rechten", "Vraag om rechten of kies een andere plek."),
    errno.EROFS: ("deze schijf kan alleen gelezen worden", _ANDERE_PLEK),
    errno.ENAMETOOLONG: ("deze naam is te lang", "Kies een kortere naam."),
    errno.EBADF: ("deze stroom is gesloten", "Noem een bestand."),
}


def stop(zin: str) -> NoReturn:
    """Say on standard error what is wrong, and leave with status 2."""
    typer.echo(zin, err=True)
    raise typer.Exit(2)


@contextmanager
def meld_na(seconden: float, zin: str) -> Iterator[None]:
    """Say on standard error what is going on, when it takes longer than this."""
    melder = threading.Timer(seconden, typer.echo, [zin], {"err": True})
    melder.daemon = True
    melder.start()
    try:
        yield
    finally:
        melder.cancel()
        melder.join()  # it may be in the middle of its line


def stop_om(naam: str, wat: str, fout: OSError) -> NoReturn:
    """Say what the system refused, why and how to mend it, and leave with status 2."""
    oorzaak, herstel = _OORZAKEN.get(fout.errno or 0, (fout.strerror or "onbekende oorzaak", _ANDERE_PLEK))
    stop(f"{naam}: {wat} ({oorzaak}). {herstel}")


def eis_verschillend(bron: str, *uitvoer: tuple[str, str | None]) -> None:
    """Nothing, when what is read and what is written are different files; otherwise leave with status 2."""
    gezien = [("--feiten", _welk(bron, stroom=0))]
    for optie, naam in uitvoer:
        welk = None if naam is None else _welk(naam, stroom=1)
        for eerder, ander in gezien:
            if welk is not None and welk == ander:
                stop(f"{optie}: dit is hetzelfde bestand als bij {eerder}. Kies voor {optie} een andere naam.")
        gezien.append((optie, welk))


def _welk(naam: str, *, stroom: int) -> object:
    """What makes a file the same under every name; none for what is no file."""
    try:
        staat = os.fstat(stroom) if naam == SCHERM else Path(naam).stat()
    except OSError:
        return naam if naam == SCHERM else os.path.realpath(naam)
    if stat.S_ISREG(staat.st_mode):
        return staat.st_dev, staat.st_ino
    return "standaarduitvoer" if naam == SCHERM and stroom else None


class Uitvoer:
    """One JSON document a line, or all rows as Parquet with the columns of `parquet`.

    A file is written beside its place and gets its name at the end, so that half a file never has that name.
    """

    def __init__(self, naam: str, *, parquet: str | None = None) -> None:
        self.naam = naam
        self.parquet = parquet
        self.rijen: list[dict[str, Any]] = []
        self.doel = Path(os.path.realpath(naam))
        self.tijdelijk: Path | None = None
        self.stroom: IO[bytes]

    def __enter__(self) -> Self:
        """Open the output, so that a place that cannot be written is known before the work begins."""
        try:
            self.stroom = self._open()
        except OSError as fout:
            stop_om(self._plaats(), "hier is niet te schrijven", fout)
        return self

    def __exit__(self, soort: type[BaseException] | None, *_: object) -> None:
        """Give the file its name; after an error nothing is left behind."""
        try:
            if soort is None:
                self._rond_af()
        except OSError as fout:
            self._breek_af(fout)
        finally:
            self._ruim_op()

    def schrijf(self, rij: dict[str, Any]) -> None:
        """Write one row."""
        if self.parquet is not None:
            self.rijen.append(rij)
            return
        self.schrijf_regels(msgspec.json.encode(rij) + b"\n")

    def schrijf_regels(self, regels: bytes) -> None:
        """Write rows that are JSON Lines already."""
        with self.bewaakt():
            self.stroom.write(regels)

    @contextmanager
    def bewaakt(self) -> Iterator[None]:
        """Write to `stroom` in here: what the system refuses is told, and nothing is left behind."""
        try:
            yield
        except OSError as fout:
            self._breek_af(fout)

    def _open(self) -> IO[bytes]:
        if self.naam == SCHERM:
            if sys.stdout is None:
                raise OSError(errno.EBADF, "")
            return sys.stdout.buffer
        bestaat = Path(self.naam).exists()
        if bestaat and not self.doel.is_file():
            return Path(self.naam).open("wb")
        if bestaat and not os.access(self.doel, os.W_OK):
            raise PermissionError(errno.EACCES, "")
        tijdelijk = self.doel.with_name(f".inburgering-{secrets.token_hex(6)}")
        stroom = tijdelijk.open("xb")
        self.tijdelijk = tijdelijk
        if bestaat:
            tijdelijk.chmod(stat.S_IMODE(self.doel.stat().st_mode))
        return stroom

    def _rond_af(self) -> None:
        if self.parquet is not None:
            self.stroom.write(_als_parquet(self.rijen, self.parquet))
        self.stroom.flush()
        if self.tijdelijk is not None:
            os.fsync(self.stroom.fileno())
            self.stroom.close()
            self.tijdelijk.replace(self.doel)
            self.tijdelijk = None

    def _breek_af(self, fout: OSError) -> NoReturn:
        """Stop: quietly when the reader has seen enough, otherwise with the reason."""
        if self.naam == SCHERM:  # what is still in the buffer must not fail again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(fout, BrokenPipeError):
            raise typer.Exit(0) from None
        stop_om(self._plaats(), "schrijven is niet gelukt", fout)

    def _ruim_op(self) -> None:
        if self.naam != SCHERM:
            with suppress(OSError):
                self.stroom.close()
        if self.tijdelijk is not None:
            self.tijdelijk.unlink(missing_ok=True)

    def _plaats(self) -> str:
        return "standaarduitvoer" if self.naam == SCHERM else self.naam


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────

_TERMIJNEN = ("pipUiterlijk", "inburgeringUiterlijk", "examenUiterlijk", "pvtUiterlijk")
_VOLGORDE = (
    "persoonId", "regelversie", "peildatum", "oordeel", "wet", "ingangsdatum", "einde", "vrijgesteldTot", "categorie",
    "geestelijkBedienaar", "college", "termijnen", "waarschuwingen", "ontbrekendeFeiten", "redenen",
)  # fmt: skip
_TEKST = (
    "persoonId",
    "regelversie",
    "peildatum",
    "oordeel",
    "wet",
    "ingangsdatum",
    "vrijgesteldTot",
    "categorie",
    "college",
)


def _als_parquet(rijen: Sequence[dict[str, Any]], soort: str) -> bytes:
    import polars as pl

    paren = pl.List(pl.Struct({"pad": pl.String, "waarde": pl.String}))
    if soort == UITKOMST:
        plat = [_plat(rij) for rij in rijen]
        reden = dict.fromkeys(("artikel", "jci", "vraag", "antwoord"), pl.String)
        soorten: dict[str, Any] = {
            **dict.fromkeys(_TEKST, pl.String),
            "einde": pl.Struct({"datum": pl.String, "reden": pl.String}),
            "geestelijkBedienaar": pl.Boolean,
            "termijnen": pl.Struct(dict.fromkeys(_TERMIJNEN, pl.String)),
            "waarschuwingen": pl.List(pl.String),
            "ontbrekendeFeiten": pl.List(pl.String),
            "redenen": pl.List(pl.Struct({**reden, "feiten": paren})),
        }
        schema = {naam: soorten[naam] for naam in _VOLGORDE}
    else:
        plat = [_plat_verschil(rij) for rij in rijen]
        kort = pl.Struct(dict.fromkeys(("oordeel", "wet", "ingangsdatum"), pl.String))
        beslist = pl.Struct({"artikel": pl.String, "feiten": paren})
        schema = {"persoonId": pl.String, "van": kort, "naar": kort, "doorslaggevend": beslist}
    klaar = BytesIO()
    pl.DataFrame(plat, schema=schema).write_parquet(klaar)
    return klaar.getvalue()


def _plat(rij: dict[str, Any]) -> dict[str, Any]:
    return rij | {"redenen": [reden | {"feiten": _paren(reden["feiten"])} for reden in rij["redenen"]]}


def _plat_verschil(rij: dict[str, Any]) -> dict[str, Any]:
    beslist = rij["doorslaggevend"]
    return rij if beslist is None else rij | {"doorslaggevend": beslist | {"feiten": _paren(beslist["feiten"])}}


def _paren(feiten: dict[str, Any]) -> list[dict[str, str | None]]:
    """Facts as pairs of path and JSON text, because Parquet wants the same columns in every row."""
    return [
        {"pad": pad, "waarde": w if w is None or isinstance(w, str) else msgspec.json.encode(w).decode()}
        for pad, w in feiten.items()
    ]
