"""Reasons, plain language, and the comparison of two regelversies."""

from inburgering.recht import feiten, regelversies, uitleg, vergelijk
from rechtpersonen import PEILDATUM, asiel, beslis, gezin, persoon, regulier, zonder


def test_the_reasons_stand_in_the_order_of_the_law_with_links_and_facts() -> None:
    redenen = beslis(persoon(asiel("2021-11-18"))).as_json()["redenen"]
    artikelen = [r["artikel"] for r in redenen if r["artikel"].startswith("Wet inburgering, artikel")]
    assert artikelen.index("Wet inburgering, artikel 3, lid 4") < artikelen.index(
        "Wet inburgering, artikel 5, lid 1, onderdeel a"
    )
    assert redenen[-1]["artikel"] == "Wet inburgering 2021, artikel 54, lid 1"
    assert all(r["jci"].startswith("https://wetten.overheid.nl/jci1.3:c:BWBR") for r in redenen)
    assert {r["antwoord"] for r in redenen} <= {"ja", "nee", "onbekend"}
    bekend = next(r for r in redenen if r["artikel"] == "Wet inburgering, artikel 3, lid 4")
    assert bekend["feiten"] == {"verblijf[0].bekendmaking": "2021-11-18"}
    assert "18 november 2021" in bekend["vraag"]


def test_without_a_duty_every_verblijf_is_accounted_for() -> None:
    redenen = beslis(persoon(regulier("2020-01-01", "studie"), regulier("2021-06-01", "onderzoek"))).redenen
    doelen = [r.feiten for r in redenen if r.output == "doel_in_de_lijst"]
    assert doelen == [{"verblijf[0].doel": "studie"}, {"verblijf[1].doel": "onderzoek"}]


def test_without_any_verblijf_there_is_still_a_reason() -> None:
    assert [r.antwoord for r in beslis(persoon()).redenen] == ["nee"]
    assert [r.antwoord for r in beslis(zonder(persoon(), "verblijf")).redenen] == ["onbekend"]


def test_an_unknown_condition_is_answered_onbekend() -> None:
    redenen = beslis(zonder(persoon(gezin("2022-03-01")), "verblijf", 0, "doel")).redenen
    assert next(r for r in redenen if r.output == "tijdelijk_doel").antwoord == "onbekend"


def test_the_reasons_of_reading_b_name_what_reading_b_asks() -> None:
    reden = beslis(persoon(asiel("2021-11-18")), regel="bekendmaking-b").redenen[-1]
    assert (reden.output, reden.antwoord) == ("wet", "ja")


def test_the_explanation_says_since_when_and_why_which_act() -> None:
    zinnen = uitleg.zinnen(beslis(persoon(asiel("2021-11-18"))))
    assert zinnen[0] == "De persoon is inburgeringsplichtig vanaf 18 november 2021 volgens de Wet inburgering (2013)."
    assert any("telt vanaf 18 november 2021" in zin and "artikel 3, lid 4" in zin for zin in zinnen)
    assert "dag voor 1 januari 2022" in zinnen[-1]


def test_the_explanation_of_no_duty_names_only_what_decided() -> None:
    zinnen = uitleg.zinnen(beslis(persoon(regulier("2021-06-01", "kennismigrant"))))
    assert zinnen[0] == "De persoon is niet inburgeringsplichtig."
    assert "Het verblijf is voor een tijdelijk doel. (Wet inburgering, artikel 3, lid 1, onderdeel a)" in zinnen


def test_the_explanation_of_onbekend_names_what_is_missing_in_words() -> None:
    zin = uitleg.slotzin(beslis(zonder(persoon(gezin("2022-03-01")), "verblijf", 0, "bekendmaking")))
    assert "Wij missen: de dag waarop het verblijfsbesluit is bekendgemaakt." in zin


def test_the_text_to_the_person_says_u_and_keeps_sentences_short() -> None:
    for bron in (persoon(asiel("2021-11-18")), persoon(regulier("2022-06-01", "studie")), persoon(gezin(None))):
        for zin in uitleg.zinnen(beslis(bron), aan_persoon=True):
            kaal = zin.split(" (Wet")[0].split(" (Besluit")[0]
            assert "persoon" not in kaal
            assert all(len(deel.split()) <= 16 for deel in kaal.split(". "))


def test_every_answer_that_has_a_sentence_has_one_for_both_readers() -> None:
    machine = regelversies.standaard().machine
    zinnen = machine.boek.tekst("uitleg", op="2022-01-01").definities["ZINNEN"]
    outputs = {o for t in machine.boek.teksten.values() for tekst in t for o in tekst.acties}
    assert set(zinnen) <= outputs
    assert all(len(paar) == 2 for antwoorden in zinnen.values() for paar in antwoorden.values())


def _vergelijk(*personen: dict, max_: int = 10) -> vergelijk.Vergelijking:
    oud, nieuw = regelversies.laad("kennisgeving"), regelversies.laad("bekendmaking")
    return vergelijk.vergelijk(oud, nieuw, feiten=map(feiten.lees, personen), peildatum=PEILDATUM, personen=max_)


BRIEF = {"kennisgevingen": [{"datum": "2022-01-10"}], "huisvesting": {"gemeente": "0344"},
         "inschrijvingen": [{"gemeente": "0344", "vanaf": "2022-02-01"}]}  # fmt: skip


def test_a_comparison_counts_every_kind_of_change() -> None:
    telling = _vergelijk(
        persoon(asiel("2021-11-18"), **BRIEF),
        persoon(asiel("2022-01-03"), **BRIEF),
        persoon(regulier("2021-11-18", "studie"), **BRIEF),
        persoon(regulier("2021-11-18", "studie")),
    ).as_json()
    assert (telling["gelezen"], telling["gewijzigd"], telling["onbekend"]) == (4, 3, 0)
    soorten = [(r["van"]["wet"], r["naar"]["wet"], r["alleenIngangsdatum"]) for r in telling["perSoort"]]
    assert sorted(soorten, key=str) == [
        ("Wi2021", "Wi2013", False),
        ("Wi2021", "Wi2021", True),
        ("Wi2021", None, False),
    ]
    assert {"gemeente": "0344", "gewijzigd": 3, "onbekend": 0} in telling["perGemeente"]
    assert {"categorie": "asielstatushouder", "gewijzigd": 2, "onbekend": 0} in telling["perCategorie"]


def test_a_comparison_names_what_decided_and_says_how_many_were_left_out() -> None:
    telling = _vergelijk(*(persoon(asiel("2021-11-18"), **BRIEF) for _ in range(3)), max_=1).as_json()
    assert telling["personenWeggelaten"] == 2
    assert telling["personen"][0]["doorslaggevend"]["artikel"] == "Wet inburgering 2021, artikel 54, lid 1"


def test_a_person_without_a_duty_is_decided_by_the_condition_that_failed() -> None:
    telling = _vergelijk(persoon(regulier("2021-11-18", "studie"), **BRIEF)).as_json()
    assert telling["personen"][0]["doorslaggevend"]["artikel"] == "Wet inburgering, artikel 3, lid 1, onderdeel a"


def test_an_unknown_outcome_is_counted_apart() -> None:
    telling = _vergelijk(persoon(asiel(None), **BRIEF)).as_json()
    assert telling["onbekend"] == 1
    assert "bekendmaking" in str(telling["personen"][0]["doorslaggevend"]["feiten"])
