"""Every screen for everybody: axe finds nothing, at three widths, calm and stopped, with everything unfolded."""

import json
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import expect

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
REGELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALLES = """() => {
  document.querySelectorAll('details').forEach(d => d.open = true);
  const knop = document.querySelector('.menu-btn');
  if (knop && knop.offsetParent) knop.click();
}"""


@cache
def axe() -> str:
    assert AXE.exists(), "axe-core ontbreekt: draai `npm ci --ignore-scripts` in frontend/"
    return AXE.read_text("utf-8")


def bevindingen(pagina) -> list[str]:
    """What axe has against the page as it stands, and whether it scrolls sideways."""
    pagina.evaluate(axe())
    uit = pagina.evaluate(f"axe.run(document, {json.dumps({'runOnly': {'type': 'tag', 'values': REGELS}})})")
    fouten = [
        f"{v['id']}: {n['html'][:160]} {n['failureSummary'][:200]}" for v in uit["violations"] for n in v["nodes"]
    ]
    breed = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return fouten + ([f"scrollt {breed} punten opzij"] if breed > 0 else [])


def met_fouten(pagina) -> list[str]:
    """What axe has against a form once it is back with its mistakes; the page from before the click does not count."""
    expect(pagina.locator(".fouten[role=alert]")).to_be_visible()
    pagina.wait_for_load_state()
    return bevindingen(pagina)


def paden(site, pagina) -> dict[str, list[str]]:
    """Per login the pages to look at; what is in the inbox is found there."""
    pagina.goto(site("/inbox"))
    signalen = [a.get_attribute("href") for a in pagina.locator("tbody th a").all()]
    gestopt = [a.get_attribute("href") for a in pagina.locator("tr.is-stop th a").all()]
    stops = [a.get_attribute("href") for a in pagina.locator("a", has_text="Bevestig de stop").all()]
    open_ = [s for s in signalen if s not in gestopt]
    eerste = site.stand.personen[0]
    duo = ["/werkvoorraad", "/dossiers", f"/dossiers/{eerste}", "/herstel", "/stops/nieuw"]
    duo += ["/regelversies", "/regelversies?dag=17-01-2022", "/regelversies/bekendmaking", rapport_van("bekendmaking")]
    duo.append("/regelversies/kennisgeving/intrekken")
    kamer = ["/herstel/INC-2022-001"] if site.soort == "gestopt" else []
    return {
        "": ["/status", "/inloggen", "/toegankelijkheid", "/privacy", "/bestaat-niet"],
        "tilburg": ["/inbox", "/inbox?zoek=bestaat-niet", *open_[:1], *gestopt[:1], *stops[:1]],
        "jurist": duo + kamer,
    }


def rapport_van(regelversie: str) -> str:
    """The newest report about a regelversie."""
    from inburgering.vaststelling import queries

    return f"/rapporten/{queries.rapporten(regelversie)[0].hash}"


@pytest.mark.parametrize("breedte", [1440, 390, 320])
@pytest.mark.parametrize("soort", ["rustig", "gestopt"])
def test_axe_finds_nothing_on_any_screen(soort, breedte, open_pagina, log_in, request):
    site = request.getfixturevalue(soort)
    pagina = open_pagina(breedte, bypass_csp=True)
    log_in(pagina, site, "tilburg")
    alle = paden(site, pagina)
    mis: dict[str, list[str]] = {}
    for wie in ("tilburg", "jurist", ""):
        pagina.context.clear_cookies()
        if wie:
            log_in(pagina, site, wie)
        for pad in alle[wie]:
            pagina.goto(site(pad))
            mis[f"{pad} dicht"] = bevindingen(pagina)
            pagina.evaluate(OPEN_ALLES)
            mis[f"{pad} open"] = bevindingen(pagina)
    assert {pad: fouten for pad, fouten in mis.items() if fouten} == {}


def test_axe_finds_nothing_in_forms_with_mistakes(gestopt, open_pagina, log_in):
    pagina = open_pagina(390, bypass_csp=True)
    pagina.goto(gestopt("/inloggen"))
    pagina.get_by_role("button", name="Log in").click()
    mis = met_fouten(pagina)
    log_in(pagina, gestopt, "tilburg")
    pagina.get_by_role("link", name="Bevestig de stop").first.click()
    pagina.get_by_role("button", name="Ja, bevestig de stop").click()
    mis += met_fouten(pagina)
    pagina.context.clear_cookies()
    log_in(pagina, gestopt, "leider")
    pagina.goto(gestopt("/stops/nieuw"))
    pagina.get_by_role("button", name="Ja, roep de stop uit").click()
    mis += met_fouten(pagina)
    pagina.goto(gestopt("/regelversies?dag=31-02-2022"))
    mis += met_fouten(pagina)
    pagina.goto(gestopt("/regelversies/kennisgeving/intrekken"))
    pagina.get_by_role("button", name="Ja, trek deze versie in").click()
    mis += met_fouten(pagina)
    assert mis == []
