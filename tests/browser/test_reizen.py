"""What people come to do, in a real browser: with a keyboard only, without JavaScript, under the strict policy."""

import pytest

WACHTWOORD = "samen-een-lang-woord"
NAAR = "<Onbekend> & </Onbemind>"


WAAR = """() => {
  const e = document.activeElement, stijl = getComputedStyle(e);
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  return [(label || e.innerText || e.value || '').trim(), stijl.outlineStyle !== 'none' || stijl.boxShadow !== 'none'];
}"""


def tab_naar(pagina, tekst: str, *, hoogstens: int = 80) -> None:
    """Press Tab until the thing with this name has the focus; every stop on the way shows a ring."""
    for _ in range(hoogstens):
        pagina.keyboard.press("Tab")
        naam, ring = pagina.evaluate(WAAR)
        assert ring, f"geen zichtbare focus op: {naam}"
        if tekst in naam:
            return
    raise AssertionError(f"met Tab niet te bereiken: {tekst}")


def test_with_only_a_keyboard_a_klantmanager_logs_in_and_confirms_the_stop(gestopt_vers, open_pagina):
    pagina = open_pagina()
    pagina.goto(gestopt_vers("/inbox"))
    tab_naar(pagina, "Gebruikersnaam")
    pagina.keyboard.type("tilburg")
    tab_naar(pagina, "Wachtwoord")
    pagina.keyboard.type(WACHTWOORD)
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/inbox")
    tab_naar(pagina, "Bevestig de stop")
    pagina.keyboard.press("Enter")
    pagina.wait_for_url("**/bevestig")
    for verklaring in ("niet meer worden gebruikt", "geen afspraken of brieven", "alle collega's"):
        tab_naar(pagina, verklaring)
        pagina.keyboard.press("Space")
    tab_naar(pagina, "Ja, bevestig de stop")
    pagina.keyboard.press("Enter")
    pagina.get_by_role("heading", name="U hebt de stop bevestigd").wait_for()
    pagina.goto(gestopt_vers("/inbox"))
    assert pagina.locator(".stoplijn").inner_text().startswith("STOP: gebruik de gegevens van")
    assert pagina.locator("section.stop").count() == 0


def test_without_javascript_the_stop_is_confirmed_and_a_doorgifte_is_told(gestopt_vers, open_pagina, log_in):
    pagina = open_pagina(390, java_script_enabled=False)
    log_in(pagina, gestopt_vers, "tilburg")
    assert pagina.locator(".menu-btn").is_hidden()
    assert pagina.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Status").is_visible()
    pagina.get_by_role("link", name="Bevestig de stop").click()
    pagina.get_by_role("button", name="Ja, bevestig de stop").click()
    assert "Er zijn 3 dingen die u moet aanpassen" in pagina.inner_text("main")
    assert pagina.title().startswith("Fout:")
    for vak in pagina.get_by_role("checkbox").all():
        vak.check()
    pagina.get_by_role("button", name="Ja, bevestig de stop").click()
    assert pagina.get_by_role("heading", name="U hebt de stop bevestigd").is_visible()
    pagina.get_by_role("link", name="Naar de inbox").click()
    pagina.locator("tr.is-stop a").first.click()
    pagina.get_by_text("Meld een doorgifte").click()
    pagina.get_by_label("Met wie deelde u gegevens?").fill("Taalschool Het Begin")
    pagina.get_by_label("Wat deelde u?").select_option(label="Naam en adres")
    pagina.get_by_label("Wanneer deelde u dit?").fill("20-01-2022")
    pagina.get_by_role("button", name="Leg de doorgifte vast").click()
    assert "20 januari 2022: Taalschool Het Begin (naam, adres)" in pagina.inner_text("main")


def test_the_strict_policy_is_never_violated(gestopt, open_pagina, log_in):
    pagina = open_pagina()
    klachten: list[str] = []
    pagina.on("console", lambda m: klachten.append(m.text) if "Content Security Policy" in m.text else None)
    pagina.on("pageerror", lambda fout: klachten.append(str(fout)))
    vreemd: list[str] = []
    pagina.on("request", lambda r: vreemd.append(r.url) if not r.url.startswith(gestopt.adres) else None)
    for wie, paden in (
        ("tilburg", ["/inbox"]),
        ("leider", ["/herstel", "/herstel/INC-2022-001", f"/dossiers/{gestopt.stand.personen[0]}", "/stops/nieuw"]),
    ):
        pagina.context.clear_cookies()
        log_in(pagina, gestopt, wie)
        for pad in [*paden, "/status"]:
            antwoord = pagina.goto(gestopt(pad))
            assert antwoord.headers["content-security-policy"].startswith("default-src 'self'; style-src 'self'")
            assert antwoord.headers["cache-control"] == "no-store"
            assert pagina.evaluate("document.querySelectorAll('[style], style, script:not([src])').length") == 0
            assert (
                pagina.evaluate("getComputedStyle(document.querySelector('.nav')).backgroundColor")
                == "rgb(13, 85, 104)"
            )
    assert (klachten, vreemd) == ([], [])


@pytest.mark.parametrize("breedte", [320, 1440])
def test_a_nasty_name_is_text_and_never_markup(breedte, gestopt, open_pagina, log_in):
    pagina = open_pagina(breedte)
    log_in(pagina, gestopt, "jurist")
    pagina.goto(gestopt("/werkvoorraad"))
    pagina.get_by_role("link", name=NAAR, exact=True).click()
    assert pagina.locator("h1").inner_text() == NAAR
    assert pagina.locator("onbekend").count() == 0


def test_a_dossier_is_found_by_number_and_the_number_never_stands_in_the_address(gestopt, open_pagina, log_in):
    from inburgering.feit import queries

    persoon = gestopt.stand.personen[0]
    bsn = queries.persoonsgegevens([persoon], moment=gestopt.nu)[persoon].bsn
    pagina = open_pagina()
    adressen: list[str] = []
    pagina.on("request", lambda r: adressen.append(r.url))
    log_in(pagina, gestopt, "duo")
    pagina.goto(gestopt("/dossiers"))
    pagina.get_by_label("BSN, V-nummer of dossiernummer").fill(bsn.waarde)
    pagina.get_by_role("button", name="Zoek").click()
    assert pagina.locator("h1").inner_text() == "Amina Yusuf"
    assert pagina.get_by_role("heading", name="Waarom Wi2013?").is_visible()
    assert bsn.waarde not in pagina.content()
    pagina.get_by_text("Toon BSN").click()
    pagina.get_by_label("Waarom wilt u het BSN zien?").fill("Controle van het adres")
    pagina.get_by_role("button", name="Toon het BSN").click()
    assert bsn.waarde in pagina.inner_text("main")
    assert "J. Bakker bekeek het BSN. Reden: Controle van het adres" in pagina.inner_text("main")
    assert not any(bsn.waarde in adres for adres in adressen)


def test_two_people_stop_everything_and_the_inbox_goes_dark_at_once(rustig_vers, open_pagina, log_in):
    pagina = open_pagina()
    log_in(pagina, rustig_vers, "leider")
    pagina.goto(rustig_vers("/stops/nieuw"))
    pagina.get_by_label("Wat wilt u stoppen?").select_option(label="Alles: er gaat niets meer uit")
    pagina.get_by_label("Waarom?").fill("Misschien is de verkeerde wet vastgesteld.")
    pagina.get_by_label("Gebruikersnaam van de tweede persoon").fill("leider")
    pagina.get_by_label("Wachtwoord van de tweede persoon").fill(WACHTWOORD)
    pagina.get_by_label("Typ STOP om te bevestigen").fill("STOP")
    pagina.get_by_role("button", name="Ja, roep de stop uit").click()
    assert "Twee verschillende mensen moeten dit samen doen" in pagina.inner_text("main")
    pagina.get_by_label("Gebruikersnaam van de tweede persoon").fill("privacy")
    pagina.get_by_label("Wachtwoord van de tweede persoon").fill(WACHTWOORD)
    pagina.get_by_role("button", name="Ja, roep de stop uit").click()
    assert pagina.get_by_role("heading", name="De stop is van kracht").is_visible()
    pagina.context.clear_cookies()
    log_in(pagina, rustig_vers, "tilburg")
    assert pagina.locator("tbody tr").count() == pagina.locator("tbody tr.is-stop").count() > 0
    pagina.goto(rustig_vers("/status"))
    assert pagina.get_by_role("heading", name="DUO verstuurt nu niets").is_visible()
