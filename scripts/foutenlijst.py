"""Make docs/reference/fouten.md from the errors the product can raise. Usage: python scripts/foutenlijst.py."""

import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOEL = ROOT / "docs" / "reference" / "fouten.md"
KOP = """# Fouten

Gemaakt uit de code door `scripts/foutenlijst.py`. Elke fout heeft een vaste code, die ook in het antwoord van de API
staat (RFC 9457). De opdrachtregel en het portaal tonen de titel, waar het misging en wat u kunt doen.
Een fout bevat nooit persoonsgegevens. De laatste kolom is de uitleg uit de code, in het Engels.

| code | titel | kamer | when |
|---|---|---|---|
"""


def errors() -> Iterator[type]:
    """Every expected error, after importing the whole product."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inburgering.config.settings")
    import django

    django.setup()
    package = importlib.import_module("inburgering")
    for module in pkgutil.walk_packages(package.__path__, "inburgering."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from inburgering.primitives.errors import DomainError

    gezien, rij = set(), [DomainError]
    while rij:
        for fout in rij.pop().__subclasses__():
            if fout not in gezien and fout.__module__.startswith("inburgering."):
                gezien.add(fout)
                rij.append(fout)
                yield fout


def make() -> str:
    """The text of the page, in the order of the codes."""
    regels = [
        f"| `{fout.code}` | {fout.title} | {fout.__module__.split('.')[1]} | {zin[0] if zin else ''} |\n"
        for fout in errors()
        for zin in [(fout.__doc__ or "").strip().splitlines()]
    ]
    return KOP + "".join(sorted(regels))


if __name__ == "__main__":
    DOEL.write_text(make(), encoding="utf-8")
