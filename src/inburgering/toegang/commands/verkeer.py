"""Every request: may this system still come in, not too fast, and did it ask the same before."""

import hashlib
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from inburgering.primitives.ids import Gemeentecode
from inburgering.spoor.queries import vast
from inburgering.spoor.queries.vast import Vast
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.errors import HerhalingAnders, TeVeelVerzoeken, TokenOngeldig
from inburgering.toegang.models import ApiClient, Emmer, GebruiktBewijs, Verzoek
from inburgering.toegang.rules import tokens
from inburgering.toegang.terms import HERHALING_DUUR, TOKEN_DUUR, Aanspraak, Bewaard, Client, Ruimte, Tempo

# What is in the bucket at this moment; it never fills above its edge, and a clock that goes back adds nothing.
_VOL = "least(%(piek)s::float8, e.rest + greatest(0, extract(epoch FROM EXCLUDED.op - e.op)) * %(tempo)s::float8)"
_SCHEP = f"""INSERT INTO toegang_emmer AS e (naam, rest, op)
    SELECT {{naam}}, %(piek)s::float8 - 1, %(now)s::timestamptz {{uit}}
    ON CONFLICT (naam) DO UPDATE SET rest = {_VOL} - 1, op = greatest(e.op, EXCLUDED.op) WHERE {_VOL} >= 1
    RETURNING e.rest"""
# One round trip a request: who it is as registered now, whether our key still holds, and one scoop from the bucket.
# It does not wait for the disk: when PostgreSQL itself dies, a system gets back what it scooped in its last moment.
_LAAT_TOE = Vast(
    "laat_toe",
    f"""WITH c AS (
        SELECT c.sleutel, c.naam, c.gemeente, c.oin, c.machtigingen FROM toegang_apiclient c
        WHERE c.sleutel = %(client)s AND c.ingetrokken_op IS NULL AND EXISTS (
            SELECT 1 FROM toegang_tokensleutel t WHERE t.kid = %(kid)s AND t.ingetrokken_op IS NULL
              AND NOT EXISTS (SELECT 1 FROM toegang_tokensleutel n WHERE n.sinds > t.sinds
                                AND n.sinds <= %(grens)s::timestamptz AND n.ingetrokken_op IS NULL))),
    schep AS ({_SCHEP.format(naam="'client:' || c.sleutel", uit="FROM c")})
    SELECT c.sleutel, c.naam, c.gemeente, c.oin, array_to_string(c.machtigingen, ' '), (SELECT rest FROM schep)
    FROM (SELECT set_config('synchronous_commit', 'off', true)) schijf (wacht_niet), c""",  # noqa: S608 - fixed text
)
_SCHEP_LOS = _SCHEP.format(naam="%(naam)s", uit="")


def laat_toe(aanspraak: Aanspraak, *, tempo: Tempo, now: datetime) -> tuple[Client, Ruimte]:
    """The system as it is registered now, with no more machtigingen than its token has, and what it may still ask.

    Raises:
        TokenOngeldig: the system or our key was withdrawn.
        TeVeelVerzoeken: too fast.
    """
    waarden: dict[str, Any] = {
        "client": aanspraak.client_id,
        "kid": aanspraak.kid,
        "grens": now - TOKEN_DUUR,
        "piek": float(tempo.piek),
        "tempo": tempo.per_seconde,
        "now": now,
    }
    rijen = vast.vraag(_LAAT_TOE, waarden)
    if not rijen:
        raise TokenOngeldig("Dit systeem is niet meer toegelaten, of de sleutel is ingetrokken.", veld="Authorization")
    sleutel, naam, gemeente, oin, machtigingen = (deel.decode() for deel in rijen[0][:-1])
    rest = rijen[0][-1]
    if rest is None:
        raise TeVeelVerzoeken(wacht=_wacht(f"client:{sleutel}", tempo, now=now))
    mag = tokens.machtigingen(machtigingen) & aanspraak.machtigingen
    return Client(sleutel, naam, Gemeentecode(gemeente), oin, mag), _ruimte(float(rest), tempo)


def eis_ruimte(naam: str, *, tempo: Tempo, now: datetime) -> None:
    """Pass while this bucket is not empty; takes nothing out.

    Raises:
        TeVeelVerzoeken: it is empty.
    """
    if (wacht := _wacht(naam, tempo, now=now)) > 0:
        raise TeVeelVerzoeken(wacht=wacht)


def schep(naam: str, *, tempo: Tempo, now: datetime) -> bool:
    """Take one out of a bucket; whether there was one."""
    waarden: dict[str, Any] = {"naam": naam, "piek": float(tempo.piek), "tempo": tempo.per_seconde, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(_SCHEP_LOS, waarden)
        return cursor.fetchone() is not None


def noteer_mislukt(naam: str, *, now: datetime) -> None:
    """Write down one failure to sign in; from where is a hash, as the bucket has it."""
    noteer("aanmelding.mislukt", f"afzender:{naam.partition(':')[2]}", now=now)


def vraag_eerder(client_id: str, sleutel: str, *, inhoud: bytes, now: datetime) -> Bewaard | None:
    """The answer this system got under this key, inside the caller's transaction; who asks at the same time waits.

    Raises:
        HerhalingAnders: the key belongs to another request.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"verzoek:{client_id}:{sleutel}"])
    rij = Verzoek.objects.filter(client__sleutel=client_id, sleutel=sleutel, op__gt=now - HERHALING_DUUR).first()
    if rij is None:
        return None
    if bytes(rij.afdruk) != hashlib.sha256(inhoud).digest():
        raise HerhalingAnders(
            "Met deze Idempotency-Key deed u al een ander verzoek.",
            veld="Idempotency-Key",
            herstel="Neem voor elk nieuw verzoek een nieuwe sleutel.",
        )
    return Bewaard(rij.status, bytes(rij.antwoord), rij.locatie)


def bewaar_antwoord(client_id: str, sleutel: str, antwoord: Bewaard, *, inhoud: bytes, now: datetime) -> None:
    """Keep an answer, in the same transaction as what it tells."""
    Verzoek.objects.filter(client__sleutel=client_id, sleutel=sleutel, op__lte=now - HERHALING_DUUR).delete()
    Verzoek.objects.create(
        client=ApiClient.objects.get(sleutel=client_id),
        sleutel=sleutel,
        afdruk=hashlib.sha256(inhoud).digest(),
        status=antwoord.status,
        antwoord=antwoord.antwoord,
        locatie=antwoord.locatie,
        op=now,
    )


def ruim_op(*, now: datetime) -> Mapping[str, int]:
    """Throw away what has run out: proofs, answers to repeat and buckets that are full again; how many of each."""
    weg: dict[str, Any] = {
        "bewijzen": GebruiktBewijs.objects.filter(tot__lte=now),
        "verzoeken": Verzoek.objects.filter(op__lte=now - HERHALING_DUUR),
        "emmers": Emmer.objects.filter(op__lte=now - HERHALING_DUUR),
    }
    return {naam: rijen.delete()[0] for naam, rijen in weg.items()}


def _wacht(naam: str, tempo: Tempo, *, now: datetime) -> int:
    """Seconds until there is one in the bucket; 0 when there is."""
    rij = Emmer.objects.filter(pk=naam).first()
    if rij is None:
        return 0
    rest = min(tempo.piek, rij.rest + max(0.0, (now - rij.op).total_seconds()) * tempo.per_seconde)
    return 0 if rest >= 1 else max(1, math.ceil((1 - rest) / tempo.per_seconde))


def _ruimte(rest: float, tempo: Tempo) -> Ruimte:
    return Ruimte(int(rest), 0 if rest >= 1 else math.ceil((1 - rest) / tempo.per_seconde))
