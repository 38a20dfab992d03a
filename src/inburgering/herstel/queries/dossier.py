"""What the ledger says about the datalek, the draft for the AP, and the clock."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from inburgering.herstel import models, rules
from inburgering.herstel.queries import kern
from inburgering.herstel.terms import ApKlok, Ernst, Handeling, LekFeiten, Uitkomst
from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import StopId
from inburgering.recht import termijnen
from inburgering.signaal import queries as signaal_queries
from inburgering.stop import queries as stop_queries
from inburgering.verstrekking import queries as verstrekking_queries


class _Rij(NamedTuple):
    """One verstrekking of the incident, from the ledger or from what an onderzoek kept of it."""

    persoon_id: int
    ontvanger: str
    gegevens: tuple[str, ...]
    op: datetime
    signaal_id: UUID | None = None
    is_doorgifte: bool = False


def lek_feiten(incident_id: UUID) -> LekFeiten:
    """Everything the draft for the AP needs, counted now; before an onderzoek the number of persons is a range."""
    rij = kern.incident(incident_id)
    rijen = _verstrekt(incident_id)
    laagste, hoogste = _betrokkenen(incident_id, rijen)
    stop = stop_queries.stop(StopId(rij.stop_id)) if rij.stop_id else None
    bevestigd = [b for b in stop_queries.bevestigingen(StopId(rij.stop_id)) if b.bevestigd_op] if rij.stop_id else []
    afgehandeld = Counter(models.Afhandeling.objects.filter(incident_id=incident_id).values_list("soort", flat=True))
    ontvangers = {r.ontvanger for r in rijen if not r.is_doorgifte}
    return LekFeiten(
        code=rij.code,
        titel=rij.titel,
        begonnen_op=min((r.op.date() for r in rijen), default=None),
        geeindigd_op=stop.op if stop else None,
        bewust_op=rij.bewust_op,
        ontdekt_door=rij.ontdekt_door or "Bij controle van de regelversie.",
        betrokkenen_min=laagste,
        betrokkenen_max=hoogste,
        regels=sum(not r.is_doorgifte for r in rijen),
        categorieen=tuple(sorted({g for r in rijen for g in r.gegevens})),
        groepen=_groepen(incident_id),
        ontvangers=len(ontvangers),
        ontvangers_geopend=len(_geopend(rijen)),
        doorgiften=sum(r.is_doorgifte for r in rijen),
        bevestigd=len({b.gemeente for b in bevestigd} & ontvangers),
        brieven=afgehandeld[Handeling.UITLEG],
        gecorrigeerd=afgehandeld[Handeling.INGETROKKEN],
    )


def ernst(incident_id: UUID) -> Ernst:
    """The severity by ENISA's method, from the same facts."""
    feiten = lek_feiten(incident_id)
    rijen = _verstrekt(incident_id)
    onbekend = any(r.is_doorgifte and not _is_gemeente(r.ontvanger) for r in rijen)
    gebruikt = _in_besluit(rijen)
    return rules.ernst(
        feiten.categorieen,
        personen=feiten.betrokkenen_max,
        ei="aanzienlijk" if gebruikt else "beperkt",
        geopend=feiten.ontvangers_geopend,
        onbekende_ontvangers=onbekend,
        mogelijk_gebruikt=feiten.ontvangers_geopend > 0,
    )


def klok(incident_id: UUID, now: datetime) -> ApKlok:
    """The clock of AVG art. 33 lid 1 at `now`, or as it stood at the first submission."""
    rij = kern.incident(incident_id)
    strikt, ruim = termijnen.ap_72_uur(rij.bewust_op)
    eerste = models.Indiening.objects.filter(incident_id=incident_id).order_by("op").first()
    return rules.ap_klok(rij.bewust_op, strikt=strikt, ruim=ruim, ingediend_op=eerste.op if eerste else None, now=now)


def ap_dossier(incident_id: UUID) -> models.ApDossier | None:
    """The newest draft."""
    return models.ApDossier.objects.filter(incident_id=incident_id).order_by("-versie").first()


def ap_tekst(incident_id: UUID, *, versie: int) -> dict[str, Any]:
    """One version as text per chapter, ready to copy into the form or to print."""
    dossier = models.ApDossier.objects.get(incident_id=incident_id, versie=versie)
    hoofdstukken: dict[str, list[dict[str, Any]]] = {}
    for a in dossier.antwoorden:
        hoofdstukken.setdefault(a["hoofdstuk"], []).append(
            {"nr": a["nr"], "onderwerp": a["onderwerp"], "antwoord": a["antwoord"], "doorMens": a["door_mens"]}
        )
    ingevuld = sum(bool(a["antwoord"]) for a in dossier.antwoorden)
    return {
        "fase": dossier.fase,
        "versie": dossier.versie,
        "opgesteldOp": dossier.opgesteld_op.isoformat(),
        "ingevuld": round(100 * ingevuld / len(dossier.antwoorden)),
        "ernst": dossier.ernst,
        "hoofdstukken": [{"titel": titel, "vragen": vragen} for titel, vragen in hoofdstukken.items()],
    }


def indieningen(incident_id: UUID) -> list[models.Indiening]:
    """What was submitted to the AP, oldest first."""
    return list(models.Indiening.objects.filter(incident_id=incident_id).order_by("op"))


def register() -> list[dict[str, Any]]:
    """The register of AVG art. 33 lid 5: every datalek with its facts, consequences and measures."""
    return [
        {
            "code": rij.code,
            "titel": rij.titel,
            "bewustOp": rij.bewust_op,
            "ernst": dossier.ernst["niveau"] if (dossier := ap_dossier(rij.pk)) else "",
            "indieningen": [(i.fase, i.op, i.kenmerk_ap) for i in indieningen(rij.pk)],
            "betrokkenen": dossier.feiten["betrokkenen_max"] if dossier else None,
            "gemeld": bool(indieningen(rij.pk)),
        }
        for rij in kern.incidenten()
    ]


# ── Counting ─────────────────────────────────────────────────────────────────────────────────────


def _verstrekt(incident_id: UUID) -> list[_Rij]:
    """What others than the persons received: from the newest onderzoek, or else straight from the ledger."""
    if kern.laatste_onderzoek(incident_id):
        return [
            _Rij(h.persoon_id, h.ontvanger, tuple(h.gegevens), h.op, h.signaal_id, h.is_doorgifte)
            for h in kern.houders(incident_id)
        ]
    geboekt = verstrekking_queries.van_vrijgaven(kern.vrijgaven(incident_id))
    doorgiften = verstrekking_queries.doorgiften([v.pk for v in geboekt])
    return [
        *(
            _Rij(v.persoon_id, v.ontvanger, tuple(v.gegevens), v.op, v.signaal_id)
            for v in geboekt
            if v.ontvanger != "persoon"
        ),
        *(_Rij(d.persoon_id, d.ontvanger, tuple(d.gegevens), d.op, is_doorgifte=True) for d in doorgiften),
    ]


def _betrokkenen(incident_id: UUID, rijen: Iterable[_Rij]) -> tuple[int, int]:
    """At least and at most how many persons had data shared without ground."""
    gedeeld = {r.persoon_id for r in rijen}
    geraakt = kern.geraakten(incident_id)
    if not geraakt:
        return 0, len(gedeeld)
    fout = sum(g.persoon_id in gedeeld for g in geraakt if g.uitkomst is Uitkomst.TEN_ONRECHTE)
    open_ = sum(g.persoon_id in gedeeld for g in geraakt if g.uitkomst is Uitkomst.ONBEKEND)
    return fout, fout + open_


def _groepen(incident_id: UUID) -> tuple[tuple[str, int], ...]:
    """How the wrongly told are divided."""
    tel = Counter(
        g.categorie or "zonder plicht" for g in kern.geraakten(incident_id) if g.uitkomst is Uitkomst.TEN_ONRECHTE
    )
    return tuple(sorted(tel.items()))


def _geopend(rijen: Iterable[_Rij]) -> set[str]:
    """Which gemeenten opened at least one signaal: after the delivery itself, every reading is a row too."""
    keer = Counter((r.signaal_id, r.ontvanger) for r in rijen if r.signaal_id)
    return {ontvanger for (_, ontvanger), aantal in keer.items() if aantal > 1}


def _in_besluit(rijen: Iterable[_Rij]) -> bool:
    """Tell whether a gemeente declared that it decided something on the ground of a signaal."""
    signalen = list({r.signaal_id for r in rijen if r.signaal_id})
    return any(v.antwoord == "gebruikt-in-besluit" for v in signaal_queries.verklaringen(signalen).values())


def _is_gemeente(ontvanger: str) -> bool:
    try:
        gemeenten.naam(ontvanger)
    except gemeenten.OnbekendeGemeente:
        return False
    return True
