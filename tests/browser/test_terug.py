"""What a gemeente tells back and what DUO answers, with the keyboard of people and a real browser."""

import re


def _open_signaal(pagina, site) -> None:
    pagina.goto(site("/inbox"))
    pagina.locator("tbody tr:not(.is-stop) th a").first.click()


def _kies(pagina, titel: str) -> None:
    pagina.get_by_text("Kies wat u wilt melden").click()
    pagina.get_by_role("link", name=titel, exact=True).click()


def test_a_pip_is_told_corrected_and_taken_back(rustig_vers, open_pagina, log_in):
    pagina = open_pagina(1280)
    log_in(pagina, rustig_vers, "tilburg")
    _open_signaal(pagina, rustig_vers)
    _kies(pagina, "Datum van het PIP")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert "Er is 1 ding dat u moet aanpassen" in pagina.get_by_role("alert").inner_text()
    assert pagina.title().startswith("Fout: ")
    pagina.get_by_label("Dagtekening van het PIP").fill("30-01-2022")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert "Deze datum ligt in de toekomst." in pagina.locator(".veld__fout").inner_text()
    pagina.get_by_label("Dagtekening van het PIP").fill("20-01-2022")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert pagina.get_by_role("heading", level=1).inner_text() == "Gemeld aan DUO: Datum van het PIP"
    assert "van 21 januari 2022 tot uiterlijk 20 januari 2025" in pagina.locator("main").inner_text()
    pagina.get_by_role("link", name="Wijzig deze terugmelding").click()
    assert pagina.get_by_label("Dagtekening van het PIP").input_value() in {"2022-01-20", "20-01-2022"}
    pagina.get_by_label("Dagtekening van het PIP").fill("18-01-2022")
    pagina.get_by_role("button", name="Leg de wijziging vast").click()
    assert "tot uiterlijk 18 januari 2025" in pagina.locator("main").inner_text()
    pagina.get_by_role("link", name="Terug naar het signaal").click()
    assert "tot uiterlijk 18 januari 2025" in pagina.locator("main").inner_text()
    assert "Vervangen" in pagina.locator("main").inner_text()
    pagina.get_by_role("link", name="Datum van het PIP").first.click()
    pagina.get_by_role("link", name="Trek deze terugmelding in").click()
    pagina.get_by_label("Waarom trekt u dit in?").fill("Dit was een ander persoon.")
    pagina.get_by_role("button", name="Trek de terugmelding in").click()
    assert pagina.get_by_role("heading", level=1).inner_text() == "Ingetrokken: Datum van het PIP"


def test_a_gemeente_says_not_mine_and_i_miss_somebody_and_duo_answers(rustig_vers, open_pagina, log_in):
    pagina = open_pagina(1280)
    log_in(pagina, rustig_vers, "tilburg")
    _open_signaal(pagina, rustig_vers)
    pagina.get_by_role("link", name="Dit is niet mijn inwoner").click()
    pagina.get_by_label("Waarom niet uw inwoner").select_option("verhuisd")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert "DUO antwoordt uiterlijk 9 februari 2022" in pagina.locator("main").inner_text()
    pagina.goto(rustig_vers("/terugmeldingen"))
    pagina.get_by_role("link", name="Ik mis iemand").click()
    pagina.get_by_label("Geboortedatum").fill("1990-01-01")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert "Zonder nummer weten wij niet om wie het gaat." in pagina.get_by_role("alert").inner_text()
    pagina.get_by_label("Burgerservicenummer").fill("999999990")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    assert "999999990" not in pagina.content()
    pagina.goto(rustig_vers("/terugmeldingen"))
    pagina.context.clear_cookies()
    log_in(pagina, rustig_vers, "duo")
    pagina.get_by_role("link", name="Vragen van gemeenten").click()
    assert "2 vragen wachten op antwoord" in pagina.locator("main").inner_text()
    pagina.get_by_role("link", name="Dit is niet mijn inwoner").click()
    pagina.get_by_role("button", name="Stuur het antwoord").click()
    assert "Kies het antwoord." in pagina.get_by_role("alert").inner_text()
    pagina.get_by_label("Wat is het antwoord?").select_option("gaat-naar-andere-gemeente")
    pagina.get_by_role("button", name="Stuur het antwoord").click()
    assert re.search(r"1 vraag wacht", pagina.locator("main").inner_text())


def test_the_dossier_at_duo_shows_the_pip_of_the_gemeente_and_the_term(rustig_vers, open_pagina, log_in):
    pagina = open_pagina(1280)
    log_in(pagina, rustig_vers, "tilburg")
    _open_signaal(pagina, rustig_vers)
    naam = pagina.get_by_role("heading", level=1).inner_text()
    _kies(pagina, "Datum van het PIP")
    pagina.get_by_label("Dagtekening van het PIP").fill("20-01-2022")
    pagina.get_by_role("button", name="Meld dit aan DUO").click()
    pagina.context.clear_cookies()
    log_in(pagina, rustig_vers, "duo")
    for persoon in rustig_vers.stand.personen:
        pagina.goto(rustig_vers(f"/dossiers/{persoon}"))
        tekst = pagina.locator("main").inner_text()
        if naam in tekst and "Terugmelding: Datum van het PIP" in tekst:
            break
    assert "20 januari 2022, gemeld door de gemeente" in tekst
    assert "van 21 januari 2022 tot uiterlijk 20 januari 2025" in tekst
