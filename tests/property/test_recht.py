"""What holds for every person: the invariants of the right rule, and honesty about what is unknown."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inburgering.recht import beeld as beelden
from inburgering.recht import regelversies, werelden
from inburgering.recht.feiten import DOELEN, REFERENTEN, lees
from inburgering.recht.uitgesloten import Ruim
from rechtpersonen import PEILDATUM, beslis, kort

VEEL = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
GRENS = date(2022, 1, 1)


def rond(dag: date, *, speling: int = 2) -> st.SearchStrategy[date]:
    return st.integers(-speling, speling).map(lambda n: dag + timedelta(days=n))


dagen = st.one_of(
    rond(GRENS), rond(date(2020, 5, 1)), rond(date(2021, 1, 1)), rond(date(2023, 1, 1)), rond(PEILDATUM),
    st.dates(date(2014, 1, 1), date(2026, 3, 1)),
)  # fmt: skip
geboren = st.one_of(
    rond(date(2006, 1, 1)), rond(date(1955, 9, 1)), rond(date(2004, 2, 29)), rond(date(2009, 12, 31)),
    st.dates(date(1948, 1, 1), date(2012, 1, 1)),
)  # fmt: skip


@st.composite
def verblijven(draw: st.DrawFn) -> dict[str, Any]:
    begin = draw(dagen)
    grond = draw(st.sampled_from(["8a", "8a", "8c", "8c", "8e", "8d", "8g"]))
    doel = "asiel" if grond == "8c" else draw(st.sampled_from(["gezinslid", "gezinslid", *DOELEN[2:]]))
    uit: dict[str, Any] = {
        "grond": grond,
        "doel": doel,
        "bekendmaking": begin.isoformat(),
        "ingangsdatum": (begin - timedelta(days=draw(st.integers(0, 400)))).isoformat(),
    }
    if draw(st.booleans()):
        einde = begin + timedelta(days=draw(st.one_of(st.integers(0, 900), rond_getal(365))))
        uit["einddatum"] = einde.isoformat()
    if doel == "gezinslid":
        soort = draw(st.sampled_from(REFERENTEN))
        uit["referent"] = {"soort": soort}
        if soort == "regulier-bepaalde-tijd":
            uit["referent"]["doel"] = draw(st.sampled_from(["studie", "niet-tijdelijke-humanitaire-gronden"]))
    if doel == "overig":
        uit["tijdelijkBepaald"] = draw(st.booleans())
    return uit


def rond_getal(n: int) -> st.SearchStrategy[int]:
    return st.integers(n - 2, n + 2)


@st.composite
def vakken(draw: st.DrawFn, **meer: Any) -> dict[str, Any]:
    begin = draw(dagen)
    uit: dict[str, Any] = {"vanaf": begin.isoformat()} | {naam: draw(keuze) for naam, keuze in meer.items()}
    if draw(st.booleans()):
        uit["tot"] = (begin + timedelta(days=draw(st.integers(1, 900)))).isoformat()
    return uit


def soms(keuze: st.SearchStrategy[Any], *, een_op: int) -> st.SearchStrategy[Any]:
    return st.integers(1, een_op).flatmap(lambda n: keuze if n == 1 else st.none())


waar = st.booleans()
diplomas = st.builds(
    lambda soort, dag: [{"soort": soort, "behaaldOp": dag.isoformat()}], st.sampled_from(["havo", "overig"]), dagen
)
MISSCHIEN = {
    "inschrijvingen": soms(vakken(gemeente=st.sampled_from(["0344", "0363"])).map(lambda v: [v]), een_op=2),
    "huisvesting": soms(st.just({"gemeente": "0363"}), een_op=2),
    "kennisgevingen": soms(dagen.map(lambda dag: [{"datum": dag.isoformat()}]), een_op=2),
    "geestelijkBedienaar": soms(vakken().map(lambda v: [v]), een_op=6),
    "richtlijn200438": soms(vakken().map(lambda v: [v]), een_op=6),
    "pip": soms(dagen.map(lambda dag: {"eersteDagtekening": dag.isoformat()}), een_op=6),
}
STUDIE = vakken(aansluitendOpLeerplicht=waar, leidtTotVrijstellendDiploma=waar).map(lambda v: [v])
ONDERWIJS = {
    "diplomas": soms(diplomas, een_op=5),
    "opleidingen": soms(STUDIE, een_op=5),
    "jarenLeerplichtigInNederland": soms(st.sampled_from([7, 8, 9]), een_op=7),
}


def wat_er_is(draw: st.DrawFn, keuzen: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    return {naam: waarde for naam, keuze in keuzen.items() if (waarde := draw(keuze)) is not None}


@st.composite
def personen(draw: st.DrawFn) -> dict[str, Any]:
    geboortedag = draw(geboren)
    zestien = geboortedag.replace(year=geboortedag.year + 16, day=min(geboortedag.day, 28))
    leerplicht = (zestien + timedelta(days=draw(st.integers(5, 720)))).isoformat()
    codes = draw(st.lists(st.sampled_from(["0336", "0339", "0055", "0001"]), max_size=2))
    return {
        "persoonId": "H",
        "geboortedatum": geboortedag.isoformat(),
        "nationaliteiten": [{"code": code} for code in codes],
        "verblijf": draw(st.lists(verblijven(), max_size=3)),
        "onderwijs": {"leerplichtTot": leerplicht} | wat_er_is(draw, ONDERWIJS),
    } | wat_er_is(draw, MISSCHIEN)


@VEEL
@given(personen(), dagen)
def test_a_kennisgeving_never_changes_duty_act_or_onset(persoon: dict[str, Any], dag: date) -> None:
    anders = persoon | {"kennisgevingen": [{"datum": dag.isoformat()}]}
    zonder = {sleutel: waarde for sleutel, waarde in persoon.items() if sleutel != "kennisgevingen"}
    assert kort(anders) == kort(persoon) == kort(zonder)


@VEEL
@given(personen(), st.integers(0, 2000))
def test_an_earlier_ingangsdatum_never_changes_the_outcome(persoon: dict[str, Any], terug: int) -> None:
    assume(all(v["grond"] in {"8a", "8c", "8e"} for v in persoon["verblijf"]) and len(persoon["verblijf"]) < 2)
    anders = deepcopy(persoon)
    for v in anders["verblijf"]:
        v["ingangsdatum"] = (date.fromisoformat(v["bekendmaking"]) - timedelta(days=terug)).isoformat()
    assert kort(anders) == kort(persoon)


@VEEL
@given(personen())
def test_the_onset_is_never_before_the_bekendmaking_it_rests_on(persoon: dict[str, Any]) -> None:
    uit = beslis(persoon)
    if uit.ingangsdatum is not None:
        eerste = min(v["bekendmaking"] for v in persoon["verblijf"] if v["grond"] in {"8a", "8c"})
        assert uit.ingangsdatum.isoformat() >= eerste


@VEEL
@given(personen())
def test_the_old_act_means_an_onset_before_2022_and_the_new_one_an_onset_since(persoon: dict[str, Any]) -> None:
    uit = beslis(persoon)
    if uit.oordeel == "plichtig":
        assert uit.ingangsdatum is not None
        assert uit.wet == ("Wi2013" if uit.ingangsdatum < GRENS else "Wi2021")
        assert uit.ingangsdatum <= PEILDATUM
    else:
        assert (uit.wet, uit.ingangsdatum, uit.einde, uit.categorie, uit.college) == (None,) * 5


@VEEL
@given(personen())
def test_the_error_of_2022_picks_another_act_only_across_the_border(persoon: dict[str, Any]) -> None:
    goed, fout = beslis(persoon), beslis(persoon, regel="kennisgeving")
    if goed.ingangsdatum is None or fout.ingangsdatum is None:
        return
    assert (goed.wet != fout.wet) == ((goed.ingangsdatum < GRENS) != (fout.ingangsdatum < GRENS))


@VEEL
@given(geboren, st.integers(0, 9000))
def test_once_aow_age_is_reached_it_stays_reached(geboortedag: date, later: int) -> None:
    persoon = {
        "persoonId": "A", "geboortedatum": geboortedag.isoformat(), "nationaliteiten": [{"code": "0336"}],
        "verblijf": [{"grond": "8c", "doel": "asiel", "bekendmaking": "2022-03-01"}],
        "onderwijs": {"leerplichtTot": "2000-01-01"},
    }  # fmt: skip
    uit = beslis(persoon, op=date(2023, 1, 1) + timedelta(days=later))
    assert uit.einde is None or uit.einde[0] <= uit.peildatum
    if uit.einde is not None:
        assert beslis(persoon, op=uit.peildatum + timedelta(days=400)).einde == uit.einde


WEG = [
    ("geboortedatum",), ("nationaliteiten",), ("verblijf",), ("verblijf", 0, "grond"), ("verblijf", 0, "doel"),
    ("verblijf", 0, "bekendmaking"), ("verblijf", 1, "bekendmaking"), ("verblijf", 0, "referent"),
    ("verblijf", 0, "tijdelijkBepaald"), ("onderwijs", "leerplichtTot"), ("nationaliteiten", 0, "code"),
    ("onderwijs", "diplomas", 0, "soort"), ("onderwijs", "diplomas", 0, "behaaldOp"), ("huisvesting", "gemeente"),
    ("inschrijvingen", 0, "vanaf"), ("inschrijvingen", 0, "gemeente"), ("kennisgevingen", 0, "datum"),
    ("geestelijkBedienaar", 0, "vanaf"), ("richtlijn200438", 0, "vanaf"), ("pip", "eersteDagtekening"),
    ("onderwijs", "opleidingen", 0, "leidtTotVrijstellendDiploma"), ("onderwijs", "opleidingen", 0, "vanaf"),
]  # fmt: skip


def weggelaten(persoon: dict[str, Any], paden: list[tuple[str | int, ...]]) -> dict[str, Any]:
    uit = deepcopy(persoon)
    for pad in paden:
        plek: Any = uit
        try:
            for stap in pad[:-1]:
                plek = plek[stap]
            del plek[pad[-1]]
        except (KeyError, IndexError):
            continue
    return uit


@settings(VEEL, max_examples=400)
@given(personen(), st.lists(st.sampled_from(WEG), min_size=1, max_size=2, unique=True))
def test_what_is_said_without_a_fact_stays_true_whatever_the_fact_is(
    persoon: dict[str, Any], paden: list[tuple[str | int, ...]]
) -> None:
    zonder = weggelaten(persoon, paden)
    assume(zonder != persoon)
    vaag, vol = beslis(zonder).as_json(), beslis(persoon).as_json()
    if vaag["oordeel"] != "onbekend":
        assert vaag["oordeel"] == vol["oordeel"]
    for sleutel in ("wet", "ingangsdatum", "categorie", "college", "vrijgesteldTot", "einde"):
        if vaag[sleutel] is not None:
            assert vaag[sleutel] == vol[sleutel], sleutel
    for naam, dag in vaag["termijnen"].items():
        assert dag is None or dag == vol["termijnen"][naam]
    if not vaag["ontbrekendeFeiten"] and vaag["oordeel"] != "onbekend":
        overal = ("oordeel", "wet", "ingangsdatum", "einde", "categorie", "college", "vrijgesteldTot", "termijnen")
        assert [vaag[s] for s in overal] == [vol[s] for s in overal]


@settings(VEEL, max_examples=300)
@given(
    personen(),
    st.lists(st.sampled_from(WEG), min_size=1, max_size=5, unique=True),
    st.sampled_from(["bekendmaking", "bekendmaking-b", "ingangsdatum", "kennisgeving"]),
    st.one_of(st.just(PEILDATUM), dagen),
)
def test_a_duty_that_is_ruled_out_is_there_for_no_value_of_the_missing_facts(
    persoon: dict[str, Any], paden: list[tuple[str | int, ...]], regel: str, op: date
) -> None:
    regelversie = regelversies.laad(regel)
    beeld = beelden.kijk(lees(weggelaten(persoon, paden)), regelversie, peildatum=op.toordinal())
    ruim = Ruim(beeld, werelden.onbekenden(beeld))
    assume(ruim.nooit() or ruim.telt_niet())
    assert beslis(persoon, regel=regel, op=op).oordeel == "niet-plichtig"


@settings(VEEL, max_examples=120)
@given(personen(), st.sampled_from(["JaarDatum", "JaarMaandDatum"]))
def test_a_partial_date_of_birth_says_nothing_that_a_full_one_denies(persoon: dict[str, Any], soort: str) -> None:
    jaar, maand, _ = (int(deel) for deel in persoon["geboortedatum"].split("-"))
    deel = {"type": soort, "langFormaat": "", "jaar": jaar} | ({"maand": maand} if soort == "JaarMaandDatum" else {})
    vaag, vol = beslis(persoon | {"geboortedatum": deel}), beslis(persoon)
    assert vaag.oordeel in {"onbekend", vol.oordeel}
    assert vaag.wet in {None, vol.wet}
    assert vaag.ingangsdatum in {None, vol.ingangsdatum}
    if vaag.oordeel == "onbekend" and vol.oordeel != "onbekend":
        assert "geboortedatum" in vaag.ontbrekende_feiten
