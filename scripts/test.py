"""Run every check in order; stop at the first that fails and say which. The same on every machine and in CI."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import system_packages

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTEST, BROWSER = [sys.executable, "-m", "pytest"], "tests/browser"
CHECKS = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [str(BIN / "mypy")],
    "direction": [str(BIN / "lint-imports"), "--no-cache"],
    "licences": [str(BIN / "reuse"), "lint", "--quiet"],
}


def main() -> None:
    """Run the checks and then the tests; the exit status is that of the first failure."""
    vraag = argparse.ArgumentParser(description=__doc__)
    vraag.add_argument("--alleen-controles", action="store_true", help="geen tests")
    vraag.add_argument("--alleen", nargs="*", metavar="PAD", help="geen controles, alleen deze tests")
    keuze = vraag.parse_args()
    if keuze.alleen is None:
        for naam, opdracht in CHECKS.items():
            _run(naam, opdracht)
    if not keuze.alleen_controles:
        system_packages.ensure()
        _frontend()
        if keuze.alleen:
            _run("tests", [*PYTEST, *keuze.alleen])
        else:
            # The browser's driver keeps an event loop in its process, which nothing else should share.
            # A file stays with one worker: some share a database that is filled once, and are read in order.
            _run("tests", [*PYTEST, "-n", "2", "--dist", "loadfile", "--ignore", BROWSER])
            _run("browser", [*PYTEST, BROWSER])


def _frontend() -> None:
    """Node packages for the accessibility test and the rebuild check; quick when nothing changed."""
    map_, stempel = ROOT / "frontend", ROOT / "frontend" / "node_modules" / ".stempel"
    slot = map_ / "package-lock.json"
    if shutil.which("npm") is None:
        sys.exit(
            "De tests hebben Node.js met npm nodig (voor de toegankelijkheidstest). Installeer ze en probeer opnieuw."
        )
    if not stempel.exists() or stempel.stat().st_mtime < slot.stat().st_mtime:
        _run("npm", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=map_)
        stempel.touch()


def _run(naam: str, opdracht: list[str], cwd: Path = ROOT) -> None:
    begin = time.monotonic()
    omgeving = os.environ | {"PYTHONWARNINGS": "ignore::UserWarning"}
    uitkomst = subprocess.run(opdracht, cwd=cwd, env=omgeving, check=False).returncode
    print(
        f"{'ok ' if uitkomst == 0 else 'FOUT'} {naam} ({time.monotonic() - begin:.1f} s)", file=sys.stderr, flush=True
    )
    if uitkomst:
        sys.exit(uitkomst)


if __name__ == "__main__":
    main()
