"""Abonnementen, how their addresses do, and the outbox of webhooks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.primitives.ids import Gemeentecode
from inburgering.signaal.errors import AbonnementOnbekend
from inburgering.signaal.models import Bezorging, Waarschuwing
from inburgering.signaal.rules.bestemming import DREMPEL
from inburgering.signaal.terms import BestemmingRij, Bezorgstand, DodeRij, Gebeurtenissoort, Stand

_ABONNEMENTEN = """SELECT a.id, a.gemeente, a.sink, a.soorten, a.contact, a.aangemaakt_op, a.gevalideerd_op,
        a.beeindigd_op, a.reden_einde, a.vorig_tot, t.reeks, t.open_tot, t.mislukt_sinds, t.gelukt_op, t.laatste_status,
        a.per_minuut, (SELECT count(*) FROM signaal_bezorging b WHERE b.abonnement_id = a.id AND b.stand = 'wacht')
      + (SELECT count(*) FROM signaal_bezorging b WHERE b.abonnement_id = a.id AND b.stand = 'bezig'),
        (SELECT count(*) FROM signaal_bezorging b WHERE b.abonnement_id = a.id AND b.stand = 'dood')
    FROM signaal_abonnement a JOIN signaal_bestemming t ON t.abonnement_id = a.id
    WHERE (%(gemeenten)s::text[] IS NULL OR a.gemeente = ANY (%(gemeenten)s::text[]))
      AND (%(id)s::uuid IS NULL OR a.id = %(id)s) AND (%(ook_beeindigd)s OR a.beeindigd_op IS NULL)
    ORDER BY a.gemeente, a.aangemaakt_op, a.id"""
_DOOD = """SELECT b.id, b.abonnement_id, b.gemeente, b.soort,
        coalesce((SELECT s.corrigeert_id FROM signaal_signaal s WHERE s.id = b.signaal_id), b.signaal_id, b.stop_id),
        (SELECT s.volgnummer FROM signaal_signaal s WHERE s.id = b.signaal_id), b.aangemaakt_op, b.pogingen, p.op,
        p.http_status
    FROM signaal_bezorging b
    LEFT JOIN LATERAL (SELECT op, http_status FROM signaal_poging WHERE bezorging_id = b.id ORDER BY id DESC LIMIT 1) p
        ON true
    WHERE b.stand = 'dood' AND (%(gemeenten)s::text[] IS NULL OR b.gemeente = ANY (%(gemeenten)s::text[]))
      AND (%(abonnement)s::uuid IS NULL OR b.abonnement_id = %(abonnement)s)
    ORDER BY b.abonnement_id, b.aangemaakt_op, b.id LIMIT %(aantal)s"""


def abonnementen(gemeente: str | Sequence[str] | None = None, *, ook_beeindigd: bool = False) -> list[BestemmingRij]:
    """Abonnementen with how their addresses do: of one gemeente, of several, or of all; living ones unless asked."""
    return _abonnementen(gemeente, abonnement_id=None, ook_beeindigd=ook_beeindigd)


def abonnement(abonnement_id: UUID, *, gemeente: str | Sequence[str] | None = None) -> BestemmingRij:
    """One abonnement, also when it has ended; with `gemeente`, only when it is of that one or one of those.

    Raises:
        AbonnementOnbekend: it does not exist, or not for this gemeente.
    """
    rijen = _abonnementen(gemeente, abonnement_id=abonnement_id, ook_beeindigd=True)
    if not rijen:
        raise AbonnementOnbekend(veld="abonnementId", herstel="Kies een abonnement uit de lijst.")
    return rijen[0]


def dode_bezorgingen(
    gemeente: str | Sequence[str] | None = None, *, abonnement_id: UUID | None = None, maximaal: int = 100
) -> list[DodeRij]:
    """Events that were given up and wait for somebody to say "again", oldest first per abonnement."""
    waarden = {"gemeenten": _lijst(gemeente), "abonnement": abonnement_id, "aantal": maximaal}
    with connection.cursor() as cursor:
        cursor.execute(_DOOD, waarden)
        return [
            DodeRij(r[0], r[1], Gemeentecode(r[2]), Gebeurtenissoort(r[3]), str(r[4]), *r[5:])
            for r in cursor.fetchall()
        ]


def bezorgingen(stand: Stand | None = None, *, gemeente: str | None = None) -> list[Bezorging]:
    """Rows of the outbox, oldest first; of one stand or gemeente when given."""
    rijen = Bezorging.objects.order_by("aangemaakt_op", "id")
    rijen = rijen.filter(stand=stand) if stand else rijen
    return list(rijen.filter(gemeente=gemeente) if gemeente is not None else rijen)


def waarschuwingen(abonnement_id: UUID | None = None) -> list[Waarschuwing]:
    """Mails about deliveries that failed for good, oldest first: sent, and still to send."""
    rijen = Waarschuwing.objects.order_by("aangemaakt_op", "id")
    return list(rijen.filter(abonnement_id=abonnement_id) if abonnement_id else rijen)


def in_de_wacht() -> dict[str, int]:
    """How many rows of the outbox there are, per stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stand, count(*) FROM signaal_bezorging GROUP BY stand")
        return dict(cursor.fetchall())


def dubbel_bezorgd() -> int:
    """How many times too often something was delivered: two good attempts for one event, or two living signalen.

    What a person asked to send again is another turn of the same event, and does not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM signaal_poging"
            "        WHERE uitkomst = 'bezorgd' GROUP BY bezorging_id, beurt HAVING count(*) > 1) x)"
            "     + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM signaal_signaal"
            "        WHERE vaststelling_id IS NOT NULL AND status NOT IN ('ingetrokken', 'omgeleid')"
            "        GROUP BY vaststelling_id, soort, gemeente HAVING count(*) > 1) y)"
        )
        (aantal,) = cursor.fetchone()
    return int(aantal)


def _abonnementen(
    gemeente: str | Sequence[str] | None, *, abonnement_id: UUID | None, ook_beeindigd: bool
) -> list[BestemmingRij]:
    waarden = {"gemeenten": _lijst(gemeente), "id": abonnement_id, "ook_beeindigd": ook_beeindigd}
    with connection.cursor() as cursor:
        cursor.execute(_ABONNEMENTEN, waarden)
        return [_rij(r) for r in cursor.fetchall()]


def _lijst(gemeente: str | Sequence[str] | None) -> list[str] | None:
    return gemeente if gemeente is None else [gemeente] if isinstance(gemeente, str) else list(gemeente)


def _rij(r: tuple[Any, ...]) -> BestemmingRij:
    return BestemmingRij(
        id=r[0],
        gemeente=Gemeentecode(r[1]),
        sink=r[2],
        soorten=tuple(r[3]),
        contact=r[4],
        aangemaakt_op=r[5],
        gevalideerd_op=r[6],
        beeindigd_op=r[7],
        reden_einde=r[8],
        twee_geheimen_tot=r[9],
        stand=_stand(r[6], r[7], reeks=r[10]),
        open_tot=r[11],
        mislukt_sinds=r[12],
        gelukt_op=r[13],
        laatste_status=r[14],
        per_minuut=r[15],
        wachtend=r[16],
        dood=r[17],
    )


def _stand(gevalideerd_op: object, beeindigd_op: object, *, reeks: int) -> Bezorgstand:
    if beeindigd_op is not None:
        return Bezorgstand.BEEINDIGD
    if gevalideerd_op is None:
        return Bezorgstand.WACHT_OP_VALIDATIE
    return Bezorgstand.ONDERBROKEN if reeks >= DREMPEL else Bezorgstand.HAPERT if reeks else Bezorgstand.WERKT
