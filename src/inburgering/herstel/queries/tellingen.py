"""The counts of the account, each from the database: what was weighed, told, corrected and undone."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from inburgering.herstel import models, rules
from inburgering.herstel.queries import kern
from inburgering.herstel.terms import Handeling, Uitkomst
from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import StopId
from inburgering.signaal import queries as signaal_queries
from inburgering.stop import queries as stop_queries

_HIER = ZoneInfo("Europe/Amsterdam")


def herstel(incident_id: UUID) -> dict[str, int]:
    """How many persons were looked at and how they came out, decisions by hand included."""
    geraakten = kern.geraakten(incident_id)
    tel = Counter(g.uitkomst for g in geraakten)
    return {
        "onderzocht": len(geraakten),
        "terecht": tel[Uitkomst.TERECHT],
        "tenOnrechte": tel[Uitkomst.TEN_ONRECHTE],
        "onbekend": tel[Uitkomst.ONBEKEND],
        "doorMensBeslist": sum(g.door_mens for g in geraakten),
    }


def brieven(incident_id: UUID) -> dict[str, int]:
    """How many letters of each kind were made for touched persons."""
    tel = _afgehandeld(incident_id)
    return {
        "uitleg": tel[Handeling.UITLEG],
        "correctie": tel[Handeling.CORRECTIEBRIEF],
        "keuze": tel[Handeling.KEUZEBRIEF],
    }


def correctie(incident_id: UUID) -> dict[str, int]:
    """How many signalen were withdrawn, redirected and supplied late, and how many correcties a gemeente confirmed."""
    tel = _afgehandeld(incident_id)
    return {
        "ingetrokken": tel[Handeling.INGETROKKEN],
        "omgeleid": tel[Handeling.OMGELEID],
        "nageleverd": tel[Handeling.NAGELEVERD],
        "bevestigd": _bevestigd(incident_id),
        "naarRechtsopvolger": naar_rechtsopvolger(incident_id),
    }


def bewaard(incident_id: UUID) -> dict[str, int]:
    """How many signalen were frozen on purpose, and how many became readable again."""
    tel = _afgehandeld(incident_id)
    return {"bevroren": tel[Handeling.BEVROREN], "hersteld": tel[Handeling.HERSTELD]}


def _bevestigd(incident_id: UUID) -> int:
    """How many withdrawals and redirections of touched persons were confirmed."""
    personen = [g.persoon_id for g in kern.geraakten(incident_id)]
    return sum(
        s.correctiesoort in {"intrekking", "omleiding"} and s.status in {"bevestigd", "afgehandeld"}
        for s in signaal_queries.van_personen(personen)
    )


def naar_rechtsopvolger(incident_id: UUID) -> int:
    """How many corrections went to the rechtsopvolger, because the gemeente that got the signaal is gone."""
    rijen = models.Afhandeling.objects.filter(
        incident_id=incident_id, soort__in=[Handeling.INGETROKKEN, Handeling.OMGELEID], signaal_id__isnull=False
    )
    dag = {r.signaal_id: r.op.astimezone(_HIER).date() for r in rijen}
    personen = {r.persoon_id for r in rijen}
    eerst = {s.pk: s.gemeente for s in signaal_queries.van_personen(sorted(personen))}
    return sum(gemeenten.rechtsopvolger(eerst[s], d) != eerst[s] for s, d in dag.items() if s)


def bevestigingen(incident_id: UUID) -> dict[str, int]:
    """How many gemeenten were asked to stop, and how many read and confirmed it; only those that hold data."""
    rij = kern.incident(incident_id)
    if rij.stop_id is None:
        return {"gevraagd": 0, "gelezen": 0, "bevestigd": 0}
    antwoorden = stop_queries.bevestigingen(StopId(rij.stop_id))
    return {
        "gevraagd": len(antwoorden),
        "gelezen": sum(b.gelezen_op is not None for b in antwoorden),
        "bevestigd": sum(b.bevestigd_op is not None for b in antwoorden),
    }


def keuzes(incident_id: UUID) -> dict[str, int]:
    """How many may choose, and which act is applied to how many; the rest may still choose."""
    toegepast = Counter(kern.toegepast(incident_id).values())
    aangeboden = models.Keuze.objects.filter(incident_id=incident_id).count()
    return {
        "aangeboden": aangeboden,
        "wi2013": toegepast["Wi2013"],
        "wi2021": toegepast["Wi2021"],
        "open": aangeboden - sum(toegepast.values()),
    }


def ongedaan(incident_id: UUID) -> list[tuple[models.Ongedaan, models.OngedaanKlaar | None]]:
    """What must be undone, per gemeente and person, with what came of it."""
    taken = list(models.Ongedaan.objects.filter(incident_id=incident_id).order_by("gemeente", "persoon_id", "soort"))
    klaar = {k.taak_id: k for k in models.OngedaanKlaar.objects.filter(taak__incident_id=incident_id)}
    return [(taak, klaar.get(taak.pk)) for taak in taken]


def telverschil(incident_id: UUID) -> dict[tuple[str, str], tuple[int, int]]:
    """Per gemeente and categorie how many counted under Wi2021 by what was told, and how many by what is right."""
    onderzoek = kern.eis_onderzoek(incident_id)
    oud_college = _oud_college(onderzoek)
    was: defaultdict[tuple[str, str], int] = defaultdict(int)
    wordt: defaultdict[tuple[str, str], int] = defaultdict(int)
    for g in kern.geraakten(incident_id):
        if g.wet_oud == "Wi2021":
            was[oud_college.get(g.persoon_id, (g.college, g.categorie))] += 1
        if g.wet_statutair == "Wi2021":
            wordt[(g.college, g.categorie)] += 1
    return {k: (was[k], wordt[k]) for k in sorted(set(was) | set(wordt)) if was[k] != wordt[k]}


def geldeffect(incident_id: UUID, centen_per_persoon: Mapping[str, int]) -> dict[str, int | None]:
    """Per gemeente the money effect in cents by the amounts given; None where an amount is missing."""
    return rules.geldeffect(telverschil(incident_id), centen_per_persoon)


def wet_van(incident_id: UUID) -> dict[int, tuple[str, str]]:
    """Per touched person the act that the law gives and the act that is applied, side by side."""
    toegepast = kern.toegepast(incident_id)
    return {
        g.persoon_id: (g.wet_statutair, rules.wet_toegepast(g.wet_statutair, toegepast.get(g.persoon_id)))
        for g in kern.geraakten(incident_id)
    }


def _oud_college(onderzoek: models.Onderzoek) -> dict[int, tuple[str, str]]:
    """Where each person counted by what was told: the gemeente that got the signaal, in the categorie of now."""
    categorie = dict(models.Geraakt.objects.filter(onderzoek=onderzoek).values_list("persoon_id", "categorie"))
    rijen = models.Ontvanger.objects.filter(onderzoek=onderzoek, signaal_id__isnull=False, is_doorgifte=False)
    return {p: (o, categorie.get(p, "")) for p, o in rijen.order_by("-id").values_list("persoon_id", "ontvanger")}


def _afgehandeld(incident_id: UUID) -> Counter[str]:
    return Counter(models.Afhandeling.objects.filter(incident_id=incident_id).values_list("soort", flat=True))
