"""First light."""

import os


def test_schermen(gestopt, open_pagina, log_in):
    p = open_pagina()
    fouten = []
    p.on("console", lambda m: fouten.append(m.text) if m.type in ("error", "warning") else None)

    def foto(naam, pad):
        r = p.goto(gestopt(pad))
        p.screenshot(path=f"/tmp/preview/{naam}.png", full_page=True)
        print(naam, r.status, p.title())
        return r.status

    foto("r-status", "/status")
    foto("r-inloggen", "/inloggen")
    log_in(p, gestopt, "tilburg")
    foto("r-inbox", "/inbox")
    for i, l in enumerate(p.locator("table a").all()):
        pass
    adr = [l.get_attribute("href") for l in p.locator("tbody th a").all()]
    print(adr)
    stop = p.locator("tr.is-stop a").first.get_attribute("href")
    print(stop)
    foto("r-gestopt", stop)
    open_ = p.locator
    p.goto(gestopt("/inbox"))
    live = p.locator("tbody tr:not(.is-stop) th a").first.get_attribute("href")
    foto("r-signaal", live)
    p.goto(gestopt("/inbox"))
    b = p.locator('a:has-text("Bevestig de stop")').first.get_attribute("href")
    foto("r-bevestig", b)
    p.context.clear_cookies()
    log_in(p, gestopt, "leider")
    foto("r-herstel", "/herstel")
    foto("r-herstelkamer", "/herstel/INC-2022-001")
    foto("r-uitroepen", "/stops/nieuw")
    foto("r-dossier", f"/dossiers/{gestopt.stand.personen[0]}")
    foto("r-dossiers", "/dossiers")
    p.context.clear_cookies()
    log_in(p, gestopt, "duo")
    foto("r-werk", "/werkvoorraad")
    l = p.locator('a:has-text("Beslis")').first.get_attribute("href")
    foto("r-beslis", l)
    print(fouten)
