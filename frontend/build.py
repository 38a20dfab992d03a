"""Builds the portal's static files from the pinned npm packages; the result is committed, so nobody else needs node.

    npm ci --ignore-scripts && python build.py [--uit DIR]

The same input gives the same bytes. `MANIFEST.json` names the sha256 of each file; a test compares them.
"""

import argparse
import hashlib
import json
import re
import shutil
from pathlib import Path

HIER = Path(__file__).resolve().parent
PAKKETTEN = HIER / "node_modules"
STATISCH = HIER.parent / "src/inburgering/interfaces/portal/static/portal"
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
LETTERTYPE = "@fontsource-variable/source-sans-3"
ICONEN = "@tabler/icons"


def main() -> None:
    """Build into `--uit`, or into the portal's static folder."""
    keuze = argparse.ArgumentParser(description=__doc__)
    keuze.add_argument("--uit", type=Path, default=STATISCH)
    bouw(keuze.parse_args().uit)


def bouw(uit: Path) -> None:
    """Write every static file and the manifest under `uit`."""
    shutil.rmtree(uit, ignore_errors=True)
    (uit / "fonts").mkdir(parents=True)
    app, merk, onderdelen = _lees("app.css"), _lees("merk.css"), _onderdelen()
    _schrijf(uit / "nlds.css", f"@layer nlds{{\n{onderdelen}\n}}\n")
    _schrijf(uit / "theme.css", _tokens(onderdelen + app + merk) + merk)
    _schrijf(uit / "app.css", app)
    _schrijf(uit / "portaal.js", _lees("portaal.js"))
    _schrijf(uit / "pijl.svg", _lees("pijl.svg"))
    _schrijf(uit / "merk.svg", _lees("merk.svg"))
    _schrijf(uit / "icons.svg", _iconen())
    for deel in ("latin", "latin-ext"):
        naam = f"source-sans-3-{deel}-wght-normal.woff2"
        (uit / "fonts" / naam).write_bytes((PAKKETTEN / LETTERTYPE / "files" / naam).read_bytes())
    _schrijf(uit / "LICENSES.txt", _licenties())
    _schrijf(uit / "MANIFEST.json", json.dumps(manifest(uit), indent=1, sort_keys=True) + "\n")


def manifest(uit: Path) -> dict[str, str]:
    """The sha256 of every file under `uit` but the manifest."""
    return {
        pad.relative_to(uit).as_posix(): hashlib.sha256(pad.read_bytes()).hexdigest()
        for pad in sorted(uit.rglob("*"))
        if pad.is_file() and pad.name != "MANIFEST.json"
    }


def _lees(naam: str) -> str:
    return (HIER / "src" / naam).read_text("utf-8")


def _schrijf(pad: Path, tekst: str) -> None:
    pad.write_text(tekst, "utf-8", newline="\n")


def _namen() -> list[str]:
    return sorted(json.loads((HIER / "package.json").read_text("utf-8"))["dependencies"])


def _versie(naam: str) -> str:
    return str(json.loads((PAKKETTEN / naam / "package.json").read_text("utf-8"))["version"])


def _zonder_commentaar(css: str) -> str:
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip()


def _onderdelen() -> str:
    """The CSS of every component package, in one piece, with its origin above it."""
    stukken = []
    for naam in (n for n in _namen() if n.endswith("-css")):
        kort = naam.rpartition("/")[2].removesuffix("-css")
        dist = PAKKETTEN / naam / "dist"
        bron = dist / "index.css" if (dist / "index.css").exists() else dist / f"{kort}.css"
        stukken.append(f"/* {naam} {_versie(naam)}, EUPL-1.2 */\n{_zonder_commentaar(bron.read_text('utf-8'))}")
    return "\n".join(stukken)


def _tokens(css: str) -> str:
    """Only the design tokens that `css` needs, directly or through another token."""
    bron = _zonder_commentaar((PAKKETTEN / TOKENS / "dist/theme.css").read_text("utf-8"))
    alle = dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", bron))
    nodig: set[str] = set()
    zoek = [naam for naam in re.findall(r"var\((--[a-z0-9-]+)", css) if naam in alle]
    while zoek:
        naam = zoek.pop()
        if naam not in nodig:
            nodig.add(naam)
            zoek += [n for n in re.findall(r"var\((--[a-z0-9-]+)", alle[naam]) if n in alle]
    regels = "\n".join(f"{naam}:{alle[naam]};" for naam in sorted(nodig))
    kop = f"/* {TOKENS} {_versie(TOKENS)}, EUPL-1.2; {len(nodig)} of {len(alle)} tokens */"
    return f"{kop}\n@layer theme{{\n.app-theme{{\n{regels}\n}}\n}}\n"


def _iconen() -> str:
    """One sprite with the icons that `iconen.txt` names."""
    stukken = []
    for naam in sorted((HIER / "iconen.txt").read_text("utf-8").split()):
        svg = (PAKKETTEN / ICONEN / "icons/outline" / f"{naam}.svg").read_text("utf-8")
        gevonden = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if not gevonden:
            raise SystemExit(f"{naam}.svg: no <svg> element")
        vorm = re.sub(r"\s*\n\s*", "", gevonden[1]).strip()
        stukken.append(f'<symbol id="{naam}" viewBox="0 0 24 24">{vorm}</symbol>')
    kop = f"<!-- {ICONEN} {_versie(ICONEN)}, MIT -->"
    return f'{kop}\n<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(stukken) + "\n</svg>\n"


def _licenties() -> str:
    """Which package came with which licence, and the texts of the licences that ask to be passed on."""
    regels = [
        f"{naam} {_versie(naam)}: {json.loads((PAKKETTEN / naam / 'package.json').read_text('utf-8'))['license']}"
        for naam in _namen()
    ]
    teksten = [
        f"{'=' * 78}\n{naam}\n{'=' * 78}\n{(PAKKETTEN / naam / 'LICENSE').read_text('utf-8').strip()}"
        for naam in (LETTERTYPE, ICONEN)
    ]
    eupl = "The text of EUPL-1.2 is in the file LICENSE of this product and at https://eupl.eu/1.2/en/."
    kop = "These files contain work of others."
    return "\n\n".join([kop, "\n".join(regels), eupl, *teksten]) + "\n"


if __name__ == "__main__":
    main()
