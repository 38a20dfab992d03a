"""Asking about letters; the letter itself only through the poort."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count

from inburgering.kennisgeving.errors import BriefOnbekend
from inburgering.kennisgeving.models import Brief, BriefGebeurtenis, BriefInhoud, NietGemaakt
from inburgering.kennisgeving.terms import Soort, Stand
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Kanaal

_ZONDER_BRIEF = """
    SELECT n.* FROM kennisgeving_nietgemaakt n WHERE NOT EXISTS (
        SELECT 1 FROM kennisgeving_brief b WHERE b.persoon_id = n.persoon_id AND b.soort = n.soort
          AND b.vrijgave_id = n.vrijgave_id AND b.vaststelling_id IS NOT DISTINCT FROM n.vaststelling_id)
    ORDER BY n.op, n.id"""


def een(brief_id: UUID) -> Brief:
    """The envelope of one letter.

    Raises:
        BriefOnbekend: there is none with this number.
    """
    gevonden = Brief.objects.filter(pk=brief_id).first()
    if gevonden is None:
        raise BriefOnbekend(veld="brief", herstel="Zoek de persoon opnieuw op.")
    return gevonden


def wachtrij(*, aantal: int | None = None) -> list[Brief]:
    """Letters that wait to be printed, the oldest first; also those that a stop holds."""
    return list(Brief.objects.filter(stand=Stand.KLAAR.value).order_by("gemaakt_op", "id")[:aantal])


def brieven_van(persoon_id: int) -> list[Brief]:
    """Every letter to this person, oldest first."""
    return list(Brief.objects.filter(persoon_id=persoon_id).order_by("dagtekening", "gemaakt_op", "id"))


def brieven(
    *,
    vrijgave_ids: Sequence[int] | None = None,
    persoon_ids: Sequence[int] | None = None,
    soort: Soort | None = None,
    stand: Stand | None = None,
) -> list[Brief]:
    """Letters by vrijgave, person, kind and where they are, oldest first."""
    rijen = Brief.objects.order_by("gemaakt_op", "id")
    if vrijgave_ids is not None:
        rijen = rijen.filter(vrijgave_id__in=list(vrijgave_ids))
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=list(persoon_ids))
    if soort is not None:
        rijen = rijen.filter(soort=soort.value)
    if stand is not None:
        rijen = rijen.filter(stand=stand.value)
    return list(rijen)


def aantallen() -> Counter[tuple[Soort, Stand]]:
    """How many letters of each kind are where."""
    rijen = Brief.objects.values_list("soort", "stand").annotate(n=Count("pk")).order_by()
    return Counter({(Soort(soort), Stand(stand)): n for soort, stand, n in rijen})


def gebeurtenissen(brief_id: UUID) -> list[BriefGebeurtenis]:
    """What happened to a letter, in order."""
    return list(BriefGebeurtenis.objects.filter(brief_id=brief_id).order_by("id"))


def niet_gemaakt() -> list[NietGemaakt]:
    """Letters that could not be made and that a person must look at: those of which no letter was made since."""
    return list(NietGemaakt.objects.raw(_ZONDER_BRIEF))


def pdf(brief_id: UUID) -> bytes:
    """The letter itself, as the poort lets it through.

    Raises:
        BriefOnbekend: there is none with this number.
        StopVanKracht: its vrijgave is stopped.
    """
    brief = een(brief_id)
    stop_queries.doorlaat(brief.vrijgave_id, kanaal=Kanaal.BRIEF)
    inhoud = BriefInhoud.objects.filter(pk=brief_id).values_list("pdf", flat=True).first()
    if inhoud is None:
        raise BriefOnbekend("Deze brief is nu niet te lezen.", veld="brief", herstel="Is er een stop van kracht?")
    return bytes(inhoud)
