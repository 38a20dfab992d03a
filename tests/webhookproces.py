"""Workers as processes of their own, that can be killed at any step; as a script it forks one per order on stdin.

A process forks faster than Python starts. The parent keeps no connection and no thread, so each child begins clean.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

HIER = Path(__file__).parent


class Kraam:
    """Where workers are started."""

    def __init__(self, proces: subprocess.Popen[str]) -> None:
        self._proces = proces

    def begin(self, **opdracht: Any) -> int:
        """Start one worker; its process id."""
        assert self._proces.stdin
        assert self._proces.stdout
        self._proces.stdin.write(json.dumps(opdracht, default=str) + "\n")
        self._proces.stdin.flush()
        return int(json.loads(self._proces.stdout.readline())["pid"])

    def wacht(self) -> dict[str, Any]:
        """How the worker that was started last ended: the signal, and what it asked the database until then."""
        assert self._proces.stdout
        return dict(json.loads(self._proces.stdout.readline()))

    def drain(self, **opdracht: Any) -> dict[str, Any]:
        """Start one worker and wait until it ends."""
        self.begin(**opdracht)
        return self.wacht()


@contextmanager
def kraam() -> Iterator[Kraam]:
    """Start workers while this lasts; they use the database that the test uses now."""
    from django.db import connections

    def adres(alias: str) -> str:
        d = connections.settings[alias]
        return f"postgresql://{d['USER']}:{d['PASSWORD']}@/{d['NAME']}?host={d['HOST']}"

    omgeving = os.environ | {
        "INBURGERING_DB_APP": adres("default"),
        "INBURGERING_DB_BEHEER": adres("beheer"),
        "PYTHONPATH": os.pathsep.join([str(HIER.parent / "src"), str(HIER)]),
    }
    proces = subprocess.Popen(
        [sys.executable, __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=omgeving,
        start_new_session=True,
    )
    try:
        yield Kraam(proces)
    finally:
        os.killpg(proces.pid, signal.SIGKILL)  # whoever is left
        proces.wait(20)
        for pijp in (proces.stdin, proces.stdout):
            assert pijp
            pijp.close()


def _werk(opdracht: dict[str, Any], zeg: Callable[[dict[str, Any]], None]) -> None:
    """What a child does: drain, and die at the statement that was named; it says what it asked the database."""
    from django.db.backends.signals import connection_created

    from inburgering.interfaces.webhook import worker

    gezien: list[str] = []

    def tel(doe: Any, sql: str, waarden: Any, veel: bool, bij: Any) -> Any:
        gezien.append(" ".join(sql.split()))
        nummer = len(gezien)
        if opdracht.get("voor") == nummer:
            _sterf(zeg, gezien)
        uit = doe(sql, waarden, veel, bij)
        if opdracht.get("na") == nummer:
            _sterf(zeg, gezien)
        return uit

    def luister_mee(connection: Any, **_: Any) -> None:
        connection.execute_wrappers.append(tel)

    connection_created.connect(luister_mee)
    if "stop" in opdracht or "opheffing" in opdracht:
        _bedien_de_rem(opdracht)
        zeg({"vragen": gezien})
        return
    seconden = opdracht.get("seconden", 5.0)
    if "blijf" in opdracht:
        from inburgering.primitives import clock

        vlag = Path(opdracht["blijf"])
        worker.blijf(klok=clock.now, jitter=lambda: 0.0, doorgaan=vlag.exists, rust=0.05, seconden=seconden)
    else:
        worker.drain_once(now=datetime.fromisoformat(opdracht["now"]), jitter=lambda: 0.0, seconden=seconden)
    zeg({"vragen": gezien})


def _sterf(zeg: Callable[[dict[str, Any]], None], gezien: list[str]) -> None:
    zeg({"vragen": gezien})
    os.kill(os.getpid(), signal.SIGKILL)


def _bedien_de_rem(opdracht: dict[str, Any]) -> None:
    """What a desk does: set or lift, and tell."""
    import signaalbouw
    from inburgering.signaal import commands
    from inburgering.stop import commands as stop_commands
    from inburgering.stop.terms import Bereik
    from inburgering.toegang.terms import Actor, Rol

    now = datetime.fromisoformat(opdracht["now"])
    een = Actor(opdracht.get("door", signaalbouw.LEIDER.id), "Een", Rol.INCIDENTLEIDER)
    twee = Actor(opdracht.get("tweede", signaalbouw.TOEZICHT.id), "Twee", Rol.PRIVACY_OFFICER)
    if "stop" in opdracht:
        stop_commands.zet_stop(Bereik(alles=False, vrijgaven=(opdracht["stop"],)), "Toets.", door=een, now=now)
    else:
        stop_commands.hef_op(opdracht["opheffing"], door=een, tweede=twee, now=now)
    commands.kondig_stops_aan(now=now)


def _lus() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
    django.setup()
    from inburgering.interfaces.webhook import worker  # noqa: F401 - loaded once, before the forks

    for regel in sys.stdin:
        lees, schrijf = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(lees)
            _werk(json.loads(regel), partial(_schrijf, schrijf))
            os._exit(0)
        os.close(schrijf)
        _zeg({"pid": pid})
        with os.fdopen(lees) as uit:
            tekst = uit.read()
        _, status = os.waitpid(pid, 0)
        dood = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
        _zeg((json.loads(tekst) if tekst else {}) | {"signaal": dood, "status": status})


def _schrijf(plek: int, wat: dict[str, Any]) -> None:
    with os.fdopen(plek, "w") as uit:
        json.dump(wat, uit)


def _zeg(wat: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(wat) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _lus()
