"""Reads the product the way a reviewer does: as text, as names, as a tree; shared by the house rules."""

import ast
import importlib
import importlib.util
import pkgutil
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "inburgering"
TESTS = ROOT / "tests"
DOCS = ROOT / "docs"
TEMPLATES = SRC / "interfaces" / "portal" / "templates"
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def where(path: Path, line: int = 0) -> str:
    """A place a reader can click: path from the root and, if known, the line."""
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def modules(root: Path = SRC) -> tuple[tuple[Path, ast.Module], ...]:
    """Every module under `root` that a person wrote: migrations are made by Django."""
    return tuple((p, tree(p)) for p in sorted(root.rglob("*.py")) if "migrations" not in p.parts)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git would hand to a stranger, also when not yet committed."""
    lines = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(p for line in lines if (p := ROOT / line).is_file())


def text_files() -> Iterator[tuple[Path, str]]:
    """Every tracked file that is text, with its text."""
    for path in tracked():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def terms() -> dict[str, dict[str, object]]:
    """The glossary as it is written."""
    return tomllib.loads((ROOT / "begrippen.toml").read_text(encoding="utf-8"))


def rooms() -> list[str]:
    """The rooms that have tables: every folder with a models drawer outside the desks."""
    return sorted(p.parent.name for p in SRC.glob("*/apps.py"))


def import_everything() -> None:
    """Import every module of the product, so that every class it makes is known."""
    package = importlib.import_module("inburgering")
    for module in pkgutil.walk_packages(package.__path__, "inburgering."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def script(name: str) -> ModuleType:
    """One of the scripts, as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
