"""Actors that tests name by number, made into medewerkers that exist: PostgreSQL asks for them at a stop."""

from datetime import UTC, datetime

from django.db import connection

from inburgering.toegang.terms import Actor

SINDS = datetime(2021, 11, 1, tzinfo=UTC)
_USER = """
    INSERT INTO auth_user (id, password, is_superuser, username, first_name, last_name, email, is_staff,
        is_active, date_joined)
    VALUES (%s, '', false, %s, '', '', '', false, %s, %s) ON CONFLICT DO NOTHING"""
_MEDEWERKER = """
    INSERT INTO toegang_medewerker (id, user_id, naam, rol, gemeente, sinds) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT DO NOTHING"""


def neem_in_dienst(*actors: Actor, actief: bool = True) -> None:
    """Make these actors, each under its own number; who is there already stays."""
    with connection.cursor() as cursor:
        for actor in actors:
            nummer = int(actor.id.partition(":")[2])
            cursor.execute(_USER, [nummer, actor.id, actief, SINDS])
            cursor.execute(_MEDEWERKER, [nummer, nummer, actor.naam, actor.rol.value, actor.gemeente, SINDS])
