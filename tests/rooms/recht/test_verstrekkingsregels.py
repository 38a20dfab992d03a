"""Which data may go to whom: the tables of the law, row by row, and every way in which they say no."""

from datetime import date

import pytest

from inburgering.recht import verstrekkingsregels as regels
from inburgering.recht.verstrekkingsregels import ONBEKENDE, Betrokkene, mag
from inburgering.recht.verstrekkingstabellen import VAN_WET, WI2013

DAG = date(2022, 1, 20)
ALMERE, UTRECHT = "0034", "0344"
ASIEL = Betrokkene("Wi2021", "asielstatushouder", ALMERE)
GEZIN = Betrokkene("Wi2021", "gezins-of-overige-migrant", ALMERE)
P01 = Betrokkene("Wi2013", "asielstatushouder", ALMERE)
"""Whose residence right was announced before 2022, and who got a letter in January 2022."""


def vraag(van, naar, gegeven, persoon=ASIEL, *, datum=DAG, **anders):
    return mag(van, naar, gegeven=gegeven, persoon=persoon, datum=datum, **anders)


TOEGESTAAN = [
    ("F1", "jenv", "minister", "verblijfsdoel", ONBEKENDE, {}, "Bi2021 art. 9.1 lid 2"),
    ("F2", "minister", ALMERE, "plicht", ASIEL, {}, "Wi2021 art. 33 onder a; Bi2021 art. 9.1 lid 3"),
    ("F2", "minister", ALMERE, "burgerservicenummer", ASIEL, {}, "Wi2021 art. 36; Wi2021 art. 33 onder a"),
    ("F3", "minister", ALMERE, "examen-pogingen", GEZIN, {}, "Bi2021 art. 9.2 lid 5"),
    ("F4", "minister", ALMERE, "termijn-einde", GEZIN, {}, "Bi2021 art. 9.3 lid 3"),
    ("F5", "minister", ALMERE, "recht-op-begeleiding", ASIEL, {}, "Bi2021 art. 9.4 lid 2"),
    ("F6", "minister", ALMERE, "boete", ASIEL, {}, "Bi2021 art. 9.6 lid 5"),
    ("F7", "minister", "coa", "plicht", ASIEL, {}, "Bi2021 art. 9.1 lid 4"),
    ("F8", "minister", "cursusinstelling", "examen-resultaten", ASIEL, {}, "Bi2021 art. 9.2 lid 6"),
    ("F9", "minister", "jenv", "datum-voldaan", ASIEL, {}, "Bi2021 art. 9.7"),
    ("F10", "minister", "ocw", "diplomadatum", ASIEL, {}, "Wi2021 art. 33 onder c"),
    ("F11", "minister", "waardering", "diploma", ASIEL, {}, "Bi2021 art. 9.1 lid 5"),
    ("F11", "waardering", "minister", "waardering", ASIEL, {}, "Wi2021 art. 34 lid 4"),
    ("F12", "minister", "toeslagen", "inschrijving-cursus", ASIEL, {}, "Bi2021 art. 9.8"),
    ("F13", ALMERE, "minister", "leerroute", ASIEL, {}, "Bi2021 art. 9.2 lid 2"),
    ("F14", ALMERE, "minister", "pip-datum", ASIEL, {}, "Bi2021 art. 9.3 lid 2"),
    ("F15", ALMERE, "minister", "boete", ASIEL, {"op_verzoek": True}, "Bi2021 art. 9.6 lid 4"),
    ("F16", ALMERE, "cursusinstelling", "leerroute", ASIEL, {}, "Bi2021 art. 9.2 lid 3"),
    ("F16", ALMERE, "begeleider", "naam", ASIEL, {}, "Wi2021 art. 13 lid 1"),
    ("F17", "cursusinstelling", ALMERE, "aanwezigheid", ASIEL, {}, "Bi2021 art. 9.2 lid 4"),
    ("F17", "cursusinstelling", ALMERE, "aanwezigheid", GEZIN, {"op_verzoek": True}, "Bi2021 art. 9.2 lid 4"),
    ("F18", "cursusinstelling", "minister", "voortgang", GEZIN, {}, "Bi2021 art. 9.6 lid 6"),
    ("F18", "cursusinstelling", "minister", "factuur", ASIEL, {}, "Bi2021 art. 9.5 lid 3"),
    ("F19", "coa", "minister", "huisvesting", ONBEKENDE, {}, "Wi2021 art. 34 lid 6"),
    ("F20", "coa", ALMERE, "gezin", ASIEL, {}, "Bi2021 art. 9.4 lid 3"),
    ("F21", "toetser", ALMERE, "leerbaarheid", ASIEL, {}, "Bi2021 art. 9.6 lid 2"),
    ("F22", UTRECHT, ALMERE, "voortgang", ASIEL, {"op_verzoek": True}, "Wi2021 art. 35 lid 4"),
    ("F23", "participatiewet", ALMERE, "opleiding", ASIEL, {}, "Wi2021 art. 35 lid 5"),
    ("F24", "belastingdienst", "minister", "toetsingsinkomen", GEZIN, {"op_verzoek": True}, "Bi2021 art. 9.5 lid 2"),
    ("F25", "cvte", "minister", "examen-resultaten", ASIEL, {}, "Bi2021 art. 9.6 lid 7"),
    ("F26", ALMERE, "minister", "brede-intake", ASIEL, {"doel": "statistiek"}, "Bi2021 art. 9.12"),
    ("F26", "minister", "cbs", "plicht", ONBEKENDE, {"doel": "statistiek"}, "Wet CBS art. 33"),
    ("Wi2013", "minister", ALMERE, "pvt", P01, {}, "Bi2013 art. 6.2 lid 2"),
    ("correctie", "minister", UTRECHT, "signaalverwijzing", P01, {}, "AVG art. 19"),
    ("F13", "minister", ALMERE, "gegevensvraag", ASIEL, {}, "Wi2021 art. 34 lid 1"),
    ("persoon", "minister", "persoon", "wat-dan-ook", ONBEKENDE, {"doel": "inzage"}, "AVG art. 15 lid 1"),
    ("persoon", "minister", "persoon", "plicht", P01, {"doel": "kennisgeving"}, "Awb art. 3:41"),
    ("toezicht", "minister", "ap", "datalek", ONBEKENDE, {}, "AVG art. 58"),
    ("F2", "minister", ALMERE, "medisch", ASIEL, {"doel": "brede-intake"}, "Wi2021 art. 37 lid 2"),
    ("F2", ALMERE, "minister", "geloof", ASIEL, {"doel": "geestelijk-bedienaar"}, "Wi2021 art. 37 lid 1"),
]


@pytest.mark.parametrize(("stroom", "van", "naar", "gegeven", "persoon", "anders", "artikel"), TOEGESTAAN)
def test_the_law_lets_go_what_its_tables_name(stroom, van, naar, gegeven, persoon, anders, artikel):
    uit = vraag(van, naar, gegeven, persoon, **anders)
    assert (uit.toegestaan, uit.stroom) == (True, stroom), uit.reden
    assert artikel in uit.artikel
    assert uit.doel
    assert uit.jci.startswith("https://")


GEWEIGERD = [
    ("P01 through the portal of the new act", "minister", ALMERE, "plicht", P01, {"taak_van": "Wi2021"}, "andere wet"),
    ("the gemeente of the reception", "minister", UTRECHT, "naam", ASIEL, {}, "niet de gemeente van de opvang"),
    ("attempts to a school", "minister", "cursusinstelling", "examen-pogingen", ASIEL, {}, "noemt `examen-pogingen`"),
    ("health to COA", "minister", "coa", "medisch", ASIEL, {}, "noemt `medisch`"),
    ("purpose of stay to a college", "minister", ALMERE, "verblijfsdoel", ASIEL, {}, "noemt `verblijfsdoel`"),
    ("no duty at all", "minister", ALMERE, "naam", Betrokkene("geen"), {"taak_van": "Wi2021"}, "niet inburgeringspl"),
    ("a fine nobody asked for", ALMERE, "minister", "boete", ASIEL, {}, "als erom is gevraagd"),
    ("to another college unasked", UTRECHT, ALMERE, "voortgang", ASIEL, {}, "als erom is gevraagd"),
    ("attendance of family unasked", "cursusinstelling", ALMERE, "aanwezigheid", GEZIN, {}, "asielstatushouder"),
    ("progress of asylum to DUO", "cursusinstelling", "minister", "voortgang", ASIEL, {}, "gezins- of overige migrant"),
    ("health for a fine", "minister", ALMERE, "medisch", ASIEL, {"doel": "boete"}, "bijzonder gegeven"),
    ("belief to a school", ALMERE, "cursusinstelling", "geloof", ASIEL, {"doel": "geestelijk-bedienaar"}, "`geloof`"),
    ("statistics without that purpose", "minister", "cbs", "plicht", ASIEL, {}, "voor statistiek"),
    ("a letter without purpose", "minister", "persoon", "plicht", ASIEL, {}, "voor een doel dat zij noemt"),
    ("to anybody else", "minister", "ander", "naam", ASIEL, {}, "noemt geen gegevens"),
    ("a school that passes on", "cursusinstelling", "begeleider", "naam", ASIEL, {}, "noemt geen gegevens"),
    ("fines under the old act", "minister", ALMERE, "boete", P01, {}, "noemt `boete`"),
]


@pytest.mark.parametrize(("wat", "van", "naar", "gegeven", "persoon", "anders", "waarom"), GEWEIGERD)
def test_the_law_refuses_with_a_reason_and_an_article(wat, van, naar, gegeven, persoon, anders, waarom):
    uit = vraag(van, naar, gegeven, persoon, **anders)
    assert not uit.toegestaan
    assert uit.antwoord == "nee"
    assert waarom in uit.reden
    assert " art. " in uit.artikel


@pytest.mark.parametrize(
    ("persoon", "van", "waarom"),
    [
        (Betrokkene(None, "asielstatushouder", ALMERE), "minister", "niet onder welke wet"),
        (Betrokkene("Wi2021", "asielstatushouder", None), "minister", "niet welk college"),
        (Betrokkene("Wi2021", None, ALMERE), "cursusinstelling", "of deze persoon asielstatushouder is"),
    ],
)
def test_what_is_unknown_is_refused_and_says_what_must_be_settled(persoon, van, waarom):
    gegeven = "plicht" if van == "minister" else "voortgang"
    uit = vraag(van, ALMERE, gegeven, persoon, taak_van="Wi2021")
    assert (uit.toegestaan, uit.antwoord) == (False, "onbekend")
    assert waarom in uit.reden


def test_an_unknown_person_still_hears_about_herself_and_a_correctie_still_goes():
    assert vraag("minister", "persoon", "plicht", ONBEKENDE, doel="kennisgeving").toegestaan
    assert vraag("minister", UTRECHT, "signaalverwijzing", ONBEKENDE).toegestaan


def test_the_text_of_2023_names_what_that_of_2022_does_not():
    assert not vraag(ALMERE, "minister", "niet-vrijstellende-opleiding").toegestaan
    assert vraag(ALMERE, "minister", "niet-vrijstellende-opleiding", datum=date(2023, 1, 1)).toegestaan
    assert not vraag("minister", ALMERE, "niet-vrijstellende-opleiding", datum=date(2022, 12, 31)).toegestaan


@pytest.mark.parametrize("datum", [date(2012, 6, 1), date(2021, 6, 1), date(2021, 12, 31)])
@pytest.mark.parametrize("persoon", [ASIEL, GEZIN])
def test_before_the_act_of_2021_its_articles_let_nothing_go(datum, persoon):
    uit = vraag("minister", ALMERE, "plicht", persoon, datum=datum)
    assert (uit.toegestaan, uit.antwoord, uit.stroom) == (False, "nee", "")
    assert uit.reden == "De artikelen die dit toelaten, golden op deze dag nog niet."
    assert "Wi2021 art. 33 onder a" in uit.artikel
    assert vraag("minister", ALMERE, "plicht", persoon, datum=date(2022, 1, 1)).toegestaan
    assert {s.tabel for s in regels.stromen("minister", "college", datum=datum)} <= {
        "heeft_een_andere_grond", "nodig_voor_de_vaststelling", VAN_WET[WI2013],
    }  # fmt: skip


def test_what_was_law_before_our_text_of_it_is_read_by_that_text():
    assert vraag("minister", ALMERE, "pvt", P01, datum=date(2021, 12, 31)).toegestaan
    assert vraag("minister", ALMERE, "pvt", P01, datum=date(2021, 12, 30)).toegestaan
    assert vraag("minister", "persoon", "plicht", P01, doel="kennisgeving", datum=date(2021, 12, 15)).toegestaan
    assert regels.alle(datum=date(2021, 12, 15))


def test_without_the_request_that_a_row_asks_for_the_article_of_that_row_is_named():
    belasting = vraag("belastingdienst", "minister", "toetsingsinkomen", GEZIN)
    assert not belasting.toegestaan
    assert belasting.artikel == vraag("belastingdienst", "minister", "toetsingsinkomen", GEZIN, op_verzoek=True).artikel
    assert "Er staat geen verzoek vast" in belasting.reden
    assert vraag(UTRECHT, ALMERE, "voortgang").artikel == "Wi2021 art. 35 lid 4"


def test_every_row_stands_in_one_part_of_the_table_with_article_purpose_and_gegevens():
    rijen = regels.alle(datum=DAG)
    assert {s.code for s in rijen} == {f"F{n}" for n in range(1, 27)} | {"Wi2013", "persoon", "toezicht", "correctie"}
    assert len({s.naam for s in rijen}) == len(rijen)
    for s in rijen:
        assert " art. " in s.artikel, s.naam
        assert s.doel.endswith("."), s.naam
        assert s.gegevens or s.code == "persoon", s.naam


def test_no_row_of_the_minister_names_health_belief_or_the_purpose_of_stay_outside_article_37():
    gevoelig = {"medisch", "geloof", "verblijfsdoel", "verblijfsdoel-wijziging", "toetsingsinkomen"}
    rijen = [s for s in regels.alle(datum=DAG) if "minister" in s.verstrekkers and s.gegevens & gevoelig]
    assert [s.naam for s in rijen] == [
        "geloof_tussen_minister_en_college",
        "gezondheid_tussen_minister_en_college",
    ]


def test_every_pair_of_parties_and_every_gegeven_has_an_answer_and_a_reason():
    """The whole table: nothing falls through, and what is allowed is allowed by a row that names it."""
    rijen = regels.alle(datum=DAG)
    partijen = sorted({p for s in rijen for p in s.verstrekkers | s.ontvangers})
    for van in partijen:
        for naar in partijen:
            for gegeven in sorted(regels.gegevens(datum=DAG)):
                for persoon in (ASIEL, GEZIN, P01, ONBEKENDE):
                    uit = mag(van, naar, gegeven=gegeven, persoon=persoon, datum=DAG)
                    assert uit.reden
                    assert uit.artikel
                    genoemd = any(van in s.verstrekkers and naar in s.ontvangers and s.noemt(gegeven) for s in rijen)
                    assert genoemd or not uit.toegestaan
