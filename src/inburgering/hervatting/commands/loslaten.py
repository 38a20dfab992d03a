"""Letting a cohort go: determine by the right rule, spread, and each day send what is due. Nothing goes twice."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.feit import queries as feit_queries
from inburgering.herstel import commands as herstel_commands
from inburgering.herstel import queries as herstel_queries
from inburgering.herstel import rules as herstel_rules
from inburgering.herstel.terms import GeraaktRij, Uitkomst
from inburgering.herstel.terms import Handeling as Herstelhandeling
from inburgering.hervatting import models, queries, rules
from inburgering.hervatting.terms import Kandidaat, Losgelaten, Voorwaarde, Weg
from inburgering.kennisgeving import commands as kennisgeving_commands
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.kennisgeving import terms as kennisgeving_terms
from inburgering.organisatie import gemeenten
from inburgering.recht import termijnen
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal import terms as signaal_terms
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling
from inburgering.vaststelling import commands as vaststelling_commands
from inburgering.vaststelling import queries as vaststelling_queries

_REDEN = "Dit signaal hoort bij een andere gemeente. Gebruik het niet meer."
_PORTIE = 2000
_WEG_STATUS = frozenset({"ingetrokken", "omgeleid"})


@dataclass(frozen=True, slots=True)
class _Handen:
    """Under whose hands, and when."""

    door: Actor
    tweede: Actor | None
    now: datetime

    @property
    def vandaag(self) -> date:
        """The day in the Netherlands."""
        return self.now.astimezone(queries.HIER).date()


def laat_los(cohort_id: int, *, door: Actor, tweede: Actor | None, now: datetime) -> Losgelaten:
    """What went today, and what still waits; the first call opens the cohort, each later day sends what is due then.

    Raises:
        VierOgenNodig: no second, different person.
        NogNietZover: the cohort's day has not come.
        VoorwaardeOpen: a condition is not met.
        StopVanKracht: a new stop covers what would go.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.HERVATTEN)
    cohort, handen = queries.cohort(cohort_id), _Handen(door, tweede, now)
    vervuld = [Voorwaarde(v.voorwaarde) for v in queries.vervuld(cohort_id)]
    rules.eis_klaar([Voorwaarde(v) for v in cohort.voorwaarden], vervuld, op=cohort.op, vandaag=handen.vandaag)
    opening = models.Opening.objects.filter(cohort=cohort).first() or _open(cohort, handen)
    aan_de_beurt = list(
        models.Lid.objects.filter(cohort=cohort, dag__lte=handen.vandaag)
        .exclude(pk__in=models.Gegaan.objects.values("lid_id"))
        .order_by("dag", "persoon_id")
    )
    _verstuur(cohort, opening, aan_de_beurt, handen)
    return _verslag(cohort, aan_de_beurt)


# ── Opening: who, by which way, on which day ─────────────────────────────────────────────────────


def _open(cohort: models.Cohort, handen: _Handen) -> models.Opening:
    """Make the vrijgaven of the cohort, determine everybody anew, and give each a day."""
    incident = herstel_queries.incident(cohort.plan.incident_id)
    run = f"{incident.code} {cohort.plan.versie}{cohort.code} {cohort.naam}"[:80]
    vrijgaven = [
        herstel_commands.open_vrijgave(
            incident.pk, soort, door=handen.door, tweede=handen.tweede, now=handen.now, run=run
        )
        for soort in ("signaal", "kennisgeving")
    ]
    with transaction.atomic():
        opening = models.Opening.objects.create(
            cohort=cohort,
            op=handen.now,
            regelversie=incident.regelversie_nieuw,
            vrijgave_signaal=vrijgaven[0],
            vrijgave_brief=vrijgaven[1],
        )
        leden = _leden(cohort, incident.regelversie_nieuw, handen)
        models.Lid.objects.bulk_create(leden, batch_size=_PORTIE)
        tekst = (
            f"Cohort {cohort.naam} losgelaten: {len(leden)} personen, per gemeente hoogstens {cohort.per_dag} per dag."
        )
        herstel_commands.noteer(
            incident.pk, "hervatting.losgelaten", tekst, door=handen.door, tweede=handen.tweede, now=handen.now
        )
    return opening


def _leden(cohort: models.Cohort, regelversie: str, handen: _Handen) -> list[models.Lid]:
    """Everybody of the cohort with a way and a day; who is in another cohort already is not taken again."""
    incident_id = cohort.plan.incident_id
    bezet = set(models.Lid.objects.filter(incident_id=incident_id).values_list("persoon_id", flat=True))
    geraakt = {g.persoon_id: g for g in herstel_queries.geraakten(incident_id)}
    wachtend = [p for p in _wachtend(cohort, geraakt) if p not in bezet]
    _stel_opnieuw_vast(
        [p for p in wachtend if p not in geraakt or not geraakt[p].door_mens], regelversie=regelversie, handen=handen
    )
    uitkomsten = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(wachtend) if _hoort_bij(cohort, u, handen)}
    wegen = _wegen(cohort, uitkomsten, geraakt=geraakt, dag=handen.vandaag)
    kandidaten = [
        Kandidaat(p, uitkomsten[p].college or "", _dag(uitkomsten[p].termijnen.get("pipUiterlijk"))) for p in wegen
    ]
    vrij = _feestdagen(handen.vandaag)
    plekken = rules.spreid(
        kandidaten, vanaf=handen.vandaag, per_dag=cohort.per_dag, werkdag=lambda dag: rules.is_werkdag(dag, vrij)
    )
    deadline = {k.persoon_id: k.deadline for k in kandidaten}
    return [
        models.Lid(
            cohort=cohort,
            incident_id=incident_id,
            persoon_id=plek.persoon_id,
            gemeente=plek.gemeente,
            dag=plek.dag,
            weg=wegen[plek.persoon_id],
            deadline=deadline[plek.persoon_id],
        )
        for plek in plekken
    ]


def _wachtend(cohort: models.Cohort, geraakt: dict[int, GeraaktRij]) -> list[int]:
    """Who may go: rightly told before, or never told at all."""
    alle = [int(p) for p in cohort.persoon_ids or feit_queries.personen()]
    terecht = {p for p, g in geraakt.items() if g.uitkomst is Uitkomst.TERECHT}
    nieuw = [p for p in alle if p not in geraakt]
    verteld = {
        b.persoon_id for b in kennisgeving_queries.brieven(persoon_ids=nieuw, stand=kennisgeving_terms.Stand.GEDRUKT)
    }
    verteld |= {s.persoon_id for s in signaal_queries.van_personen(nieuw)}
    return [p for p in alle if p in terecht or (p not in geraakt and p not in verteld)]


def _stel_opnieuw_vast(persoon_ids: Sequence[int], *, regelversie: str, handen: _Handen) -> None:
    """Determine by the right rule, with today as the day of a letter for who has had none."""
    if not persoon_ids:
        return
    vaststelling_commands.stel_vast(
        persoon_ids,
        regelversie=regelversie,
        peildatum=handen.vandaag,
        door=SYSTEEM,
        now=handen.now,
        voorgenomen=_voorgenomen(persoon_ids, handen),
    )


def _voorgenomen(persoon_ids: Sequence[int], handen: _Handen) -> dict[int, date]:
    feiten = feit_queries.feiten(persoon_ids, moment=handen.now)
    return {p: handen.vandaag for p in persoon_ids if not feiten[p].get("kennisgevingen")}


def _hoort_bij(cohort: models.Cohort, u: Any, handen: _Handen) -> bool:
    """Tell whether an outcome belongs in the cohort: act, categorie, a duty that holds, a gemeente to send to."""
    if u.oordeel != "plichtig" or u.wet != cohort.wet or (u.einde and u.einde <= handen.vandaag):
        return False
    if cohort.categorieen and u.categorie not in cohort.categorieen:
        return False
    return bool(u.college) or cohort.wet != "Wi2021"


def _wegen(
    cohort: models.Cohort, uitkomsten: dict[int, Any], *, geraakt: dict[int, GeraaktRij], dag: date
) -> dict[int, Weg]:
    """Per person the way to go on."""
    if cohort.wet != "Wi2021":
        return {p: Weg.BRIEF for p in uitkomsten if p not in geraakt}
    oud = _oude_signalen(list(uitkomsten))
    wegen = {}
    for p, u in uitkomsten.items():
        signaal = oud.get(p)
        if signaal is None:
            wegen[p] = Weg.NIEUW
            continue
        stap = herstel_rules.maatregel(
            Uitkomst.TERECHT,
            in_keuzegroep=False,
            categorie=u.categorie or "",
            gemeente=signaal.gemeente if gemeenten.bestaat(signaal.gemeente, dag) else "",
            college=u.college or "",
        )
        gekozen = rules.weg(stap)
        assert gekozen is not None, "who was rightly told is restored or redirected"
        wegen[p] = gekozen
    return wegen


def _oude_signalen(persoon_ids: Sequence[int]) -> dict[int, Any]:
    """Per person the living signaal that was sent before."""
    return {
        s.persoon_id: s
        for s in signaal_queries.van_personen(persoon_ids)
        if not s.correctiesoort and s.status not in _WEG_STATUS
    }


# ── Sending what is due ──────────────────────────────────────────────────────────────────────────


def _verstuur(cohort: models.Cohort, opening: models.Opening, leden: Sequence[models.Lid], handen: _Handen) -> None:
    """Each way in its own step; a step that was done is recorded, so a second call does not repeat it."""
    if not leden:
        return
    per_weg: dict[Weg, list[models.Lid]] = {weg: [] for weg in Weg}
    for lid in leden:
        per_weg[Weg(lid.weg)].append(lid)
    if handen.vandaag != opening.op.astimezone(queries.HIER).date():
        opnieuw = [lid.persoon_id for weg in (Weg.NIEUW, Weg.BRIEF) for lid in per_weg[weg]]
        _stel_opnieuw_vast(_niet_beslist(opnieuw), regelversie=opening.regelversie, handen=handen)
    brieven = _schrijf(cohort, opening, [lid.persoon_id for lid in leden], handen)
    with transaction.atomic():
        _leid_om(cohort, opening, per_weg[Weg.OMGELEID], brieven=brieven, handen=handen)
        _stuur_nieuw(cohort, opening, [*per_weg[Weg.NIEUW], *per_weg[Weg.BRIEF]], brieven=brieven, handen=handen)
    _herstel(cohort, per_weg[Weg.HERSTELD], brieven=brieven, handen=handen)


def _niet_beslist(persoon_ids: Sequence[int]) -> list[int]:
    return [u.persoon_id for u in vaststelling_queries.uitkomsten(persoon_ids) if not u.met_de_hand]


def _herstel(
    cohort: models.Cohort, leden: Sequence[models.Lid], *, brieven: Mapping[int, UUID], handen: _Handen
) -> None:
    """Make the old signalen readable again; nothing is sent."""
    if not leden:
        return
    oud = _oude_signalen([lid.persoon_id for lid in leden])
    incident_id = cohort.plan.incident_id
    herstel_commands.maak_leesbaar(
        incident_id,
        [s.pk for s in oud.values()],
        soort="signaal-hersteld",
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
    handen: _Handen,
) -> None:
    """Withdraw at the old gemeente and give to the right one."""
    if not leden:
        return
    personen = [lid.persoon_id for lid in leden]
    oud = _oude_signalen(personen)
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
    handen: _Handen,
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
    cohort: models.Cohort, opening: models.Opening, personen: Sequence[int], handen: _Handen
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
    handen: _Handen,
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
                deadline=_dag(uitkomsten[lid.persoon_id].termijnen.get("pipUiterlijk")),
                vaststelling_id=uitkomsten[lid.persoon_id].pk,
            )
            for lid in groep
        ]
        ids = geef(opdrachten, vrijgave_id=opening.vrijgave_signaal, door=handen.door, now=handen.now) if groep else []
        gemaakt |= {lid.persoon_id: i for lid, i in zip(groep, ids, strict=True)}
    return gemaakt


def _inhouden(soorten: Mapping[int, str], incident_id: UUID, handen: _Handen) -> dict[int, dict[str, str]]:
    """The inhoud for each person, with the day of the letter: the old one where there was one, else today."""
    eerder = herstel_queries.briefdagen(incident_id)
    op = {p: eerder.get(p, handen.vandaag) for p in soorten}
    return herstel_queries.inhouden(soorten, kennisgeving_op=op, moment=handen.now)


def _leg_vast(
    leden: Sequence[models.Lid], signalen: Mapping[int, UUID], brieven: Mapping[int, UUID], handen: _Handen
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
        batch_size=_PORTIE,
    )


def _verslag(cohort: models.Cohort, gegaan: Sequence[models.Lid]) -> Losgelaten:
    tel = Counter(lid.weg for lid in gegaan)
    rest = models.Lid.objects.filter(cohort=cohort).exclude(pk__in=models.Gegaan.objects.values("lid_id"))
    return Losgelaten(
        cohort=cohort.naam,
        hersteld=tel[Weg.HERSTELD],
        omgeleid=tel[Weg.OMGELEID],
        nieuw=tel[Weg.NIEUW],
        brieven=models.Gegaan.objects.filter(lid__in=[lid.pk for lid in gegaan], brief_id__isnull=False).count(),
        rest=rest.count(),
        volgende_dag=rest.order_by("dag").values_list("dag", flat=True).first(),
    )


def _feestdagen(vandaag: date) -> frozenset[date]:
    """Public holidays of this year and the next."""
    jaren = {vandaag.year, (vandaag + timedelta(days=365)).year}
    return frozenset(dag for jaar in jaren for dag in termijnen.feestdagen(jaar))


def _dag(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None
