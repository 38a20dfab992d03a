"""Abonnementen and the outbox of webhooks."""

from collections.abc import Sequence

from django.db import connection

from inburgering.signaal.models import Abonnement, Bezorging
from inburgering.signaal.terms import Stand


def abonnementen(gemeenten: Sequence[str] | None = None) -> list[Abonnement]:
    """Living abonnementen, of these gemeenten or of all."""
    rijen = Abonnement.objects.filter(beeindigd_op__isnull=True).order_by("gemeente", "id")
    return list(rijen if gemeenten is None else rijen.filter(gemeente__in=list(gemeenten)))


def bezorgingen(stand: Stand | None = None, *, gemeente: str | None = None) -> list[Bezorging]:
    """Rows of the outbox, oldest first; of one stand or gemeente when given."""
    rijen = Bezorging.objects.order_by("aangemaakt_op", "id")
    rijen = rijen.filter(stand=stand) if stand else rijen
    return list(rijen.filter(gemeente=gemeente) if gemeente is not None else rijen)


def in_de_wacht() -> dict[str, int]:
    """How many rows of the outbox there are, per stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stand, count(*) FROM signaal_bezorging GROUP BY stand")
        return dict(cursor.fetchall())


def dubbel_bezorgd() -> int:
    """How many times too often something was delivered: two good attempts for one event, or two living signalen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM signaal_poging"
            "        WHERE uitkomst = 'bezorgd' GROUP BY bezorging_id HAVING count(*) > 1) x)"
            "     + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM signaal_signaal"
            "        WHERE vaststelling_id IS NOT NULL AND status NOT IN ('ingetrokken', 'omgeleid')"
            "        GROUP BY vaststelling_id, soort, gemeente HAVING count(*) > 1) y)"
        )
        (aantal,) = cursor.fetchone()
    return int(aantal)
