"""The pictures in the documentation are the product itself; taken again only when asked (INBURGERING_BEELDEN=1)."""

import os
import struct
from pathlib import Path

from kleinbeeld import verklein

BEELDEN = Path(__file__).parents[2] / "docs/beelden"
MAKEN = os.environ.get("INBURGERING_BEELDEN") == "1"
BREEDTEN = {1440: 2200, 390: 2600}
PAGINAS = {
    "tilburg": {"inbox": "/inbox", "signaal": "", "signaal-gestopt": ""},
    "leider": {"dossier": "", "herstelkamer": "/herstel/INC-2022-001"},
    "": {"status": "/status"},
}


def maat(beeld: bytes) -> tuple[int, int]:
    """Width and height in the head of a PNG."""
    assert beeld.startswith(b"\x89PNG\r\n\x1a\n")
    breedte, hoogte = struct.unpack(">II", beeld[16:24])
    return breedte, hoogte


def test_every_screen_has_a_picture_of_both_widths(gestopt, open_pagina, log_in):
    for breedte, hoogte in BREEDTEN.items():
        pagina = open_pagina(breedte)
        for wie, paginas in PAGINAS.items():
            pagina.context.clear_cookies()
            if wie:
                log_in(pagina, gestopt, wie)
            for naam, pad in paginas.items():
                pagina.goto(gestopt(pad or _pad(naam, pagina, gestopt)))
                pagina.evaluate("document.fonts.ready")
                lang = min(hoogte, pagina.evaluate("document.documentElement.scrollHeight"))
                beeld = pagina.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": breedte, "height": lang})
                assert maat(beeld) == (breedte, lang)
                if MAKEN:
                    BEELDEN.mkdir(parents=True, exist_ok=True)
                    (BEELDEN / f"{naam}-{breedte}.png").write_bytes(verklein(beeld))


def test_the_pictures_in_the_tree_are_complete_and_small():
    namen = {f"{naam}-{b}.png" for paginas in PAGINAS.values() for naam in paginas for b in BREEDTEN}
    groot = {p.name: p.stat().st_size for p in BEELDEN.glob("*.png") if p.name in namen}
    assert set(groot) == namen
    assert {naam: maat_ for naam, maat_ in groot.items() if maat_ > 200_000} == {}


def _pad(naam: str, pagina, site) -> str:
    """Where the pages without a fixed address are."""
    if naam == "dossier":
        return f"/dossiers/{site.stand.personen[0]}"
    pagina.goto(site("/inbox"))
    soort = "tr.is-stop" if naam == "signaal-gestopt" else "tr:not(.is-stop)"
    return str(pagina.locator(f"tbody {soort} th a").first.get_attribute("href"))
