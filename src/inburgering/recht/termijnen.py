"""Terms: how long, from when, and what the Algemene termijnenwet does with the last day.

The lengths stand in the rule files; this module picks the text, feeds the dates and counts.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from inburgering.primitives.datums import Dagbereik, iso
from inburgering.primitives.periods import EINDE
from inburgering.recht import afleiding, wetten
from inburgering.recht.beeld import Beeld
from inburgering.recht.boom import Bewerking, Knoop, Vast
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.tijdlijn import JA
from inburgering.recht.wetten import Wetboek

_NEDERLAND: Final = ZoneInfo("Europe/Amsterdam")
_FEESTDAGEN: dict[tuple[str, int], frozenset[date]] = {}


def feestdagen(jaar: int, *, boek: Wetboek | None = None) -> frozenset[date]:
    """The recognised holidays of a year, Goede Vrijdag included.

    Source: Algemene termijnenwet art. 3 lid 1 and 2; Koningsdag moves to the 26th when the 27th is a Sunday.
    """
    boek = boek or wetten.laad(wetten.wortel())
    sleutel = (boek.hash, jaar)
    if sleutel not in _FEESTDAGEN:
        _FEESTDAGEN[sleutel] = _bereken_feestdagen(jaar, boek)
    return _FEESTDAGEN[sleutel]


def _bereken_feestdagen(jaar: int, boek: Wetboek) -> frozenset[date]:
    definities = _atw(boek)
    pasen = eerste_paasdag(jaar)
    vast = {date.fromisoformat(f"{jaar}-{dag}") for dag in definities["VASTE_FEESTDAGEN"]}
    bij_pasen = {pasen + timedelta(days=dagen) for dagen in definities["DAGEN_NA_PASEN"]}
    koningsdag = date.fromisoformat(f"{jaar}-{definities['KONINGSDAG']}")
    if koningsdag.isoweekday() == definities["KONINGSDAG_NIET_OP"]:
        koningsdag += timedelta(days=definities["KONINGSDAG_VERSCHUIFT"])
    return frozenset({*vast, *bij_pasen, koningsdag})


def _atw(boek: Wetboek) -> Mapping[str, Any]:
    return boek.tekst("algemene_termijnenwet", op="").definities


def eerste_paasdag(jaar: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, (b, c) = jaar % 19, divmod(jaar, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    maand, dag = divmod(h + m - 7 * n + 114, 31)
    return date(jaar, maand, dag + 1)


def is_vrij(dag: date, *, boek: Wetboek | None = None) -> bool:
    """Tell whether a day is a Saturday, a Sunday or a recognised holiday (Algemene termijnenwet art. 1 and 3)."""
    boek = boek or wetten.laad(wetten.wortel())
    return dag.isoweekday() in _atw(boek)["VRIJE_WEEKDAGEN"] or dag in feestdagen(dag.year, boek=boek)


def verschuif(dag: date, *, boek: Wetboek | None = None) -> date:
    """The last day of a term after the Algemene termijnenwet: never a weekend or holiday (art. 1 lid 1).

    Only for terms that the act covers (art. 4): weeks up to twelve, never years.
    """
    while is_vrij(dag, boek=boek):
        dag += timedelta(days=1)
    return dag


def met_werkdagen(begin: date, laatste: date, *, boek: Wetboek | None = None) -> date:
    """The last day of a term that runs from the day after `begin`, so long that it holds two working days.

    Source: Algemene termijnenwet art. 2; a shorter term than three days is left as it is.
    """
    definities = _atw(boek or wetten.laad(wetten.wortel()))
    if (laatste - begin).days < definities["TERMIJN_VANAF_DAGEN"]:
        return laatste
    while _werkdagen(begin, laatste, boek=boek) < definities["WERKDAGEN_MINIMUM"]:
        laatste += timedelta(days=1)
    return laatste


def _werkdagen(begin: date, laatste: date, *, boek: Wetboek | None) -> int:
    dagen = range(1, (laatste - begin).days + 1)
    return sum(not is_vrij(begin + timedelta(days=n), boek=boek) for n in dagen)


def laatste_dag(
    regeling: str, output: str, gegevens: Mapping[str, date | str], *, op: date, boek: Wetboek | None = None
) -> date:
    """The last day of a term in a rule file by the text of a day, moved when the Algemene termijnenwet says so.

    Art. 4 of that act looks at the length in the rule itself: weeks move, years and terms counted back never do.

    Raises:
        RegelOngeldig: the regeling has no such outcome.
    """
    boek = boek or wetten.laad(wetten.wortel())
    machine = _machine_van(boek, op.isoformat())
    feiten = {naam: _bereik(waarde) if isinstance(waarde, date) else waarde for naam, waarde in gegevens.items()}
    nummer = machine.reken(regeling, output, Omgeving(feiten)).vroegst
    dag = date.fromordinal(nummer)
    if not _atw_geldt(machine, machine.actie(regeling, output).knoop):
        return dag
    begin = next((waarde for waarde in gegevens.values() if isinstance(waarde, date)), dag)
    return verschuif(met_werkdagen(begin, dag, boek=boek), boek=boek)


def _atw_geldt(machine: Machine, knoop: Knoop) -> bool:
    """Tell whether the act covers a term: its length is that of the outermost addition of the rule."""
    if not isinstance(knoop, Bewerking) or knoop.soort != "DATE_ADD":
        return False
    aantallen = [deel.waarde for deel in knoop.delen[1:] if isinstance(deel, Vast)]
    if any(aantal < 0 for aantal in aantallen):
        return False
    engels = {"years": "jaren", "months": "maanden", "weeks": "weken", "days": "dagen"}
    lengte = dict.fromkeys(("uren", *engels.values()), 0)
    lengte |= {engels[eenheid]: aantal for eenheid, aantal in zip(knoop.eenheden, aantallen, strict=True)}
    return bool(machine.reken("algemene_termijnenwet", "wet_geldt", Omgeving(lengte)) is JA)


def ap_72_uur(bewust_op: datetime, *, boek: Wetboek | None = None) -> tuple[datetime, datetime]:
    """The last moment to report to the AP: strict, and in the lenient reading of two working days.

    Source: AVG art. 33 lid 1; `eu_uren` says how the hours run.
    """
    boek = boek or wetten.laad(wetten.wortel())
    definities = boek.tekst("algemene_verordening_gegevensbescherming", op="").definities
    return eu_uren(bewust_op, definities["AANGIFTE_UREN"], boek=boek)


def eu_uren(vanaf: datetime, uren: int, *, boek: Wetboek | None = None) -> tuple[datetime, datetime]:
    """The end of a European term in hours: strict, and in the lenient reading of two working days.

    The hour of the event does not count (Regulation 1182/71 art. 3 lid 1); the hours run through weekends (lid 3).
    Lenient: a term of two days or more holds at least two working days (lid 5); for hours that is disputed. Working
    days are those of the Netherlands, whatever the zone of `vanaf`; both ends are told in that zone.
    """
    boek = boek or wetten.laad(wetten.wortel())
    verordening = boek.tekst("verordening_1182_71", op="").definities
    duur = timedelta(hours=uren)
    vol_uur = vanaf.astimezone(UTC).replace(minute=0, second=0, microsecond=0)  # UTC: hours of the clock are no hours
    if vol_uur < vanaf:
        vol_uur += timedelta(hours=1)
    strikt = (vol_uur + duur).astimezone(vanaf.tzinfo)
    if duur < timedelta(days=verordening["TERMIJN_VANAF_DAGEN"]):
        return strikt, strikt
    begin, erbij = vol_uur.astimezone(_NEDERLAND).date(), timedelta(0)
    while _werkdagen(begin, begin + duur + erbij, boek=boek) < verordening["WERKDAGEN_MINIMUM"]:
        erbij += timedelta(days=1)
    return strikt, (strikt.astimezone(_NEDERLAND) + erbij).astimezone(vanaf.tzinfo)


def laatste_dag_wi2021(eerste_pip: date) -> date:
    """The last day of the three years that begin on the day after the first PIP (Wi2021 art. 11)."""
    machine = Machine(wetten.laad(wetten.wortel()), tekst_op="2022-01-01")
    nummer = eerste_pip.toordinal()
    omgeving = Omgeving({"eerste_pip": Dagbereik(nummer, nummer)})
    return date.fromordinal(machine.reken("wet_inburgering_2021", "inburgering_uiterlijk", omgeving).vroegst)


def pip_uiterlijk(
    kennisgeving: date | None,
    *,
    inschrijving: date | None = None,
    inschrijving_huisvesting: date | None = None,
    is_8c: bool = False,
    tekst_op: date | None = None,
) -> date | None:
    """The last day for the PIP by the text on the day of the kennisgeving (Besluit 5.3); None: not running."""
    op = tekst_op or kennisgeving
    if op is None:
        return None
    feiten = {
        "grond": "8c" if is_8c else "8a",
        "kennisgeving_datum": _bereik(kennisgeving),
        "inschrijving": _bereik(inschrijving),
        "inschrijving_huisvesting": _bereik(inschrijving_huisvesting),
    }
    machine = _machine(wetten.laad(wetten.wortel()), op.isoformat())
    dag = _laatste_dag(machine, feiten)
    return None if dag is None else date.fromordinal(dag)


def _bereik(dag: date | None) -> Dagbereik:
    nummer = EINDE if dag is None else dag.toordinal()
    return Dagbereik(nummer, nummer)


_MACHINES: dict[tuple[str, str], Machine] = {}


def _machine(boek: Wetboek, op: str) -> Machine:
    return _machine_van(boek, boek.tekst("besluit_inburgering_2021", op=op).vanaf)


def _machine_van(boek: Wetboek, op: str) -> Machine:
    sleutel = (boek.hash, op)
    if sleutel not in _MACHINES:
        _MACHINES[sleutel] = Machine(boek, tekst_op=op)
    return _MACHINES[sleutel]


def _laatste_dag(machine: Machine, feiten: Mapping[str, object]) -> int | None:
    laatste: Dagbereik = machine.reken("besluit_inburgering_2021", "pip_laatste_dag", Omgeving(feiten))
    if laatste.vroegst >= EINDE:
        return None
    return verschuif(date.fromordinal(laatste.vroegst), boek=machine.boek).toordinal()


def _plaatsen(beeld: Beeld) -> dict[str, object]:
    """The dates of registration that the terms ask for."""
    assert beeld.tijdvak is not None
    verblijf = None if beeld.gekozen is None else beeld.verblijven[beeld.gekozen][0]
    huis = beeld.feiten.huisvesting
    return {
        "grond": "8a" if verblijf is None else verblijf.grond,
        "kennisgeving_datum": beeld.omgeving.feiten["kennisgeving_datum"],
        "inschrijving": afleiding.ingeschreven_vanaf(beeld.feiten, ontstaan=beeld.tijdvak.vanaf),
        "inschrijving_huisvesting": afleiding.ingeschreven_in(beeld.feiten, None if huis is None else huis.code),
        "ingangsdatum_plicht": Dagbereik(beeld.tijdvak.vanaf, beeld.tijdvak.vanaf),
        "eerste_pip": beeld.feiten.eerste_pip,
    }


def pip(beeld: Beeld) -> tuple[int | None, str]:
    """The last day for the PIP and a warning when the text of 2022 puts it before the duty."""
    assert beeld.tijdvak is not None
    feiten = _plaatsen(beeld)
    kennisgeving: Dagbereik = beeld.omgeving.feiten["kennisgeving_datum"]
    dag = _laatste_dag(_machine(beeld.machine.boek, iso(min(kennisgeving.vroegst, beeld.peildatum))), feiten)
    te_vroeg = dag is not None and dag < beeld.tijdvak.vanaf
    return dag, "pip-termijn-voor-ontstaan" if te_vroeg else ""


def inburgering(beeld: Beeld) -> int | None:
    """The last day to complete the inburgering under Wi2021, interruptions added (art. 11; Besluit 4.2)."""
    return _met_onderbreking(beeld, "wet_inburgering_2021", "inburgering_uiterlijk", begin=beeld.feiten.eerste_pip)


def examen(beeld: Beeld) -> int | None:
    """The last day for the exams under Wi2013, interruptions added (art. 7b; Besluit 2.11)."""
    return _met_onderbreking(beeld, "wet_inburgering", "examen_uiterlijk", begin=None)


def pvt(beeld: Beeld) -> int | None:
    """The last day for the participatieverklaringstraject under Wi2013 (art. 7a; Besluit 2.11)."""
    begin = beeld.machine.reken("wet_inburgering", "pvt_aanvang", Omgeving(_plaatsen(beeld)))
    return _met_onderbreking(beeld, "wet_inburgering", "pvt_uiterlijk", begin=begin)


def _met_onderbreking(beeld: Beeld, regeling: str, output: str, *, begin: Dagbereik | None) -> int | None:
    assert beeld.tijdvak is not None
    laatste: Dagbereik = beeld.machine.reken(regeling, output, Omgeving(_plaatsen(beeld)))
    if laatste.vroegst >= EINDE - 1 or (begin is not None and begin.vroegst >= EINDE):
        return None
    dag, start = laatste.vroegst, beeld.tijdvak.vanaf if begin is None else begin.vroegst
    for vanaf, tot in beeld.tijdvak.onderbrekingen:
        if start <= vanaf <= dag:
            dag += tot - vanaf
    return dag
