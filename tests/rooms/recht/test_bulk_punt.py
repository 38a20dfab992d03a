"""The generated code of every action gives what the readable engine gives."""

from itertools import product

import numpy as np
import pytest

from inburgering.primitives.datums import Dagbereik, tel_op
from inburgering.recht import regelversies
from inburgering.recht.boom import Bewerking, Naam, Uitkomst, Vast
from inburgering.recht.bulk import codes, punt
from inburgering.recht.bulk.kernen import dagen
from inburgering.recht.bulk.schrijver import Schrijver, Waarde
from inburgering.recht.errors import FeitOngeldig, RegelOngeldig
from inburgering.recht.machine import Omgeving
from inburgering.recht.tijdlijn import JA, NEE, ONBEKEND, WEET_NIET, Tijdlijn

MACHINE = regelversies.laad("bekendmaking").machine
DRIE = {0: NEE, 1: JA, 2: WEET_NIET}
ANTWOORD = {"nee": 0, "ja": 1, "onbekend": 2}
WETTEN = ("wet_inburgering", "wet_inburgering_2021", "besluit_inburgering", "besluit_inburgering_2021")


def bladen(knoop, uit):
    """The same tree with a fact in the place of every other outcome and comparison; the facts in `uit`."""
    samengesteld = isinstance(knoop, Bewerking) and knoop.soort in {"AND", "OR", "NOT"}
    waarheid = isinstance(knoop, Bewerking) and knoop.soort == "EQUALS" and isinstance(knoop.delen[1], Vast)
    if samengesteld:
        return Bewerking(knoop.soort, tuple(bladen(deel, uit) for deel in knoop.delen))
    if waarheid and isinstance(knoop.delen[1].waarde, bool):
        return Bewerking("EQUALS", (bladen(knoop.delen[0], uit), knoop.delen[1]))
    naam = uit.setdefault(knoop, f"blad{len(uit)}")
    return Naam(naam)


def booleaanse_acties():
    for wet in WETTEN:
        for tekst in MACHINE.boek.teksten[wet]:
            for actie in tekst.acties.values():
                if actie.soort == "boolean" and isinstance(actie.knoop, Bewerking | Uitkomst):
                    yield pytest.param(actie, id=f"{wet}-{tekst.vanaf}-{actie.output}")


@pytest.mark.parametrize("actie", list(booleaanse_acties()))
def test_the_boolean_layer_is_the_same_for_every_assignment_of_its_leaves(actie):
    feiten = {}
    knoop = bladen(actie.knoop, feiten)
    schrijver = Schrijver(MACHINE, lambda n: Waarde("waarheid", f"{n}_z", f"{n}_m"), voor="0")
    uit = schrijver.waarheid(knoop)
    programma = compile("\n".join([*schrijver.regels, f"uit = 2 * ({uit.ander}) - ({uit.een})"]), "actie", "exec")
    assert len(feiten) <= 8
    for waarden in product(DRIE, repeat=len(feiten)):
        namen = dict(zip(feiten.values(), waarden, strict=True))
        plek = (
            {"alles": 1}
            | {f"{n}_z": int(w == 1) for n, w in namen.items()}
            | {f"{n}_m": int(w > 0) for n, w in namen.items()}
        )
        exec(programma, plek)
        lijn = MACHINE.waarde(knoop, Omgeving({n: DRIE[w] for n, w in namen.items()}))
        assert plek["uit"] == ANTWOORD[lijn.op(738000).value], namen


def kolommen(aantal, zaad):
    r = np.random.default_rng(zaad)
    uit = {}
    for naam, van, tot in (
        ("geboortedatum", 700000, 735000), ("leerplicht_tot", 737000, 739000), ("aanvang_verblijf", 735000, 739000),
        ("einde_verblijf", 738000, 740000), ("verkregen_op", 735000, 739000),
    ):  # fmt: skip
        lo = r.integers(van, tot, aantal).astype(np.int32)
        uit[f"{naam}__vroegst"], uit[f"{naam}__laatst"] = (
            lo,
            lo + np.where(r.random(aantal) < 0.1, r.integers(0, 366, aantal), 0).astype(np.int32),
        )
    for naam in ("grond", "doel", "referent_soort", "referent_doel"):
        uit[naam] = r.integers(-2, len(codes.tabel(naam, MACHINE.boek)), aantal).astype(np.int32)
    for naam in (
        "tijdelijk_vastgesteld", "nederlandse_nationaliteit", "eu_nationaliteit", "bedienaar", "turks_bij_verkrijging",
        "diploma", "vervolgstudie_loopt", "recht_2004_38", "eu_langdurig_ingezetene_elders", "vrijstellende_studie",
    ):  # fmt: skip
        uit[naam] = r.choice([0, 0, 0, 1, 2], aantal).astype(np.int8)
    uit["jaren_leerplichtig"] = r.choice([0.0, 7.5, 8.0], aantal)
    return uit


def omgeving(kolommen_, i):
    feiten = {}
    for naam, rij in kolommen_.items():
        if naam.endswith("__vroegst"):
            kort = naam.removesuffix("__vroegst")
            feiten[kort] = Dagbereik(int(rij[i]), int(kolommen_[f"{kort}__laatst"][i]))
        elif rij.dtype == np.int32 and not naam.endswith("__laatst"):
            namen = {n: code for code, n in codes.tabel(naam, MACHINE.boek).items()} | {-1: ONBEKEND, -2: None}
            feiten[naam] = namen[int(rij[i])]
        elif rij.dtype == np.int8:
            feiten[naam] = DRIE[int(rij[i])]
        elif rij.dtype == np.float64:
            feiten[naam] = float(rij[i])
    return Omgeving(feiten)


def test_outcomes_over_columns_are_those_of_the_readable_engine():
    vragen = [
        ("wet_inburgering", "inburgeringsplichtig"), ("wet_inburgering_2021", "inburgeringsplichtig"),
        ("wet_inburgering_2021", "vrijgesteld"), ("algemene_ouderdomswet", "aow_datum"),
    ]  # fmt: skip
    dag, invoer = 738500, kolommen(3000, 5)
    uit = punt.bereken(MACHINE, vragen, invoer, dag=dag)
    gezien = set()
    for i in range(3000):
        feiten = omgeving(invoer, i)
        for vraag in vragen:
            goed = MACHINE.reken(*vraag, feiten)
            if isinstance(goed, Tijdlijn):
                gezien.add((vraag, ANTWOORD[goed.op(dag).value]))
                assert uit[vraag][i] == ANTWOORD[goed.op(dag).value]
            else:
                assert tuple(uit[vraag][i]) == (goed.vroegst, goed.laatst)
    assert len(gezien) == 9


def test_a_column_that_the_rules_ask_for_is_named_when_it_is_missing():
    invoer = kolommen(4, 6)
    del invoer["diploma"]
    with pytest.raises(FeitOngeldig) as fout:
        punt.bereken(MACHINE, [("wet_inburgering", "aangewezen_diploma")], invoer, dag=738500)
    assert fout.value.veld == "diploma"


def test_a_rule_that_the_fast_engine_cannot_translate_is_refused_at_once():
    schrijver = Schrijver(MACHINE, lambda n: Waarde("code", n, naam="grond"), voor="0")
    with pytest.raises(RegelOngeldig):
        schrijver.waarde(Bewerking("LESS_THAN", (Naam("grond"), Vast(3))))


def test_the_calendar_of_the_kernels_is_that_of_the_readable_engine():
    r = np.random.default_rng(7)
    for n, jaren, maanden, erbij in r.integers(
        (-3, -140, -30, -99), (dagen.EINDE + 3, 140, 30, 99), (20_000, 4)
    ).tolist():
        assert dagen.tel_op(n, jaren, maanden, erbij) == tel_op(n, jaren=jaren, maanden=maanden, dagen=erbij)
