"""Two people take a regelversie into use by screen: report, proposal, confirmation; and what held when."""

import json

WACHTWOORD = "samen-een-lang-woord"


def test_two_people_take_a_regelversie_into_use_and_withdraw_it(rustig_vers, open_pagina, log_in):
    pagina = open_pagina(java_script_enabled=False)
    log_in(pagina, rustig_vers, "jurist")
    rapport = stel_voor(pagina)
    tweede = open_pagina(390, java_script_enabled=False)
    log_in(tweede, rustig_vers, "leider")
    tweede.goto(rapport)
    bevestig(tweede)
    pagina.goto(rapport)
    assert "Besloten door S. Willems en N. Haddad" in pagina.inner_text("main")
    assert pagina.locator("main form").count() == 0
    pagina.goto(rustig_vers("/regelversies/ingangsdatum/intrekken"))
    trek_in(pagina)


def stel_voor(pagina) -> str:
    pagina.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Regelversies").click()
    pagina.get_by_role("link", name="De ingangsdatum beslist (tegenproef)").click()
    assert "gevallen komen uit zoals ze zijn opgeschreven" in pagina.inner_text("main")
    pagina.get_by_role("button", name="Vergelijk met De wet (lezing A)").click()
    assert pagina.locator("h1").inner_text() == "De ingangsdatum beslist (tegenproef) in plaats van De wet (lezing A)"
    assert "Welke toets gaf de doorslag?" in pagina.inner_text("main")
    rapport = pagina.url
    pagina.get_by_role("button", name="Stel voor om dit te laten gelden").click()
    assert "Er zijn 2 dingen die u moet aanpassen" in pagina.inner_text("main")
    assert pagina.title().startswith("Fout:")
    pagina.get_by_label("Waarom moet deze versie gelden?").fill("Om te oefenen.")
    pagina.get_by_label("Ik heb het rapport gelezen").check()
    pagina.get_by_role("button", name="Stel voor om dit te laten gelden").click()
    assert "Om te oefenen." in pagina.inner_text("main")
    assert pagina.get_by_role("button", name="Ja, deze versie geldt vanaf nu").count() == 0
    assert pagina.get_by_text("Trek uw voorstel terug").is_visible()
    return rapport


def bevestig(pagina) -> None:
    pagina.get_by_role("button", name="Ja, deze versie geldt vanaf nu").click()
    assert "Er zijn 2 dingen die u moet aanpassen" in pagina.inner_text("main")
    pagina.get_by_label("Ik heb het rapport zelf gelezen").check()
    pagina.get_by_label("Typ GELDT om te bevestigen").fill("GELDT")
    pagina.get_by_role("button", name="Ja, deze versie geldt vanaf nu").click()
    assert pagina.get_by_role("heading", name="De ingangsdatum beslist (tegenproef) geldt nu").is_visible()
    assert "S. Willems en N. Haddad" in pagina.inner_text("main")
    assert "regelversie in gebruik: ingangsdatum" in pagina.inner_text("footer")


def trek_in(pagina) -> None:
    pagina.get_by_label("Waarom moet deze versie weg?").fill("De oefening is klaar.")
    pagina.get_by_label("Gebruikersnaam van de tweede persoon").fill("leider")
    pagina.get_by_label("Wachtwoord van de tweede persoon").fill(WACHTWOORD)
    pagina.get_by_label("Typ INTREKKEN om te bevestigen").fill("INTREKKEN")
    pagina.get_by_role("button", name="Ja, trek deze versie in").click()
    assert pagina.get_by_role("heading", name="is ingetrokken").is_visible()
    pagina.get_by_role("link", name="Naar de regelversies").click()
    assert "Nu geldt: De wet (lezing A)" in pagina.inner_text("main")
    assert "De oefening is klaar." in pagina.inner_text("main")


def test_a_proposal_is_turned_down_with_a_reason_that_stays(rustig_vers, open_pagina, log_in):
    pagina = open_pagina()
    log_in(pagina, rustig_vers, "jurist")
    pagina.goto(rustig_vers("/regelversies/bekendmaking-b"))
    pagina.get_by_role("button", name="Vergelijk met").click()
    rapport = pagina.url
    assert "Er is niemand met een andere uitkomst" in pagina.inner_text("main")
    pagina.get_by_label("Waarom moet deze versie gelden?").fill("Lezing B.")
    pagina.get_by_label("Ik heb het rapport gelezen").check()
    pagina.get_by_role("button", name="Stel voor").click()
    pagina.context.clear_cookies()
    log_in(pagina, rustig_vers, "leider")
    pagina.goto(rapport)
    pagina.get_by_text("Wijs het voorstel af").click()
    pagina.get_by_label("Waarom gaat dit niet door?").fill("De minister koos lezing A.")
    pagina.get_by_role("button", name="Wijs af").click()
    pagina.goto(rustig_vers("/regelversies"))
    assert "De minister koos lezing A." in pagina.inner_text("main")
    assert "Voorstel afgewezen: De wet (lezing B)" in pagina.inner_text("main")


def test_what_held_is_told_for_any_moment_and_the_report_can_be_downloaded(gestopt, open_pagina, log_in):
    pagina = open_pagina(390)
    log_in(pagina, gestopt, "duo")
    pagina.goto(gestopt("/regelversies"))
    pagina.get_by_label("Dag").fill("17-01-2022")
    pagina.get_by_role("button", name="Toon wat toen gold").click()
    assert "Op 17 januari 2022, 00:00 gold: De kennisgeving beslist" in pagina.inner_text("main")
    pagina.get_by_label("Dag").fill("25-01-2022")
    pagina.get_by_label("Tijd").fill("10:00")
    pagina.get_by_role("button", name="Toon wat toen gold").click()
    assert "Op 25 januari 2022, 10:00 gold: De wet (lezing A)." in pagina.inner_text("main")
    pagina.get_by_label("Dag").fill("01-01-2021")
    pagina.get_by_role("button", name="Toon wat toen gold").click()
    assert "was er geen regelversie in gebruik" in pagina.inner_text("main")
    pagina.get_by_role("link", name="Rapport").first.click()
    assert pagina.get_by_role("button", name="Stel voor").count() == 0
    with pagina.expect_download() as binnen:
        pagina.get_by_role("link", name="Download als JSON").click()
    document = json.loads(binnen.value.path().read_text())
    assert sum(r["aantal"] for r in document["perToets"]) == document["gewijzigd"] == len(document["personen"])


def test_a_dossier_tells_where_each_fact_comes_from_and_what_would_change_the_outcome(rustig, open_pagina, log_in):
    pagina = open_pagina()
    log_in(pagina, rustig, "duo")
    pagina.goto(rustig(f"/dossiers/{rustig.stand.personen[23]}"))
    pagina.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    tekst = pagina.inner_text("main")
    assert "IND, levering 1 van IND (2022-01-04), regel 25, bekend sinds 4 januari 2022" in tekst
    assert pagina.get_by_role("heading", name="Wat zou dit veranderen?").is_visible()
    assert "tot en met 31 december 2021 bekend was gemaakt, dan gold de Wet" in tekst
