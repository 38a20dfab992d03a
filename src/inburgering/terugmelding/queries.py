"""Asking what gemeenten told back, what waits for an answer, what it set, and which numbers rise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.feit import queries as feit_queries
from inburgering.signaal import queries as signaal_queries
from inburgering.signaal.rules import catalogus
from inburgering.signaal.terms import ZONDER_INHOUD
from inburgering.terugmelding import rules
from inburgering.terugmelding.errors import TerugmeldingOnbekend
from inburgering.terugmelding.models import Beantwoording, Terugmelding
from inburgering.terugmelding.terms import (
    IK_MIS_IEMAND,
    NIET_MIJN_INWONER,
    PIP,
    Alarm,
    Antwoord,
    Telling,
    Termijn,
    Terugmeldingrij,
    Uitslag,
)
from inburgering.vaststelling import queries as vaststelling_queries

# The same question about the same person or signaal counts once a month, however often it is asked.
_TELLING = """SELECT soort, coalesce(gemeente, ''), maand, count(DISTINCT over) FROM (
        SELECT soort, gemeente, to_char(op AT TIME ZONE 'Europe/Amsterdam', 'YYYY-MM') AS maand,
               concat(gemeente, ' ', coalesce(velden->>'burgerservicenummer', velden->>'vreemdelingennummer',
                      signaal_id::text, id::text)) AS over
          FROM terugmelding_terugmelding WHERE soort = ANY (%s) AND vervangt_id IS NULL) t
   GROUP BY GROUPING SETS ((soort, gemeente, maand), (soort, maand)) ORDER BY 3, 1, 2"""


def een(terugmelding_id: int, *, gemeente: str | None = None) -> Terugmeldingrij:
    """One terugmelding; with `gemeente`, only of that one.

    Raises:
        TerugmeldingOnbekend: it does not exist, or not of this gemeente.
    """
    rijen = Terugmelding.objects.filter(pk=terugmelding_id)
    gevonden = _rijen(rijen.filter(gemeente=gemeente) if gemeente is not None else rijen)
    if not gevonden:
        raise TerugmeldingOnbekend(veld="terugmelding", herstel="Kies een terugmelding uit het overzicht.")
    return gevonden[0]


def van_gemeente(gemeente: str, *, sinds: int = 0, aantal: int = 100) -> list[Terugmeldingrij]:
    """What a gemeente told back after the terugmelding with number `sinds`, oldest first."""
    return _rijen(Terugmelding.objects.filter(gemeente=gemeente, pk__gt=sinds).order_by("pk")[:aantal])


def van_signaal(signaal_id: UUID) -> list[Terugmeldingrij]:
    """What was told back on one signaal, newest first."""
    return _rijen(Terugmelding.objects.filter(signaal_id=signaal_id).order_by("-pk"))


def van_persoon(persoon_id: int) -> list[Terugmeldingrij]:
    """What gemeenten told back about one person, newest first."""
    return _rijen(Terugmelding.objects.filter(persoon_id=persoon_id).order_by("-pk"))


def wachtend() -> list[Terugmeldingrij]:
    """What DUO has to answer, the first last day first."""
    beantwoord = Beantwoording.objects.values("terugmelding_id")
    vervangen = Terugmelding.objects.filter(vervangt__isnull=False).values("vervangt_id")
    open_ = Terugmelding.objects.filter(uiterlijk__isnull=False, ingetrokken=False)
    return _rijen(open_.exclude(pk__in=beantwoord).exclude(pk__in=vervangen).order_by("uiterlijk", "pk"))


def open_vraag(soort: str, velden: Mapping[str, Any], *, gemeente: str) -> int | None:
    """The number of the question of this gemeente that waits for an answer and names the same person."""
    for veld in ("burgerservicenummer", "vreemdelingennummer"):
        if velden.get(veld):
            zelfde = Terugmelding.objects.filter(soort=soort, gemeente=gemeente, **{f"velden__{veld}": velden[veld]})
            return next((r.id for r in _rijen(zelfde.order_by("pk")) if r.wacht), None)
    return None


def geldende_pips(persoon_id: int) -> list[Terugmeldingrij]:
    """The PIP dates of a person that still count, oldest first."""
    return _die_tellen(_rijen(Terugmelding.objects.filter(persoon_id=persoon_id, soort=PIP).order_by("pk")))


def begonnen_termijnen() -> list[Terugmeldingrij]:
    """Of every person with a PIP date that still counts, the terugmelding of the first PIP."""
    rijen = _rijen(Terugmelding.objects.filter(soort=PIP, persoon_id__isnull=False).order_by("pk"))
    eerste: dict[int | None, Terugmeldingrij] = {}
    for rij in sorted(_die_tellen(rijen), key=lambda r: (r.velden["pipDatum"], r.id)):
        eerste.setdefault(rij.persoon_id, rij)
    return list(eerste.values())


def termijn(persoon_id: int, *, moment: datetime) -> Termijn | None:
    """The inburgeringstermijn that the first PIP sets, or None when no PIP is known or another act is applied."""
    pip = (feit_queries.feiten([persoon_id], moment=moment)[persoon_id].get("pip") or {}).get("eersteDagtekening")
    wie = vaststelling_queries.betrokkenen([persoon_id]).get(persoon_id)
    if not isinstance(pip, str) or wie is None or wie.wet != "Wi2021":
        return None
    uitkomsten = vaststelling_queries.uitkomsten([persoon_id])
    uiterlijk = uitkomsten[0].termijnen.get("inburgeringUiterlijk") if uitkomsten else None
    return rules.termijn(date.fromisoformat(pip), vastgesteld=date.fromisoformat(uiterlijk) if uiterlijk else None)


def tellingen(soorten: Sequence[str] = (NIET_MIJN_INWONER, IK_MIS_IEMAND)) -> list[Telling]:
    """How often each kind was told back per month: per gemeente, and all together (empty gemeente)."""
    with connection.cursor() as cursor:
        cursor.execute(_TELLING, [list(soorten)])
        return [Telling(*rij) for rij in cursor.fetchall()]


def alarmen(dag: date) -> list[Alarm]:
    """What rose in the month of that day."""
    return rules.alarmen(tellingen(), maand=f"{dag:%Y-%m}")


def _die_tellen(rijen: Sequence[Terugmeldingrij]) -> list[Terugmeldingrij]:
    """Those that hold, of a gemeente that was the college when it told them, on a signaal about the person."""
    geldig = [r for r in rijen if r.geldt]
    personen = {r.persoon_id for r in geldig if r.persoon_id is not None}
    colleges = vaststelling_queries.colleges(personen)
    correcties = {s.pk for s in signaal_queries.van_personen(list(personen)) if s.correctiesoort in ZONDER_INHOUD}
    return [
        r
        for r in geldig
        if r.signaal_id not in correcties
        and rules.was_college(r.gemeente, colleges.get(r.persoon_id or 0, ()), moment=r.op)
    ]


def _rijen(rijen: Iterable[Terugmelding]) -> list[Terugmeldingrij]:
    lijst = list(rijen)
    ids = [r.pk for r in lijst]
    door = dict(Terugmelding.objects.filter(vervangt_id__in=ids).values_list("vervangt_id", "pk"))
    antwoorden = {b.terugmelding_id: b for b in Beantwoording.objects.filter(terugmelding_id__in=ids)}
    return [_rij(r, door.get(r.pk), antwoorden.get(r.pk)) for r in lijst]


def _rij(r: Terugmelding, vervangen_door: int | None, antwoord: Beantwoording | None) -> Terugmeldingrij:
    boek = next((b for b in catalogus.alle() if b.versie == r.catalogusversie), catalogus.alle()[-1])
    kind = boek.terugmeldingen.get(r.soort)
    return Terugmeldingrij(
        id=r.pk,
        soort=r.soort,
        titel=kind.titel if kind else r.soort,
        gemeente=r.gemeente,
        persoon_id=r.persoon_id,
        signaal_id=r.signaal_id,
        velden=r.velden,
        grondslag=r.grondslag,
        door=r.door,
        op=r.op,
        uiterlijk=r.uiterlijk,
        vervangt=r.vervangt_id,
        vervangen_door=vervangen_door,
        ingetrokken=r.ingetrokken,
        reden=r.reden,
        antwoord=Antwoord(Uitslag(antwoord.uitslag), antwoord.toelichting, antwoord.op) if antwoord else None,
    )
