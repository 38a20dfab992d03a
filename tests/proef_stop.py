"""A guarded table of content, made for tests only, and people who may stop and lift."""

from datetime import UTC, datetime

import psycopg
from django.db import connection, connections, transaction

from inburgering.primitives.ids import Gemeentecode, VrijgaveId, nieuw_id
from inburgering.stop import commands
from inburgering.toegang.terms import Actor, Rol
from indienst import neem_in_dienst

NU = datetime(2022, 1, 18, 9, 0, tzinfo=UTC)
LEIDER = Actor("medewerker:1", "Leider", Rol.INCIDENTLEIDER)
TWEEDE = Actor("medewerker:2", "Tweede", Rol.PRIVACY_OFFICER)
UTRECHT, LEIDEN, ASSEN = Gemeentecode("0344"), Gemeentecode("0546"), Gemeentecode("0106")
KLANTMANAGER = Actor("medewerker:3", "Klantmanager", Rol.KLANTMANAGER, UTRECHT)

_TABELLEN = """
    CREATE TABLE proef_inhoud (id uuid PRIMARY KEY, gemeente varchar(4) NOT NULL, vrijgave_id smallint NOT NULL,
        aangemaakt timestamptz NOT NULL, tekst text NOT NULL);
    CREATE INDEX proef_inhoud_nieuwste ON proef_inhoud (gemeente, aangemaakt DESC);
    SELECT bewaak_per_gemeente('proef_inhoud');
    CREATE TABLE proef_brief (id uuid PRIMARY KEY, vrijgave_id smallint NOT NULL, tekst text NOT NULL);
    SELECT bewaak('proef_brief');
    CREATE TABLE proef_envelop (id uuid PRIMARY KEY, gemeente varchar(4) NOT NULL, status text NOT NULL);
    SELECT bewaak_envelop('proef_envelop')"""


def maak_tabellen() -> None:
    neem_in_dienst(LEIDER, TWEEDE, KLANTMANAGER)
    with connections["beheer"].cursor() as cursor:
        cursor.execute(_TABELLEN)
    commands.zorg_voor_gemeenten([UTRECHT, LEIDEN, ASSEN])


def vrijgaven(aantal: int) -> list[VrijgaveId]:
    return [commands.maak_vrijgave("wi2021@1", f"soort-{i}", run="proef", now=NU) for i in range(aantal)]


def vul(vrijgave_id: int, *, per_gemeente: int = 10, gemeenten: tuple[str, ...] = (UTRECHT, LEIDEN)) -> None:
    rijen = [
        (nieuw_id(NU), gemeente, vrijgave_id, NU, f"inhoud {i}") for gemeente in gemeenten for i in range(per_gemeente)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany("INSERT INTO proef_inhoud VALUES (%s, %s, %s, %s, %s)", rijen)
        cursor.executemany(
            "INSERT INTO proef_brief VALUES (%s, %s, %s)", [(nieuw_id(NU), vrijgave_id, "brief") for _ in range(3)]
        )


def aantal(verbinding: psycopg.Connection, vraag: str = "SELECT count(*) FROM proef_inhoud") -> int:
    rij = verbinding.execute(vraag).fetchone()
    assert rij is not None
    return int(rij[0])
