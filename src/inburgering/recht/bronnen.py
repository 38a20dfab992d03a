"""Reading rule files as text: safe YAML without double keys, and the line on which a part of a file stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

Pad = tuple[str | int, ...]


def bestanden(map_: Path) -> list[Path]:
    """The rule files under a folder, in order; the worked cases beside them are no rule files."""
    return sorted(p for p in map_.rglob("*.yaml") if "gevallen" not in p.parts)


_C_LEZER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Lezer(_C_LEZER):  # type: ignore[misc] # the base is chosen at run time, in C where there is one
    """A safe loader that refuses a key that stands twice; YAML itself would keep the last without a word."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """The mapping, when no key stands twice."""
        gezien: set[str] = set()
        for sleutel, _ in node.value:
            if sleutel.value in gezien:
                raise yaml.constructor.ConstructorError(
                    problem=f"sleutel {sleutel.value} staat er twee keer", problem_mark=sleutel.start_mark
                )
            gezien.add(sleutel.value)
        return super().construct_mapping(node, deep=deep)


def lees(inhoud: bytes) -> Any:
    """What a YAML file says.

    Raises:
        yaml.YAMLError: no YAML, or a key that stands twice.
    """
    return yaml.load(inhoud, Loader=_Lezer)  # noqa: S506 - a safe loader


def regels(inhoud: bytes, paden: Sequence[Pad]) -> list[int]:
    """The line of each path in a file; that of the nearest part above it when the path itself is not there."""
    wortel = yaml.compose(inhoud.decode(), Loader=yaml.SafeLoader)
    return [_regel(wortel, pad) for pad in paden]


def _regel(knoop: Any, pad: Pad) -> int:
    regel = 1
    for stap in pad:
        volgende = _stap(knoop, stap)
        if volgende is None:
            break
        plek, knoop = volgende
        regel = plek.start_mark.line + 1
    return regel


def _stap(knoop: Any, stap: str | int) -> tuple[Any, Any] | None:
    if isinstance(knoop, yaml.MappingNode) and isinstance(stap, str):
        return next(((sleutel, waarde) for sleutel, waarde in knoop.value if sleutel.value == stap), None)
    if isinstance(knoop, yaml.SequenceNode) and isinstance(stap, int) and stap < len(knoop.value):
        return knoop.value[stap], knoop.value[stap]
    return None
