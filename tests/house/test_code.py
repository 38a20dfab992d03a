"""What the linters cannot know: who makes a Doorlaat, who has a clock, who may hush a checker."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from house import source

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "timezone.now", "timezone.localdate", "timezone.localtime", "uuid.uuid1", "uuid.uuid4", "uuid4",
}  # fmt: skip
SQL_CLOCK = re.compile(
    r"\b(now\(\)|clock_timestamp\(\)|statement_timestamp\(\)|transaction_timestamp\(\)|current_date\b|current_timestamp\b)",
    re.IGNORECASE,
)
# The clock of the database may be asked here, and only for this reason.
SQL_CLOCK_ALLOWED: dict[str, str] = {}
# Who may open a connection to the outside, and for what; nobody else can, whatever library they would take.
CONNECTIONS = {
    "urllib.request",
    "http.client",
    "socket",
    "aiohttp",
    "requests",
    "httpx",
    "urllib3",
    "smtplib",
    "ftplib",
}
CONNECTIONS_ALLOWED = {
    "client/koppeling.py": "the supplier's library calls this product",
    "client/statuslijst.py": "the supplier's library fetches the list",
    "interfaces/cli/dienst.py": "looks for a free port",
    "interfaces/portal/achterkant.py": "login: asks the identity provider that was set",
    "interfaces/webhook/buiten.py": "webhooks: the one place that resolves and connects",
    "interfaces/webhook/logboek.py": "the trail, to the logbook that was set",
    "interfaces/webhook/waarschuwen.py": "mail that a webhook failed for good",
}
DESKS = ("interfaces", "config", "primitives")
SKIPS = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipUnless", "SkipTest", "expectedFailure"}
# The one loud skip: published test sets that this repository may not carry; in CI their absence is an error.
SKIPS_ALLOWED = {("tests/conftest.py", "gegevens")}
HUSH = re.compile(r"#\s*(noqa|type:\s*ignore|pragma|fmt:\s*(?:off|skip)|nosec)\b(.*)", re.IGNORECASE)
REASONED = re.compile(r"^(:\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*|\[[\w\-, ]+\])\s*(-|#|–|—)\s*\w.*\s\w+")


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name it is written with."""
    for n in ast.walk(tree):
        if isinstance(n, ast.Call):
            yield n, ast.unparse(n.func)


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Every comment in a file; a `#` inside a string is not one."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_only_the_brake_makes_a_doorlaat() -> None:
    made = [
        f"{source.where(path, call.lineno)}: makes a Doorlaat; ask `stop.queries.doorlaat(…)` for one"
        for path, tree in source.modules()
        for call, name in calls(tree)
        if name.rpartition(".")[2] == "Doorlaat" and path != source.SRC / "stop" / "rules.py"
    ]
    assert not made, "\n".join(made)


def test_nobody_copies_or_casts_a_doorlaat() -> None:
    forged = [
        f"{source.where(path, call.lineno)}: `{name}` on a Doorlaat; proof is asked for, not made"
        for path, tree in source.modules()
        for call, name in calls(tree)
        if name.rpartition(".")[2] in {"cast", "replace", "copy", "deepcopy", "__new__"}
        and any("Doorlaat" in ast.unparse(a) or "doorlaat" in ast.unparse(a) for a in call.args)
    ]
    assert not forged, "\n".join(forged)


def test_the_clock_has_one_home() -> None:
    found = [
        f"{source.where(path, call.lineno)}: asks `{name}`; take `now` or `peildatum` as an argument"
        for path, tree in source.modules()
        for call, name in calls(tree)
        if ".".join(name.split(".")[-2:]) in CLOCKS and path != source.SRC / "primitives" / "clock.py"
    ]
    assert not found, "\n".join(found)


def test_only_desks_ask_the_clock() -> None:
    found = [
        f"{source.where(path)}: imports the clock; a room gets `now` from the desk that calls it"
        for path, tree in source.modules()
        if path.relative_to(source.SRC).parts[0] not in DESKS
        for n in ast.walk(tree)
        if (isinstance(n, ast.ImportFrom) and (n.module or "").startswith("inburgering.primitives"))
        and ((n.module or "").endswith("clock") or any(a.name == "clock" for a in n.names))
    ]
    assert not found, "\n".join(found)


def test_only_named_modules_open_a_connection() -> None:
    found = {
        path.relative_to(source.SRC).as_posix(): name
        for path, tree in source.modules()
        for n in ast.walk(tree)
        for name in (
            [a.name for a in n.names]
            if isinstance(n, ast.Import)
            else [n.module or "", *(f"{n.module}.{a.name}" for a in n.names)]
            if isinstance(n, ast.ImportFrom)
            else []
        )
        if name in CONNECTIONS
    }
    stray = [f"{path}: imports {name}; effects go through the outbox" for path, name in found.items() - _allowed(found)]
    idle = [
        f"{path} opens no connection; remove it from CONNECTIONS_ALLOWED" for path in CONNECTIONS_ALLOWED.keys() - found
    ]
    assert not stray + idle, "\n".join(stray + idle)


def _allowed(found: dict[str, str]) -> set[tuple[str, str]]:
    return {(path, name) for path, name in found.items() if path in CONNECTIONS_ALLOWED}


def test_no_column_fills_in_its_own_time() -> None:
    found = [
        f"{source.where(path, n.lineno)}: `{n.arg}` reads a clock on the way to the database; pass `now`"
        for path, tree in source.modules()
        for n in ast.walk(tree)
        if isinstance(n, ast.keyword) and n.arg in {"auto_now", "auto_now_add"}
    ]
    assert not found, "\n".join(found)


def said(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string the code uses; a docstring explains and is not used."""
    explained = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for n in ast.walk(tree):
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in explained:
            yield n


def test_no_statement_asks_the_clock_of_the_database() -> None:
    found = [
        f"{source.where(path, text.lineno)}: SQL says `{hit[0]}`; pass the moment as a value"
        for path in sorted(source.SRC.rglob("*.py"))
        if path.relative_to(source.SRC).as_posix() not in SQL_CLOCK_ALLOWED
        for text in said(source.tree(path))
        for hit in SQL_CLOCK.finditer(text.value)
    ]
    assert not found, "\n".join(found)


def test_nothing_happens_behind_a_save() -> None:
    found = []
    for path, tree in source.modules():
        for n in ast.walk(tree):
            if isinstance(n, ast.ImportFrom) and (
                n.module in {"django.db.models.signals", "django.dispatch"}
                or (n.module == "django.db.models" and any(a.name == "signals" for a in n.names))
            ):
                found.append(f"{source.where(path, n.lineno)}: uses Django's receivers; call the command by name")
            elif isinstance(n, ast.ClassDef) and any("models." in ast.unparse(b) for b in n.bases):
                found += [
                    f"{source.where(path, m.lineno)}: {n.name} overrides `{m.name}`; write a constraint or a command"
                    for m in n.body
                    if isinstance(m, ast.FunctionDef) and m.name in {"save", "delete", "full_clean", "clean"}
                ]
    assert not found, "\n".join(found)


def test_who_hushes_a_checker_says_why() -> None:
    found = []
    for path in source.tracked():
        if path.suffix == ".py":
            for line, comment in comments(path):
                hush = HUSH.search(comment)
                if hush and hush[1].lower() != "fmt: skip" and not REASONED.match(hush[2].strip()):
                    found.append(
                        f"{source.where(path, line)}: `{comment.strip()}` hushes without a reason; write "
                        "`# noqa: CODE - why` or `# type: ignore[code]  # why`"
                    )
    assert not found, "\n".join(found)


def test_no_test_is_skipped() -> None:
    found = []
    for path, tree in source.modules(source.TESTS):
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if (path.relative_to(source.ROOT).as_posix(), function.name) in SKIPS_ALLOWED:
                    continue
                found += [
                    f"{source.where(path, n.lineno)}: `{n.attr}` in {function.name}; a test that never runs"
                    " proves nothing: mend or remove it"
                    for n in ast.walk(function)
                    if isinstance(n, ast.Attribute) and n.attr in SKIPS
                ]
        found += [
            f"{source.where(path, n.lineno)}: skips the whole module; mend or remove it"
            for statement in tree.body
            if isinstance(statement, ast.Expr | ast.Assign)
            for n in ast.walk(statement)
            if isinstance(n, ast.Attribute) and n.attr in SKIPS
        ]
    assert not found, "\n".join(found)


def test_no_unfinished_note_is_left_behind() -> None:
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
    found = [
        f"{source.where(path, number)}: leaves a note to finish later; finish it or open an issue and name it"
        for path, text in source.text_files()
        if path.suffix in {".py", ".html", ".yaml", ".toml", ".sql", ".typ", ".sh", ".css"}
        and "frontend" not in path.parts
        for number, line in enumerate(text.splitlines(), 1)
        if words.search(line)
    ]
    assert not found, "\n".join(found)
