"""The values that a missing code can have: one for each way in which the rules tell codes apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET
from inburgering.recht.bulk import codes
from inburgering.recht.feiten import DOELEN, REFERENTEN
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import JA
from inburgering.recht.wetten import Wetboek

BEWAARD: Final = -9
_TABEL_32_MAX: Final = 500
STUDIE, BLIJVEND = "studie", "niet-tijdelijke-humanitaire-gronden"
Keus = tuple[str | None, str | None, str | None, bool | None]


def vast(boek: Wetboek) -> Mapping[str, Any]:
    """The constants of the kernels that say which values to try."""
    diplomas = codes.diplomas(boek)
    tekst = boek.teksten["nationaliteiten"][-1].definities
    soorten = [tekst[naam] for naam in ("EU_EER_CH", "TURKIJE", "NEDERLAND")]
    genoemd = frozenset().union(*soorten)
    overig = next(code for code in (f"{n:04}" for n in range(_TABEL_32_MAX, 0, -1)) if code not in genoemd)
    return {
        "BEWAARD": BEWAARD,
        "DIPLOMAS": len(diplomas),
        "DIPLOMAKEUZE": (diplomas["inburgeringsdiploma"], diplomas["overig"]),
        "GRONDKEUZE": tuple(codes.GROND[grond] for grond in ("8c", "8a", "8e", "8d")),
        "NATIONALITEITKEUZE": tuple(int(code) for code in (overig, *(min(soort) for soort in soorten))),
        "DOEL_ASIEL": codes.DOEL["asiel"],
        "REFDOELKEUZE": tuple(codes.DOEL[doel] for doel in _referentdoelen(boek)),
        "DOEL_NIET_TIJDELIJK": codes.DOEL[BLIJVEND],
    }


def tabellen(regelversie: Regelversie) -> tuple[Any, Any]:
    """The choices for a purpose and a referent, with and without the referent's own purpose, and where each begins."""
    machine = regelversie.machine
    alle = _referentdoelen(machine.boek)
    lijsten = [list(soort(referentdoelen=r)) for soort in (_doelen, _referenten) for r in (alle, [])]
    kenmerken: dict[Any, int] = {}
    rijen, plekken = [], [0]
    for lijst in lijsten:
        for keus in lijst:
            kenmerk = kenmerken.setdefault(_kenmerk(machine, keus), len(kenmerken))
            rijen.append([*_nummers(keus), kenmerk])
        plekken.append(len(rijen))
    return np.array(rijen, np.int64), np.array(plekken, np.int64)


def _referentdoelen(boek: Wetboek) -> list[str]:
    """One purpose of a referent for each way in which the lists of temporary purposes treat it."""
    teksten = (tekst for rij in boek.teksten.values() for tekst in rij)
    lijsten = [t.definities["TIJDELIJKE_DOELEN"] for t in teksten if "TIJDELIJKE_DOELEN" in t.definities]
    gezien: dict[tuple[bool, ...], str] = {}
    for doel in sorted(DOELEN, key=lambda d: (d != STUDIE, d != BLIJVEND)):
        gezien.setdefault(tuple(doel in lijst for lijst in lijsten), doel)
    return list(gezien.values())


def _doelen(*, referentdoelen: Sequence[str]) -> Iterator[Keus]:
    for doel in DOELEN:
        if doel == "gezinslid":
            yield from ((doel, *rest) for _, *rest in _referenten(referentdoelen=referentdoelen))  # type: ignore[misc] # one tuple of four
        elif doel == "overig":
            yield doel, None, None, True
            yield doel, None, None, False
        else:
            yield doel, None, None, None


def _referenten(*, referentdoelen: Sequence[str]) -> Iterator[Keus]:
    for soort in REFERENTEN:
        if soort == "regulier-bepaalde-tijd" and referentdoelen:
            yield from ((None, soort, doel, None) for doel in referentdoelen)
        else:
            yield None, soort, None, None


def _nummers(keus: Keus) -> list[int]:
    doel, soort, referentdoel, bepaald = keus
    return [
        BEWAARD if doel is None else codes.DOEL[doel],
        BEWAARD if soort is None else codes.REFERENT[soort],
        BEWAARD if referentdoel is None else codes.DOEL[referentdoel],
        BEWAARD if bepaald is None else int(bepaald),
    ]


def _kenmerk(machine: Machine, keus: Keus) -> tuple[bool, ...]:
    """How the rules treat a choice, for each ground that counts."""
    doel, soort, referentdoel, bepaald = keus
    uit = []
    for grond in ("8a", "8c"):
        omgeving = Omgeving({
            "grond": grond,
            "doel": "gezinslid" if doel is None else doel,
            "referent_soort": soort,
            "referent_doel": referentdoel,
            "tijdelijk_vastgesteld": bool(bepaald),
        })  # fmt: skip
        met_lijst = [naam for naam, rij in machine.boek.teksten.items() if "TIJDELIJKE_DOELEN" in rij[0].definities]
        uit += [machine.reken(besluit, "tijdelijk_doel", omgeving) is JA for besluit in met_lijst]
        uit += [machine.reken(wet, "asielstatushouder", omgeving) is JA for wet in (OUDE_WET, NIEUWE_WET)]
    return tuple(uit)
