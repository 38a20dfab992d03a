"""The choice of 2022: offered, made, or applied by default; the law's own answer is kept beside it.

Source: Rijksoverheid 24-5-2022; kst-32824-363.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from inburgering.herstel import models, queries, rules
from inburgering.herstel.commands.brieven import schrijf_keuzebrieven
from inburgering.herstel.commands.correctie import leg_afhandeling_vast, trek_in
from inburgering.herstel.commands.incident import maak_leesbaar, noteer, open_vrijgave
from inburgering.herstel.errors import KeuzeOnbekend
from inburgering.herstel.terms import GeraaktRij, Handeling, KeuzeGedaan, Wijze
from inburgering.organisatie import gemeenten
from inburgering.recht import keuze as recht_keuze
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal import terms as signaal_terms
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import Actor
from inburgering.toegang.terms import Handeling as Toegang
from inburgering.verstrekking import commands as verstrekking_commands

_HIER = ZoneInfo("Europe/Amsterdam")
_GROND = "Wi2021 art. 54; herstel 24 mei 2022"
_REDEN_OM = "Dit signaal hoort bij een andere gemeente. Gebruik het niet meer."
_REDEN = "Deze persoon valt onder de Wet inburgering van 2013. Gebruik dit signaal niet meer."


def bied_keuze_aan(incident_id: UUID, *, door: Actor, tweede: Actor | None, now: datetime) -> int:
    """How many persons were offered the choice now, each by letter; nobody is asked twice.

    Raises:
        OnderzoekOntbreekt: nobody knows yet who was touched.
    """
    toegang_rules.eis(door, Toegang.INCIDENT_LEIDEN)
    gevraagd = set(models.Keuze.objects.filter(incident_id=incident_id).values_list("persoon_id", flat=True))
    groep = [g for g in queries.geraakten(incident_id) if g.in_keuzegroep and g.persoon_id not in gevraagd]
    schrijf_keuzebrieven(incident_id, groep, door=door, tweede=tweede, now=now)
    brieven = dict(
        models.Afhandeling.objects.filter(incident_id=incident_id, soort=Handeling.KEUZEBRIEF).values_list(
            "persoon_id", "brief_id"
        )
    )
    with transaction.atomic():
        models.Keuze.objects.bulk_create(
            [_keuze(incident_id, g, brief_id=brieven.get(g.persoon_id), now=now) for g in groep], batch_size=2000
        )
        noteer(
            incident_id, "keuze.aangeboden", f"{len(groep)} personen mogen kiezen.", door=door, tweede=tweede, now=now
        )
    return len(groep)


def leg_keuze_vast(
    incident_id: UUID,
    persoon_id: int,
    *,
    wet: str,
    wijze: Wijze,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> None:
    """Record what a person chose, and do what follows from it; a later choice in time goes before an earlier one.

    Raises:
        KeuzeOnbekend: this person was offered no choice.
        KeuzeTermijnVoorbij: the last day has passed.
    """
    keuze = models.Keuze.objects.filter(incident_id=incident_id, persoon_id=persoon_id).first()
    if keuze is None:
        raise KeuzeOnbekend(veld="persoon", herstel="Alleen wie een keuzebrief kreeg, kan kiezen.")
    rules.eis_op_tijd(keuze.uiterlijk, now.astimezone(_HIER).date(), wijze)
    _pas_toe(incident_id, [keuze], {persoon_id: wet}, wijze=wijze, door=door, tweede=tweede, now=now)


def pas_standaardkeuze_toe(incident_id: UUID, *, door: Actor, tweede: Actor | None, now: datetime) -> KeuzeGedaan:
    """Apply the default to whoever did not choose: asylum at once, others once their last day has passed.

    Raises:
        VierOgenNodig: signalen become readable again and there is no second person.
    """
    toegang_rules.eis(door, Toegang.INCIDENT_LEIDEN)
    vandaag = now.astimezone(_HIER).date()
    gekozen = set(models.Toepassing.objects.filter(keuze__incident_id=incident_id).values_list("keuze_id", flat=True))
    open_ = [
        k for k in models.Keuze.objects.filter(incident_id=incident_id).order_by("persoon_id") if k.pk not in gekozen
    ]
    rijp = [k for k in open_ if k.uiterlijk is None or vandaag > k.uiterlijk]
    wetten = {k.persoon_id: k.standaard for k in rijp}
    _pas_toe(incident_id, rijp, wetten, wijze=Wijze.STANDAARD, door=door, tweede=tweede, now=now)
    return KeuzeGedaan(
        wi2013=sum(w == "Wi2013" for w in wetten.values()),
        wi2021=sum(w == "Wi2021" for w in wetten.values()),
        open=len(open_) - len(rijp),
    )


def _keuze(incident_id: UUID, g: GeraaktRij, *, brief_id: UUID | None, now: datetime) -> models.Keuze:
    aanbod = recht_keuze.aanbod(g.categorie, aangeboden_op=now.astimezone(_HIER).date())
    return models.Keuze(
        incident_id=incident_id,
        persoon_id=g.persoon_id,
        categorie=g.categorie,
        wet_statutair=g.wet_statutair,
        standaard=aanbod.standaard,
        uiterlijk=aanbod.uiterlijk,
        aangeboden_op=now,
        brief_id=brief_id,
    )


def _pas_toe(
    incident_id: UUID,
    keuzes: Sequence[models.Keuze],
    wetten: Mapping[int, str],
    *,
    wijze: Wijze,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> None:
    """Record which act is applied; under Wi2021 frozen signalen become readable, under Wi2013 they are withdrawn."""
    if not keuzes:
        return
    toegepast = {k.persoon_id: wetten[k.persoon_id] for k in keuzes}
    verstrekking_commands.pas_wet_toe(toegepast, grond=_GROND, door=door, now=now)
    signalen = _bevroren(incident_id, [k.persoon_id for k in keuzes])
    open_ = [s for s in signalen if wetten[s[0]] == "Wi2021"]
    dicht = [s for s in signalen if wetten[s[0]] == "Wi2013"]
    blijft, verhuist = _verdeel(incident_id, open_, dag=now.astimezone(_HIER).date())
    if blijft:
        ids = [s[1] for s in blijft]
        over = queries.over_signalen(incident_id, [s[0] for s in blijft])
        maak_leesbaar(incident_id, ids, soort="signaal-na-keuze", over=over, door=door, tweede=tweede, now=now)
    leid_om(incident_id, verhuist, door=door, tweede=tweede, now=now)
    trek_in(incident_id, dicht, reden=_REDEN, door=door, tweede=tweede, now=now)
    _lever_na(incident_id, keuzes, wetten, gehad={s[0] for s in signalen}, door=door, tweede=tweede, now=now)
    with transaction.atomic():
        leg_afhandeling_vast(incident_id, Handeling.HERSTELD, blijft, now=now)
        models.Toepassing.objects.bulk_create(
            [
                models.Toepassing(keuze=k, wet_toegepast=wetten[k.persoon_id], wijze=wijze, op=now, door=door.id)
                for k in keuzes
            ],
            batch_size=2000,
        )
        tekst = f"Keuze toegepast voor {len(keuzes)} personen ({wijze}): {len(open_)} signalen weer leesbaar."
        noteer(incident_id, "keuze.toegepast", tekst, door=door, tweede=tweede, now=now)


def _verdeel(
    incident_id: UUID, signalen: Sequence[tuple[int, UUID, str]], *, dag: date
) -> tuple[list[tuple[int, UUID, str]], list[tuple[int, UUID, str]]]:
    """Which signalen lie at the gemeente that has the task now, and which must go to another."""
    wie = [persoon_id for persoon_id, _, _ in signalen]
    college = {g.persoon_id: g.college for g in queries.geraakten(incident_id, persoon_ids=wie)}
    blijft: list[tuple[int, UUID, str]] = []
    verhuist: list[tuple[int, UUID, str]] = []
    for persoon_id, signaal_id, gemeente in signalen:
        nu = gemeenten.rechtsopvolger(college[persoon_id] or gemeente, dag)
        doel = blijft if nu == gemeente else verhuist
        doel.append((persoon_id, signaal_id, gemeente if nu == gemeente else nu))
    return blijft, verhuist


def _lever_na(
    incident_id: UUID,
    keuzes: Sequence[models.Keuze],
    wetten: Mapping[int, str],
    *,
    gehad: set[int],
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> None:
    """Who chose Wi2021 and whose signaal was withdrawn before: the gemeente gets a new one, marked as supplied late."""
    wie = {k.persoon_id: k for k in keuzes if wetten[k.persoon_id] == "Wi2021" and k.persoon_id not in gehad}
    geraakten = [g for g in queries.geraakten(incident_id, persoon_ids=wie) if g.college]
    if not geraakten:
        return
    over = queries.over_signalen(incident_id, [g.persoon_id for g in geraakten])
    vrijgave = open_vrijgave(incident_id, "signaal-nagekomen", over=over, door=door, tweede=tweede, now=now)
    soorten = {g.persoon_id: queries.soort_signaal(g.categorie) for g in geraakten}
    inhoud, deadline = _inhoud(incident_id, soorten, now=now), queries.deadlines(list(soorten))
    with transaction.atomic():
        opdrachten = [
            signaal_terms.Opdracht(
                persoon_id=g.persoon_id,
                gemeente=g.college,
                soort=soorten[g.persoon_id],
                inhoud=inhoud[g.persoon_id],
                deadline=deadline.get(g.persoon_id),
            )
            for g in geraakten
        ]
        ids = signaal_commands.lever_na(opdrachten, vrijgave_id=vrijgave, door=door, now=now)
        regels = [(g.persoon_id, i, g.college) for g, i in zip(geraakten, ids, strict=True)]
        leg_afhandeling_vast(incident_id, Handeling.NAGELEVERD, regels, now=now)


def leid_om(
    incident_id: UUID,
    signalen: Sequence[tuple[int, UUID, str]],
    *,
    door: Actor,
    tweede: Actor | None,
    now: datetime,
) -> None:
    """Withdraw these signalen (person, signaal, right gemeente) where they lie and give them to the right gemeente."""
    if not signalen:
        return
    over = queries.over_signalen(incident_id, [p for p, _, _ in signalen])
    vrijgave = open_vrijgave(incident_id, "signaal-omgeleid", over=over, door=door, tweede=tweede, now=now)
    kind = {s.pk: s.soort for s in signaal_queries.van_personen([p for p, _, _ in signalen])}
    inhoud = _inhoud(incident_id, {p: kind[s] for p, s, _ in signalen}, now=now)
    with transaction.atomic():
        signaal_commands.leid_om(
            [signaal_terms.Omleiding(signaal_id=s, naar=g, inhoud=inhoud[p]) for p, s, g in signalen],
            reden=_REDEN_OM,
            vrijgave_id=vrijgave,
            door=door,
            now=now,
        )
        leg_afhandeling_vast(incident_id, Handeling.OMGELEID, signalen, now=now)


def _inhoud(incident_id: UUID, soorten: Mapping[int, str], *, now: datetime) -> dict[int, dict[str, str]]:
    """What the signaal says of who is under Wi2021 by choice: the day of the first letter is where it began."""
    dagen = queries.briefdagen(incident_id, persoon_ids=soorten)
    return queries.inhouden(soorten, kennisgeving_op=dagen, moment=now, ingangsdatum=dagen)


def _bevroren(incident_id: UUID, persoon_ids: Sequence[int]) -> list[tuple[int, UUID, str]]:
    """The signalen of these persons that were frozen and live on."""
    bevroren = set(
        models.Afhandeling.objects.filter(incident_id=incident_id, soort=Handeling.BEVROREN).values_list(
            "signaal_id", flat=True
        )
    )
    return [
        (s.persoon_id, s.pk, s.gemeente)
        for s in signaal_queries.van_personen(persoon_ids)
        if s.pk in bevroren and s.status not in {"ingetrokken", "omgeleid"}
    ]
