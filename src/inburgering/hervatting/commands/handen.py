"""Under whose hands something goes, and when; and the old signalen that more than one step needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inburgering.hervatting import queries
from inburgering.signaal import queries as signaal_queries
from inburgering.toegang.terms import Actor

PORTIE = 2000
_WEG = frozenset({"ingetrokken", "omgeleid"})


@dataclass(frozen=True, slots=True)
class Handen:
    """Two people and a moment."""

    door: Actor
    tweede: Actor | None
    now: datetime

    @property
    def vandaag(self) -> date:
        """The day in the Netherlands."""
        return self.now.astimezone(queries.HIER).date()


def oude_signalen(persoon_ids: Sequence[int]) -> dict[int, Any]:
    """Per person the living signaal that was sent before."""
    return {
        s.persoon_id: s
        for s in signaal_queries.van_personen(persoon_ids)
        if not s.correctiesoort and s.status not in _WEG
    }


def dag_van(tekst: str | None) -> date | None:
    """A date of the terms of a vaststelling."""
    return date.fromisoformat(tekst) if tekst else None
