"""Why an outcome is so: the questions of the law as a tree, the deciding one first, what changed marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from inburgering.interfaces.portal.schermen import feiten
from inburgering.recht import redenering, toelichting
from inburgering.recht.redenering import Herkomst


class Vaststelling(Protocol):
    """What the dossier needs of a vaststelling."""

    pk: UUID
    regelversie: str
    peildatum: date
    oordeel: str
    wet: str | None
    ingangsdatum: date | None
    einde: date | None
    einde_reden: str
    categorie: str | None
    college: str | None
    ontbrekend: list[str]
    redenen: list[Mapping[str, Any]]
    met_de_hand: bool
    reden: str
    op: datetime


@dataclass(frozen=True, slots=True)
class Knoop:
    """One question of the law with its answer, and what lies under it."""

    stand: str
    vraag: str
    antwoord: str = ""
    woord: str = ""
    bron: str = ""
    artikel: str = ""
    adres: str = ""
    verschil: str = ""
    onder: tuple["Knoop", ...] = ()
    dicht: bool = False
    beslist: bool = False

    @property
    def stappen(self) -> int:
        """How many questions lie under this one."""
        return sum(1 + k.stappen for k in self.onder)

    @property
    def valt_op(self) -> bool:
        """Whether this question, or one under it, was answered otherwise before or is open."""
        return bool(self.verschil) or self.beslist or self.stand == "open" or any(k.valt_op for k in self.onder)


def boom(v: Vaststelling, vorige: Vaststelling | None, *, zin: str) -> Knoop:
    """The redenen as they were recorded, under the outcome; what the former vaststelling answered otherwise is marked.

    For a vaststelling that cannot be explained again: decided by hand, or by a regelversie that is no longer there.
    """
    eerder = {(r["artikel"], r["vraag"]): str(r["antwoord"]) for r in (vorige.redenen if vorige else ())}
    return Knoop(
        stand="and",
        vraag=zin,
        antwoord="Dit volgt uit de antwoorden hieronder.",
        onder=_orden([_knoop(r, eerder, vorige, herkomst={}) for r in v.redenen]),
    )


def boom_van(
    knopen: Sequence[redenering.Knoop], vorige: Vaststelling | None, *, zin: str, herkomst: Mapping[str, Herkomst]
) -> Knoop:
    """The reasoning as the law itself nests it: which act applies first, then what makes plichtig."""
    eerder = {(r["artikel"], r["vraag"]): str(r["antwoord"]) for r in (vorige.redenen if vorige else ())}
    delen = [_van_recht(knoop, eerder, vorige, herkomst=herkomst, diep=False) for knoop in reversed(knopen)]
    return Knoop(stand="and", vraag=zin, antwoord="Dit volgt uit de antwoorden hieronder.", onder=tuple(delen))


def _van_recht(
    knoop: redenering.Knoop,
    eerder: Mapping[tuple[str, str], str],
    vorige: Vaststelling | None,
    *,
    herkomst: Mapping[str, Herkomst],
    diep: bool = True,
) -> Knoop:
    reden = {
        "artikel": f"{knoop.wet}, artikel {knoop.artikel}",
        "jci": knoop.jci,
        "vraag": knoop.vraag.replace("op die dag", f"op {feiten.waarde(knoop.dag)}"),
        "antwoord": knoop.antwoord,
        "feiten": {feit.pad: feit.waarde for feit in knoop.feiten},
    }
    onder = tuple(_van_recht(kind, eerder, vorige, herkomst=herkomst) for kind in knoop.onder)
    heel = replace(_knoop(reden, eerder, vorige, herkomst=herkomst), onder=onder, beslist=knoop.beslist)
    return _sluit(heel) if diep and onder else heel


def _orden(knopen: Sequence[Knoop]) -> tuple[Knoop, ...]:
    """A tree from the list in the order of the law, where each conclusion (no facts of its own) comes after its steps.

    The last conclusion holds all that came before it; what follows it (which act applies) goes first.
    """
    slot = max((i for i, k in enumerate(knopen) if not k.antwoord), default=None)
    if slot is None:
        return tuple(knopen)
    groepen: list[Knoop] = []
    los: list[Knoop] = []
    for knoop in knopen[:slot]:
        if knoop.antwoord:
            los.append(knoop)
            continue
        onder = los or groepen[-1:]
        groepen = groepen if los else groepen[:-1]
        groepen.append(_sluit(replace(knoop, onder=tuple(onder))))
        los = []
    return (*knopen[slot + 1 :], replace(knopen[slot], onder=(*groepen, *los)))


def _sluit(knoop: Knoop) -> Knoop:
    """Fold the steps away, unless one of them deserves attention."""
    return replace(knoop, dicht=not any(k.valt_op for k in knoop.onder))


def _knoop(
    r: Mapping[str, Any],
    eerder: Mapping[tuple[str, str], str],
    vorige: Vaststelling | None,
    *,
    herkomst: Mapping[str, Herkomst],
) -> Knoop:
    antwoord = str(r["antwoord"])
    toen = eerder.get((r["artikel"], r["vraag"]))
    anders = vorige is not None and toen is not None and toen != antwoord
    return Knoop(
        stand={"ja": "yes", "nee": "no"}.get(antwoord, "open"),
        vraag=str(r["vraag"]),
        woord={"ja": "Ja", "nee": "Nee"}.get(antwoord, "Onbekend"),
        antwoord=feiten.zin(r.get("feiten") or {}, onbekend=antwoord == "onbekend"),
        bron=_bron(r.get("feiten") or {}, herkomst),
        artikel=str(r["artikel"]),
        adres=wettenlink(str(r.get("jci") or "")),
        verschil=f"In regelversie {vorige.regelversie} was dit “{toen}”." if anders and vorige else "",
    )


def _bron(wat: Mapping[str, Any], herkomst: Mapping[str, Herkomst]) -> str:
    """The source of these facts with its delivery and date; only its name when nothing was recorded."""
    delen = redenering.feiten_met_bron({pad: w for pad, w in wat.items() if w is not None}, herkomst)
    woorden = [toelichting.herkomst_in_woorden(feit.herkomst) for feit in delen if feit.herkomst is not None]
    return "; ".join(dict.fromkeys(woorden)) or feiten.bron(wat)


def wettenlink(jci: str) -> str:
    """The public address of an article; empty for anything that is no jci."""
    if jci.startswith("https://wetten.overheid.nl/"):
        return jci
    return f"https://wetten.overheid.nl/{jci}" if jci.startswith("jci1.") else ""
