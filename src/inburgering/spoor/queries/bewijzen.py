"""A proof to hand over: one line, its way up to a zegel, and the zegel; checked elsewhere with the public key alone."""

from typing import Any

from inburgering.spoor import queries, rules
from inburgering.spoor.errors import NietVerzegeld
from inburgering.spoor.models import Groep, Zegel
from inburgering.spoor.queries.bladen import SOORTEN, lees_velden


def bewijsstuk(soort: str, regel_id: int, *, persoon_id: int | None = None) -> dict[str, Any]:
    """The document that proves this line; of a groep with a person, also that this person is in it, and nobody else.

    Raises:
        NietVerzegeld: no zegel covers the line, it is gone, or the person is not in the groep.
    """
    if soort not in SOORTEN:
        raise NietVerzegeld(f"{soort} is geen soort regel.", veld="soort", herstel=f"Kies uit {', '.join(SOORTEN)}.")
    bewijs = queries.bewijs(soort, regel_id)
    velden = dict(lees_velden(soort, [regel_id])).get(regel_id)
    if velden is None:
        raise NietVerzegeld(
            f"{soort} {regel_id} is weg.", veld="regel", herstel="Reken het spoor na: spoor controleer."
        )
    zegel = Zegel.objects.get(pk=bewijs.zegel)
    uit = rules.als_bewijsstuk(
        rules.blad_tekst(soort, velden),
        bewijs,
        vorige=bytes(zegel.vorige),
        op=zegel.op,
        handtekening=bytes(zegel.handtekening),
        sleutel=queries.openbare_sleutel(),
    )
    return uit if persoon_id is None else uit | {"persoon": _lid(soort, regel_id, queries.pseudoniem(persoon_id))}


def _lid(soort: str, regel_id: int, code: str) -> dict[str, Any]:
    rij = Groep.objects.filter(pk=regel_id).first() if soort == "groep" else None
    codes = [bytes(rij.betrokkenen)[n : n + 32].hex() for n in range(0, len(rij.betrokkenen), 32)] if rij else []
    if rij is None or code not in codes:
        raise NietVerzegeld("Deze persoon staat niet in deze groep.", veld="persoon", herstel="Noem een andere groep.")
    plaats = codes.index(code)
    return rules.als_lid(code, rij.zout.bytes, queries.bewijs_in_groep(regel_id, plaats))
