"""Make docs/decisions/README.md, the index of decisions. Usage: python scripts/besluiten.py."""

import re
from pathlib import Path

MAP = Path(__file__).resolve().parents[1] / "docs" / "decisions"
KOP = """# Decisions

Made by `scripts/besluiten.py`. One page per decision: the situation, what we decided, what follows from it.
`status` says whether it holds; `implementation` says how far the product is there.
A decision is not rewritten when we change our mind: a new one supersedes it.

| number | decision | status | implementation |
|---|---|---|---|
"""


def make() -> str:
    """The text of the index."""
    return KOP + "".join(_rij(blad) for blad in sorted(MAP.glob("[0-9]*.md")))


def _rij(blad: Path) -> str:
    tekst = blad.read_text(encoding="utf-8")
    titel = re.search(r"^# (?:\d{4}\.? )?(.+)$", tekst, re.MULTILINE)
    stand = dict(re.findall(r"^(status|implementation): (\w+)$", tekst, re.MULTILINE))
    naam = titel[1] if titel else "?"
    return f"| [{blad.name[:4]}]({blad.name}) | {naam} | {stand.get('status')} | {stand.get('implementation')} |\n"


if __name__ == "__main__":
    (MAP / "README.md").write_text(make(), encoding="utf-8")
