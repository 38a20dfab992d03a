"""Letting a cohort go: each day send what is due. Nothing goes twice."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.herstel import commands as herstel_commands
from inburgering.herstel import queries as herstel_queries
from inburgering.herstel.terms import Handeling as Herstelhandeling
from inburgering.hervatting import models, queries, rules
from inburgering.hervatting.commands.handen import PORTIE, Handen, dag_van, oude_signalen
from inburgering.hervatting.commands.openen import hoort_bij, open_cohort, over_cohort, stel_opnieuw_vast
from inburgering.hervatting.terms import Losgelaten, Voorwaarde, Weg
from inburgering.kennisgeving import commands as kennisgeving_commands
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.kennisgeving import terms as kennisgeving_terms
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import terms as signaal_terms
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor, Handeling
from inburgering.vaststelling import queries as vaststelling_queries

_REDEN = "Dit signaal hoort bij een andere gemeente. Gebruik het niet meer."


def laat_los(cohort_id: int, *, door: Actor, tweede: Actor | None, now: datetime) -> Losgelaten:
    """What went today, and what still waits; the first call opens the cohort, each later day sends what is due then.

    Raises:
        VierOgenNodig: no second, different person.
        NogNietZover: the cohort's day has not come.
        VoorwaardeOpen: a condition is not met.
        StopVanKracht: a new stop covers what would go.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.HERVATTEN)
    cohort, handen = queries.cohort(cohort_id), Handen(door, tweede, now)
    vervuld = [Voorwaarde(v.voorwaarde) for v in queries.vervuld(cohort_id)]
    rules.eis_klaar([Voorwaarde(v) for v in cohort.voorwaarden], vervuld, op=cohort.op, vandaag=handen.vandaag)
    opening = models.Opening.objects.filter(cohort=cohort).first() or open_cohort(cohort, handen)
    aan_de_beurt = list(
        models.Lid.objects.filter(cohort=cohort, dag__lte=handen.vandaag)
        .exclude(pk__in=models.Gegaan.objects.values("lid_id"))
        .order_by("dag", "persoon_id")
    )
    gegaan = _verstuur(cohort, opening, aan_de_beurt, handen)
    return _verslag(cohort, gegaan, handen)


# ── Sending what is due ──────────────────────────────────────────────────────────────────────────


def _verstuur(
    cohort: models.Cohort, opening: models.Opening, leden: Sequence[models.Lid], handen: Handen
) -> list[models.Lid]:
    """Who went; each way is its own step, and a step that was done is recorded, so a second call does not repeat it."""
    klaar = _die_nog_mogen(cohort, opening, leden, handen)
    if not klaar:
        return []
    per_weg: dict[Weg, list[models.Lid]] = {weg: [] for weg in Weg}
    for lid in klaar:
        per_weg[Weg(lid.weg)].append(lid)
    brieven = _schrijf(cohort, opening, [lid.persoon_id for lid in klaar], handen)
    with transaction.atomic():
        _leid_om(cohort, opening, per_weg[Weg.OMGELEID], brieven=brieven, handen=handen)
        _stuur_nieuw(cohort, opening, [*per_weg[Weg.NIEUW], *per_weg[Weg.BRIEF]], brieven=brieven, handen=handen)
    _herstel(cohort, per_weg[Weg.HERSTELD], brieven=brieven, handen=handen)
    return klaar


def _die_nog_mogen(
    cohort: models.Cohort, opening: models.Opening, leden: Sequence[models.Lid], handen: Handen
) -> list[models.Lid]:
    """Determine anew who gets something new on a later day than the opening; whose outcome changed stays behind."""
    nieuw = {lid.persoon_id for lid in leden if lid.weg in {Weg.NIEUW, Weg.BRIEF}}
    if nieuw and handen.vandaag != opening.op.astimezone(queries.HIER).date():
        stel_opnieuw_vast(_niet_beslist(sorted(nieuw)), regelversie=opening.regelversie, handen=handen)
    mag = {u.persoon_id for u in vaststelling_queries.uitkomsten(sorted(nieuw)) if hoort_bij(cohort, u)}
    return [lid for lid in leden if lid.persoon_id not in nieuw or lid.persoon_id in mag]


def _niet_beslist(persoon_ids: Sequence[int]) -> list[int]:
    return [u.persoon_id for u in vaststelling_queries.uitkomsten(persoon_ids) if not u.met_de_hand]


def _herstel(
    cohort: models.Cohort, leden: Sequence[models.Lid], *, brieven: Mapping[int, UUID], handen: Handen
) -> None:
    """Make the old signalen readable again; nothing is sent."""
    if not leden:
        return
    oud = oude_signalen([lid.persoon_id for lid in leden])
    incident_id = cohort.plan.incident_id
    herstel_commands.maak_leesbaar(
        incident_id,
        [s.pk for s in oud.values()],
        soort="signaal-hersteld",
        over=over_cohort(cohort, "signaal-hersteld"),
        door=handen.door,
        tweede=handen.tweede,
        now=handen.now,
    )
    with transaction.atomic():
        regels = [(p, s.pk, s.gemeente) for p, s in oud.items()]
        herstel_commands.leg_afhandeling_vast(incident_id, Herstelhandeling.HERSTELD, regels, now=handen.now)
        _leg_vast(leden, {p: s.pk for p, s in oud.items()}, brieven, handen)


def _leid_om(
    cohort: models.Cohort,
    opening: models.Opening,
    leden: Sequence[models.Lid],
    *,
    brieven: Mapping[int, UUID],
    handen: Handen,
) -> None:
    """Withdraw at the old gemeente and give to the right one."""
    if not leden:
        return
    personen = [lid.persoon_id for lid in leden]
    oud = oude_signalen(personen)
    inhoud = _inhouden({p: oud[p].soort for p in personen}, cohort.plan.incident_id, handen)
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(personen)}
    omleidingen = [
        signaal_terms.Omleiding(
            signaal_id=oud[lid.persoon_id].pk,
            naar=lid.gemeente,
            inhoud=inhoud[lid.persoon_id],
            deadline=lid.deadline,
            vaststelling_id=uitkomsten[lid.persoon_id].pk,
        )
        for lid in leden
    ]
    gedaan = signaal_commands.leid_om(
        omleidingen, reden=_REDEN, vrijgave_id=opening.vrijgave_signaal, door=handen.door, now=handen.now
    )
    nieuw = {lid.persoon_id: uit.nieuw for lid, uit in zip(leden, gedaan, strict=True)}
    regels = [(lid.persoon_id, oud[lid.persoon_id].pk, lid.gemeente) for lid in leden]
    herstel_commands.leg_afhandeling_vast(cohort.plan.incident_id, Herstelhandeling.OMGELEID, regels, now=handen.now)
    _leg_vast(leden, nieuw, brieven, handen)


def _stuur_nieuw(
    cohort: models.Cohort,
    opening: models.Opening,
    leden: Sequence[models.Lid],
    *,
    brieven: Mapping[int, UUID],
    handen: Handen,
) -> None:
    """A signaal for the gemeente, when the act has a task for it."""
    if not leden:
        return
    personen = [lid.persoon_id for lid in leden]
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(personen)}
    geraakt = {g.persoon_id for g in herstel_queries.geraakten(cohort.plan.incident_id, persoon_ids=personen)}
    nieuw = [lid for lid in leden if lid.weg == Weg.NIEUW]
    signalen = _geef_vrij(nieuw, uitkomsten, opening=opening, geraakt=geraakt, handen=handen)
    regels = [(p, s, uitkomsten[p].college or "") for p, s in signalen.items() if p in geraakt]
    herstel_commands.leg_afhandeling_vast(cohort.plan.incident_id, Herstelhandeling.NAGELEVERD, regels, now=handen.now)
    _leg_vast(leden, signalen, brieven, handen)


def _schrijf(
    cohort: models.Cohort, opening: models.Opening, personen: Sequence[int], handen: Handen
) -> dict[int, UUID]:
    """The kennisgevingen for who never got one, made and queued; printing makes them a feit."""
    geraakt = herstel_queries.geraakten(cohort.plan.incident_id, persoon_ids=personen)
    met_brief = {g.persoon_id for g in geraakt if g.had_brief}
    zonder = [u for u in vaststelling_queries.uitkomsten(personen) if u.persoon_id not in met_brief]
    if not zonder:
        return {}
    opdrachten = [
        kennisgeving_terms.Opdracht(
            persoon_id=u.persoon_id,
            soort=kennisgeving_terms.Soort.KENNISGEVING,
            gegevens={"gemeente": u.college} if u.college else {},
            vaststelling_id=u.pk,
        )
        for u in zonder
    ]
    kennisgeving_commands.schrijf(
        opdrachten, vrijgave_id=opening.vrijgave_brief, dagtekening=handen.vandaag, door=handen.door, now=handen.now
    )
    gemaakt = kennisgeving_queries.brieven(
        vrijgave_ids=[opening.vrijgave_brief], persoon_ids=[u.persoon_id for u in zonder]
    )
    return {b.persoon_id: b.pk for b in gemaakt}


def _geef_vrij(
    leden: Sequence[models.Lid],
    uitkomsten: dict[int, Any],
    *,
    opening: models.Opening,
    geraakt: Collection[int],
    handen: Handen,
) -> dict[int, UUID]:
    """New signalen, with terms computed for today; who was told before is supplied late, with that mark."""
    soorten = {
        p: herstel_queries.soort_signaal(uitkomsten[p].categorie or "") for p in (lid.persoon_id for lid in leden)
    }
    inhoud = _inhouden(soorten, opening.cohort.plan.incident_id, handen)
    gemaakt: dict[int, UUID] = {}
    for na, geef in ((True, signaal_commands.lever_na), (False, signaal_commands.geef_vrij)):
        groep = [lid for lid in leden if (lid.persoon_id in geraakt) is na]
        opdrachten = [
            signaal_terms.Opdracht(
                persoon_id=lid.persoon_id,
                gemeente=uitkomsten[lid.persoon_id].college or lid.gemeente,
                soort=soorten[lid.persoon_id],
                inhoud=inhoud[lid.persoon_id],
                deadline=dag_van(uitkomsten[lid.persoon_id].termijnen.get("pipUiterlijk")),
                vaststelling_id=uitkomsten[lid.persoon_id].pk,
            )
            for lid in groep
        ]
        ids = geef(opdrachten, vrijgave_id=opening.vrijgave_signaal, door=handen.door, now=handen.now) if groep else []
        gemaakt |= {lid.persoon_id: i for lid, i in zip(groep, ids, strict=True)}
    return gemaakt


def _inhouden(soorten: Mapping[int, str], incident_id: UUID, handen: Handen) -> dict[int, dict[str, str]]:
    """The inhoud for each person, with the day of the letter: the old one where there was one, else today."""
    eerder = herstel_queries.briefdagen(incident_id)
    op = {p: eerder.get(p, handen.vandaag) for p in soorten}
    return herstel_queries.inhouden(soorten, kennisgeving_op=op, moment=handen.now)


def _leg_vast(
    leden: Sequence[models.Lid], signalen: Mapping[int, UUID], brieven: Mapping[int, UUID], handen: Handen
) -> None:
    models.Gegaan.objects.bulk_create(
        [
            models.Gegaan(
                lid=lid,
                op=handen.now,
                signaal_id=signalen.get(lid.persoon_id),
                brief_id=brieven.get(lid.persoon_id),
                deadline=lid.deadline,
                te_laat=lid.deadline is not None and lid.deadline < handen.vandaag,
            )
            for lid in leden
        ],
        batch_size=PORTIE,
    )


def _verslag(cohort: models.Cohort, gegaan: Sequence[models.Lid], handen: Handen) -> Losgelaten:
    tel = Counter(lid.weg for lid in gegaan)
    rest = models.Lid.objects.filter(cohort=cohort).exclude(pk__in=models.Gegaan.objects.values("lid_id"))
    later = rest.filter(dag__gt=handen.vandaag).order_by("dag").values_list("dag", flat=True)
    return Losgelaten(
        cohort=cohort.naam,
        hersteld=tel[Weg.HERSTELD],
        omgeleid=tel[Weg.OMGELEID],
        nieuw=tel[Weg.NIEUW],
        brieven=models.Gegaan.objects.filter(lid__in=[lid.pk for lid in gegaan], brief_id__isnull=False).count(),
        rest=rest.count(),
        volgende_dag=later.first(),
    )
