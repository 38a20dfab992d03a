"""Make GLOSSARY.md from begrippen.toml. Usage: python scripts/glossary.py."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """# Glossary

Made from [`begrippen.toml`](begrippen.toml) by `scripts/glossary.py`; change the words there.

Words of the law and of the office stay Dutch, everywhere and in one form. Everything else is English.
The last column names the words that no name in the code may contain, because the Dutch term is the one we use;
a test reads every name and says which word to take.

| Dutch | plural | what it means | in names, never say |
|---|---|---|---|
"""


def make() -> str:
    """The text of GLOSSARY.md."""
    rijen = tomllib.loads((ROOT / "begrippen.toml").read_text(encoding="utf-8"))
    return HEAD + "".join(
        f"| **{term}** | {rij['meervoud']} | {rij['english']} | {', '.join(rij['never']) or '–'} |\n"
        for term, rij in sorted(rijen.items())
    )


if __name__ == "__main__":
    (ROOT / "GLOSSARY.md").write_text(make(), encoding="utf-8")
