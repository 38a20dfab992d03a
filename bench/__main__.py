"""Run every bench in this folder, one after the other.

What the engine reached goes to docs/reference/metingen.md, what the exchange reached to metingen-uitwisseling.md beside
it (only when all of its benches ran).

python -m bench [--snel] [bench ...]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

HIER = Path(__file__).parent
sys.path.insert(0, str(HIER))
import _pagina  # noqa: E402 - it stands beside this file, also under -m

PAGINA = HIER.parent / "docs" / "reference" / "metingen.md"
SNEL = ["--personen", "20000", "--groot", "100000", "--beurten", "1"]
PAKKETTEN = ("numba", "numpy", "pyarrow", "polars", "openfisca-core")


def main():
    vraag = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    vraag.add_argument("--snel", action="store_true", help="kleine maten; de pagina blijft zoals zij is")
    vraag.add_argument("bench", nargs="*", help="alleen deze, zoals motor of stop")
    keuze = vraag.parse_args()
    uitwisseling = []
    for plek in sorted(p for p in HIER.glob("*.py") if not p.name.startswith("_") and p.stem != "bevolking"):
        if keuze.bench and plek.stem not in keuze.bench:
            continue
        print(f"── {plek.name}", flush=True)
        if plek.stem in _pagina.BENCHES:
            uitwisseling += _toon(_pagina.meet(plek.stem, snel=keuze.snel), "haalt")
        elif plek.stem == "motor":
            _motor(plek, snel=keuze.snel)
        else:
            subprocess.run([sys.executable, str(plek)], check=True)
    if not keuze.snel and {r["bench"] for r in uitwisseling} == set(_pagina.BENCHES):
        _pagina.PAGINA.write_text(_pagina.pagina(uitwisseling), encoding="utf-8")


def _motor(plek, *, snel):
    klaar = subprocess.run(
        [sys.executable, str(plek), "--json", *(SNEL if snel else [])], check=True, stdout=subprocess.PIPE
    )
    gemeten = json.loads(klaar.stdout)
    _toon(gemeten["verhoudingen"], "gehaald")
    if not snel:
        PAGINA.write_text(pagina(gemeten), encoding="utf-8")


def _toon(rijen, gehaald):
    for rij in rijen:
        print(f"{'gehaald' if rij[gehaald] else 'NIET   '} {rij['wat']}: {rij['waarde']:.3g}", flush=True)
    return rijen


UITLEG = """\
Deze pagina is gemaakt door `make bench` (`bench/motor.py`); verander haar niet met de hand. Verhoudingen zijn
gemeten in één run op dezelfde gegevens. Elk deel draait in een eigen proces, opstarten telt nergens mee, en de
beste beurt telt.
"""
HELLING = """\
De helling is de tijd van de grotere maat min die van de kleinere, gedeeld door de personen die erbij kwamen:
wat een run altijd kost valt dan weg. De afwijking hierboven is de grootste van de hellingen die eindigen op een
miljoen of meer, naast die tussen de twee grootste maten. Kleinere verschillen zijn milliseconden: die staan er
ter informatie.
"""


def pagina(gemeten):
    """The page of measurements."""
    delen = [
        "# Metingen van de wetsmotor",
        "",
        UITLEG.rstrip(),
        "",
        f"- Datum: {_datum()}",
        f"- Machine: {_processor()}, {os.cpu_count()} kernen, {platform.system()} {platform.machine()}",
        f"- Versies: Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in PAKKETTEN),
        f"- Maten: {_getal(gemeten['personen'])} en {_getal(gemeten['groot'])}; beste van {gemeten['beurten']}",
        "",
        "| Wat | Gemeten | Doel | |",
        "|---|---|---|---|",
        *(
            f"| {r['wat']} | {_getal(r['waarde'])} | {r['richting']} {_getal(r['doel'])} | "
            f"{'gehaald' if r['gehaald'] else '**niet gehaald**'} |"
            for r in gemeten["verhoudingen"]
        ),
        "",
        "## Waar de verhoudingen van gemaakt zijn",
        "",
        "| Deel | Seconden | Processorseconden | Piekgeheugen (MB) |",
        "|---|---|---|---|",
        *(
            f"| {naam} | {_getal(m['s'])} | {_getal(m['cpu'])} | {_getal(m['mb'])} |"
            for naam, m in gemeten["metingen"].items()
        ),
        "",
        "- `volledig`: vergunningen, perioden, beide wetten, categorie en termijnen, van Parquet naar Parquet.",
        "- `openfisca`, `polars`, `regels`: de kleine taak van elf vragen, net zo; `regels` komt uit YAML.",
        "- `vergelijking`: twee regelversies in een gang; `lezen_en_kern`: alleen lezen en één regelversie.",
        "",
        "## Kosten per persoon naar omvang",
        "",
        HELLING.rstrip(),
        "",
        "| Personen | µs per persoon | Piekgeheugen (MB) |",
        "|---|---|---|",
        *(
            f"| {_getal(int(n))} | {_getal(us)} | {_getal(gemeten['lijn']['mb'][n])} |"
            for n, us in gemeten["lijn"]["us_per_persoon"].items()
        ),
        "",
        "| Van–tot | Helling (µs per persoon) |",
        "|---|---|",
        *(f"| {paar} | {_getal(us)} |" for paar, us in gemeten["lijn"]["helling_us"].items()),
        "",
        *_gemist(gemeten),
    ]
    return "\n".join(delen) + "\n"


def _gemist(gemeten):
    gemist = [r["wat"] for r in gemeten["verhoudingen"] if not r["gehaald"]]
    if not gemist:
        return ["Alle doelen zijn gehaald."]
    return ["## Niet gehaald", "", *(f"- {wat}" for wat in gemist)]


def _getal(waarde):
    if isinstance(waarde, int) or float(waarde).is_integer():
        return f"{int(waarde):,}".replace(",", ".")
    return f"{waarde:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")


def _datum():
    return time.strftime("%Y-%m-%d", time.gmtime())


def _processor():
    for regel in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if os.name == "posix" else []:
        if regel.startswith("model name"):
            return regel.split(":", 1)[1].strip()
    return platform.processor() or "onbekend"


if __name__ == "__main__":
    main()
