"""What can be asked about leveringen to CBS."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count

from inburgering.statistiek import models, rules
from inburgering.statistiek.errors import LeveringOnbekend
from inburgering.statistiek.terms import Bestand, ErratumRegel, LeveringRij, Opnamestand, Plaats, Soort, Stand, Telling
from inburgering.stop.errors import StopVanKracht


def een(levering_id: UUID) -> LeveringRij:
    """One levering with its state and totals.

    Raises:
        LeveringOnbekend: there is none with that id.
    """
    rij = _zoek(levering_id)
    return _rijen([rij])[0]


def alle() -> list[LeveringRij]:
    """Every levering, oldest first."""
    return _rijen(models.Levering.objects.order_by("samengesteld_op", "id"))


def tellingen(levering_id: UUID) -> list[Telling]:
    """Per cell how many are in the levering and how many are held back."""
    tel: dict[Plaats, Counter[str]] = {}
    rijen = models.Opname.objects.filter(levering_id=levering_id).exclude(stand=Opnamestand.VERVALLEN)
    for rij in rijen.values("gemeente", "categorie", "wet", "stand").annotate(aantal=Count("id")):
        plaats = Plaats(rij["gemeente"], rij["categorie"], rij["wet"])
        tel.setdefault(plaats, Counter())[rij["stand"]] += rij["aantal"]
    return [
        Telling(plaats, opgenomen=t[Opnamestand.OPGENOMEN], aangehouden=t[Opnamestand.AANGEHOUDEN])
        for plaats, t in sorted(tel.items(), key=lambda p: (p[0].gemeente, p[0].categorie, p[0].wet))
    ]


def errata(levering_id: UUID) -> list[ErratumRegel]:
    """Which cells changed against the levering that this one replaces; empty when it replaces none."""
    levering = _zoek(levering_id)
    if levering.vervangt_id is None:
        return []
    return rules.errata(_cellen(levering.vervangt_id), _cellen(levering_id))


def bestand(levering_id: UUID) -> Bestand:
    """The file as CBS receives it.

    Raises:
        LeveringOnbekend: there is none with that id.
        StopVanKracht: the lines are not readable now.
    """
    levering = _zoek(levering_id)
    regels = list(
        models.Regel.objects.filter(levering_id=levering_id).order_by("nummer").values_list("velden", flat=True)
    )
    verwacht = models.Opname.objects.filter(levering_id=levering_id).exclude(stand=Opnamestand.AANGEHOUDEN).count()
    if len(regels) != verwacht:
        raise StopVanKracht(
            "De regels van deze levering zijn niet leesbaar.",
            veld="levering",
            herstel="Wacht tot de stop is opgeheven.",
        )
    aangehouden = {t.plaats.gemeente: 0 for t in tellingen(levering_id)}
    for telling in tellingen(levering_id):
        aangehouden[telling.plaats.gemeente] += telling.aangehouden
    return rules.maak_bestand(
        regels,
        periode=levering.periode,
        soort=levering.soort,
        kenmerk=str(levering.pk),
        aangehouden={g: n for g, n in aangehouden.items() if n},
        vervangt=str(levering.vervangt_id or ""),
        erratum=errata(levering_id),
    )


def aantallen() -> dict[str, int]:
    """How many leveringen were ever held, delivered and replaced, and how many persons are held in the newest ones."""
    per_soort = dict(
        models.Gebeurtenis.objects.values_list("soort")
        .annotate(n=Count("levering", distinct=True))
        .values_list("soort", "n")
    )
    vervangen = set(models.Levering.objects.exclude(vervangt=None).values_list("vervangt_id", flat=True))
    nu = models.Opname.objects.filter(stand=Opnamestand.AANGEHOUDEN).exclude(levering_id__in=vervangen)
    return {
        "aangehouden": per_soort.get(Stand.AANGEHOUDEN, 0),
        "geleverd": per_soort.get(Stand.GELEVERD, 0),
        "vervangen": len(vervangen),
        "personenAangehouden": nu.values("persoon_id").distinct().count(),
    }


def stand(levering_id: UUID) -> Stand | None:
    """What last happened to a levering."""
    laatste = models.Gebeurtenis.objects.filter(levering_id=levering_id).order_by("-id").first()
    return Stand(laatste.soort) if laatste else None


def _zoek(levering_id: UUID) -> models.Levering:
    rij = models.Levering.objects.filter(pk=levering_id).first()
    if rij is None:
        raise LeveringOnbekend(veld="levering", herstel="Kies een levering uit de lijst.")
    return rij


def _cellen(levering_id: UUID) -> dict[Plaats, int]:
    return {t.plaats: t.opgenomen for t in tellingen(levering_id) if t.opgenomen}


def _rijen(leveringen: Iterable[models.Levering]) -> list[LeveringRij]:
    """Leveringen with their history and totals, in three queries."""
    leveringen = list(leveringen)
    ids = [levering.pk for levering in leveringen]
    historie: dict[UUID, list[models.Gebeurtenis]] = {i: [] for i in ids}
    for gebeurtenis in models.Gebeurtenis.objects.filter(levering_id__in=ids).order_by("id"):
        historie[gebeurtenis.levering_id].append(gebeurtenis)
    tel = {
        (rij["levering_id"], rij["stand"]): rij["n"]
        for rij in models.Opname.objects.filter(levering_id__in=ids)
        .values("levering_id", "stand")
        .annotate(n=Count("id"))
    }
    return [_rij(levering, historie[levering.pk], tel) for levering in leveringen]


def _rij(
    levering: models.Levering, historie: list[models.Gebeurtenis], tel: dict[tuple[UUID, str], int]
) -> LeveringRij:
    laatste = historie[-1]
    return LeveringRij(
        id=levering.pk,
        periode=levering.periode,
        soort=Soort(levering.soort),
        vrijgave_id=levering.vrijgave_id,
        vervangt=levering.vervangt_id,
        samengesteld_op=levering.samengesteld_op,
        stand=Stand(laatste.soort),
        stand_op=laatste.op,
        opgenomen=tel.get((levering.pk, Opnamestand.OPGENOMEN), 0),
        aangehouden=tel.get((levering.pk, Opnamestand.AANGEHOUDEN), 0),
        reden=str(laatste.bijzonderheden.get("reden", "")),
        historie=tuple((Stand(g.soort), g.op) for g in historie),
    )
