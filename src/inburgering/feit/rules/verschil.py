"""What a record adds to what its source said before: only what changed, and what it replaces."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inburgering.feit.terms import Invoer, Soort, Uitspraak

_SLUIT_DE_VORIGE = frozenset({Soort.INSCHRIJVING, Soort.VERBLIJF, Soort.ADRES})


@dataclass(frozen=True, slots=True)
class Bekend:
    """A fact of the same source that holds now."""

    feit_id: int
    uitspraak: Uitspraak


@dataclass(frozen=True, slots=True)
class Toevoeging:
    """A row to append; without `uitspraak` it only ends what it replaces."""

    soort: Soort
    uitspraak: Uitspraak | None
    vervangt: int | None = None


def verschil(bekend: Sequence[Bekend], invoer: Invoer) -> list[Toevoeging]:
    """The rows to append so that the source now says what the record says.

    A record that gives only the present (BRP API) leaves earlier periods alone, and closes the present one
    on the day its follower starts. Kinds that the record does not speak of stay as they were.
    """
    blijft, nieuw = _streep_gelijke_weg([b for b in bekend if b.uitspraak.soort in invoer.volledig], invoer)
    per_soort: dict[Soort, list[Bekend]] = defaultdict(list)
    for b in blijft:
        if _telt_mee(b.uitspraak, invoer):
            per_soort[b.uitspraak.soort].append(b)
    toe: list[Toevoeging] = []
    for u in nieuw:
        oud = _vorige(per_soort[u.soort], u)
        if oud is not None and invoer.alleen_actueel and (dicht := _gesloten(oud.uitspraak, u)):
            toe.append(Toevoeging(u.soort, dicht, oud.feit_id))
            oud = None
        toe.append(Toevoeging(u.soort, u, oud.feit_id if oud else None))
    toe += [Toevoeging(soort, None, b.feit_id) for soort, rest in per_soort.items() for b in rest]
    return toe


def _telt_mee(u: Uitspraak, invoer: Invoer) -> bool:
    return not invoer.alleen_actueel or (u.geldig_tot is None and not u.onjuist)


def _streep_gelijke_weg(bestaand: list[Bekend], invoer: Invoer) -> tuple[list[Bekend], list[Uitspraak]]:
    """What is known and no longer said, and what is said and not yet known."""
    over: dict[str, list[Bekend]] = defaultdict(list)
    for b in bestaand:
        over[_vingerafdruk(b.uitspraak, los=invoer.alleen_actueel)].append(b)
    nieuw = []
    for u in invoer.uitspraken:
        gelijk = over[_vingerafdruk(u, los=invoer.alleen_actueel)]
        if gelijk:
            gelijk.pop()
        else:
            nieuw.append(u)
    return [b for rest in over.values() for b in rest], nieuw


def _vingerafdruk(u: Uitspraak, *, los: bool) -> str:
    waarde = {k: v for k, v in u.waarde.items() if not (los and k == "alleenActueel")}
    return json.dumps([u.soort, waarde, str(u.geldig_vanaf), str(u.geldig_tot), u.onjuist], sort_keys=True)


def _vorige(rest: list[Bekend], u: Uitspraak) -> Bekend | None:
    """Take from `rest` the row that `u` replaces: the one about the same thing, else the last of them."""
    if not rest:
        return None
    zelfde = [b for b in rest if _onderwerp(b.uitspraak.waarde) == _onderwerp(u.waarde)]
    gekozen = (zelfde or rest)[-1]
    rest.remove(gekozen)
    return gekozen


def _onderwerp(waarde: Mapping[str, Any]) -> tuple[object, ...]:
    return tuple(waarde.get(sleutel) for sleutel in ("grond", "doel", "titel", "code", "gemeente"))


def _gesloten(oud: Uitspraak, nieuw: Uitspraak) -> Uitspraak | None:
    """The old period with the start of its follower as end; None when it was not followed but changed."""
    if oud.soort not in _SLUIT_DE_VORIGE or not _later(oud.geldig_vanaf, nieuw.geldig_vanaf):
        return None
    return replace(oud, geldig_tot=nieuw.geldig_vanaf)


def _later(eerst: date | None, dan: date | None) -> bool:
    return dan is not None and eerst is not None and eerst < dan
