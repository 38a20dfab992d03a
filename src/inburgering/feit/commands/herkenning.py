"""Tells who a record is about: by burgerservicenummer, V-nummer or A-nummer; never by a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Q

from inburgering.feit import models
from inburgering.feit.terms import Fout, Invoer, Sleutelsoort

_NAAM: Mapping[Sleutelsoort, str] = {
    Sleutelsoort.BSN: "burgerservicenummer",
    Sleutelsoort.VNUMMER: "vNummer",
    Sleutelsoort.ANUMMER: "aNummer",
}
_HERSTEL = "Laat de bron nakijken over wie dit record gaat."


@dataclass(slots=True)
class Register:
    """Who is known by which number, for the records of one block; grows as the block is read."""

    van: dict[tuple[Sleutelsoort, str], int] = field(default_factory=dict)
    heeft: dict[int, dict[Sleutelsoort, str]] = field(default_factory=dict)
    nieuw: list[int] = field(default_factory=list)
    geleerd: list[models.Sleutel] = field(default_factory=list)

    def voeg_toe(self, soort: Sleutelsoort, waarde: str, persoon_id: int) -> None:
        """Remember that this number is this person's."""
        self.van[soort, waarde] = persoon_id
        self.heeft.setdefault(persoon_id, {})[soort] = waarde


def laad(invoer: Sequence[Invoer]) -> Register:
    """The register with everyone whom these records may be about."""
    register = Register()
    zoek = Q(pk=None)
    for soort in Sleutelsoort:
        zoek |= Q(soort=soort.value, waarde__in={i.sleutels[soort] for i in invoer if soort in i.sleutels})
    personen = models.Sleutel.objects.filter(zoek).values("persoon_id")
    for persoon_id, naam, waarde in models.Sleutel.objects.filter(persoon_id__in=personen).values_list(
        "persoon_id", "soort", "waarde"
    ):
        register.voeg_toe(Sleutelsoort(naam), waarde, persoon_id)
    return register


def wie(register: Register, invoer: Invoer, *, verse_ids: list[int], now: datetime) -> int | Fout:
    """The person of a record, known or new; or why that cannot be told."""
    if not invoer.sleutels:
        return Fout(
            invoer.plaats,
            "burgerservicenummer",
            "Er is geen geldig nummer waaraan de persoon te herkennen is.",
            "Vul een geldig burgerservicenummer, V-nummer of A-nummer in.",
        )
    gevonden = {register.van[s] for s in invoer.sleutels.items() if s in register.van}
    if len(gevonden) > 1:
        velden = ", ".join(_NAAM[s] for s in invoer.sleutels)
        return Fout(invoer.plaats, velden, "Deze nummers horen bij verschillende personen.", _HERSTEL)
    persoon_id = gevonden.pop() if gevonden else verse_ids.pop()
    bekend = register.heeft.get(persoon_id, {})
    for soort, waarde in invoer.sleutels.items():
        if bekend.get(soort, waarde) != waarde:
            reden = "Deze persoon is bekend onder een ander nummer van deze soort."
            return Fout(invoer.plaats, _NAAM[soort], reden, _HERSTEL)
    if not bekend:
        register.nieuw.append(persoon_id)
    for soort, waarde in invoer.sleutels.items():
        if soort not in bekend:
            register.voeg_toe(soort, waarde, persoon_id)
            register.geleerd.append(
                models.Sleutel(persoon_id=persoon_id, soort=soort.value, waarde=waarde, geregistreerd_op=now)
            )
    return persoon_id


def nieuwe_ids(tabel: str, aantal: int) -> list[int]:
    """Fresh primary keys of a table, so that rows can refer to each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [tabel, aantal])
        return [rij[0] for rij in cursor.fetchall()]
