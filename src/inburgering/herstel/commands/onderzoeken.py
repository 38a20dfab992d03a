"""Who was touched: computed from the ledger and two regelversies, kept as it was known; people decide the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from inburgering.herstel import models, queries, rules
from inburgering.herstel.commands.incident import noteer
from inburgering.herstel.errors import BeslissingOngeldig, GeraaktOnbekend
from inburgering.herstel.terms import Aard, Kern, Uitkomst
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling
from inburgering.vaststelling import commands as vaststelling_commands
from inburgering.vaststelling import queries as vaststelling_queries
from inburgering.verstrekking import queries as verstrekking_queries

_HIER = ZoneInfo("Europe/Amsterdam")
_PORTIE = 2000
OVERGANG = "Wet inburgering 2021, artikel 54, lid 1"


@dataclass(frozen=True, slots=True)
class _Verstrekt:
    """What the ledger says about the incident's vrijgaven."""

    rijen: Sequence[models.Ontvanger]
    brief_op: Mapping[int, date]
    met_signaal: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Verteld:
    """What held for one person when it was told."""

    vaststelling_id: UUID | None
    kern: Kern
    categorie: str
    college: str


_NIETS = _Verteld(None, Kern("onbekend", None), "", "")


@transaction.atomic
def onderzoek(incident_id: UUID, *, now: datetime, door: Actor = SYSTEEM) -> int:
    """The number of the new onderzoek: everybody in the ledger under the stopped vrijgaven, weighed by the right rule.

    Facts are those known at `now`. An earlier onderzoek stays as it was; decisions by hand stay in force.

    Raises:
        IncidentOnbekend: there is none with that id.
        RegelversieNietInGebruik: two people have not taken the right regelversie into use.
    """
    incident = queries.incident(incident_id)
    vrijgaven = queries.vrijgaven(incident_id)
    verstrekt = _lees_ledger(vrijgaven)
    eerder = queries.geraakten(incident_id)
    personen = sorted(
        {r.persoon_id for r in verstrekt.rijen} | _in_wachtrij(vrijgaven) | {g.persoon_id for g in eerder}
    )
    verteld = _verteld(incident_id, personen)
    met_de_hand = {g.persoon_id for g in eerder if g.door_mens}
    run = vaststelling_commands.stel_vast(
        [p for p in personen if p not in met_de_hand],
        regelversie=incident.regelversie_nieuw,
        peildatum=now.date(),
        door=SYSTEEM,
        now=now,
    )
    vorige = queries.laatste_onderzoek(incident_id)
    rij = models.Onderzoek.objects.create(
        incident=incident,
        nummer=vorige.nummer + 1 if vorige else 1,
        moment=now,
        peildatum=now.date(),
        regelversie=incident.regelversie_nieuw,
        run_id=str(run.id),
        vrijgaven=vrijgaven,
        personen=len(personen),
    )
    geraakten = _weeg(rij, personen, verteld=verteld, verstrekt=verstrekt)
    models.Geraakt.objects.bulk_create(geraakten, batch_size=_PORTIE)
    for ontvanger in verstrekt.rijen:
        ontvanger.onderzoek = rij
    models.Ontvanger.objects.bulk_create(verstrekt.rijen, batch_size=_PORTIE)
    anders = sum(g.uitkomst == Uitkomst.TEN_ONRECHTE for g in geraakten)
    open_ = sum(g.uitkomst == Uitkomst.ONBEKEND for g in geraakten)
    tekst = f"Onderzoek {rij.nummer}: {len(personen)} personen bekeken, {anders} ten onrechte, {open_} te beoordelen."
    noteer(incident_id, "onderzoek.gedaan", tekst, door=door, now=now)
    return rij.nummer


@transaction.atomic
def beslis(
    geraakt_id: int,
    *,
    uitkomst: Uitkomst | str,
    reden: str,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
    wet: str | None = None,
    ingangsdatum: date | None = None,
) -> None:
    """Record what two people decided about a touched person; it also becomes the vaststelling that holds.

    Without `wet`, terecht keeps the act that was told, and ten-onrechte means that there is no duty.

    Raises:
        VierOgenNodig: no second, different person.
        GeraaktOnbekend: there is no such touched person.
        BeslissingOngeldig: something is left open.
    """
    toegang_rules.eis_vier_ogen(door, tweede, Handeling.GERAAKTE_BESLISSEN)
    assert tweede is not None, "four eyes were asked for"
    rij = models.Geraakt.objects.select_related("onderzoek").filter(pk=geraakt_id).first()
    if rij is None:
        raise GeraaktOnbekend(veld="geraakt", herstel="Kies een persoon uit het nieuwste onderzoek.")
    gekozen = Uitkomst(uitkomst)
    nieuw = _gekozen(rij, gekozen, wet=wet, ingangsdatum=ingangsdatum)
    rules.eis_beslissing(gekozen, nieuw, reden)
    _, aard = rules.weeg(_kern_oud(rij), nieuw)
    vaststelling_id = _leg_vaststelling_vast(rij, nieuw, reden=reden, door=door, tweede=tweede, now=now)
    incident_id = rij.onderzoek.incident_id
    models.Beslissing.objects.create(
        incident_id=incident_id,
        persoon_id=rij.persoon_id,
        uitkomst=gekozen,
        aard=aard,
        wet_statutair=nieuw.wet or "",
        ingangsdatum=nieuw.ingangsdatum,
        in_keuzegroep=rules.is_keuzegroep(gekozen, aard, wet_statutair=nieuw.wet or "", brief_op=rij.brief_op),
        vaststelling_id=vaststelling_id,
        reden=reden.strip(),
        door=door.id,
        tweede=tweede.id,
        op=now,
    )
    noteer(incident_id, "geraakte.beslist", f"Met de hand beslist: {gekozen}.", door=door, tweede=tweede, now=now)


# ── The ledger ───────────────────────────────────────────────────────────────────────────────────


def _lees_ledger(vrijgaven: Sequence[int]) -> _Verstrekt:
    """Everything that went out under these vrijgaven, and what receivers passed on."""
    geboekt = verstrekking_queries.van_vrijgaven(vrijgaven)
    rijen = [
        models.Ontvanger(
            persoon_id=v.persoon_id,
            verstrekking_id=v.pk,
            ontvanger=v.ontvanger,
            kanaal=v.kanaal,
            vrijgave_id=v.vrijgave_id,
            signaal_id=v.signaal_id,
            op=v.op,
            gegevens=list(v.gegevens),
        )
        for v in geboekt
    ]
    kanaal = {v.pk: v.kanaal for v in geboekt}
    rijen += [
        models.Ontvanger(
            persoon_id=d.persoon_id,
            verstrekking_id=d.verstrekking_id,
            ontvanger=d.ontvanger,
            kanaal=kanaal[d.verstrekking_id],
            vrijgave_id=d.vrijgave_id,
            op=d.op,
            gegevens=list(d.gegevens),
            is_doorgifte=True,
        )
        for d in verstrekking_queries.doorgiften(list(kanaal))
    ]
    brieven: dict[int, date] = {}
    for v in geboekt:
        if v.ontvanger == "persoon":
            brieven.setdefault(v.persoon_id, v.op.astimezone(_HIER).date())
    return _Verstrekt(rijen, brieven, frozenset(v.persoon_id for v in geboekt if v.signaal_id))


def _in_wachtrij(vrijgaven: Sequence[int]) -> set[int]:
    """Whose letter was made under these vrijgaven and still waits: touched, though nothing reached them."""
    return {b.persoon_id for b in kennisgeving_queries.wachtrij() if b.vrijgave_id in set(vrijgaven)}


# ── Weighing ─────────────────────────────────────────────────────────────────────────────────────


def _verteld(incident_id: UUID, personen: Sequence[int]) -> dict[int, _Verteld]:
    """Per person what held when it was told: as the onderzoek before saw it, or else what holds now."""
    vorige = queries.laatste_onderzoek(incident_id)
    eerder = models.Geraakt.objects.filter(onderzoek=vorige) if vorige else models.Geraakt.objects.none()
    verteld = {g.persoon_id: _Verteld(g.vaststelling_oud, _kern_oud(g), g.categorie, g.college) for g in eerder}
    rest = [p for p in personen if p not in verteld]
    for u in vaststelling_queries.uitkomsten(rest):
        kern = Kern(u.oordeel, u.wet, u.ingangsdatum)
        verteld[u.persoon_id] = _Verteld(u.pk, kern, u.categorie or "", u.college or "")
    return verteld


def _weeg(
    rij: models.Onderzoek, personen: Iterable[int], *, verteld: Mapping[int, _Verteld], verstrekt: _Verstrekt
) -> list[models.Geraakt]:
    """One row per person."""
    nu = {u.persoon_id: u for u in vaststelling_queries.uitkomsten(list(personen))}
    return [_geraakt(rij, nu[p], oud=verteld.get(p, _NIETS), verstrekt=verstrekt) for p in personen]


def _geraakt(rij: models.Onderzoek, u: Any, *, oud: _Verteld, verstrekt: _Verstrekt) -> models.Geraakt:
    """How one person comes out, with the article that decided where the outcome changed.

    Who comes out unknown keeps the categorie and gemeente that were told, so that a decision has them.
    """
    nieuw = Kern(u.oordeel, u.wet, u.ingangsdatum)
    uitkomst, aard = rules.weeg(oud.kern, nieuw)
    open_ = uitkomst is Uitkomst.ONBEKEND
    brief_op = verstrekt.brief_op.get(u.persoon_id)
    artikel, feiten = _doorslag(u.pk, aard, nieuw)
    return models.Geraakt(
        onderzoek=rij,
        persoon_id=u.persoon_id,
        vaststelling_oud=oud.vaststelling_id,
        vaststelling_nieuw=u.pk,
        uitkomst=uitkomst,
        aard=aard,
        wet_oud=oud.kern.wet or "",
        wet_statutair=nieuw.wet or "",
        ingangsdatum_oud=oud.kern.ingangsdatum,
        ingangsdatum_nieuw=nieuw.ingangsdatum,
        categorie=u.categorie or (oud.categorie if open_ or u.met_de_hand else ""),
        college=u.college or (oud.college if open_ or u.met_de_hand else ""),
        artikel=artikel,
        feiten=feiten,
        ontbreekt=list(u.ontbrekend),
        brief_op=brief_op,
        in_keuzegroep=rules.is_keuzegroep(uitkomst, aard, wet_statutair=nieuw.wet or "", brief_op=brief_op),
        had_signaal=u.persoon_id in verstrekt.met_signaal,
    )


def _doorslag(vaststelling_id: UUID, aard: Aard, nieuw: Kern) -> tuple[str, dict[str, object]]:
    """The article and facts that turned the outcome: the transition rule for another act, else what decided."""
    if aard in {Aard.GELIJK, Aard.ANDER_MOMENT}:
        return "", {}
    if aard is Aard.ANDERE_WET:
        return OVERGANG, {"ingangsdatum": nieuw.ingangsdatum.isoformat() if nieuw.ingangsdatum else None}
    return rules.doorslag(vaststelling_queries.een(vaststelling_id).redenen)


def _kern_oud(g: models.Geraakt) -> Kern:
    """What was told, from its row; no act means that no duty was told."""
    return Kern("plichtig" if g.wet_oud else "niet-plichtig", g.wet_oud or None, g.ingangsdatum_oud)


# ── Deciding ─────────────────────────────────────────────────────────────────────────────────────


def _gekozen(rij: models.Geraakt, uitkomst: Uitkomst, *, wet: str | None, ingangsdatum: date | None) -> Kern:
    """The outcome that the two people mean."""
    if wet is None and uitkomst is Uitkomst.TERECHT and rij.wet_oud:
        wet = rij.wet_oud
    if wet is None:
        return Kern("niet-plichtig", None)
    return Kern("plichtig", wet, ingangsdatum or rij.ingangsdatum_nieuw or rij.ingangsdatum_oud)


def _leg_vaststelling_vast(
    rij: models.Geraakt, nieuw: Kern, *, reden: str, door: Actor, tweede: Actor, now: datetime
) -> UUID | None:
    """The vaststelling that holds from now on, recorded in the name of whichever of the two may decide it."""
    laatste = vaststelling_queries.uitkomsten([rij.persoon_id])
    if not laatste:
        raise BeslissingOngeldig("Deze persoon heeft geen vaststelling.", veld="geraakt", herstel="Stel eerst vast.")
    beslisser = door if toegang_rules.mag(door, Handeling.BESLISSEN) else tweede
    return vaststelling_commands.beslis(
        laatste[0].pk,
        oordeel=nieuw.oordeel,
        wet=nieuw.wet,
        ingangsdatum=nieuw.ingangsdatum,
        reden=reden,
        door=beslisser,
        now=now,
    )
