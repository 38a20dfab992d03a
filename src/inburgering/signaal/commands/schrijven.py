"""Putting new signalen in the tables: numbers, enveloppen, inhoud, ledger and outbox, each in one statement."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.primitives.ids import SignaalId, nieuw_id
from inburgering.recht.verstrekkingsregels import ONBEKENDE, Betrokkene
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import Baan, Catalogus, Correctiesoort, Gebeurtenissoort, Signaalsoort
from inburgering.stop.terms import Doorlaat, Kanaal
from inburgering.toegang.terms import Actor
from inburgering.vaststelling import queries as vaststelling_queries
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking import rules as verstrekking_rules
from inburgering.verstrekking.terms import Partij, Regel

Sleutel = tuple[UUID, str, str]
_AANKONDIGING = ("signaalverwijzing",)

_TELLERS = "INSERT INTO signaal_teller (gemeente, laatste) SELECT g, 0 FROM unnest(%s::text[]) g ON CONFLICT DO NOTHING"
_SLOT = "SELECT gemeente, laatste FROM signaal_teller WHERE gemeente = ANY (%s) ORDER BY gemeente FOR UPDATE"
_TEL_OP = """UPDATE signaal_teller t SET laatste = x.n
    FROM unnest(%s::text[], %s::int[]) AS x (gemeente, n) WHERE t.gemeente = x.gemeente"""
_BESTAAND = """SELECT s.vaststelling_id, s.soort, s.gemeente, s.id FROM signaal_signaal s
    JOIN unnest(%s::uuid[], %s::text[], %s::text[]) AS x (v, soort, gemeente)
      ON s.vaststelling_id = x.v AND s.soort = x.soort AND s.gemeente = x.gemeente
   WHERE s.status NOT IN ('ingetrokken', 'omgeleid')"""
_ENVELOPPEN = """INSERT INTO signaal_signaal (id, soort, catalogusversie, gemeente, volgnummer, vrijgave_id, persoon_id,
        vaststelling_id, aangemaakt_op, gebruik_tot, deadline, corrigeert_id, correctiesoort, status, status_op)
    SELECT id, soort, %(versie)s, gemeente, nummer, %(vrijgave)s, persoon, vaststelling, %(now)s, %(tot)s, deadline,
        corrigeert, correctie, 'bezorgd', %(now)s
    FROM unnest(%(id)s::uuid[], %(soort)s::text[], %(gemeente)s::text[], %(nummer)s::int[], %(persoon)s::bigint[],
        %(vaststelling)s::uuid[], %(deadline)s::date[], %(corrigeert)s::uuid[], %(correctie)s::text[])
        AS x (id, soort, gemeente, nummer, persoon, vaststelling, deadline, corrigeert, correctie)"""
_INHOUDEN = """INSERT INTO signaal_inhoud (signaal_id, gemeente, vrijgave_id, inhoud)
    SELECT id, gemeente, %s, inhoud::jsonb
    FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS x (id, gemeente, inhoud)"""
_GEBEURD = """INSERT INTO signaal_gebeurtenis (signaal_id, soort, door, op, toelichting)
    SELECT id, %s, %s, %s, %s FROM unnest(%s::uuid[]) AS x (id)"""
# Only to abonnementen that want this kind of event; one row per signaal and abonnement, whatever is retried.
_OUTBOX = """INSERT INTO signaal_bezorging (id, abonnement_id, baan, soort, gemeente, signaal_id, stop_id, vrijgave_id,
        aangemaakt_op, stand, volgende_op, pogingen)
    SELECT uuidv7(), a.id, %(baan)s, %(soort)s, a.gemeente, x.id, NULL, %(vrijgave)s, %(now)s, 'wacht', %(now)s, 0
    FROM unnest(%(ids)s::uuid[], %(gemeenten)s::text[]) AS x (id, gemeente)
    JOIN signaal_abonnement a ON a.gemeente = x.gemeente AND a.beeindigd_op IS NULL AND %(soort)s = ANY (a.soorten)
    ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Nieuw:
    """One signaal about to be written; everything has been checked."""

    id: SignaalId
    kind: Signaalsoort
    gemeente: str
    persoon_id: int
    inhoud: Mapping[str, Any] = field(repr=False)
    deadline: date | None = None
    vaststelling_id: UUID | None = None
    corrigeert: UUID | None = None
    correctiesoort: Correctiesoort | None = None

    @property
    def sleutel(self) -> Sleutel | None:
        """What makes it the same signaal as another: vaststelling, kind and gemeente."""
        return (self.vaststelling_id, self.kind.code, self.gemeente) if self.vaststelling_id else None


def maak_id(now: datetime) -> SignaalId:
    """A fresh id for a signaal."""
    return SignaalId(nieuw_id(now))


def sluit_tellers(gemeenten: set[str]) -> dict[str, int]:
    """The last number of each gemeente, locked until the transaction ends; always in the same order, so no deadlock."""
    codes = sorted(gemeenten)
    with connection.cursor() as cursor:
        cursor.execute(_TELLERS, [codes])
        cursor.execute(_SLOT, [codes])
        return dict(cursor.fetchall())


def bestaande(nieuw: Sequence[Nieuw]) -> dict[Sleutel, SignaalId]:
    """Which of these are there already, by key; asked after the tellers are locked, so nobody can add one meanwhile."""
    sleutels = [n.sleutel for n in nieuw if n.sleutel]
    if not sleutels:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BESTAAND, [*map(list, zip(*sleutels, strict=True))])
        return {(v, soort, gemeente): SignaalId(i) for v, soort, gemeente, i in cursor.fetchall()}


def schrijf(
    nieuw: Sequence[Nieuw],
    *,
    tellers: dict[str, int],
    boek: Catalogus,
    gebeurtenis: Gebeurtenissoort,
    doorlaat: Doorlaat,
    door: Actor,
    now: datetime,
) -> None:
    """Write enveloppen, inhoud, events, ledger with spoor, and outbox."""
    if not nieuw:
        return
    nummers = _nummer(nieuw, tellers)
    vrijgave_id = int(doorlaat.vrijgave_id)
    with connection.cursor() as cursor:
        cursor.execute(_TEL_OP, [list(tellers), list(tellers.values())])
        cursor.execute(
            _ENVELOPPEN,
            {
                "versie": boek.versie,
                "vrijgave": vrijgave_id,
                "now": now,
                "tot": now + timedelta(days=boek.houdbaar_dagen),
                "id": [n.id for n in nieuw],
                "soort": [n.kind.code for n in nieuw],
                "gemeente": [n.gemeente for n in nieuw],
                "nummer": nummers,
                "persoon": [n.persoon_id for n in nieuw],
                "vaststelling": [n.vaststelling_id for n in nieuw],
                "deadline": [n.deadline for n in nieuw],
                "corrigeert": [n.corrigeert for n in nieuw],
                "correctie": [n.correctiesoort or "" for n in nieuw],
            },
        )
        teksten = [json.dumps(dict(n.inhoud), ensure_ascii=False) for n in nieuw]
        cursor.execute(_INHOUDEN, [vrijgave_id, [n.id for n in nieuw], [n.gemeente for n in nieuw], teksten])
    noteer([n.id for n in nieuw], "bezorgd", door=door, now=now)
    personen = vaststelling_queries.betrokkenen({n.persoon_id for n in nieuw})
    regels = [_regel(n, vrijgave_id, personen.get(n.persoon_id, ONBEKENDE)) for n in nieuw]
    verstrekking_commands.boek(regels, doorlaten=doorlaat, actor=door, now=now)
    zet_in_outbox(nieuw, soort=gebeurtenis, vrijgave_id=vrijgave_id, now=now)


def zet_in_outbox(nieuw: Sequence[Nieuw], *, soort: Gebeurtenissoort, vrijgave_id: int, now: datetime) -> None:
    """One webhook event per signaal and abonnement that wants it: that there is something, never about whom.

    Raises:
        VerstrekkingNietToegestaan: the law does not let even that go.
    """
    for gemeente in {n.gemeente for n in nieuw}:
        toetsen = verstrekking_rules.toetsen(
            Partij.DUO, gemeente, _AANKONDIGING, betrokkene=ONBEKENDE, datum=now.date()
        )
        verstrekking_rules.eis(toetsen)
    waarden = {
        "baan": (Baan.STOP if soort is Gebeurtenissoort.SIGNAAL_INGETROKKEN else Baan.INHOUD).value,
        "soort": soort.value,
        "vrijgave": vrijgave_id,
        "now": now,
        "ids": [n.id for n in nieuw],
        "gemeenten": [n.gemeente for n in nieuw],
    }
    with connection.cursor() as cursor:
        cursor.execute(_OUTBOX, waarden)


def noteer(signaal_ids: Sequence[UUID], soort: str, *, door: Actor, now: datetime, toelichting: str = "") -> None:
    """Add one event to each of these signalen."""
    with connection.cursor() as cursor:
        cursor.execute(_GEBEURD, [soort, door.id, now, toelichting, list(signaal_ids)])


def _nummer(nieuw: Sequence[Nieuw], tellers: dict[str, int]) -> list[int]:
    """The next number of its gemeente for each, in order; `tellers` ends at the last number given."""
    nummers = []
    for n in nieuw:
        tellers[n.gemeente] += 1
        nummers.append(tellers[n.gemeente])
    return nummers


def _regel(n: Nieuw, vrijgave_id: int, betrokkene: Betrokkene) -> Regel:
    return Regel(
        persoon_id=n.persoon_id,
        ontvanger=n.gemeente,
        kanaal=Kanaal.PORTAAL.value,
        soort=n.kind.code,
        gegevens=catalogus.gegevens(n.kind, n.inhoud),
        vrijgave_id=vrijgave_id,
        signaal_id=n.id,
        betrokkene=betrokkene,
        taak_van=n.kind.taak_van,
        verstrekker=n.kind.verstrekker,
    )
