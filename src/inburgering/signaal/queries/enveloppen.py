"""Enveloppen, what happened to them, and what gemeenten declared. Read as the application: never the inhoud."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from inburgering.primitives.ids import Gemeentecode, SignaalId
from inburgering.signaal.errors import SignaalOnbekend
from inburgering.signaal.models import Gebeurtenis, Signaal, Verklaring
from inburgering.signaal.terms import WEG, ZONDER_INHOUD, Antwoord, Bewijs, VerklaringRij


def envelop(signaal_id: UUID, *, gemeente: str | None = None) -> Signaal:
    """One envelop; with `gemeente`, only when it is addressed to that one.

    Raises:
        SignaalOnbekend: it does not exist, or not for this gemeente.
    """
    rijen = Signaal.objects.filter(pk=signaal_id)
    rij = (rijen.filter(gemeente=gemeente) if gemeente is not None else rijen).first()
    if rij is None:
        raise SignaalOnbekend(veld="signaalId", herstel="Kies een signaal uit het postvak.")
    return rij


def van_vrijgaven(vrijgave_ids: Sequence[int]) -> list[Signaal]:
    """Every envelop of these vrijgaven, by gemeente and volgnummer."""
    return list(Signaal.objects.filter(vrijgave_id__in=list(vrijgave_ids)).order_by("gemeente", "volgnummer"))


def van_personen(persoon_ids: Sequence[int]) -> list[Signaal]:
    """Every envelop about these persons, oldest first."""
    return list(Signaal.objects.filter(persoon_id__in=list(persoon_ids)).order_by("aangemaakt_op", "volgnummer"))


def levende_van_personen(persoon_ids: Sequence[int]) -> list[Signaal]:
    """The signalen about these persons that say something themselves and were not withdrawn, oldest first."""
    rijen = van_personen(persoon_ids)
    return [s for s in rijen if s.status not in WEG and s.correctiesoort not in ZONDER_INHOUD]


def gebeurtenissen(signaal_id: UUID) -> list[Gebeurtenis]:
    """What happened to one signaal, oldest first."""
    return list(Gebeurtenis.objects.filter(signaal_id=signaal_id).order_by("op", "id"))


def verklaringen(signaal_ids: Sequence[UUID]) -> dict[UUID, VerklaringRij]:
    """The last verklaring per signaal."""
    rijen = Verklaring.objects.filter(signaal_id__in=list(signaal_ids)).order_by("op", "id")
    return {r.signaal_id: _verklaring(r) for r in rijen}


def verklaringen_van_gemeente(gemeente: str) -> list[VerklaringRij]:
    """Every verklaring of one gemeente, newest first."""
    return [_verklaring(r) for r in Verklaring.objects.filter(gemeente=gemeente).order_by("-op", "-id")]


def verklaringen_na(gemeente: str, *, sinds: int, aantal: int) -> list[tuple[int, VerklaringRij]]:
    """The verklaringen of one gemeente after a number, oldest first, each with its number."""
    rijen = Verklaring.objects.filter(gemeente=gemeente, pk__gt=sinds).order_by("pk")[:aantal]
    return [(r.pk, _verklaring(r)) for r in rijen]


def openstaand() -> dict[Gemeentecode, int]:
    """How many correcties wait for confirmation, per gemeente."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gemeente, count(*) FROM signaal_signaal WHERE correctiesoort IN ('intrekking', 'omleiding')"
            " AND status NOT IN ('bevestigd', 'afgehandeld') GROUP BY gemeente ORDER BY gemeente"
        )
        return {Gemeentecode(g): n for g, n in cursor.fetchall()}


def zonder_eindstand() -> int:
    """How many signalen hang in between: shut by a stop but not withdrawn, or a correctie nobody confirmed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM signaal_signaal s JOIN stop_poort p ON true"
            " LEFT JOIN stop_poortgemeente g ON g.gemeente = s.gemeente"
            " WHERE s.status NOT IN ('ingetrokken', 'omgeleid') AND ("
            "   (s.correctiesoort IN ('intrekking', 'omleiding') AND s.status NOT IN ('bevestigd', 'afgehandeld'))"
            "   OR g.gemeente IS NULL OR get_bit(p.live & g.live, s.vrijgave_id) = 0)"
        )
        (aantal,) = cursor.fetchone()
    return int(aantal)


def _verklaring(r: Verklaring) -> VerklaringRij:
    return VerklaringRij(
        signaal_id=SignaalId(r.signaal_id),
        gemeente=Gemeentecode(r.gemeente),
        antwoord=Antwoord(r.antwoord),
        toelichting=r.toelichting,
        bewijs=Bewijs(r.bewijs, r.document, r.sha256),
        door=r.door,
        op=r.op,
    )
