"""Compile `requirements/*.txt` with hashes and without a registry address; nothing younger than a week."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = str(Path(sys.executable).parent / "uv")


def main() -> None:
    """Write the files."""
    grens = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    for soort, extra in (
        ("main", []),
        ("dev", ["--extra", "dev", "--extra", "cluster"]),
        ("bench", ["--extra", "dev", "--extra", "cluster", "--extra", "bench"]),
    ):
        woorden = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--python-version", "3.11"]
        bronnen = ["pyproject.toml", "requirements/build.in"]
        doel = ["--exclude-newer", grens, "-o", f"requirements/{soort}.txt"]
        subprocess.run([UV, "pip", "compile", "--quiet", *woorden, *extra, *bronnen, *doel], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
