"""What can be done with berichten: place one. Nothing is ever changed or taken back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from inburgering.bericht import models, queries, rules
from inburgering.bericht.errors import BerichtOnbekend
from inburgering.bericht.terms import IEDEREEN, BerichtRij
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling

_SLOT = 20220126  # one placer at a time, so that numbers run on without a gap


@transaction.atomic
def plaats(  # noqa: PLR0913 - a bericht has three texts, a next moment, readers and an author
    weten: str | Iterable[str],
    niet_weten: str | Iterable[str],
    moet_doen: str | Iterable[str],
    *,
    volgende_op: datetime,
    door: Actor,
    now: datetime,
    titel: str = "Stand van zaken",
    voor: Sequence[str] = IEDEREEN,
    incident: str = "",
    verbetert: int | None = None,
) -> BerichtRij:
    """The bericht as placed; with `verbetert` it is a new version of that nummer.

    Raises:
        GeenBevoegdheid: the role may not.
        BerichtOnvolledig: a part is empty, or the next moment is not ahead.
        BerichtOnbekend: `verbetert` names no bericht.
    """
    toegang_rules.eis(door, Handeling.BERICHT_PLAATSEN)
    delen = {"weten": rules.zinnen(weten), "niet_weten": rules.zinnen(niet_weten), "moet_doen": rules.zinnen(moet_doen)}
    rules.eis_compleet(delen["weten"], delen["moet_doen"], volgende_op=volgende_op, now=now)
    nummer, versie = _volgend_nummer(verbetert)
    models.Bericht.objects.create(
        nummer=nummer,
        versie=versie,
        titel=titel,
        voor=[str(v) for v in voor],
        geplaatst_op=now,
        volgende_op=volgende_op,
        door=door.naam,
        incident=incident,
        **{naam: list(regels) for naam, regels in delen.items()},
    )
    return queries.versies(nummer)[-1]


def _volgend_nummer(verbetert: int | None) -> tuple[int, int]:
    """The next free nummer with version 1, or the next version of `verbetert`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLOT])
    if verbetert is None:
        hoogste = models.Bericht.objects.aggregate(hoogste=Max("nummer"))["hoogste"] or 0
        return hoogste + 1, 1
    hoogste = models.Bericht.objects.filter(nummer=verbetert).aggregate(hoogste=Max("versie"))["hoogste"]
    if not hoogste:
        raise BerichtOnbekend(
            f"Bericht {verbetert} bestaat niet.", veld="verbetert", herstel="Noem een geplaatst nummer."
        )
    return verbetert, hoogste + 1
