"""Correcting: withdraw what was wrong, freeze what may be chosen, and list what must be undone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from inburgering.feit import queries as feit_queries
from inburgering.herstel import models, queries, rules
from inburgering.herstel.commands.brieven import schrijf_correctiebrieven
from inburgering.herstel.commands.incident import noteer, open_vrijgave
from inburgering.herstel.terms import GeraaktRij, Handeling, Inzet, Maatregel, Uitkomst
from inburgering.kennisgeving import commands as kennisgeving_commands
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.organisatie import gemeenten
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor
from inburgering.toegang.terms import Handeling as Toegang
from inburgering.verstrekking import commands as verstrekking_commands
from inburgering.verstrekking import queries as verstrekking_queries

REDEN = "Deze persoon valt niet onder de Wet inburgering 2021. Gebruik dit signaal niet meer."
_PORTIE = 2000


@dataclass(frozen=True, slots=True)
class Gecorrigeerd:
    """What one call corrected."""

    ingetrokken: int
    bevroren: int
    naar_rechtsopvolger: int
    brieven: int
    ongedaan: int


def corrigeer(
    incident_id: UUID,
    *,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
    categorieen: Sequence[str] | None = None,
    persoon_ids: Iterable[int] | None = None,
) -> Gecorrigeerd:
    """Correct everybody who was wrongly told and was not corrected yet, or only these categories or persons.

    Each signaal is withdrawn by a correctie that refers to it and goes to the rechtsopvolger of its gemeente of today;
    signalen of asylum persons who may choose are frozen instead. Each person gets a letter. Safe to call again.

    Raises:
        OnderzoekOntbreekt: nobody knows yet who was touched.
        VierOgenNodig: a stop covers the correcties and there is no second person.
    """
    toegang_rules.eis(door, Toegang.INCIDENT_LEIDEN)
    queries.eis_onderzoek(incident_id)
    doel = _doel(incident_id, categorieen=categorieen, persoon_ids=persoon_ids)
    per_maatregel = _verdeel(incident_id, doel, dag=now.date())
    brieven = schrijf_correctiebrieven(incident_id, doel, door=door, tweede=tweede, now=now)
    intrekken = per_maatregel.get(Maatregel.INTREKKEN, [])
    opgevolgd = trek_in(incident_id, intrekken, reden=REDEN, door=door, tweede=tweede, now=now)
    with transaction.atomic():
        bevroren = _bevries(incident_id, per_maatregel.get(Maatregel.BEVRIEZEN, []), now=now)
        _sluit_zonder_signaal(incident_id, now=now)
        _laat_brieven_vervallen(incident_id, doel, door=door, now=now)
        ongedaan = _leg_ongedaan_vast(incident_id, doel, now=now)
        uit = Gecorrigeerd(len(intrekken), bevroren, opgevolgd, len(brieven), ongedaan)
        tekst = f"{uit.ingetrokken} signalen ingetrokken, {uit.bevroren} bevroren, {uit.brieven} brieven gemaakt."
        noteer(incident_id, "correctie.gedaan", tekst, door=door, tweede=tweede, now=now)
    return uit


def trek_in(
    incident_id: UUID,
    signalen: Sequence[tuple[int, UUID, str]],
    *,
    reden: str,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> int:
    """Withdraw these signalen (person, signaal, gemeente), also onward; how many went to a rechtsopvolger."""
    if not signalen:
        return 0
    over = queries.over_signalen(incident_id, [persoon_id for persoon_id, _, _ in signalen])
    vrijgave = open_vrijgave(incident_id, "correctie", over=over, door=door, tweede=tweede, now=now)
    with transaction.atomic():
        ids = [signaal_id for _, signaal_id, _ in signalen]
        correcties = signaal_commands.trek_in(ids, reden=reden, vrijgave_id=vrijgave, door=door, now=now)
        adres = {c.corrigeert_id: c.gemeente for c in _correcties([p for p, _, _ in signalen])}
        models.Afhandeling.objects.bulk_create(
            [
                models.Afhandeling(
                    incident_id=incident_id,
                    persoon_id=persoon_id,
                    soort=Handeling.INGETROKKEN,
                    op=now,
                    signaal_id=signaal_id,
                    correctie_id=correctie,
                    gemeente=adres.get(signaal_id, gemeente),
                )
                for (persoon_id, signaal_id, gemeente), correctie in zip(signalen, correcties, strict=True)
            ],
            batch_size=_PORTIE,
        )
        _roep_doorgiften_terug(incident_id, [p for p, _, _ in signalen], reden=reden, door=door, now=now)
    return sum(adres.get(signaal_id, gemeente) != gemeente for _, signaal_id, gemeente in signalen)


@transaction.atomic
def leg_afhandeling_vast(
    incident_id: UUID, soort: Handeling, regels: Sequence[tuple[int, UUID | None, str]], *, now: datetime
) -> None:
    """Record for each (person, signaal, gemeente) that this was done; what was recorded before stays as it was."""
    models.Afhandeling.objects.bulk_create(
        [
            models.Afhandeling(
                incident_id=incident_id,
                persoon_id=persoon_id,
                soort=soort,
                op=now,
                signaal_id=signaal_id,
                gemeente=gemeente,
            )
            for persoon_id, signaal_id, gemeente in regels
        ],
        batch_size=_PORTIE,
        ignore_conflicts=True,
    )


@transaction.atomic
def rond_ongedaan_af(taak_id: int, *, uitslag: str, door: Actor, now: datetime) -> None:
    """Record that something was undone, or proved not to exist."""
    toegang_rules.eis(door, Toegang.INCIDENT_INZIEN)
    models.OngedaanKlaar.objects.create(taak_id=taak_id, uitslag=uitslag, door=door.id, op=now)


# ── Choosing who and what ────────────────────────────────────────────────────────────────────────


def _doel(
    incident_id: UUID, *, categorieen: Sequence[str] | None, persoon_ids: Iterable[int] | None
) -> list[GeraaktRij]:
    """Who was wrongly told, within what was asked."""
    rijen = queries.geraakten(incident_id, persoon_ids=persoon_ids)
    return [
        g
        for g in rijen
        if g.uitkomst is Uitkomst.TEN_ONRECHTE
        and (categorieen is None or (g.categorie or "geen-plicht") in categorieen)
    ]


def _verdeel(
    incident_id: UUID, doel: Sequence[GeraaktRij], *, dag: date
) -> dict[Maatregel, list[tuple[int, UUID, str]]]:
    """What must happen with each living signaal of these persons under the incident's vrijgaven."""
    wie = {g.persoon_id: g for g in doel}
    onder = set(queries.vrijgaven(incident_id))
    verdeeld: dict[Maatregel, list[tuple[int, UUID, str]]] = {}
    for s in signaal_queries.van_personen(list(wie)):
        if s.vrijgave_id not in onder or s.correctiesoort or s.status in {"ingetrokken", "omgeleid"}:
            continue
        g = wie[s.persoon_id]
        stap = rules.maatregel(
            g.uitkomst,
            in_keuzegroep=g.in_keuzegroep,
            categorie=g.categorie,
            gemeente=gemeenten.rechtsopvolger(s.gemeente, dag),
            college=g.college,
        )
        verdeeld.setdefault(stap, []).append((s.persoon_id, s.pk, s.gemeente))
    return verdeeld


def _correcties(persoon_ids: Sequence[int]) -> list[Any]:
    return [s for s in signaal_queries.van_personen(persoon_ids) if s.corrigeert_id]


# ── Recording ────────────────────────────────────────────────────────────────────────────────────


def _bevries(incident_id: UUID, signalen: Sequence[tuple[int, UUID, str]], *, now: datetime) -> int:
    """They stay under the stop; that this is on purpose is recorded."""
    leg_afhandeling_vast(incident_id, Handeling.BEVROREN, signalen, now=now)
    return len(signalen)


def _sluit_zonder_signaal(incident_id: UUID, *, now: datetime) -> None:
    """Whoever never had a signaal and has no duty under Wi2021, or no gemeente yet, waits for nothing more."""
    wat = queries.gedaan(incident_id)
    regels = [
        (g.persoon_id, None, "")
        for g in queries.geraakten(incident_id)
        if g.uitkomst is not Uitkomst.ONBEKEND
        and not g.had_signaal
        and (g.wet_statutair != "Wi2021" or not g.college)
        and Handeling.GEEN_SIGNAAL not in wat.get(g.persoon_id, frozenset())
    ]
    leg_afhandeling_vast(incident_id, Handeling.GEEN_SIGNAAL, regels, now=now)


def _laat_brieven_vervallen(incident_id: UUID, doel: Sequence[GeraaktRij], *, door: Actor, now: datetime) -> None:
    """Wrong letters that still wait in the queue never go."""
    onder, wie = set(queries.vrijgaven(incident_id)), {g.persoon_id for g in doel}
    ids = [b.pk for b in kennisgeving_queries.wachtrij() if b.vrijgave_id in onder and b.persoon_id in wie]
    if ids:
        kennisgeving_commands.laat_vervallen(ids, reden="De vaststelling in deze brief was fout.", door=door, now=now)


def _roep_doorgiften_terug(
    incident_id: UUID, persoon_ids: Sequence[int], *, reden: str, door: Actor, now: datetime
) -> None:
    """Carry the withdrawal on to whoever received from a gemeente."""
    houders = {h.verstrekking_id for h in queries.houders(incident_id, persoon_ids)}
    for doorgifte in verstrekking_queries.doorgiften(sorted(houders)) if houders else []:
        verstrekking_commands.trek_doorgifte_terug(doorgifte.pk, reden=reden, door=door, now=now)


def _leg_ongedaan_vast(incident_id: UUID, doel: Sequence[GeraaktRij], *, now: datetime) -> int:
    """Put on the list what must be undone; asked once per person and kind."""
    inzetten = _inzetten(doel, now=now)
    taken = [
        models.Ongedaan(
            incident_id=incident_id,
            persoon_id=g.persoon_id,
            soort=t.soort,
            wie=t.wie,
            gemeente=g.college,
            wat=t.wat,
            op=now,
        )
        for g in doel
        for t in rules.ongedaan(g.uitkomst, g.aard, inzetten[g.persoon_id])
    ]
    models.Ongedaan.objects.bulk_create(taken, batch_size=_PORTIE, ignore_conflicts=True)
    return len(taken)


def _inzetten(doel: Sequence[GeraaktRij], *, now: datetime) -> Mapping[int, Inzet]:
    """What was done on the ground of the wrong outcome, as far as facts and verklaringen say."""
    personen = [g.persoon_id for g in doel]
    feiten = feit_queries.feiten(personen, moment=now) if personen else {}
    signalen = [s for s in signaal_queries.van_personen(personen) if not s.correctiesoort]
    verklaard = signaal_queries.verklaringen([s.pk for s in signalen])
    antwoorden: dict[int, set[str]] = {}
    for s in signalen:
        if s.pk in verklaard:
            antwoorden.setdefault(s.persoon_id, set()).add(str(verklaard[s.pk].antwoord))
    return {
        g.persoon_id: Inzet(
            ontving_signaal=g.had_signaal,
            pip_dagtekening=_pip(feiten.get(g.persoon_id, {})),
            verklaringen=frozenset(antwoorden.get(g.persoon_id, ())),
        )
        for g in doel
    }


def _pip(feiten: Mapping[str, object]) -> date | None:
    pip = feiten.get("pip")
    dag = pip.get("eersteDagtekening") if isinstance(pip, dict) else None
    return date.fromisoformat(dag) if dag else None
