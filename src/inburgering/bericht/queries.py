"""What can be asked about berichten."""

from datetime import datetime

from inburgering.bericht import models, rules
from inburgering.bericht.terms import BerichtRij


def actueel(now: datetime) -> BerichtRij | None:
    """The bericht that counts at `now`: the newest one, in its newest version."""
    return next(iter(alle(now)), None)


def alle(now: datetime | None = None) -> list[BerichtRij]:
    """Every bericht in its newest version (as placed up to `now`, if given), newest first."""
    rijen = models.Bericht.objects.all()
    if now is not None:
        rijen = rijen.filter(geplaatst_op__lte=now)
    return rules.nieuwste_versies(_rij(r) for r in rijen)


def versies(nummer: int) -> list[BerichtRij]:
    """Every version of one bericht, oldest first."""
    return [_rij(r) for r in models.Bericht.objects.filter(nummer=nummer).order_by("versie")]


def _rij(rij: models.Bericht) -> BerichtRij:
    return BerichtRij(
        nummer=rij.nummer,
        versie=rij.versie,
        titel=rij.titel,
        weten=tuple(rij.weten),
        niet_weten=tuple(rij.niet_weten),
        moet_doen=tuple(rij.moet_doen),
        voor=tuple(rij.voor),
        geplaatst_op=rij.geplaatst_op,
        volgende_op=rij.volgende_op,
        door=rij.door,
        incident=rij.incident,
    )
