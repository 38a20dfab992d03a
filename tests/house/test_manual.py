"""A manual that names a command, an option or a target that is not there sends somebody into a wall."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from house import source
from house.test_documents import pages

CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`|^ {4}(\S.*)$", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"^(?:\S*/bin/)?inburgering((?: +[^\s#;|]+)*)")


def spoken() -> Iterator[tuple[str, str]]:
    """Every line of code in every page, with its place."""
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for hit in CODE.finditer(text):
            first = text[: hit.start()].count("\n") + 1
            for number, line in enumerate(next(g for g in hit.groups() if g is not None).splitlines()):
                yield source.where(page, first + number), line.strip()


def wrong_in(words: list[str], command: Any) -> str:
    """The first word that the command does not know, or nothing."""
    while (known := getattr(command, "commands", None)) and words and not words[0].startswith("-"):
        name, *words = words
        if name not in known:
            return name
        command = known[name]
    options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)} | {"--help"}
    return next((w for w in words if w.startswith("--") and w.partition("=")[0] not in options), "")


def test_every_command_in_the_manual_exists() -> None:
    from inburgering.interfaces.cli.main import app

    root = typer.main.get_command(app)
    lost = []
    calls = [(place, call[1].split()) for place, line in spoken() if (call := CALL.match(line))]
    for place, words in calls:
        if words and (bad := wrong_in([w.strip("[]…") for w in words if w.strip("[]…")], root)):
            lost.append(f"{place}: `inburgering {' '.join(words)}`: there is no `{bad}`")
    assert calls
    assert not lost, "\n".join(lost)


def test_every_target_in_the_manual_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (source.ROOT / "Makefile").read_text(), re.MULTILINE))
    named = [(place, name) for place, line in spoken() for name in re.findall(r"^make ([a-z]+)", line)]
    lost = [f"{place}: `make {name}` is no target; see `make help`" for place, name in named if name not in targets]
    assert named
    assert not lost, "\n".join(lost)


def test_every_script_in_the_manual_exists() -> None:
    named = [(place, name) for place, line in spoken() for name in re.findall(r"\bscripts/\w+\.py", line)]
    lost = [f"{place}: `{name}` does not exist" for place, name in named if not (source.ROOT / name).exists()]
    assert named
    assert not lost, "\n".join(lost)
