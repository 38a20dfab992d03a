"""Stop the embedded PostgreSQL and remove `.venv`, `var` and caches."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Leave only what git knows."""
    inburgering = ROOT / ".venv" / "bin" / "inburgering"
    if inburgering.exists():
        subprocess.run([str(inburgering), "stop-databank"], check=False)
    for naam in (".venv", "var", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"):
        shutil.rmtree(ROOT / naam, ignore_errors=True)


if __name__ == "__main__":
    main()
