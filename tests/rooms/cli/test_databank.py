"""PostgreSQL for who has none: it starts, whatever the last run left behind, and says what to do when it cannot."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from inburgering.interfaces.cli import databank
from inburgering.interfaces.cli.databank import DatabankOnbereikbaar

OPEN = "from inburgering.interfaces.cli import databank; databank.open_databank('samen')"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder made once, that tests copy: making one takes longer than starting it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INBURGERING_VAR", str(tmp_path_factory.mktemp("vorm")))
        patch.delenv("DATABASE_URL", raising=False)
        wortel = databank.var() / "pg"
        wortel.mkdir()
        databank._maak_cluster(wortel)
        return wortel


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place for a server of its own, that is stopped afterwards."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("INBURGERING_VAR", str(tmp_path / "v"))
    yield tmp_path / "v" / "pg"
    stop()


@pytest.fixture
def made(empty: Path, cluster: Path) -> Path:
    """The same, with a data folder that is ready to start."""
    empty.parent.mkdir()
    subprocess.run(["cp", "-a", str(cluster), str(empty)], check=True)
    return empty


def stop() -> None:
    """Stop the server under `var()`, also one that the code under test no longer finds."""
    databank.stop_server()
    for pid in postmasters(databank.var() / "pg" / "data"):
        os.kill(pid, signal.SIGQUIT)


def postmasters(data: Path) -> list[int]:
    """The processes that were started as the server of this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0].endswith(b"postgres") and str(data).encode() in words:
            found.append(int(entry.name))
    return found


def answers() -> bool:
    """Tell whether the server can be used."""
    with psycopg.connect(databank.start()) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_a_lock_file_left_by_a_dead_process_does_not_block_a_start(made: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", (f"import fcntl,time;f=open({str(made / 'start.slot')!r},'w');fcntl.flock(f,2);"
         "print('held',flush=True);time.sleep(60)")],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.wait()
    begin = time.monotonic()
    assert answers()
    assert time.monotonic() - begin < 30


def test_a_second_start_finds_the_running_server(made: Path) -> None:
    assert answers()
    first = postmasters(made / "data")
    assert answers()
    assert postmasters(made / "data") == first
    assert len(first) == 1


def test_a_server_that_was_killed_starts_again_with_what_was_committed(made: Path) -> None:
    with psycopg.connect(databank.start(), autocommit=True) as connection:
        connection.execute("CREATE TABLE blijft AS SELECT 7 AS getal")
    (pid,) = postmasters(made / "data")
    os.kill(pid, signal.SIGKILL)
    assert (made / "data" / "postmaster.pid").exists(), "a killed server leaves its pid file"
    with psycopg.connect(databank.start()) as connection:
        assert connection.execute("SELECT getal FROM blijft").fetchone() == (7,)


def test_a_pid_file_that_names_a_stranger_does_not_pass_for_a_server(made: Path) -> None:
    assert answers()
    left = (made / "data" / "postmaster.pid").read_text().splitlines()
    (pid,) = postmasters(made / "data")
    os.kill(pid, signal.SIGKILL)
    stranger = subprocess.Popen([*databank._als_dienst(), "sleep", "60"])
    try:
        (made / "data" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *left[1:]]) + "\n")
        assert answers()
    finally:
        stranger.kill()
        stranger.wait()


def test_a_data_folder_of_which_the_making_was_interrupted_is_made_again(empty: Path) -> None:
    making = subprocess.Popen([sys.executable, "-c", OPEN], env=dict(os.environ), start_new_session=True)
    until = time.monotonic() + 120
    while not list(empty.glob("*/PG_VERSION")) and time.monotonic() < until:  # initdb writes this file first
        time.sleep(0.002)
    os.killpg(making.pid, signal.SIGKILL)
    making.wait()
    assert list(empty.glob("*/PG_VERSION")), "interrupted too early to prove anything"
    assert answers()


def test_a_damaged_data_folder_is_named_and_never_thrown_away(made: Path) -> None:
    (made / "data" / "global" / "pg_control").unlink()
    with pytest.raises(DatabankOnbereikbaar) as told:
        databank.start()
    assert str(made) in told.value.zin()
    assert (made / "data" / "base").is_dir(), "what is left may be all there is"


def test_a_full_disk_is_named_with_what_to_do(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=10**9, used=10**9, free=10**6))
    with pytest.raises(DatabankOnbereikbaar) as told:
        databank.start()
    assert "300 MB" in told.value.zin()
    assert "INBURGERING_VAR" in told.value.herstel
    assert not (empty / "data").exists()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://iemand:Zeer-Geheim-9@127.0.0.1:1/inburgering",
        "postgresql://iemand:Zeer-Geheim-9@/inburgering?host=/bestaat/niet",
        "mysql://iemand:Zeer-Geheim-9@127.0.0.1/inburgering",
        "postgresql://iemand:Zeer-Geheim-9@127.0.0.1:poort/inburgering",
        "zomaar iets",
    ],
    ids=["nobody-listens", "no-socket", "other-product", "no-number", "no-address"],
)
def test_a_wrong_address_is_named_with_what_to_do_and_without_the_password(
    url: str, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(DatabankOnbereikbaar) as told:
        databank.open_databank()
    assert told.value.veld == "DATABASE_URL"
    assert "DATABASE_URL" in told.value.herstel
    assert "Geheim" not in told.value.zin()
    assert not (empty / "data").exists(), "a given address never starts the embedded server"


@pytest.mark.parametrize("name", ["m" * 120, "met spatie en 'aanhaling'", "ü" * 40], ids=["long", "quoted", "wide"])
def test_the_server_starts_under_a_difficult_path(
    name: str, tmp_path: Path, cluster: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("INBURGERING_VAR", str(tmp_path / name))
    (tmp_path / name).mkdir()
    subprocess.run(["cp", "-a", str(cluster), str(tmp_path / name / "pg")], check=True)
    try:
        assert answers()
        assert len(os.fsencode(databank._socketmap(databank.var() / "pg"))) < 100
    finally:
        stop()


def test_a_short_folder_that_somebody_else_made_first_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databank.tempfile, "gettempdir", lambda: str(tmp_path))
    long = tmp_path / ("m" * 120)
    kort = databank._socketmap(long)
    kort.rmdir()
    (tmp_path / "trap").mkdir(mode=0o755)
    owner = (tmp_path / "trap").stat().st_uid
    kort.symlink_to(tmp_path / "trap")
    with pytest.raises(DatabankOnbereikbaar):
        databank._socketmap(long)
    assert (tmp_path / "trap").stat().st_uid == owner


def test_processes_that_start_together_share_one_server(made: Path) -> None:
    together = [
        subprocess.Popen([sys.executable, "-c", OPEN], stderr=subprocess.PIPE, text=True, env=dict(os.environ))
        for _ in range(4)
    ]
    told = [process.communicate(timeout=240)[1] for process in together]
    assert [process.returncode for process in together] == [0, 0, 0, 0], told
    assert len(postmasters(made / "data")) == 1


def test_the_application_gets_a_role_that_owns_nothing(made: Path) -> None:
    opened = databank.open_databank("proef")
    with psycopg.connect(opened.app) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (databank.APP,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mijn (id int)")
    assert (made.parent / "app-rol.geheim").stat().st_mode & 0o077 == 0


def test_the_application_cannot_keep_a_copy_in_a_table_of_its_own(made: Path) -> None:
    opened = databank.open_databank("kopie")
    with psycopg.connect(opened.app, autocommit=True) as connection:
        for copy in (
            "CREATE TEMP TABLE kopie AS SELECT 1",
            "CREATE TABLE pg_temp.kopie (x int)",
            "CREATE SCHEMA kopie",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(copy)


def test_every_command_opens_the_database_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from inburgering.interfaces.cli import opstart, vertel

    monkeypatch.delenv("INBURGERING_DATABANK", raising=False)
    assert (databank.naam(), vertel.databank_van("einde"), vertel.databank_van("stop")) == (
        "inburgering",
        "inburgering",
        "inburgering_stop",
    )
    monkeypatch.setenv("INBURGERING_DATABANK", "inburgering_stop")
    geopend = []
    monkeypatch.setattr(opstart.databank, "open_databank", lambda naam: geopend.append(naam) or _dicht())
    monkeypatch.setattr("django.apps.apps.ready", False)
    with pytest.raises(SystemExit):
        opstart.start_product()
    assert geopend == [vertel.databank_van("stop")] == ["inburgering_stop"]
    monkeypatch.setenv("INBURGERING_DATABANK", "x'; DROP")
    with pytest.raises(databank.DatabankOnbereikbaar, match="geen naam"):
        databank.naam()


def _dicht() -> None:
    raise databank.DatabankOnbereikbaar("dicht")


def test_a_chapter_that_does_not_exist_makes_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from inburgering.interfaces.cli import dienst, vertel

    monkeypatch.setattr(dienst, "eis_vrije_poort", lambda _adres, _poort: None)
    with pytest.raises(SystemExit) as einde:
        vertel.demo(poort=1, personen=20, tot="hoofdstuk-dertien", opnieuw=True)
    assert einde.value.code == 2


def test_a_temporary_database_is_gone_afterwards(made: Path) -> None:
    with databank.tijdelijk() as opened, psycopg.connect(opened.beheer) as connection:
        row = connection.execute("SELECT current_database()").fetchone()
        assert row is not None
    with psycopg.connect(databank.start()) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = %s", row).fetchone() == (0,)


def test_a_dropped_database_is_gone_also_while_it_is_in_use(made: Path) -> None:
    opened = databank.open_databank("weg")
    with psycopg.connect(opened.beheer):
        databank.verwijder("weg")
    with psycopg.connect(databank.start()) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'weg'").fetchone() == (0,)


def test_stopping_twice_is_no_error(made: Path) -> None:
    assert answers()
    databank.stop_server()
    databank.stop_server()
    assert postmasters(made / "data") == []
