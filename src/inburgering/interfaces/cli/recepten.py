"""Who is next in the chain: the short recipes that join the rooms from facts to signalen; the product must be open."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from inburgering.feit import queries as feit
from inburgering.herstel import queries as herstel
from inburgering.herstel.terms import Eindstand
from inburgering.interfaces.cli.wie import vandaag
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import queries as brieven
from inburgering.kennisgeving import terms as brief_terms
from inburgering.organisatie import gemeenten
from inburgering.signaal import commands as signaal
from inburgering.signaal import queries as signalen
from inburgering.signaal import terms as signaal_terms
from inburgering.signaal.errors import InhoudOngeldig
from inburgering.signaal.rules import catalogus
from inburgering.stop import commands as stop
from inburgering.stop import queries as stop_queries
from inburgering.stop.terms import Kanaal
from inburgering.toegang.terms import Actor
from inburgering.vaststelling import commands as vaststelling
from inburgering.vaststelling import queries as vaststellingen

_VERHUISD = "Deze persoon hoort nu bij een andere gemeente. Gebruik dit signaal niet meer."
_BEREIKT = frozenset({brief_terms.Stand.GEDRUKT.value, brief_terms.Stand.RETOUR.value})


@dataclass(frozen=True, slots=True)
class Geschreven:
    """What one call wrote, and who must be looked at by a person."""

    vrijgave: int | None
    brieven: int
    niet_gemaakt: int
    andere_regelversie: int


@dataclass(frozen=True, slots=True)
class Vrijgegeven:
    """What one call gave to gemeenten, and who waits and why; `verhuisd` counts persons with another gemeente now."""

    vrijgave: int | None
    vrijgave_verhuisd: int | None
    signalen: int
    verhuisd: int
    onder_stop: int
    zonder_brief: int
    zonder_gemeente: int
    onvolledig: int
    andere_regelversie: int


def stel_vast(levering_ids: Collection[int] | None, *, peildatum: date, door: Actor, now: datetime) -> dict[str, Any]:
    """The counts of a run over everybody, or over whom these deliveries were about, by the regelversie in use.

    Who has had no kennisgeving is looked at as if it were sent today. What a person decided stays, unless one of these
    deliveries is about that person.
    """
    beslist = set() if levering_ids else {u.persoon_id for u in vaststellingen.uitkomsten() if u.met_de_hand}
    personen = [p for p in feit.personen(levering_ids or None) if p not in beslist]
    gehad = feit.feiten(personen, moment=now)
    run = vaststelling.stel_vast(
        personen,
        regelversie=vaststellingen.in_gebruik_op(now),
        peildatum=peildatum,
        door=door,
        now=now,
        voorgenomen={p: vandaag(now) for p in personen if not gehad[p].get("kennisgevingen")},
    )
    return {"run": run.id, "personen": len(personen), "metDeHand": len(beslist), **run.aantallen}


def schrijf_brieven(*, door: Actor, now: datetime) -> Geschreven:
    """Kennisgevingen, made and queued under the vrijgave of the latest run, for whoever has a duty and has had none.

    Whom an incident touched is told from there.
    """
    gehad = {b.persoon_id for b in _kennisgevingen() if b.stand != brief_terms.Stand.VERVALLEN}
    wachtend = [u for u in _plichtigen(now) if u.persoon_id not in gehad]
    klaar = _die_gelden(wachtend, now)
    if not klaar:
        return Geschreven(None, 0, 0, len(wachtend))
    vrijgave = _vrijgave("brief", now, klaar)
    ids = kennisgeving.schrijf(
        [_brief(u) for u in klaar], vrijgave_id=vrijgave, dagtekening=vandaag(now), door=door, now=now
    )
    return Geschreven(vrijgave, len(ids), len(klaar) - len(ids), len(wachtend) - len(klaar))


def geef_signalen(*, door: Actor, now: datetime) -> Vrijgegeven:
    """Signalen under the vrijgave of the latest run, for whoever falls under Wi2021, was told, and has none yet.

    Whoever has one at a gemeente that is not the college any more: withdrawn there, given to the one that is.

    Raises:
        StopVanKracht: a stop covers what would go; nothing goes.
    """
    open_ = _plichtigen(now)
    wet = vaststellingen.betrokkenen(u.persoon_id for u in open_)
    plichtig = [u for u in open_ if wet[u.persoon_id].wet == "Wi2021"]
    gehad = {s.persoon_id for s in signalen.van_personen([u.persoon_id for u in plichtig])}
    wachtend = [u for u in plichtig if u.persoon_id not in gehad]
    geldig = _die_gelden(wachtend, now)
    met_gemeente = [u for u in geldig if u.college]
    verteld = {b.persoon_id: b.dagtekening for b in _kennisgevingen() if b.stand in _BEREIKT}
    klaar = [u for u in met_gemeente if u.persoon_id in verteld]
    volledig = [o for o in _signalen(klaar, verteld, now) if _is_volledig(o, now)]
    vrijgave = _vrijgave("signaal", now, klaar) if volledig else None
    if vrijgave is not None:
        signaal.geef_vrij(volledig, vrijgave_id=vrijgave, door=door, now=now)
    verhuizers, onder_stop = _verhuizers(_die_gelden(plichtig, now), now)
    vrijgave_verhuisd, bij_nieuwe = _verhuis(verhuizers, verteld, door=door, now=now)
    return Vrijgegeven(
        vrijgave=vrijgave,
        vrijgave_verhuisd=vrijgave_verhuisd,
        signalen=len(volledig) + bij_nieuwe,
        verhuisd=len(verhuizers),
        onder_stop=onder_stop,
        zonder_brief=len(met_gemeente) - len(klaar),
        zonder_gemeente=len(geldig) - len(met_gemeente),
        onvolledig=len(klaar) - len(volledig),
        andere_regelversie=len(wachtend) - len(geldig),
    )


def _kennisgevingen() -> list[Any]:
    return list(brieven.brieven(soort=brief_terms.Soort.KENNISGEVING))


def _plichtigen(now: datetime) -> list[Any]:
    """Who has a duty that is not over, with act and first day known; whom an incident touched, when repaired."""
    dag = vandaag(now)
    geraakt = {
        persoon
        for incident in herstel.incidenten()
        for persoon, eind in herstel.eindstanden(incident.pk).items()
        if eind not in {Eindstand.TERECHT_HERSTELD, Eindstand.HERSTELD_DOOR_KEUZE}
    }
    return [
        u
        for u in vaststellingen.uitkomsten()
        if u.oordeel == "plichtig" and u.wet and u.ingangsdatum and u.persoon_id not in geraakt
        if u.einde is None or u.einde > dag
    ]


def _die_gelden(uitkomsten: Sequence[Any], now: datetime) -> list[Any]:
    """What was determined by the regelversie in use, or decided by a person."""
    regelversie = vaststellingen.in_gebruik_op(now)
    return [u for u in uitkomsten if u.met_de_hand or u.regelversie == regelversie]


def _vrijgave(soort: str, now: datetime, uitkomsten: Sequence[Any]) -> int:
    """The vrijgave of this kind of the latest run: a second try under a stop of it stays stopped."""
    run = vaststellingen.runs()[-1]
    naam = f"{vandaag(now)} {run.pk}"
    return int(
        stop.maak_vrijgave(
            vaststellingen.in_gebruik_op(now),
            soort,
            run=naam,
            now=now,
            wetten={u.wet for u in uitkomsten},
            categorieen={u.categorie for u in uitkomsten},
        )
    )


def _brief(u: Any) -> brief_terms.Opdracht:
    gegevens = {"gemeente": u.college} if u.college else {}
    return brief_terms.Opdracht(u.persoon_id, brief_terms.Soort.KENNISGEVING, gegevens, u.pk)


def _signalen(uitkomsten: Sequence[Any], verteld: dict[int, date], now: datetime) -> list[signaal_terms.Opdracht]:
    soorten = {u.persoon_id: herstel.soort_signaal(u.categorie or "") for u in uitkomsten}
    inhoud = herstel.inhouden(soorten, kennisgeving_op=verteld, moment=now)
    deadline = herstel.deadlines(list(soorten))
    return [
        signaal_terms.Opdracht(
            u.persoon_id,
            u.college,
            soorten[u.persoon_id],
            inhoud[u.persoon_id],
            deadline=deadline.get(u.persoon_id),
            vaststelling_id=u.pk,
        )
        for u in uitkomsten
    ]


# ── Who moved ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Verhuizer:
    """Somebody whose college is another gemeente now: what the new one gets in place of `plicht`, and what is shut."""

    uitkomst: Any
    naar: str
    plicht: Any | None
    overig: list[Any]


def _verhuizers(uitkomsten: Sequence[Any], now: datetime) -> tuple[list[_Verhuizer], int]:
    """Whose living signalen lie with a gemeente that is not, and did not become, the college; and how many wait.

    What a stop holds is not moved out of it.
    """
    dag = vandaag(now)
    per_persoon = defaultdict(list)
    for s in signalen.levende_van_personen([u.persoon_id for u in uitkomsten if u.college]):
        per_persoon[s.persoon_id].append(s)
    levend = stop_queries.doorlaten_per_gemeente(
        ((s.vrijgave_id, s.gemeente) for rijen in per_persoon.values() for s in rijen), kanaal=Kanaal.PORTAAL
    )
    verhuizers, onder_stop = [], 0
    for u in uitkomsten:
        naar = gemeenten.rechtsopvolger(u.college, dag) if u.college else ""
        eigen = per_persoon[u.persoon_id]
        hier = [s for s in eigen if gemeenten.rechtsopvolger(s.gemeente, dag) == naar]
        elders = [s for s in eigen if s not in hier]
        if not all((s.vrijgave_id, s.gemeente) in levend for s in elders):
            onder_stop += 1
        elif elders:
            weet_ervan = any(s.soort in herstel.PLICHTSIGNALEN for s in hier)
            plicht = [s for s in elders if s.soort in herstel.PLICHTSIGNALEN and not weet_ervan][-1:]
            overig = [s for s in elders if s not in plicht]
            verhuizers.append(_Verhuizer(u, naar, plicht[0] if plicht else None, overig))
    return verhuizers, onder_stop


def _verhuis(
    verhuizers: Sequence[_Verhuizer], verteld: dict[int, date], *, door: Actor, now: datetime
) -> tuple[int | None, int]:
    """Shut what the old gemeente has, give the new one the duty and word of the move.

    Under which vrijgave, and how many signalen the new one got.
    """
    if not verhuizers:
        return None, 0
    vrijgave = _vrijgave("signaal-verhuisd", now, [v.uitkomst for v in verhuizers])
    plicht = {v.uitkomst.persoon_id: v.plicht.pk for v in verhuizers if v.plicht is not None}
    naar = {v.uitkomst.persoon_id: v.naar for v in verhuizers}
    opdrachten = _signalen([v.uitkomst for v in verhuizers if v.uitkomst.persoon_id in plicht], verteld, now)
    omleidingen = [
        signaal_terms.Omleiding(
            signaal_id=plicht[o.persoon_id],
            naar=naar[o.persoon_id],
            inhoud=o.inhoud,
            deadline=o.deadline,
            vaststelling_id=o.vaststelling_id,
            soort=o.soort,
        )
        for o in opdrachten
        if _is_volledig(o, now)
    ]
    gaat = {o.signaal_id for o in omleidingen}
    weg = [v for v in verhuizers if v.plicht is None or v.plicht.pk in gaat]
    berichten = [b for b in _verhuisberichten([v for v in weg if v.plicht], now) if _is_volledig(b, now)]
    overig = [s.pk for v in weg for s in v.overig]
    with transaction.atomic():
        signaal.leid_om(omleidingen, reden=_VERHUISD, vrijgave_id=vrijgave, door=door, now=now)
        signaal.trek_in(overig, reden=_VERHUISD, vrijgave_id=vrijgave, door=door, now=now)
        signaal.geef_vrij(berichten, vrijgave_id=vrijgave, door=door, now=now)
    return vrijgave, len(omleidingen) + len(berichten)


def _verhuisberichten(verhuizers: Sequence[_Verhuizer], now: datetime) -> list[signaal_terms.Opdracht]:
    """What each new gemeente hears about the move itself, with the gemeente it can ask for the dossier."""
    van = {v.uitkomst.persoon_id: v.plicht.gemeente for v in verhuizers if v.plicht}
    berichten = herstel.verhuisberichten(van, moment=now)
    return [
        signaal_terms.Opdracht(
            v.uitkomst.persoon_id, v.naar, *berichten[v.uitkomst.persoon_id], vaststelling_id=v.uitkomst.pk
        )
        for v in verhuizers
    ]


def _is_volledig(opdracht: signaal_terms.Opdracht, now: datetime) -> bool:
    """Tell whether every field that the kind asks for is known; one that is not may not keep the others back."""
    dag = vandaag(now)
    try:
        catalogus.check_inhoud(catalogus.soort(catalogus.geldig_op(dag), opdracht.soort), opdracht.inhoud)
    except InhoudOngeldig:
        return False
    return True
