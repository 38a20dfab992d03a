"""The tail is what hurts: no function longer than a screen, no module longer than a sitting."""

import ast
from pathlib import Path

from house import source

FUNCTION_MAX, MODULE_MAX, TEST_MODULE_MAX = 60, 400, 600


def long_modules(root: Path, limit: int) -> list[str]:
    """Every module under `root` above the limit, with what to do."""
    return [
        f"{source.where(path)}: {lines} lines, the limit is {limit}; make it a package with the same name"
        for path, _ in source.modules(root)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit
    ]


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{source.where(path, n.lineno)}: `{n.name}` has {size} lines, the limit is {FUNCTION_MAX}; split it"
        for path, tree in (*source.modules(), *source.modules(source.ROOT / "scripts"))
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (n.end_lineno or n.lineno) - n.lineno + 1) > FUNCTION_MAX
    ]
    assert not long, "\n".join(long)


def test_modules_can_be_read_in_one_sitting() -> None:
    long = long_modules(source.SRC, MODULE_MAX) + long_modules(source.ROOT / "scripts", MODULE_MAX)
    assert not long, "\n".join(long)


def test_test_modules_stay_within_their_limit() -> None:
    long = long_modules(source.TESTS, TEST_MODULE_MAX)
    assert not long, "\n".join(long)
