"""Ends a connection under the hands of whoever uses it, as a restart of PostgreSQL ends all of them."""

import os

import psycopg


def maak_dood(pid: int) -> None:
    """End the connection with this process number; returns once it is gone."""
    from inburgering.interfaces.cli import databank

    with psycopg.connect(os.environ.get("DATABASE_URL") or databank.start(), autocommit=True) as baas:
        assert baas.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)
