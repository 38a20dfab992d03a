"""Builders that the tests of signalen share: actors, vrijgaven, opdrachten, stops."""

from collections.abc import Mapping
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


def opdracht(
    persoon_id: int = 1,
    gemeente: str = ALMERE,
    *,
    vaststelling_id: UUID | None = None,
    vastgesteld: bool = True,
    **anders: object,
):
    """An opdracht about a person of whom is determined that she falls under the Wi2021 and this gemeente."""
    from inburgering.signaal.terms import Opdracht

    velden = {
        "persoon_id": persoon_id,
        "gemeente": gemeente,
        "soort": "A1",
        "inhoud": inhoud(),
        "vaststelling_id": vaststelling_id or nieuw_id(NU),
    }
    if vastgesteld:
        stel_vast({persoon_id: gemeente})
    return Opdracht(**(velden | anders))


def stel_vast(
    college: Mapping[int, str | None],
    *,
    wet: str = "Wi2021",
    categorie: str | None = "asielstatushouder",
    now: datetime = NU,
) -> None:
    """Determine for each person that this act and this college hold now, whatever held before."""
    from django.db import connection

    run = nieuw_id(NU)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO feit_persoon (id, aangemaakt_op) OVERRIDING SYSTEM VALUE"
            " SELECT id, %s FROM unnest(%s::bigint[]) AS x (id) ON CONFLICT DO NOTHING",
            [NU, list(college)],
        )
        cursor.execute(
            "INSERT INTO vaststelling_run (id, regelversie, wet_hash, peildatum, feiten_moment, door, aantallen, op)"
            " VALUES (%s, 'bekendmaking', '', %s, %s, 'toets', '{}', %s)",
            [run, NU.date(), NU, NU],
        )
        cursor.execute(
            "INSERT INTO vaststelling_vaststelling (id, persoon_id, run_id, regelversie, wet_hash, peildatum,"
            " feiten_moment, feiten_hash, oordeel, wet, ingangsdatum, einde_reden, categorie, geestelijk_bedienaar,"
            " college, termijnen, waarschuwingen, ontbrekend, redenen, vervangt_id, met_de_hand, beslist_door, reden,"
            " op) SELECT gen_random_uuid(), x.persoon, %s, 'bekendmaking', '', %s, %s, '', 'plichtig', %s, %s, '', %s,"
            " false, x.college, '{}', '{}', '{}', '[]', v.id, false, '', '', %s"
            " FROM unnest(%s::bigint[], %s::text[]) AS x (persoon, college)"
            " LEFT JOIN vaststelling_vaststelling v ON v.persoon_id = x.persoon AND NOT EXISTS"
            " (SELECT 1 FROM vaststelling_vaststelling w WHERE w.vervangt_id = v.id)",
            [run, NU.date(), NU, wet, NU.date(), categorie, now, list(college), list(college.values())],
        )


def geef(aantal: int = 1, gemeente: str = ALMERE, *, vrijgave_id: int | None = None, now: datetime = NU):
    """Give `aantal` signalen free to one gemeente, about persons of its own; the vrijgave and the ids."""
    from inburgering.signaal import commands

    vrijgave = maak_vrijgave(now=now) if vrijgave_id is None else vrijgave_id
    eerste = 1 if gemeente == ALMERE else 1000 * int(gemeente)
    opdrachten = [opdracht(eerste + i, gemeente) for i in range(aantal)]
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
