# SPDX-License-Identifier: EUPL-1.2
"""Make the fonts of the letters again: static TrueType from the woff2 cuts that npm's @fontsource packages ship.

Run it only when a font changes; the result is committed, so nobody else needs it:

    npm pack @fontsource/source-sans-3 @fontsource/noto-sans-arabic @fontsource/noto-sans-ethiopic
    pip install fonttools brotli
    python scripts/letterfonts.py DIRECTORY_WITH_THE_TGZ_FILES

Typst reads TrueType and not woff2. The cuts of one weight are merged, so that one face knows every letter of
the BRP's Latin repertoire. A merged cut is a modified font, and "Source" is a reserved name under the OFL,
so the result is called "Brief Sans"; the copyright line inside the font stays.
"""

import io
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools.merge import Merger  # type: ignore[import-not-found]  # installed by hand, see above
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]  # installed by hand, see above

UIT = Path(__file__).parents[1] / "src/inburgering/kennisgeving/sjablonen/lettertypen"
GEWICHTEN = {400: "Regular", 600: "SemiBold"}
FAMILIES = {
    "Brief Sans": ("source-sans-3", ("latin", "latin-ext", "vietnamese", "greek", "cyrillic")),
    "Noto Sans Arabic": ("noto-sans-arabic", ("arabic",)),
    "Noto Sans Ethiopic": ("noto-sans-ethiopic", ("ethiopic",)),
}
_EPOCH = 3_700_000_000  # a fixed modification time (seconds since 1904), so that the files come out the same


def main(bron: Path) -> None:
    """Write one TTF per family and weight, and the licence of each family."""
    for familie, (pakket, deelsets) in FAMILIES.items():
        archief = next(bron.glob(f"fontsource-{pakket}-*.tgz"))
        with tarfile.open(archief) as tar:
            (UIT / f"OFL-{pakket}.txt").write_bytes(_lees(tar, "package/LICENSE"))
            for gewicht, snit in GEWICHTEN.items():
                delen = [_lees(tar, f"package/files/{pakket}-{d}-{gewicht}-normal.woff2") for d in deelsets]
                _schrijf(_voeg_samen(delen), familie, snit, gewicht)


def _lees(tar: tarfile.TarFile, naam: str) -> bytes:
    bestand = tar.extractfile(naam)
    assert bestand is not None
    return bestand.read()


def _voeg_samen(delen: list[bytes]) -> TTFont:
    fonts = []
    with tempfile.TemporaryDirectory() as map_:
        for i, deel in enumerate(delen):
            font = TTFont(io.BytesIO(deel))
            font.flavor = None
            plek = Path(map_) / f"{i}.ttf"
            font.save(plek)
            fonts.append(str(plek))
        return Merger().merge(fonts) if len(fonts) > 1 else TTFont(fonts[0], lazy=False)


def _schrijf(font: TTFont, familie: str, snit: str, gewicht: int) -> None:
    namen = {1: familie if snit == "Regular" else f"{familie} {snit}", 2: "Regular", 4: f"{familie} {snit}"}
    namen |= {6: f"{familie}-{snit}".replace(" ", ""), 16: familie, 17: snit}
    for nummer, tekst in namen.items():
        font["name"].setName(tekst, nummer, 3, 1, 0x409)
    font["OS/2"].usWeightClass = gewicht
    font["head"].modified = font["head"].created = _EPOCH
    font.recalcTimestamp = False
    font.save(UIT / f"{familie.replace(' ', '')}-{snit}.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
