"""`inburgering stel-vast` and `vergelijk`: facts in, outcomes out; no database, no Django.

Data goes to standard output and nothing else does. A bad line is named with its number, its place, what is wrong
and how to mend it; every other line is answered.
"""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any, NoReturn, Self

import msgspec
import typer

from inburgering.organisatie import gemeenten, nationaliteiten
from inburgering.primitives import clock
from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import DomainError, OngeldigeInvoer
from inburgering.recht import feiten as recht_feiten
from inburgering.recht import regelversies, scalar
from inburgering.recht import vergelijk as recht_vergelijk
from inburgering.recht.feiten import Feiten
from inburgering.recht.regelversies import Regelversie

REGEL_MAX = 8 * 1024**2
_BOM = b"\xef\xbb\xbf"
_MELD_NA_SECONDEN = 2.0

FEITEN = typer.Option(..., "--feiten", help="JSON Lines of Parquet met een persoon per regel; - voor standaardinvoer.")
PEILDATUM = typer.Option(None, "--peildatum", help="De dag waarop gekeken wordt (jjjj-mm-dd); anders vandaag.")
UIT = typer.Option("-", "--uit", help="Waar de uitkomst komt: een bestand (.parquet kan ook), of - voor het scherm.")
REGEL = typer.Option(None, "--regel", help="De regelversie; anders de geldende wet.")


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
        typer.echo(f"regel {regel}: {zin}", err=True)

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


def stel_vast(
    feiten: str = FEITEN, regel: str | None = REGEL, peildatum: str | None = PEILDATUM, uit: str = UIT
) -> None:
    """Stel per persoon vast of en sinds wanneer de inburgeringsplicht geldt, en volgens welke wet."""
    regelversie, dag = _regelversie(regel), _peildatum(peildatum)
    teller = Teller()
    with _Uitvoer(uit) as uitvoer:
        for een in _personen(feiten, teller):
            uitvoer.schrijf(scalar.stel_vast(een, regelversie, peildatum=dag).as_json())
            teller.beantwoord += 1
    raise typer.Exit(teller.sluit_af())


def vergelijk(
    feiten: str = FEITEN,
    oud: str = typer.Option(..., "--oud", help="De regelversie die gold."),
    nieuw: str = typer.Option(..., "--nieuw", help="De regelversie die ervoor in de plaats komt."),
    peildatum: str | None = PEILDATUM,
    personen: int = typer.Option(1000, "--personen", min=0, help="Hoeveel gewijzigde personen genoemd worden."),
    personen_uit: Path | None = typer.Option(None, "--personen-uit", help="Alle gewijzigde personen, als Parquet."),
    uit: str = UIT,
) -> None:
    """Laat zien wat er verandert als de ene regelversie de andere vervangt."""
    van, naar, dag = _regelversie(oud), _regelversie(nieuw), _peildatum(peildatum)
    teller = Teller()
    telling = recht_vergelijk.Vergelijking(van.id, naar.id, dag, personen)
    verschillen = recht_vergelijk.verschillen(telling, van, naar, feiten=_personen(feiten, teller))
    alle = [verschil.as_json() for verschil in verschillen if personen_uit is not None]
    teller.beantwoord = telling.gelezen
    with _Uitvoer(uit) as uitvoer:
        uitvoer.schrijf(telling.as_json())
    if personen_uit is not None:
        _schrijf_parquet([_plat_verschil(rij) for rij in alle], str(personen_uit), _VERSCHIL)
    raise typer.Exit(teller.sluit_af())


# ── in ───────────────────────────────────────────────────────────────────────────────────────────


def _regelversie(id_: str | None) -> Regelversie:
    try:
        return regelversies.standaard() if id_ is None else regelversies.laad(id_)
    except DomainError as fout:
        _stop(fout.zin())


def _peildatum(tekst: str | None) -> date:
    if tekst is None:
        return clock.now().date()
    try:
        return lees_iso(tekst)
    except OngeldigeInvoer as fout:
        _stop(f"--peildatum: {fout.zin()}")


def _stop(zin: str) -> NoReturn:
    typer.echo(zin, err=True)
    raise typer.Exit(2)


def _personen(naam: str, teller: Teller) -> Iterator[Feiten]:
    """Every good line as facts; the bad ones are reported and counted."""
    for nummer, ruw in _regels(naam, teller):
        teller.gelezen += 1
        teller.tik()
        try:
            feiten = recht_feiten.lees(ruw if isinstance(ruw, dict) else _ontleed(ruw))
            _controleer(feiten, nummer, teller)
        except OngeldigeInvoer as fout:
            teller.weiger(nummer, fout.zin())
            continue
        yield feiten


def _regels(naam: str, teller: Teller) -> Iterator[tuple[int, bytes | dict[str, Any]]]:
    bron = _open(naam)
    with bron:
        if bron.peek(4)[:4] == b"PAR1":
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


def _open(naam: str) -> BufferedReader:
    if naam == "-":
        return BufferedReader(sys.stdin.buffer)  # type: ignore[arg-type] # a buffer over the buffer, so that peek is there
    try:
        return Path(naam).open("rb")
    except OSError as fout:
        _stop(f"{naam}: dit bestand is niet te lezen ({fout.strerror}). Controleer de naam.")


def _te_groot(bron: IO[bytes], omvang: int, *, klaar: bool) -> str:
    """Skip the rest of a line that is too long; the sentence that says so."""
    while not klaar and (deel := bron.readline(REGEL_MAX)):
        omvang += len(deel)
        klaar = deel.endswith(b"\n")
    mb = omvang / 1024**2
    grens = f"meer dan {REGEL_MAX // 1024**2} MB lezen we niet"
    return f"deze regel is {mb:.0f} MB groot; {grens}. Zet elke persoon op een eigen regel."


def _ontleed(regel: bytes) -> Any:
    try:
        regel.decode()
    except UnicodeDecodeError as fout:
        raise OngeldigeInvoer(
            f"byte {fout.start + 1} is geen UTF-8 (misschien is het bestand Latin-1).",
            herstel="Sla het bestand op als UTF-8.",
        ) from fout
    try:
        return msgspec.json.decode(regel)
    except (msgspec.DecodeError, RecursionError) as fout:
        raise OngeldigeInvoer(
            f"dit is geen geldige JSON ({_kort(str(fout))}).", herstel="Zet een JSON-object op elke regel."
        ) from fout


def _kort(tekst: str) -> str:
    return tekst.removeprefix("JSON is malformed: ")[:120]


def _controleer(feiten: Feiten, nummer: int, teller: Teller) -> None:
    """Refuse codes that do not exist and a persoonId that was used before."""
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
    eerder = teller.gezien.setdefault(feiten.persoon_id, nummer)
    if eerder != nummer:
        raise OngeldigeInvoer(
            f"staat ook al op regel {eerder}.", veld="persoonId", herstel="Geef elke persoon een regel."
        )


def _uit_parquet(naam: str, bron: BufferedReader) -> Iterator[dict[str, Any]]:
    import polars as pl

    try:
        tabel = pl.read_parquet(BytesIO(bron.read()) if naam == "-" else naam)
    except (pl.exceptions.PolarsError, OSError) as fout:
        _stop(f"{naam}: dit Parquet-bestand is niet te lezen ({fout}). Maak het opnieuw.")
    for rij in tabel.iter_rows(named=True):
        yield _zonder_leeg(rij)


def _zonder_leeg(waarde: Any) -> Any:
    """The row as the JSON form has it: dates as text, keys without a value left out."""
    if isinstance(waarde, dict):
        return {sleutel: _zonder_leeg(deel) for sleutel, deel in waarde.items() if deel is not None}
    if isinstance(waarde, list):
        return [_zonder_leeg(deel) for deel in waarde]
    if isinstance(waarde, date):
        return waarde.isoformat()[:10]
    if isinstance(waarde, str) and waarde.startswith("{"):
        return msgspec.json.decode(waarde)
    return waarde


# ── out ──────────────────────────────────────────────────────────────────────────────────────────


class _Uitvoer:
    """One JSON document a line on standard output or in a file; or all rows as Parquet."""

    def __init__(self, naam: str) -> None:
        self.naam = naam
        self.rijen: list[dict[str, Any]] = []
        self.stroom: IO[bytes] | None = None

    def __enter__(self) -> Self:
        if self.naam == "-":
            self.stroom = sys.stdout.buffer
        elif not self.naam.endswith(".parquet"):
            try:
                self.stroom = Path(self.naam).open("wb")
            except OSError as fout:
                _stop(f"{self.naam}: hier is niet te schrijven ({fout.strerror}). Kies een andere plek.")
        return self

    def __exit__(self, soort: type[BaseException] | None, *_: object) -> None:
        if self.stroom is None:
            if soort is None:
                _schrijf_parquet([_plat(rij) for rij in self.rijen], self.naam, _UITKOMST)
        elif self.naam == "-":
            self.stroom.flush()
        else:
            self.stroom.close()

    def schrijf(self, rij: dict[str, Any]) -> None:
        if self.stroom is None:
            self.rijen.append(rij)
            return
        try:
            self.stroom.write(msgspec.json.encode(rij) + b"\n")
        except BrokenPipeError:  # the reader has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None


_TERMIJNEN = ("pipUiterlijk", "inburgeringUiterlijk", "examenUiterlijk", "pvtUiterlijk")
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
_UITKOMST, _VERSCHIL = "uitkomst", "verschil"


def _schrijf_parquet(rijen: list[dict[str, Any]], naam: str, soort: str) -> None:
    import polars as pl

    paren = pl.List(pl.Struct({"pad": pl.String, "waarde": pl.String}))
    if soort == _UITKOMST:
        reden = dict.fromkeys(("artikel", "jci", "vraag", "antwoord"), pl.String)
        schema: dict[str, Any] = {
            **dict.fromkeys(_TEKST, pl.String),
            "einde": pl.Struct({"datum": pl.String, "reden": pl.String}),
            "geestelijkBedienaar": pl.Boolean,
            "termijnen": pl.Struct(dict.fromkeys(_TERMIJNEN, pl.String)),
            "waarschuwingen": pl.List(pl.String),
            "ontbrekendeFeiten": pl.List(pl.String),
            "redenen": pl.List(pl.Struct({**reden, "feiten": paren})),
        }
    else:
        kort = pl.Struct(dict.fromkeys(("oordeel", "wet", "ingangsdatum"), pl.String))
        beslist = pl.Struct({"artikel": pl.String, "feiten": paren})
        schema = {"persoonId": pl.String, "van": kort, "naar": kort, "doorslaggevend": beslist}
    try:
        pl.DataFrame(rijen, schema=schema).write_parquet(naam)
    except OSError as fout:
        _stop(f"{naam}: hier is niet te schrijven ({fout.strerror}). Kies een andere plek.")


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
