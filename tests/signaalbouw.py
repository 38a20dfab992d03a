"""Builders that the tests of signalen share: actors, vrijgaven, opdrachten, stops."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from inburgering.primitives.ids import Gemeentecode, nieuw_id
from inburgering.toegang.terms import Actor, Rol

NU = datetime(2022, 1, 10, 9, tzinfo=UTC)
ALMERE, UTRECHT, AMSTERDAM, WEESP = (Gemeentecode(c) for c in ("0034", "0344", "0363", "0457"))
DUO = Actor("medewerker:1", "D. de Boer", Rol.DUO_MEDEWERKER)
LEIDER = Actor("medewerker:2", "I. Visser", Rol.INCIDENTLEIDER)
TOEZICHT = Actor("medewerker:3", "P. Smit", Rol.PRIVACY_OFFICER)


def klantmanager(gemeente: str, nummer: int = 10) -> Actor:
    return Actor(f"medewerker:{nummer}", "K. Jansen", Rol.KLANTMANAGER, Gemeentecode(gemeente))


def later(minuten: float) -> datetime:
    return NU + timedelta(minutes=minuten)


def maak_vrijgave(run: str = "1", *, now: datetime = NU) -> int:
    from inburgering.stop import commands

    return commands.maak_vrijgave("kennisgeving", "A1", run=run, now=now)


def inhoud(**anders: object) -> dict[str, object]:
    basis: dict[str, object] = {
        "naam": "N. Tesfay",
        "geboortedatum": "1990-05-01",
        "wet": "Wi2021",
        "ingangsdatum": "2022-01-05",
        "categorie": "asielstatushouder",
    }
    return basis | anders


def opdracht(persoon_id: int = 1, gemeente: str = ALMERE, *, vaststelling_id: UUID | None = None, **anders: object):
    from inburgering.signaal.terms import Opdracht

    velden = {
        "persoon_id": persoon_id,
        "gemeente": gemeente,
        "soort": "A1",
        "inhoud": inhoud(),
        "vaststelling_id": vaststelling_id or nieuw_id(NU),
    }
    return Opdracht(**(velden | anders))


def geef(aantal: int = 1, gemeente: str = ALMERE, *, vrijgave_id: int | None = None, now: datetime = NU):
    """Give `aantal` signalen free to one gemeente; the vrijgave and the ids."""
    from inburgering.signaal import commands

    vrijgave = maak_vrijgave(now=now) if vrijgave_id is None else vrijgave_id
    opdrachten = [opdracht(i + 1, gemeente) for i in range(aantal)]
    return vrijgave, commands.geef_vrij(opdrachten, vrijgave_id=vrijgave, door=DUO, now=now)


def zet_stop(*vrijgaven: int, gemeenten: tuple[str, ...] = (), now: datetime = NU):
    from inburgering.stop import commands
    from inburgering.stop.terms import Bereik
    from indienst import neem_in_dienst

    neem_in_dienst(LEIDER, TOEZICHT)
    bereik = Bereik(alles=not vrijgaven, vrijgaven=vrijgaven, gemeenten=gemeenten)
    return commands.zet_stop(bereik, "Verkeerde wet.", door=LEIDER, now=now)


def hef_op(stop_id, *, now: datetime = NU, **deel: object) -> None:
    from inburgering.stop import commands

    commands.hef_op(stop_id, door=LEIDER, tweede=TOEZICHT, now=now, **deel)


def zeg_ja(*, now: datetime = NU) -> None:
    """Every address that waits for the question said yes to it."""
    from inburgering.signaal import commands

    for vraag in commands.claim_validaties(10_000, now=now):
        commands.noteer_validatie(vraag, toegestaan=True, now=now)
