"""Putting right what was sent: withdraw, redirect, supply late, and put apart under a stop.

A withdrawal carries the id of the original and no new personal data, and makes the original's inhoud unreadable for
good.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import SignaalId
from inburgering.signaal.commands import schrijven, vrijgeven
from inburgering.signaal.commands.schrijven import Nieuw
from inburgering.signaal.errors import OvergangOnmogelijk, QuarantaineOpen, SignaalOnbekend
from inburgering.signaal.models import Bezorging, Signaal
from inburgering.signaal.rules import catalogus, stappen
from inburgering.signaal.terms import (
    Correctiesoort,
    Gebeurtenissoort,
    Omgeleid,
    Omleiding,
    Opdracht,
    Stand,
    Status,
)
from inburgering.spoor import commands as spoor_commands
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling


@transaction.atomic
def trek_in(
    signaal_ids: Sequence[UUID], *, reden: str, vrijgave_id: int, door: Actor, now: datetime
) -> list[SignaalId]:
    """Withdraw signalen: one correctie each, to who answers for the old gemeente today; their ids, in order.

    A signaal that was withdrawn before gives back its correctie and sends nothing.

    Raises:
        SignaalOnbekend: an id that does not exist.
        StopVanKracht: a stop covers `vrijgave_id`.
        InhoudOngeldig: a reason that is empty or holds a long number.
    """
    stappen.check_reden(reden)
    toegang_rules.eis(door, Handeling.SIGNAAL_VRIJGEVEN)
    return _corrigeer(
        _sluit(signaal_ids), Correctiesoort.INTREKKING, reden=reden, vrijgave_id=vrijgave_id, door=door, now=now
    )


@transaction.atomic
def leid_om(
    omleidingen: Sequence[Omleiding], *, reden: str, vrijgave_id: int, door: Actor, now: datetime
) -> list[Omgeleid]:
    """Withdraw signalen from the wrong gemeente and give them to the right one; both ids, in order.

    Raises:
        SignaalOnbekend: an id that does not exist.
        StopVanKracht: a stop covers `vrijgave_id`.
        InhoudOngeldig: an inhoud that does not fit, or a reason that is empty or holds a long number.
        VerstrekkingNietToegestaan: a field that the law does not let go.
    """
    stappen.check_reden(reden)
    toegang_rules.eis(door, Handeling.SIGNAAL_VRIJGEVEN)
    rijen = _sluit([o.signaal_id for o in omleidingen])
    correcties = _corrigeer(rijen, Correctiesoort.OMLEIDING, reden=reden, vrijgave_id=vrijgave_id, door=door, now=now)
    opdrachten = [_opdracht(o, rij) for o, rij in zip(omleidingen, rijen, strict=True)]
    nieuw = vrijgeven.geef_vrij(opdrachten, vrijgave_id=vrijgave_id, door=door, now=now)
    for oud, vers in zip(rijen, nieuw, strict=True):
        schrijven.noteer([oud.pk], "omgeleid-naar", door=door, now=now, toelichting=str(vers))
    return [Omgeleid(c, n) for c, n in zip(correcties, nieuw, strict=True)]


def lever_na(opdrachten: Sequence[Opdracht], *, vrijgave_id: int, door: Actor, now: datetime) -> list[SignaalId]:
    """Give signalen that should have gone before, marked as such; their ids, in order.

    Raises:
        StopVanKracht: a stop covers `vrijgave_id` or a gemeente.
        InhoudOngeldig: an inhoud that does not fit.
        VerstrekkingNietToegestaan: a field that the law does not let go.
    """
    nieuw = [vrijgeven.lees_opdracht(o, now=now, correctiesoort=Correctiesoort.NALEVERING) for o in opdrachten]
    return vrijgeven.verwerk(nieuw, vrijgave_id=vrijgave_id, door=door, now=now)


@transaction.atomic
def zet_in_quarantaine(signaal_ids: Sequence[UUID], *, vrijgave_id: int, now: datetime, door: Actor = SYSTEEM) -> int:
    """Move signalen to a stopped vrijgave, so that the rest of theirs can be lifted; how many were moved.

    The inhoud is never open in between: the database moves it only to a vrijgave that is stopped for everybody.
    Withdrawn inhoud stays where it is. The ledger keeps the vrijgave under which it was given. The target takes over
    the days of where they came from and the stops that hold those: lifting it wakes nothing that another stop holds.

    Raises:
        QuarantaineOpen: the target is not stopped.
    """
    if stop_queries.levend([vrijgave_id]):
        raise QuarantaineOpen(f"Vrijgave {vrijgave_id} is niet gestopt.", herstel="Zet eerst een stop op die vrijgave.")
    rijen = list(
        Signaal.objects.select_for_update(of=("self",))
        .filter(pk__in=list(signaal_ids))
        .exclude(status__in=[Status.INGETROKKEN, Status.OMGELEID])
        .order_by("pk")
        .values_list("pk", "vrijgave_id")
    )
    stop_commands.erf(vrijgave_id, {van for _, van in rijen})
    ids = [pk for pk, _ in rijen]
    with connection.cursor() as cursor:
        cursor.execute("SELECT stop_verplaats('signaal_inhoud', 'signaal_id', %s, %s::smallint)", [ids, vrijgave_id])
    Signaal.objects.filter(pk__in=ids).update(vrijgave_id=vrijgave_id)
    Bezorging.objects.filter(signaal_id__in=ids).update(vrijgave_id=vrijgave_id)
    schrijven.noteer(ids, "quarantaine", door=door, now=now, toelichting=f"vrijgave {vrijgave_id}")
    spoor_commands.schrijf_audit(
        door.id,
        "signalen.in-quarantaine",
        object_soort="vrijgave",
        object_id=vrijgave_id,
        now=now,
        bijzonderheden={"aantal": len(ids)},
    )
    return len(ids)


def _sluit(signaal_ids: Sequence[UUID]) -> list[Signaal]:
    """The originals in the order asked, locked in the order of their ids."""
    vraag = Signaal.objects.select_for_update(of=("self",)).filter(pk__in=list(signaal_ids)).order_by("pk")
    gevonden = {rij.pk: rij for rij in vraag}
    ontbreekt = [i for i in signaal_ids if i not in gevonden]
    if ontbreekt:
        raise SignaalOnbekend(f"Signaal {ontbreekt[0]} bestaat niet.", veld="signaalId")
    return [gevonden[i] for i in signaal_ids]


def _corrigeer(
    rijen: Sequence[Signaal],
    soort: Correctiesoort,
    *,
    reden: str,
    vrijgave_id: int,
    door: Actor,
    now: datetime,
) -> list[SignaalId]:
    naar = Status.INGETROKKEN if soort is Correctiesoort.INTREKKING else Status.OMGELEID
    eerder = _eerdere(rijen)
    open_ = list({r.pk: r for r in rijen if r.pk not in eerder}.values())
    for rij in open_:
        if rij.correctiesoort in {Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING}:
            raise OvergangOnmogelijk("Een correctie wordt niet zelf gecorrigeerd.", veld="signaalId")
        stappen.ga_naar(Status(rij.status), naar)
    nieuw = [_correctie(rij, soort, reden=reden, now=now) for rij in open_]
    ids = vrijgeven.verwerk(
        nieuw, vrijgave_id=vrijgave_id, door=door, now=now, gebeurtenis=Gebeurtenissoort.SIGNAAL_INGETROKKEN
    )
    _trek_originelen_in([r.pk for r in open_], naar, reden=reden, door=door, now=now)
    correctie = {**eerder, **{r.pk: i for r, i in zip(open_, ids, strict=True)}}
    return [correctie[r.pk] for r in rijen]


def _eerdere(rijen: Sequence[Signaal]) -> Mapping[UUID, SignaalId]:
    """The withdrawal or redirection that an original already has."""
    soorten = [Correctiesoort.INTREKKING, Correctiesoort.OMLEIDING]
    vraag = Signaal.objects.filter(corrigeert_id__in=[r.pk for r in rijen], correctiesoort__in=soorten)
    return {oud: SignaalId(pk) for oud, pk in vraag.values_list("corrigeert_id", "pk")}


def _correctie(rij: Signaal, soort: Correctiesoort, *, reden: str, now: datetime) -> Nieuw:
    """The signaal that corrects: the id of the original, the kind of correctie and the reason. No more."""
    dag = now.date()
    kind = catalogus.soort(catalogus.geldig_op(dag), catalogus.CORRECTIE)
    inhoud = {"corrigeert": str(rij.pk), "correctiesoort": soort.value, "reden": reden}
    catalogus.check_inhoud(kind, inhoud)
    return Nieuw(
        id=schrijven.maak_id(now),
        kind=kind,
        gemeente=gemeenten.rechtsopvolger(rij.gemeente, dag),
        persoon_id=rij.persoon_id,
        inhoud=inhoud,
        corrigeert=rij.pk,
        correctiesoort=soort,
    )


def _trek_originelen_in(ids: Sequence[UUID], naar: Status, *, reden: str, door: Actor, now: datetime) -> None:
    """Status, inhoud shut for good, and no more webhooks about them."""
    if not ids:
        return
    Signaal.objects.filter(pk__in=ids).update(status=naar, status_op=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT signaal_sluit_inhoud(%s)", [list(ids)])
        (gesloten,) = cursor.fetchone()
    assert gesloten == len(ids), "every withdrawn signaal has its inhoud shut"
    Bezorging.objects.filter(signaal_id__in=ids, stand__in=[Stand.WACHT, Stand.BEZIG]).update(
        stand=Stand.VERVALLEN, merk=None, merk_tot=None
    )
    schrijven.noteer(ids, naar, door=door, now=now, toelichting=reden)


def _opdracht(omleiding: Omleiding, rij: Signaal) -> Opdracht:
    return Opdracht(
        persoon_id=rij.persoon_id,
        gemeente=omleiding.naar,
        soort=omleiding.soort or rij.soort,
        inhoud=omleiding.inhoud,
        deadline=omleiding.deadline,
        vaststelling_id=omleiding.vaststelling_id or rij.vaststelling_id,
    )
