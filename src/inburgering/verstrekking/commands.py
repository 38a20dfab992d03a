"""Writing the ledger: nothing is booked that the brake was not asked about, and every row has its line in the spoor."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from inburgering.recht.verstrekkingsregels import Betrokkene, Toets
from inburgering.spoor import commands as spoor_commands
from inburgering.spoor import queries as spoor_queries
from inburgering.spoor.terms import Verwerking
from inburgering.stop.terms import Doorlaat
from inburgering.toegang.terms import Actor
from inburgering.verstrekking import rules
from inburgering.verstrekking.errors import DoorlaatOntbreekt, VerstrekkingOnbekend
from inburgering.verstrekking.models import Doorgifte, DoorgifteTerugroep, ToegepasteWet, Verstrekking
from inburgering.verstrekking.terms import Regel

_HIER = ZoneInfo("Europe/Amsterdam")
_KOLOMMEN = (
    "id persoon_id ontvanger kanaal soort gegevens grondslag vrijgave_id signaal_id brief_id actor op verwerking_id"
)
_KOPIEER = f"COPY verstrekking_verstrekking ({', '.join(_KOLOMMEN.split())}) FROM STDIN"


@transaction.atomic
def boek(
    regels: Sequence[Regel], *, doorlaten: Mapping[int, Doorlaat] | Doorlaat, actor: Actor, now: datetime
) -> list[int]:
    """Book verstrekkingen, each with one line in the spoor, in the caller's transaction; their ids in the same order.

    Raises:
        DoorlaatOntbreekt: the brake was not asked for a vrijgave and kanaal.
        VerstrekkingNietToegestaan: the law does not let these gegevens go to this receiver.
    """
    if not regels:
        return []
    _eis_doorlaat(regels, doorlaten)
    grondslagen = rules.grondslagen(regels, datum=now.date())
    ids = _nieuwe_nummers(len(regels))
    verwerkingen = _leg_in_spoor(regels, ids, actor=actor, now=now)
    with connection.cursor() as cursor, cursor.copy(_KOPIEER) as kopie:
        for nummer, regel, grond, verwerking in zip(ids, regels, grondslagen, verwerkingen, strict=True):
            kopie.write_row((*_rij(nummer, regel, grond), actor.id, now, verwerking))
    return ids


@transaction.atomic
def registreer_doorgifte(
    verstrekking_id: int,
    ontvanger: str,
    *,
    gegevens: Sequence[str],
    grondslag: str = "",
    datum: date,
    door: Actor,
    now: datetime,
    ouder_id: int | None = None,
) -> int:
    """Record that a receiver passed gegevens on; its id.

    It is recorded also when the law does not allow it (`toegestaan` is then false): what happened must be traceable.
    The ground is the law's. Where the law gives none, it says so with the article, and then what the giver says
    (`grondslag`): that is no ground, but it is what they acted on.

    Raises:
        VerstrekkingOnbekend: the verstrekking or the doorgifte before it does not exist.
        DoorgifteOngeldig: no receiver, no gegevens that the law knows, a day that cannot be, or a chain too long.
    """
    wortel = Verstrekking.objects.filter(pk=verstrekking_id).first()
    ouder = Doorgifte.objects.filter(pk=ouder_id, verstrekking_id=verstrekking_id).first() if ouder_id else None
    if wortel is None or (ouder_id and ouder is None):
        raise VerstrekkingOnbekend(veld="verstrekking", herstel="Kies een verstrekking uit het overzicht.")
    diepte = ouder.diepte + 1 if ouder else 1
    rules.check_doorgifte(
        ontvanger,
        tuple(gegevens),
        datum=datum,
        sinds=ouder.datum if ouder else wortel.op.astimezone(UTC).date(),
        vandaag=now.astimezone(_HIER).date(),
        diepte=diepte,
    )
    toetsen = rules.toetsen(
        rules.soort_ontvanger(ouder.ontvanger if ouder else wortel.ontvanger),
        ontvanger,
        gegevens,
        betrokkene=Betrokkene(rules.wet_van(wortel.grondslag)),
        datum=datum,
    )
    toegestaan = all(t.toegestaan for t in toetsen)
    rij = Doorgifte.objects.create(
        verstrekking=wortel,
        ouder=ouder,
        diepte=diepte,
        persoon_id=wortel.persoon_id,
        vrijgave_id=wortel.vrijgave_id,
        ontvanger=ontvanger,
        gegevens=list(gegevens),
        grondslag=rules.eis(toetsen) if toegestaan else _waarom_niet(toetsen, grondslag),
        toegestaan=toegestaan,
        datum=datum,
        door=door.id,
        op=now,
    )
    _leg_doorgifte_in_spoor(rij, "doorgifte.geregistreerd", now=now)
    return rij.pk


@transaction.atomic
def trek_doorgifte_terug(doorgifte_id: int, *, reden: str, door: Actor, now: datetime) -> None:
    """Record that the receiver of a doorgifte was asked to stop; a second time changes nothing.

    Raises:
        VerstrekkingOnbekend: there is no such doorgifte.
    """
    _stap(doorgifte_id, DoorgifteTerugroep.Stap.GEVRAAGD, toelichting=reden, door=door, now=now)


@transaction.atomic
def bevestig_terugroep(doorgifte_id: int, *, toelichting: str, door: Actor, now: datetime) -> None:
    """Record that the receiver of a doorgifte stopped; a second time changes nothing.

    Raises:
        VerstrekkingOnbekend: there is no such doorgifte.
    """
    _stap(doorgifte_id, DoorgifteTerugroep.Stap.BEVESTIGD, toelichting=toelichting, door=door, now=now)


def pas_wet_toe(wetten: Mapping[int, str], *, grond: str, door: Actor, now: datetime) -> None:
    """Record for each person which act is applied by policy, whatever the statute says; the last one recorded holds.

    Source: the choice of 24 May 2022 after the wrong kennisgevingen (Kamerstukken II, 32824).
    """
    ToegepasteWet.objects.bulk_create(
        [ToegepasteWet(persoon_id=p, wet=w, grond=grond, door=door.id, op=now) for p, w in wetten.items()],
        batch_size=2000,
    )


def _eis_doorlaat(regels: Sequence[Regel], doorlaten: Mapping[int, Doorlaat] | Doorlaat) -> None:
    per_vrijgave: Mapping[int, Doorlaat] = (
        {int(doorlaten.vrijgave_id): doorlaten} if isinstance(doorlaten, Doorlaat) else doorlaten
    )
    for vrijgave_id, kanaal in {(r.vrijgave_id, r.kanaal) for r in regels}:
        doorlaat = per_vrijgave.get(vrijgave_id)
        if doorlaat is None or doorlaat.vrijgave_id != vrijgave_id or doorlaat.kanaal != kanaal:
            raise DoorlaatOntbreekt(
                f"Voor vrijgave {vrijgave_id} en kanaal {kanaal} is geen doorlaat gevraagd.", veld="vrijgave"
            )


def _leg_in_spoor(regels: Sequence[Regel], ids: Sequence[int], *, actor: Actor, now: datetime) -> list[int]:
    """One line per verstrekking: about whom (pseudonym), to whom, through which kanaal; who did it is in the audit."""
    codes = spoor_queries.pseudoniemen([r.persoon_id for r in regels])
    bijzonderheden = {
        "laatste": ids[-1],
        "aantal": len(ids),
        "kanalen": sorted({r.kanaal for r in regels}),
        "vrijgaven": sorted({r.vrijgave_id for r in regels}),
    }
    with spoor_commands.daad(
        actor.id,
        "verstrekking.geboekt",
        object_soort="verstrekking",
        object_id=ids[0],
        now=now,
        bijzonderheden=bijzonderheden,
    ):
        return spoor_commands.leg_vast(
            [
                Verwerking(
                    naam=f"verstrekking.{r.kanaal}",
                    activiteit="verstrekken-aan-ketenpartner",
                    betrokkene=codes[r.persoon_id],
                    begin=now,
                    einde=now,
                    attributen={"ontvanger": r.ontvanger, "soort": r.soort, "vrijgave": r.vrijgave_id},
                )
                for r in regels
            ],
            now=now,
        )


def _rij(nummer: int, r: Regel, grondslag: str) -> tuple[object, ...]:
    return (
        nummer,
        r.persoon_id,
        r.ontvanger,
        r.kanaal,
        r.soort,
        list(r.gegevens),
        grondslag,
        r.vrijgave_id,
        r.signaal_id,
        r.brief_id,
    )


def _nieuwe_nummers(aantal: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('verstrekking_verstrekking', 'id')) FROM generate_series(1, %s)",
            [aantal],
        )
        return [rij[0] for rij in cursor.fetchall()]


def _waarom_niet(toetsen: Sequence[Toets], gezegd: str) -> str:
    eerste = next(t for t in toetsen if not t.toegestaan)
    return f"geen: {eerste.artikel}{f' (volgens de gever: {gezegd})' if gezegd else ''}"[:200]


def _stap(doorgifte_id: int, stap: str, *, toelichting: str, door: Actor, now: datetime) -> None:
    doorgifte = Doorgifte.objects.filter(pk=doorgifte_id).first()
    if doorgifte is None:
        raise VerstrekkingOnbekend(veld="doorgifte", herstel="Kies een doorgifte uit het overzicht.")
    _, nieuw = DoorgifteTerugroep.objects.get_or_create(
        doorgifte=doorgifte, stap=stap, defaults={"toelichting": toelichting, "door": door.id, "op": now}
    )
    if nieuw:
        _leg_doorgifte_in_spoor(doorgifte, f"doorgifte.{stap}", now=now)


def _leg_doorgifte_in_spoor(rij: Doorgifte, naam: str, *, now: datetime) -> None:
    regel = Verwerking(
        naam=naam,
        activiteit="doorgifte-volgen",
        betrokkene=spoor_queries.pseudoniem(rij.persoon_id),
        begin=now,
        einde=now,
        attributen={"doorgifte": rij.pk, "ontvanger": rij.ontvanger},
    )
    spoor_commands.leg_vast([regel], now=now)
