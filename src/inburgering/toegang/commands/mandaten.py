"""One gemeente works for another: from a day, and until the day on which it ends."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from inburgering.primitives.ids import Gemeentecode
from inburgering.toegang import rules
from inburgering.toegang.commands.noteren import noteer
from inburgering.toegang.errors import MandaatOnbekend, MandaatOngeldig
from inburgering.toegang.models import Mandaat
from inburgering.toegang.terms import Actor


def geef_mandaat(
    gemeente: Gemeentecode, uitvoerder: Gemeentecode, *, vanaf: date, tot: date | None, door: Actor, now: datetime
) -> int:
    """Record that one gemeente does the work of another from `vanaf` until `tot`; its number.

    Raises:
        MandaatOngeldig: of itself, without a day in it, or on days for which there is one.
    """
    rules.eis_mandaat(gemeente, uitvoerder, vanaf=vanaf, tot=tot)
    try:
        with transaction.atomic():
            rij = Mandaat.objects.create(
                gemeente=gemeente, uitvoerder=uitvoerder, vanaf=vanaf, tot=tot, vastgelegd_op=now
            )
            noteer("mandaat.gegeven", f"mandaat:{rij.pk}", now=now, door=door, gemeente=gemeente, uitvoerder=uitvoerder)
    except IntegrityError as fout:
        raise MandaatOngeldig(
            f"Gemeente {uitvoerder} heeft voor (een deel van) deze dagen al een mandaat van {gemeente}.",
            veld="vanaf",
            herstel="Beëindig eerst dat mandaat: inburgering beheer mandaat-einde.",
        ) from fout
    return int(rij.pk)


@transaction.atomic
def beeindig_mandaat(
    gemeente: Gemeentecode, uitvoerder: Gemeentecode, *, tot: date, door: Actor, now: datetime
) -> list[int]:
    """End every mandate that would hold on the day `tot` or later; that day no longer counts. Their numbers.

    The past stays as it was: a mandate ends today at the earliest, and it never becomes longer. One that has not begun
    yet ends on its first day, and so never held.

    Raises:
        MandaatOnbekend: there is none to end.
        MandaatOngeldig: the day has passed.
    """
    if tot < now.date():
        raise MandaatOngeldig(
            "Deze dag is voorbij. Wat er toen is gedaan, blijft gedaan.", veld="tot", herstel="Kies vandaag of later."
        )
    paar = Mandaat.objects.select_for_update().filter(gemeente=gemeente, uitvoerder=uitvoerder).order_by("pk")
    rijen = [r for r in paar if r.tot is None or r.tot > max(tot, r.vanaf)]
    if not rijen:
        raise MandaatOnbekend(
            f"Gemeente {uitvoerder} heeft na deze dag geen mandaat van {gemeente}.",
            veld="mandaat",
            herstel="Kijk welke er zijn: inburgering beheer mandaten.",
        )
    for rij in rijen:
        einde, was = max(tot, rij.vanaf), f"{rij.tot}" if rij.tot else None
        Mandaat.objects.filter(pk=rij.pk).update(tot=einde)
        noteer("mandaat.beeindigd", f"mandaat:{rij.pk}", now=now, door=door, tot=f"{einde}", was=was)
    return [int(rij.pk) for rij in rijen]
