"""The file for the AP: a draft from the ledger, and the record that a person submitted it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.herstel import models, queries, rules
from inburgering.herstel.commands.incident import noteer
from inburgering.herstel.errors import DossierOntbreekt, DossierOnvolledig
from inburgering.herstel.terms import Fase
from inburgering.recht import termijnen
from inburgering.recht.verstrekkingsregels import ONBEKENDE
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling
from inburgering.verstrekking import rules as verstrekking_rules
from inburgering.verstrekking.terms import Partij

_GEGEVENS = ("datalek",)


@transaction.atomic
def stel_ap_dossier_op(incident_id: UUID, *, now: datetime, door: Actor = SYSTEEM) -> int:
    """The version of a new draft, made from what the ledger says at this moment; earlier versions stay.

    Source: AVG art. 33 lid 3 and 4.
    """
    feiten = queries.lek_feiten(incident_id)
    ernst = queries.ernst(incident_id)
    al = models.Indiening.objects.filter(incident_id=incident_id).exists()
    fase = Fase.VERVOLG if al else Fase.VOORLOPIG
    antwoorden = rules.stel_antwoorden_op(feiten, ernst, fase)
    vorige = models.ApDossier.objects.filter(incident_id=incident_id).order_by("-versie").first()
    rij = models.ApDossier.objects.create(
        incident_id=incident_id,
        versie=vorige.versie + 1 if vorige else 1,
        fase=fase,
        opgesteld_op=now,
        feiten=_als_json(asdict(feiten)),
        antwoorden=[asdict(a) for a in antwoorden],
        ernst=_als_json(asdict(ernst)),
    )
    deel = round(100 * rules.ingevuld_deel(antwoorden))
    noteer(incident_id, "dossier.opgesteld", f"Concept {rij.versie} voor de AP: {deel}% ingevuld.", door=door, now=now)
    return rij.versie


@transaction.atomic
def meld_voorlopig(
    incident_id: UUID, *, door: Actor, tweede: Actor | None, now: datetime, kenmerk_ap: str = ""
) -> dict[str, Any]:
    """The text as it was submitted, and the record that these two people submitted it through the web form of the AP.

    The product sends nothing: the AP takes a datalek only through its own form. A second call is a follow-up.

    Raises:
        VierOgenNodig: no second, different person.
        DossierOntbreekt: there is no new draft to submit.
        DossierOnvolledig: the draft lacks what the product itself should have filled.
        VerstrekkingNietToegestaan: the law does not let this go to the AP.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.AP_MELDEN)
    assert tweede is not None, "four eyes were asked for"
    incident = queries.incident(incident_id)
    dossier = models.ApDossier.objects.filter(incident_id=incident_id).order_by("-versie").first()
    if dossier is None or models.Indiening.objects.filter(dossier=dossier).exists():
        raise DossierOntbreekt(veld="dossier", herstel="Stel eerst een nieuw concept op.")
    leeg = [a["nr"] for a in dossier.antwoorden if not a["antwoord"] and not a["door_mens"]]
    if leeg:
        raise DossierOnvolledig(f"Zonder antwoord: {', '.join(leeg)}.", veld="dossier", herstel="Vul dit eerst aan.")
    naar_ap = verstrekking_rules.toetsen(Partij.DUO, Partij.AP, _GEGEVENS, betrokkene=ONBEKENDE, datum=now.date())
    grondslag = verstrekking_rules.eis(naar_ap)
    strikt, ruim = termijnen.ap_72_uur(incident.bewust_op)
    models.Indiening.objects.create(
        dossier=dossier,
        incident=incident,
        fase=dossier.fase,
        op=now,
        door=door.id,
        tweede=tweede.id,
        kenmerk_ap=kenmerk_ap,
        strikt_uiterlijk=strikt,
        ruim_uiterlijk=ruim,
    )
    op_tijd = "binnen 72 uur" if now <= strikt else "later dan 72 uur"
    noteer(
        incident_id,
        "datalek.ingediend",
        f"Bij de AP ingediend ({dossier.fase}), {op_tijd}. Grondslag: {grondslag}.",
        door=door,
        tweede=tweede,
        now=now,
    )
    return queries.ap_tekst(incident_id, versie=dossier.versie)


def _als_json(waarden: dict[str, Any]) -> dict[str, Any]:
    """Dates as ISO text."""
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in waarden.items()}
