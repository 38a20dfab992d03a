"""Asking what was determined and by which regelversie, what waits for a person, and what another would change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from inburgering.feit import queries as feit_queries
from inburgering.primitives.ids import Gemeentecode, PersoonId, VaststellingId
from inburgering.recht import feiten as recht_feiten
from inburgering.recht import regelversies, scalar
from inburgering.recht import toelichting as recht_toelichting
from inburgering.recht import uitleg as recht_uitleg
from inburgering.recht import vergelijk as recht_vergelijk
from inburgering.recht.errors import FeitOngeldig, OnbekendeRegelversie
from inburgering.recht.feiten import Feiten
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.toelichting import Toelichting
from inburgering.recht.verstrekkingsregels import GEEN_WET, ONBEKENDE, Betrokkene
from inburgering.vaststelling import rules
from inburgering.vaststelling.errors import GeenRegelversie, RapportOntbreekt, VaststellingOnbekend
from inburgering.vaststelling.models import Effectrapport, Regelversiegebeurtenis, Run, Vaststelling
from inburgering.vaststelling.terms import (
    Berekening,
    Gebeurtenis,
    Geldigheid,
    Inhoud,
    Oordeel,
    Registersoort,
    Werk,
    Werkgroep,
)
from inburgering.verstrekking import queries as verstrekking_queries

_PORTIE, _PERSONEN_MAX = 1000, 1000
_KENMERK_MIN = 8
_BETROKKENEN = """SELECT v.persoon_id, v.oordeel, v.wet, v.categorie, v.college
    FROM unnest(%s::bigint[]) AS p (id) JOIN vaststelling_vaststelling v ON v.persoon_id = p.id
   WHERE NOT EXISTS (SELECT 1 FROM vaststelling_vaststelling w WHERE w.vervangt_id = v.id)"""
# Joins what holds now for one person (`s.persoon_id`), for a room that reads its own rows and this in one question.
BETROKKENE = """LEFT JOIN vaststelling_vaststelling betrokkene ON betrokkene.persoon_id = s.persoon_id
        AND NOT EXISTS (SELECT 1 FROM vaststelling_vaststelling w WHERE w.vervangt_id = betrokkene.id)
    LEFT JOIN verstrekking_toegepastewet toegepast ON toegepast.persoon_id = s.persoon_id
        AND NOT EXISTS (SELECT 1 FROM verstrekking_toegepastewet w WHERE w.persoon_id = toegepast.persoon_id
                         AND (w.op, w.id) > (toegepast.op, toegepast.id))"""
BETROKKENE_KOLOMMEN = "betrokkene.oordeel, betrokkene.wet, betrokkene.categorie, betrokkene.college, toegepast.wet"
_OPEN = Q(oordeel=Oordeel.ONBEKEND.value) | Q(oordeel=Oordeel.PLICHTIG.value, wet__isnull=True) | Q(
    oordeel=Oordeel.PLICHTIG.value, ingangsdatum__isnull=True
)  # fmt: skip


# ── Outcomes ─────────────────────────────────────────────────────────────────────────────────────


def uitkomsten(persoon_ids: Sequence[int] | None = None, *, run: UUID | None = None) -> list[Vaststelling]:
    """What holds now for these persons (or all), in the order of their number; with `run`: what that run recorded.

    The redenen are read only when asked for (`een` brings them along).
    """
    gekozen = _huidig() if run is None else Vaststelling.objects.filter(run_id=run)
    if persoon_ids is not None:
        gekozen = gekozen.filter(persoon_id__in=list(persoon_ids))
    return list(gekozen.defer("redenen").order_by("persoon_id"))


def een(vaststelling_id: VaststellingId | UUID) -> Vaststelling:
    """One vaststelling, with its redenen.

    Raises:
        VaststellingOnbekend: there is none with this number.
    """
    gevonden = Vaststelling.objects.filter(pk=vaststelling_id).first()
    if gevonden is None:
        raise VaststellingOnbekend(veld="vaststelling", herstel="Zoek de persoon opnieuw op.")
    return gevonden


def op_nummer(vaststelling_ids: Sequence[UUID]) -> dict[UUID, Vaststelling]:
    """These vaststellingen by their number, without redenen."""
    return {rij.pk: rij for rij in Vaststelling.objects.filter(pk__in=list(vaststelling_ids)).defer("redenen")}


def geschiedenis(persoon_id: PersoonId | int) -> list[Vaststelling]:
    """Everything that was ever determined for this person, oldest first."""
    return list(Vaststelling.objects.filter(persoon_id=persoon_id).order_by("op", "id"))


def colleges(persoon_ids: Iterable[int]) -> dict[int, list[tuple[datetime, str | None]]]:
    """Which college was determined for these persons and when, oldest first, by person."""
    rijen = Vaststelling.objects.filter(persoon_id__in=list(persoon_ids)).order_by("op", "id")
    uit: dict[int, list[tuple[datetime, str | None]]] = defaultdict(list)
    for persoon, op, college in rijen.values_list("persoon_id", "op", "college"):
        uit[persoon].append((op, college))
    return uit


def betrokkenen(persoon_ids: Iterable[int]) -> dict[int, Betrokkene]:
    """What holds now for these persons as far as the law of disclosure looks: act, group and college, by person.

    The act is the one that is applied: what was chosen in the repair of 2022 goes before the statute. Of whom nothing
    was determined has no entry.
    """
    wie = list(persoon_ids)
    toegepast = verstrekking_queries.toegepaste_wetten(wie)
    with connection.cursor() as cursor:
        cursor.execute(_BETROKKENEN, [wie])
        return {persoon: als_betrokkene((*rest, toegepast.get(persoon))) for persoon, *rest in cursor.fetchall()}


@lru_cache(maxsize=4096)
def als_betrokkene(kolommen: tuple[str | None, ...]) -> Betrokkene:
    """The person as the law of disclosure sees it, from `BETROKKENE_KOLOMMEN`."""
    oordeel, wet, categorie, college, toegepast = kolommen
    if oordeel is None:
        return ONBEKENDE
    return Betrokkene(toegepast or (GEEN_WET if oordeel == Oordeel.NIET_PLICHTIG else wet), categorie, college)


def runs() -> list[Run]:
    """Every run, oldest first."""
    return list(Run.objects.order_by("op", "id"))


def _huidig() -> QuerySet[Vaststelling]:
    """What no other vaststelling supersedes."""
    return Vaststelling.objects.filter(~Exists(Vaststelling.objects.filter(vervangt=OuterRef("pk"))))


# ── What waits for a person ──────────────────────────────────────────────────────────────────────


def werkvoorraad(*, vanaf: int = 0, aantal: int | None = None, persoon_ids: Sequence[int] | None = None) -> list[Werk]:
    """What waits for a person: the same missing facts together, the longest waiting first within them."""
    rijen = _huidig().filter(_OPEN)
    if persoon_ids is not None:
        rijen = rijen.filter(persoon_id__in=list(persoon_ids))
    rijen = rijen.defer("redenen").order_by("ontbrekend", "op", "persoon_id")
    return [_als_werk(rij) for rij in rijen[vanaf : None if aantal is None else vanaf + aantal]]


def werkgroepen() -> list[Werkgroep]:
    """The werkvoorraad by what is missing, the largest group first."""
    groepen = _huidig().filter(_OPEN).values("ontbrekend").annotate(n=Count("pk"), oudste=Min("op"))
    gevonden = [Werkgroep(tuple(g["ontbrekend"]), g["n"], g["oudste"]) for g in groepen]
    return sorted(gevonden, key=lambda groep: (-groep.aantal, groep.ontbrekend))


def _als_werk(rij: Vaststelling) -> Werk:
    soort = rules.werksoort(rij.oordeel, wet=rij.wet, ingangsdatum=rij.ingangsdatum)
    assert soort is not None, "the query chose only what a person must look at"
    return Werk(
        vaststelling_id=VaststellingId(rij.pk),
        persoon_id=PersoonId(rij.persoon_id),
        soort=soort,
        ontbrekend=tuple(rij.ontbrekend),
        sinds=rij.op,
        gemeente=Gemeentecode(rij.college) if rij.college else None,
    )


# ── Regelversies ─────────────────────────────────────────────────────────────────────────────────


def in_gebruik_op(moment: datetime) -> str:
    """The regelversie that was last taken into use and not withdrawn at `moment`.

    Raises:
        GeenRegelversie: none was.
    """
    stapel = alle_in_gebruik(moment)
    if not stapel:
        raise GeenRegelversie(veld="regelversie", herstel="Laat twee mensen een regelversie in gebruik nemen.")
    return stapel[-1]


def alle_in_gebruik(moment: datetime) -> list[str]:
    """Every regelversie in use at `moment`; the one last taken into use stands last."""
    return rules.in_gebruik(g for g in register() if g.op <= moment)


def register() -> list[Gebeurtenis]:
    """Every event of the register of regelversies, oldest first."""
    return [
        Gebeurtenis(
            regelversie=rij.regelversie,
            soort=Registersoort(rij.soort),
            op=rij.op,
            door=rij.door,
            tweede=rij.tweede,
            rapport_hash=rij.rapport_id or "",
            wet_hash=rij.wet_hash,
            reden=rij.reden,
            gevallen=rij.gevallen.goed if rij.gevallen else 0,
        )
        for rij in Regelversiegebeurtenis.objects.select_related("gevallen").order_by("op", "id")
    ]


def tijdvakken() -> list[Geldigheid]:
    """What held when, oldest first, each with the decision behind it."""
    return rules.tijdvakken(register())


def geldigheid_op(moment: datetime) -> Geldigheid:
    """What held at a moment, since and until when, and who decided that.

    Raises:
        GeenRegelversie: nothing did.
    """
    for vak in tijdvakken():
        if vak.vanaf <= moment and (vak.tot is None or moment < vak.tot):
            return vak
    raise GeenRegelversie(
        "Op dat moment was er geen regelversie in gebruik.", veld="op", herstel="Kies een ander moment."
    )


def open_voorstellen(moment: datetime) -> dict[str, Gebeurtenis]:
    """The proposals that wait for a second person, by regelversie."""
    return rules.open_voorstellen(g for g in register() if g.op <= moment)


def rapport(kenmerk: str) -> Effectrapport:
    """One report by its hash, or by the first characters when those name only one.

    Raises:
        RapportOntbreekt: there is none.
    """
    gevonden = list(Effectrapport.objects.filter(hash__startswith=kenmerk)[:2]) if len(kenmerk) >= _KENMERK_MIN else []
    if len(gevonden) != 1:
        raise RapportOntbreekt(
            "Er is geen effectrapport met dit kenmerk.", veld="rapport", herstel="Kies een rapport uit de lijst."
        )
    return gevonden[0]


def rapporten(nieuw: str | None = None) -> list[Effectrapport]:
    """Every report, or those about one regelversie, the newest first; without the persons."""
    rijen = Effectrapport.objects.defer("inhoud").order_by("-op", "hash")
    return list(rijen if nieuw is None else rijen.filter(nieuw=nieuw))


# ── Determining without recording ────────────────────────────────────────────────────────────────


def bereken(
    persoon_ids: Sequence[int],
    *,
    regelversie: Regelversie,
    peildatum: date,
    moment: datetime,
    voorgenomen: Mapping[int, date] | None = None,
) -> Iterator[Berekening]:
    """What the regelversie says of each person on the facts as known at `moment`; nothing is recorded.

    What rests on a delivery that is blocked is unknown there, and a warning names the source.
    """
    feiten = feit_queries.feiten(persoon_ids, moment=moment)
    geblokkeerd = feit_queries.geblokkeerden(persoon_ids, moment=moment)
    for persoon_id in persoon_ids:
        eigen = rules.met_voorgenomen(feiten[persoon_id], (voorgenomen or {}).get(persoon_id))
        inhoud = _stel_vast(eigen, regelversie, peildatum)
        yield Berekening(
            persoon_id=PersoonId(persoon_id),
            inhoud=rules.met_blokkades(inhoud, geblokkeerd.get(persoon_id, ())),
            feiten=eigen,
            feiten_hash=rules.hash_van(eigen),
        )


def toelichting(rij: Vaststelling) -> Toelichting | None:
    """A vaststelling explained on the facts as they were known then; None when it says what the law does not.

    That is so when a person decided otherwise, and when the facts cannot be read.
    """
    try:
        nieuw = toelichting_van(
            rij.persoon_id,
            regelversie=rij.regelversie,
            peildatum=rij.peildatum,
            moment=rij.feiten_moment,
            voorgenomen=rij.voorgenomen,
        )
    except (FeitOngeldig, OnbekendeRegelversie):
        return None
    zelfde = (nieuw.uitkomst.oordeel, nieuw.uitkomst.wet) == (rij.oordeel, rij.wet)
    return nieuw if zelfde and not rij.met_de_hand else None


def toelichting_van(
    persoon_id: PersoonId | int,
    *,
    regelversie: str,
    peildatum: date,
    moment: datetime,
    voorgenomen: date | None = None,
    tegenproeven: int = 5,
) -> Toelichting:
    """What a regelversie says of one person on the facts known at `moment`, explained, with the source of each fact.

    Raises:
        FeitOngeldig: the facts cannot be read.
        OnbekendeRegelversie: there is no such regelversie.
    """
    feiten = feit_queries.feiten([persoon_id], moment=moment)[int(persoon_id)]
    gelezen = recht_feiten.lees(rules.met_voorgenomen(feiten, voorgenomen))
    bronnen = {pad: rules.als_bron(h) for pad, h in feit_queries.herkomst(int(persoon_id), moment=moment).items()}
    wet = regelversies.laad(regelversie)
    return recht_toelichting.maak(gelezen, wet, peildatum=peildatum, herkomst=bronnen, tegenproeven=tegenproeven)


def waarom(rijen: Iterable[Vaststelling]) -> dict[UUID, list[str]]:
    """Per vaststelling what decided, in sentences to the person; nothing where a person decided by hand."""
    per_moment: dict[datetime, list[Vaststelling]] = defaultdict(list)
    for rij in rijen:
        if not rij.met_de_hand:
            per_moment[rij.feiten_moment].append(rij)
    uit: dict[UUID, list[str]] = {}
    for moment, samen in per_moment.items():
        feiten = feit_queries.feiten([rij.persoon_id for rij in samen], moment=moment)
        uit |= {rij.pk: _waarom(rij, feiten[rij.persoon_id]) for rij in samen}
    return uit


def _waarom(rij: Vaststelling, feiten: Mapping[str, Any]) -> list[str]:
    try:
        gelezen = recht_feiten.lees(rules.met_voorgenomen(feiten, rij.voorgenomen))
        uitkomst = scalar.stel_vast(gelezen, regelversies.laad(rij.regelversie), peildatum=rij.peildatum)
    except (FeitOngeldig, OnbekendeRegelversie):
        return []
    zelfde = (uitkomst.oordeel, uitkomst.wet, uitkomst.ingangsdatum) == (rij.oordeel, rij.wet, rij.ingangsdatum)
    return recht_uitleg.beslissend(uitkomst) if zelfde else []


def _stel_vast(feiten: Mapping[str, Any], regelversie: Regelversie, peildatum: date) -> Inhoud:
    """What the law says; facts that cannot be read give onbekend and never an answer."""
    try:
        gelezen = recht_feiten.lees(dict(feiten))
    except FeitOngeldig as fout:
        return rules.ongeldig(fout.veld, fout.detail)
    uitkomst = scalar.stel_vast(gelezen, regelversie, peildatum=peildatum)
    return rules.lees_uitkomst(uitkomst.as_json(), peildatum=peildatum)


def effect(oud: str | None, nieuw: str, *, peildatum: date, moment: datetime) -> dict[str, Any]:
    """What `nieuw` changes for everyone of whom facts were known at `moment`, and which test flipped how often.

    Without `oud` nothing can change: it counts who was read and of whom the outcome is onbekend. Whose facts cannot
    be read count as read and onbekend.
    """
    wet = regelversies.laad(nieuw)
    vorige = regelversies.laad(oud) if oud else wet
    telling = recht_vergelijk.Vergelijking(oud or "", nieuw, peildatum, _PERSONEN_MAX, met_toets=True)
    for feiten in _leesbaar(telling, moment):
        telling.tel(
            scalar.stel_vast(feiten, vorige, peildatum=peildatum), scalar.stel_vast(feiten, wet, peildatum=peildatum)
        )
    return telling.as_rapport()


def _leesbaar(telling: recht_vergelijk.Vergelijking, moment: datetime) -> Iterator[Feiten]:
    wie = feit_queries.personen()
    for begin in range(0, len(wie), _PORTIE):
        for feiten in feit_queries.feiten(wie[begin : begin + _PORTIE], moment=moment).values():
            try:
                yield recht_feiten.lees(feiten)
            except FeitOngeldig:
                telling.gelezen += 1
                telling.onbekend += 1
