"""Make `.venv` with hashed requirements; only the standard library, so that it runs on a bare machine.

Usage: python3 scripts/setup.py main|dev|bench
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"


def main(soort: str) -> None:
    """Install what `soort` needs and leave a stamp that Make can see."""
    if sys.version_info < (3, 11):
        sys.exit(f"Python 3.11 of nieuwer is nodig; dit is {sys.version.split()[0]}. Probeer: make PYTHON=python3.11 …")
    if not (VENV / "bin" / "pip").exists():
        _stap("virtuele omgeving maken", [sys.executable, "-m", "venv", "--clear", str(VENV)])
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _stap(
        f"pakketten installeren ({soort})",
        [*pip, "--require-hashes", "-r", str(ROOT / "requirements" / f"{soort}.txt")],
    )
    _stap("inburgering installeren", [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    for stempel in {"main": ["main"], "dev": ["main", "dev"], "bench": ["main", "dev", "bench"]}[soort]:
        (VENV / f".{stempel}").touch()


def _stap(wat: str, opdracht: list[str]) -> None:
    print(f"· {wat} …", file=sys.stderr, flush=True)
    omgeving = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    if subprocess.run(opdracht, cwd=ROOT, env=omgeving, check=False).returncode:
        ruimte = shutil.disk_usage(ROOT).free // 1024**2
        sys.exit(f"Dit lukte niet: {wat}. Lees de regels hierboven; er is {ruimte} MB vrij op deze schijf.")


if __name__ == "__main__":
    main(sys.argv[1])
