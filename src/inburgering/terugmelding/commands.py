"""Taking in what a gemeente tells back, putting it right by a later one, and answering."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from inburgering.feit import commands as feit_commands
from inburgering.feit import queries as feit_queries
from inburgering.recht.verstrekkingsregels import ONBEKENDE
from inburgering.signaal import commands as signaal_commands
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.errors import InhoudOngeldig
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import WEG, ZONDER_INHOUD, Opdracht, Signaalsoort, Status
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop import commands as stop_commands
from inburgering.stop import queries as stop_queries
from inburgering.stop.errors import StopVanKracht
from inburgering.stop.terms import Kanaal
from inburgering.terugmelding import queries, rules
from inburgering.terugmelding.errors import TerugmeldingNietMogelijk
from inburgering.terugmelding.models import Beantwoording, Terugmelding
from inburgering.terugmelding.terms import (
    LEERROUTE,
    NIET_MIJN_INWONER,
    OOK_VAN_VORIGE,
    OVERDRACHT,
    PIP,
    TERMIJN_BEGONNEN,
    VERZOEK,
    Uitslag,
)
from inburgering.toegang import rules as toegang_rules
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling
from inburgering.vaststelling import commands as vaststelling_commands
from inburgering.vaststelling import queries as vaststelling_queries
from inburgering.verstrekking import rules as verstrekking_rules
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan

_HIER = ZoneInfo("Europe/Amsterdam")


@transaction.atomic
def meld(
    soort: str,
    over: UUID | int | None,
    velden: Mapping[str, Any],
    *,
    door: Actor,
    gemeente: str,
    now: datetime,
    vervangt: int | None = None,
    kanaal: Kanaal = Kanaal.PORTAAL,
) -> int:
    """Take in what a gemeente tells back on a signaal (or about a person it got one of); its number.

    A PIP date becomes a fact of the college, the term is determined anew, and the gemeente hears of it by a signaal.
    With `vervangt` it takes the place of an earlier terugmelding, which stays readable. Who asks again about somebody
    while the same question waits for an answer, gets the number of that question. `kanaal` is where it was told.

    Raises:
        SoortOnbekend: the catalogue has no such kind.
        SignaalOnbekend: the signaal does not exist, or not for this gemeente.
        InhoudOngeldig, TerugmeldingOngeldig: a field that misses or cannot be.
        VerstrekkingNietToegestaan: the law does not let this gemeente tell it about this person.
        TerugmeldingNietMogelijk: the signaal is a correctie or was withdrawn, the earlier one was replaced already, or
            an earlier overdracht says otherwise.
        StopVanKracht: a stop covers the signaal; "niet mijn inwoner" may be told all the same.
    """
    toegang_rules.eis(door, Handeling.TERUGMELDEN, gemeente=gemeente)
    stop_queries.eis_inkomend("terugmelding", gemeente=gemeente)
    vandaag = now.astimezone(_HIER).date()
    kind = catalogus.terugmelding(soort, dag=vandaag)
    gevuld = {naam: waarde for naam, waarde in velden.items() if waarde not in {None, ""}}
    rules.check(kind, gevuld, vandaag=vandaag)
    signaal_id, persoon_id = _over(kind, over, gevuld, gemeente=gemeente, kanaal=kanaal, now=now)
    if vervangt is not None:
        _eis_vervangbaar(vervangt, soort=soort, signaal_id=signaal_id, gemeente=gemeente)
    elif kind.over_persoon and (gesteld := queries.open_vraag(soort, gevuld, gemeente=gemeente)) is not None:
        return gesteld
    if soort == LEERROUTE and persoon_id is not None:
        _check_overstap(persoon_id, gevuld, vervangt=vervangt, now=now)
    if soort == OVERDRACHT and persoon_id is not None and signaal_id is not None:
        rules.check_overdracht(gevuld, gemeente=gemeente, vandaag=vandaag)
        _eis_eerste_overdracht(persoon_id, signaal_id, gemeente=gemeente, vervangt=vervangt)
    rij = Terugmelding.objects.create(
        soort=soort,
        catalogusversie=catalogus.geldig_op(vandaag).versie,
        gemeente=gemeente,
        persoon_id=persoon_id,
        signaal_id=signaal_id,
        velden=gevuld,
        grondslag=_grondslag(kind, gevuld, persoon_id=persoon_id, gemeente=gemeente, datum=vandaag),
        uiterlijk=rules.uiterlijk(kind, vandaag=vandaag),
        vervangt_id=vervangt,
        door=door.id,
        op=now,
    )
    _leg_vast(rij, "terugmelding.ontvangen", door=door, now=now)
    _verwerk(rij, now=now)
    return rij.pk


@transaction.atomic
def trek_in(terugmelding_id: int, *, reden: str, door: Actor, gemeente: str, now: datetime) -> int:
    """Take back what was told by mistake; the number of the row that does so. What it set is undone.

    Raises:
        TerugmeldingOnbekend: it does not exist, or not of this gemeente.
        TerugmeldingNietMogelijk: it was replaced or taken back already.
        InhoudOngeldig: a reason that is empty or holds a long number.
    """
    toegang_rules.eis(door, Handeling.TERUGMELDEN, gemeente=gemeente)
    rules.check_reden(reden)
    oud = queries.een(terugmelding_id, gemeente=gemeente)
    _eis_vervangbaar(terugmelding_id, soort=oud.soort, signaal_id=oud.signaal_id, gemeente=gemeente)
    rij = Terugmelding.objects.create(
        soort=oud.soort,
        catalogusversie=catalogus.geldig_op(now.astimezone(_HIER).date()).versie,
        gemeente=gemeente,
        persoon_id=oud.persoon_id,
        signaal_id=oud.signaal_id,
        velden={},
        grondslag=oud.grondslag,
        vervangt_id=terugmelding_id,
        ingetrokken=True,
        reden=reden.strip()[:500],
        door=door.id,
        op=now,
    )
    _leg_vast(rij, "terugmelding.ingetrokken", door=door, now=now)
    _verwerk(rij, now=now)
    return rij.pk


@transaction.atomic
def beantwoord(terugmelding_id: int, uitslag: Uitslag, *, toelichting: str, door: Actor, now: datetime) -> None:
    """Record the answer of DUO; the gemeente sees it beside its terugmelding.

    Raises:
        TerugmeldingOnbekend: it does not exist.
        TerugmeldingNietMogelijk: it waits for no answer.
        InhoudOngeldig: an explanation with a long number.
    """
    toegang_rules.eis(door, Handeling.TERUGMELDING_BEANTWOORDEN)
    if toelichting.strip():
        rules.check_reden(toelichting)
    rij = queries.een(terugmelding_id)
    if not rij.wacht:
        raise TerugmeldingNietMogelijk("Deze terugmelding wacht niet op antwoord.", veld="terugmelding")
    Beantwoording.objects.create(
        terugmelding_id=terugmelding_id, uitslag=uitslag, toelichting=toelichting.strip()[:500], door=door.id, op=now
    )
    bijzonderheden = {"uitslag": uitslag.value}
    spoor_commands.schrijf_audit(
        door.id, "terugmelding.beantwoord", object_soort="terugmelding", object_id=str(terugmelding_id), now=now,
        bijzonderheden=bijzonderheden,
    )  # fmt: skip


# ── What it is about, and whether it may ─────────────────────────────────────────────────────────


def _over(
    kind: Signaalsoort,
    over: UUID | int | None,
    velden: Mapping[str, Any],
    *,
    gemeente: str,
    kanaal: Kanaal,
    now: datetime,
) -> tuple[UUID | None, int | None]:
    """The signaal and the person; a person whom nobody knows is None."""
    if kind.over_persoon:
        bekend = feit_queries.zoek(bsn=velden.get("burgerservicenummer"), vnummer=velden.get("vreemdelingennummer"))
        return None, bekend
    signaal_id = _laatste_signaal(over, gemeente) if isinstance(over, int) else over
    if signaal_id is None:
        raise TerugmeldingNietMogelijk(
            "Er is geen signaal waar dit over gaat.", veld="signaalId", herstel="Kies een signaal uit het postvak."
        )
    rij = signaal_queries.envelop(signaal_id, gemeente=gemeente)
    if rij.correctiesoort in ZONDER_INHOUD:
        raise TerugmeldingNietMogelijk(
            "Dit is een correctie.", veld="signaalId", herstel="Kies het signaal waar de correctie over gaat."
        )
    overgedragen = kind.code == OVERDRACHT and rij.status == Status.OMGELEID
    if rij.status in WEG and not overgedragen:
        raise TerugmeldingNietMogelijk(
            "Dit signaal is ingetrokken.", veld="signaalId", herstel="Lees de correctie bij dit signaal."
        )
    if kind.code != NIET_MIJN_INWONER:
        _eis_geen_stop(rij.vrijgave_id, gemeente=gemeente, kanaal=kanaal, now=now)
    return signaal_id, rij.persoon_id


def _laatste_signaal(persoon_id: int, gemeente: str) -> UUID | None:
    levend = [s for s in signaal_queries.levende_van_personen([persoon_id]) if s.gemeente == gemeente]
    return levend[-1].pk if levend else None


def _eis_geen_stop(vrijgave_id: int, *, gemeente: str, kanaal: Kanaal, now: datetime) -> None:
    """A stop holds in both directions: what was built on a stopped signaal does not come back in."""
    try:
        stop_queries.doorlaat(vrijgave_id, kanaal=kanaal, gemeente=gemeente)
    except StopVanKracht:
        stop_commands.noteer_weigering(kanaal, vrijgave_id=vrijgave_id, gemeente=gemeente, now=now)
        raise


def _grondslag(
    kind: Signaalsoort, velden: Mapping[str, Any], *, persoon_id: int | None, gemeente: str, datum: date
) -> str:
    wie = vaststelling_queries.betrokkenen([persoon_id] if persoon_id else []).get(persoon_id or 0, ONBEKENDE)
    toetsen = verstrekking_rules.toetsen(
        kind.verstrekker,
        kind.ontvanger.value,
        catalogus.gegevens(kind, velden),
        betrokkene=wie,
        datum=datum,
        taak_van=kind.taak_van,
        op_verzoek=bool(kind.op_verzoek) and _gevraagd(persoon_id, gemeente),
        doel=kind.doel,
    )
    grond = verstrekking_rules.eis(toetsen)
    if kind.code not in OOK_VAN_VORIGE:
        verstrekking_rules.eis_college(gemeente, wie, datum=datum)
    return grond


def _gevraagd(persoon_id: int | None, gemeente: str) -> bool:
    """Whether DUO asked this gemeente about this person, by a signaal that still stands."""
    return any(
        s.soort == VERZOEK and s.gemeente == gemeente and s.status not in WEG
        for s in signaal_queries.van_personen([persoon_id] if persoon_id else [])
    )


def _eis_vervangbaar(terugmelding_id: int, *, soort: str, signaal_id: UUID | None, gemeente: str) -> None:
    oud = queries.een(terugmelding_id, gemeente=gemeente)
    if not oud.geldt:
        raise TerugmeldingNietMogelijk(
            "Deze terugmelding is al vervangen of ingetrokken.",
            veld="terugmelding",
            herstel="Kies de nieuwste terugmelding.",
        )
    if (oud.soort, oud.signaal_id) != (soort, signaal_id):
        raise TerugmeldingNietMogelijk(
            "Deze terugmelding gaat over iets anders.", veld="terugmelding", herstel="Kies dezelfde soort."
        )


def _eis_eerste_overdracht(persoon_id: int, signaal_id: UUID, *, gemeente: str, vervangt: int | None) -> None:
    """A dossier goes to one gemeente; who comes back gets a new signaal, and may be handed over again."""
    sinds = signaal_queries.envelop(signaal_id).aangemaakt_op
    for rij in queries.van_persoon(persoon_id):
        zelfde = rij.soort == OVERDRACHT and rij.gemeente == gemeente and rij.op >= sinds
        if zelfde and rij.geldt and rij.id != vervangt:
            raise TerugmeldingNietMogelijk(
                "U meldde al aan wie u dit dossier overdroeg.",
                veld="terugmelding",
                herstel=f"Wijzig terugmelding {rij.id}, of trek die in.",
            )


# ── What follows ─────────────────────────────────────────────────────────────────────────────────


def _verwerk(rij: Terugmelding, *, now: datetime) -> None:
    """Set the first PIP as the terugmeldingen say now, and determine the term anew."""
    if rij.soort != PIP or rij.persoon_id is None:
        return
    pip = rules.eerste_pip(r.velden for r in queries.geldende_pips(rij.persoon_id))
    if feit_commands.zet_eerste_pip(rij.persoon_id, pip, now=now):
        _stel_opnieuw_vast(rij.persoon_id, now=now)
        _trek_termijn_in(rij.persoon_id, now=now)
        _geef_termijn_door(rij.persoon_id, rij.gemeente, now=now)


def haal_termijnen_in(*, now: datetime) -> int:
    """Tell the terms that could not be told when they began, as a stop was in force; how many signalen went."""
    gemist = {r.persoon_id: r for r in queries.begonnen_termijnen() if r.persoon_id is not None}
    verteld = {persoon for _, persoon, op in _termijnsignalen(list(gemist)) if op >= gemist[persoon].op}
    aantal = 0
    for persoon, rij in gemist.items():
        if persoon not in verteld:
            _trek_termijn_in(persoon, now=now)
            aantal += _geef_termijn_door(persoon, rij.gemeente, now=now)
    return aantal


def _check_overstap(persoon_id: int, velden: Mapping[str, Any], *, vervangt: int | None, now: datetime) -> None:
    eerder = [r for r in queries.van_persoon(persoon_id) if r.soort == LEERROUTE and r.geldt and r.id != vervangt]
    oud = eerder[0].velden if eerder else None
    rules.check_overstap(velden, oud, termijn=queries.termijn(persoon_id, moment=now))


def _termijnsignalen(persoon_ids: Sequence[int]) -> list[tuple[UUID, int, datetime]]:
    """The signalen that tell a term and still stand, each with its person and moment."""
    rijen = signaal_queries.van_personen(persoon_ids)
    return [(s.pk, s.persoon_id, s.aangemaakt_op) for s in rijen if s.soort == TERMIJN_BEGONNEN and s.status not in WEG]


def _vrijgave(now: datetime) -> int:
    """One a month; it says the wet, and of the categorie that it may be any."""
    run = f"{now.astimezone(_HIER):%Y-%m}"
    return int(stop_commands.maak_vrijgave("termijn", "signaal-termijn", run=run, now=now, wetten=("Wi2021",)))


def _trek_termijn_in(persoon_id: int, *, now: datetime) -> None:
    """What was told of another first PIP does not hold any more."""
    oud = [nummer for nummer, _, _ in _termijnsignalen([persoon_id])]
    if oud:
        reden = "De datum van het eerste PIP is gewijzigd."
        try:
            signaal_commands.trek_in(oud, reden=reden, vrijgave_id=_vrijgave(now), door=SYSTEEM, now=now)
        except StopVanKracht:
            _niet_doorgegeven(persoon_id, StopVanKracht.code, now=now)


def _geef_termijn_door(persoon_id: int, gemeente: str, *, now: datetime) -> bool:
    """Tell the college the term that a PIP of this gemeente began; whether it went.

    Never a reason to refuse what was told us. Who moved since then has another college, and that one is told.
    """
    termijn = queries.termijn(persoon_id, moment=now)
    uitkomsten = vaststelling_queries.uitkomsten([persoon_id])
    if termijn is None or not uitkomsten:
        return False
    gemeente = uitkomsten[0].college or gemeente
    vrijgave = _vrijgave(now)
    if not stop_queries.levend([vrijgave], gemeente=gemeente) and stop_queries.bekende_gemeenten([gemeente]):
        return False  # `haal_termijnen_in` tells it once the stop is lifted
    gegevens = feit_queries.persoonsgegevens([persoon_id], moment=now)[persoon_id]
    inhoud = rules.termijninhoud(termijn, gegevens)
    nieuw = Opdracht(persoon_id, gemeente, TERMIJN_BEGONNEN, inhoud, vaststelling_id=uitkomsten[0].pk)
    try:
        signaal_commands.geef_vrij([nieuw], vrijgave_id=vrijgave, door=SYSTEEM, now=now)
    except (InhoudOngeldig, VerstrekkingNietToegestaan, StopVanKracht) as fout:
        _niet_doorgegeven(persoon_id, fout.code, now=now)
        return False
    return True


def _niet_doorgegeven(persoon_id: int, code: str, *, now: datetime) -> None:
    spoor_commands.schrijf_audit(
        SYSTEEM.id,
        "termijn.niet-doorgegeven",
        object_soort="dossier",
        object_id=spoor_queries.pseudoniem(persoon_id),
        now=now,
        bijzonderheden={"code": code},
    )


def _stel_opnieuw_vast(persoon_id: int, *, now: datetime) -> None:
    """Determine anew by the same regelversie, so that only the PIP can change anything; a decision by hand stays."""
    uitkomsten = vaststelling_queries.uitkomsten([persoon_id])
    if not uitkomsten or uitkomsten[0].met_de_hand:
        return
    if uitkomsten[0].regelversie not in vaststelling_queries.alle_in_gebruik(now):
        return
    vandaag = now.astimezone(_HIER).date()
    vaststelling_commands.stel_vast(
        [persoon_id], regelversie=uitkomsten[0].regelversie, peildatum=vandaag, door=SYSTEEM, now=now
    )


def _leg_vast(rij: Terugmelding, naam: str, *, door: Actor, now: datetime) -> None:
    """One act in the audit log and, when the person is known, a line in the spoor that is part of it."""
    soort = {"soort": rij.soort}
    with spoor_commands.daad(
        door.id, naam, object_soort="terugmelding", object_id=rij.pk, now=now, bijzonderheden=soort
    ):
        if rij.persoon_id is not None:
            regel = Verwerking(
                naam=naam,
                activiteit="terugmelding-verwerken",
                betrokkene=spoor_queries.pseudoniem(rij.persoon_id),
                begin=now,
                einde=now,
                attributen={"gemeente": rij.gemeente, **soort},
            )
            spoor_commands.leg_vast([regel], now=now)
