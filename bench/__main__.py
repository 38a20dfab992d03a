"""Run every bench in this folder, one after the other; each prints its own ratios."""

import subprocess
import sys
from pathlib import Path

for bench in sorted(p for p in Path(__file__).parent.glob("*.py") if not p.name.startswith("_")):
    print(f"── {bench.name}", flush=True)
    subprocess.run([sys.executable, str(bench)], check=True)
