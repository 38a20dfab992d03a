"""What came after the duty arose is among the reasons: vrijstelling, interruption, end, and which text decided."""

from datetime import date
from typing import Any

import pytest

from inburgering.recht import uitleg
from inburgering.recht.scalar import Uitkomst
from rechtpersonen import asiel, beslis, gezin, persoon, regulier

DIPLOMA = {"diplomas": [{"soort": "inburgeringsdiploma", "behaaldOp": "2016-05-01"}]}
VRIJ = ["onderdeel a", "onderdeel b", "onderdeel c", "onderdeel d"]


def redenen(uitkomst: Uitkomst, begin: str) -> list[dict[str, Any]]:
    return [r for r in uitkomst.as_json()["redenen"] if r["artikel"].startswith(begin)]


def aan_persoon(uitkomst: Uitkomst) -> list[str]:
    return [uitleg.slotzin(uitkomst, aan_persoon=True), *(r.tekst for r in uitleg.regels(uitkomst, aan_persoon=True))]


def test_every_ground_of_article_4_is_asked_of_who_falls_under_the_new_act() -> None:
    gevraagd = redenen(beslis(persoon(gezin("2022-02-01"))), "Wet inburgering 2021, artikel 4")
    assert [r["artikel"].rpartition(", ")[2] for r in gevraagd] == VRIJ
    assert {r["antwoord"] for r in gevraagd} == {"nee"}
    assert redenen(beslis(persoon(gezin("2021-02-01"))), "Wet inburgering 2021, artikel 4") == []


def test_who_is_exempt_by_a_diploma_reads_so_and_is_not_told_to_start() -> None:
    uit = beslis(persoon(gezin("2022-02-01"), onderwijs=DIPLOMA))
    slot = redenen(uit, "Wet inburgering 2021, artikel 4, lid 1")[-1]
    assert (slot["antwoord"], slot["feiten"]["onderwijs.diplomas[0].behaaldOp"]) == ("ja", "2016-05-01")
    assert "Er is een vrijstelling zonder einddatum." in uitleg.slotzin(uit)
    zinnen = aan_persoon(uit)
    assert "U moet inburgeren" not in " ".join(zinnen)
    assert "u hoeft nu niet in te burgeren" in zinnen[0]
    assert "U hebt een diploma dat meetelt." in zinnen


def test_who_still_goes_to_school_reads_until_when_the_vrijstelling_lasts() -> None:
    wie = persoon(gezin("2022-06-01"), geboortedatum="2006-05-10", onderwijs={"leerplichtTot": "2024-05-10"})
    uit = beslis(wie, op=date(2023, 6, 1))
    assert redenen(uit, "Wet inburgering 2021, artikel 4, lid 1")[-1]["feiten"]["vrijgesteldTot"] == "2024-05-10"
    assert "Er is een vrijstelling tot 10 mei 2024." in uitleg.slotzin(uit)
    assert "U moest op 1 juni 2023 nog naar school." in aan_persoon(uit)
    assert "vrijstelling" not in uitleg.slotzin(beslis(wie))


def test_an_interruption_that_the_duty_outlived_is_a_reason_with_both_permits() -> None:
    uit = beslis(persoon(gezin("2020-02-01", einddatum="2021-09-14"), gezin("2022-06-10")))
    onderbroken, termijn = (
        redenen(uit, "Besluit inburgering, artikel 2.2")[0],
        redenen(uit, "Besluit inburgering, artikel 2.11"),
    )
    assert onderbroken["vraag"].startswith("Duurde de onderbreking van 15 september 2021 tot 10 juni 2022")
    assert {"verblijf[0].einddatum", "verblijf[1].bekendmaking"} <= onderbroken["feiten"].keys()
    assert termijn[0]["feiten"]["dagenOnderbroken"] == 268
    assert termijn[0]["feiten"]["examenUiterlijk"] == uit.as_json()["termijnen"]["examenUiterlijk"]
    assert any("Dat was niet langer dan een jaar." in zin for zin in aan_persoon(uit))
    assert uit.as_json()["redenen"][-1]["artikel"] == "Wet inburgering 2021, artikel 54, lid 1"


def test_an_interruption_of_more_than_a_year_tells_why_the_old_duty_did_not_go_on() -> None:
    uit = beslis(persoon(gezin("2018-02-01", einddatum="2020-08-31"), gezin("2022-02-01")))
    assert uit.wet == "Wi2021"
    assert [r["antwoord"] for r in redenen(uit, "Besluit inburgering, artikel 2.2")] == ["nee"]
    assert "Bestond de plicht nog" in redenen(uit, "Wet inburgering 2021, artikel 54")[0]["vraag"]


OP = date(2026, 1, 1)
VERTROKKEN = {"gemeente": "0344", "vanaf": "2022-03-01", "tot": "2024-03-01"}
LATER = {"soort": "inburgeringsdiploma", "behaaldOp": "2023-01-09"}


@pytest.mark.parametrize(
    ("wie", "einde", "artikel", "pad", "zin"),
    [
        (persoon(gezin("2020-02-01"), geboortedatum="1957-03-14"), "2024-03-14", "Wet inburgering, artikel 5, lid 1",
         "geboortedatum", "U had op 14 maart 2024 de AOW-leeftijd."),
        (persoon(gezin("2022-02-01"), ontheffing={"vanaf": "2023-05-01"}), "2023-05-01",
         "Wet inburgering 2021, artikel 5", "ontheffing.vanaf", "U kreeg op 1 mei 2023 ontheffing"),
        (persoon(gezin("2022-02-01"), ingeburgerd={"vanaf": "2023-05-01"}), "2023-05-01",
         "Wet inburgering 2021, artikel 4", "ingeburgerd.vanaf", "Op 1 mei 2023 is besloten dat u bent ingeburgerd."),
        (persoon(gezin("2022-02-01", einddatum="2023-08-31")), "2023-09-01", "Wet inburgering 2021, artikel 3, lid 1",
         "verblijf[0].einddatum", "Uw vergunning was op 1 september 2023 niet meer geldig."),
        (persoon(gezin("2022-02-01"), inschrijvingen=[VERTROKKEN]),
         "2024-03-01", "Besluit inburgering 2021, artikel 2.1", "inschrijvingen[0].tot",
         "U stond op 1 maart 2024 niet meer ingeschreven in Nederland."),
        (persoon(gezin("2022-02-01"), nationaliteiten=[{"code": "0336"}, {"code": "0001", "vanaf": "2024-04-01"}]),
         "2024-04-01", "Wet inburgering 2021, artikel 3, lid 1", "nationaliteiten[1].vanaf", "U bent Nederlander."),
        (persoon(gezin("2020-02-01"), onderwijs={"diplomas": [LATER]}),
         "2023-01-09", "Wet inburgering, artikel 5, lid 1, onderdeel c", "onderwijs.diplomas[0].behaaldOp",
         "U had al een diploma dat meetelt."),
    ],
)  # fmt: skip
def test_the_end_of_a_duty_has_an_article_a_fact_and_a_sentence(
    wie: dict[str, Any], einde: str, artikel: str, pad: str, zin: str
) -> None:
    uit = beslis(wie, op=OP)
    assert uit.as_json()["einde"]["datum"] == einde
    reden = uit.as_json()["redenen"][-2]
    assert reden["artikel"].startswith(artikel)
    assert pad in reden["feiten"]
    zinnen = aan_persoon(uit)
    assert zinnen[0].startswith("U moest inburgeren vanaf ")
    assert any(zin in regel for regel in zinnen)


def test_a_duty_that_ended_before_the_new_act_is_told_with_its_end() -> None:
    uit = beslis(persoon(gezin("2020-02-01", einddatum="2020-12-31")))
    assert uit.oordeel == "niet-plichtig"
    zinnen = aan_persoon(uit)
    assert zinnen[0] == "U hoeft niet in te burgeren."
    assert "Uw vergunning was op 1 januari 2021 niet meer geldig." in zinnen
    assert any("U moest inburgeren vanaf 1 februari 2020. Dat eindigde op 1 januari 2021" in zin for zin in zinnen)
    assert uitleg.beslissend(uit) == zinnen[1:]


@pytest.mark.parametrize(
    ("wie", "tekst"),
    [
        (persoon(asiel("2017-06-01"), geboortedatum="2008-01-01"), "2022-01-01"),
        (persoon(gezin("2022-02-18")), "2022-01-01"),
        (persoon(regulier("2022-02-18", "vermogend")), "2022-01-01"),
        (persoon(regulier("2024-05-01", "vermogend")), "2024-04-17"),
        (persoon(regulier("2024-05-01", "studie")), "2024-04-17"),
    ],
)
def test_only_the_text_of_the_besluit_that_decided_is_cited(wie: dict[str, Any], tekst: str) -> None:
    uit = beslis(wie)
    jci = [r["jci"] for r in uit.as_json()["redenen"] if "BWBR0045555" in r["jci"] and "artikel=2.2" in r["jci"]]
    assert len(jci) == 6
    assert all(f"z={tekst}" in link for link in jci)


def test_as_long_as_the_day_is_not_known_both_texts_are_asked() -> None:
    jci = {r["jci"][-12:] for r in beslis(persoon(gezin(None, beschikkingsdatum="2022-03-01"))).as_json()["redenen"]}
    assert {"g=2022-01-01", "g=2024-04-17"} <= jci
