"""What we write is checked like what we run: links lead somewhere, lists are complete, promises have a proof."""

import re
from pathlib import Path

import pytest
import yaml

from house import source

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
SETTING = re.compile(r"\b(INBURGERING_[A-Z_]+[A-Z]|DATABASE_URL)\b")
# Set by the product for itself, between its own processes; nobody outside gives them.
INTERNAL = {"INBURGERING_DB_APP", "INBURGERING_DB_BEHEER"}
STATUSES = {"proposed", "accepted", "superseded", "rejected"}
IMPLEMENTATIONS = {"none", "partial", "complete"}
DECISIONS = source.DOCS / "decisions"
LAW = source.DOCS / "reference" / "wet"
DIATAXIS = {"tutorials", "how-to", "reference", "explanation", "decisions", "beelden"}
# Written in pieces, so that this file does not contain what it forbids.
FORBIDDEN = {
    r"pypi\." + r"org": "the address of a registry",
    r"python" + r"hosted\.": "the address of a registry",
    r"registry\.npm" + r"js": "the address of a registry",
    r"crates\." + r"io/": "the address of a registry",
    r"--(extra-)?index" + r"-url": "the address of a registry",
    r"(?<![\w.\-/])/wo" + r"rk/": "a path of one machine",
    r"(?<![\w.\-/])/tmp/" + r"(w|plan|var)\b": "a path of one machine",
    r"(?<![\w.\-/:])/(ho" + r"me|Us" + r"ers)/\w": "a path of one machine",
    r"(?<![\w.\-/])/ro" + r"ot/": "a path of one machine",
}


def pages() -> list[Path]:
    """Every Markdown page that is ours."""
    return [p for p in source.tracked() if p.suffix == ".md" and "node_modules" not in p.parts]


def prose(path: Path) -> str:
    """A page without its code, where brackets mean something else."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def front_matter(path: Path) -> dict[str, str]:
    """The lines between the first two rules of a page."""
    match = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    return yaml.safe_load(match[1]) if match else {}


def decisions() -> list[Path]:
    """Every decision, in order."""
    return sorted(DECISIONS.glob("[0-9]*.md"))


def test_every_relative_link_leads_somewhere() -> None:
    dead = []
    for page in pages():
        for target in LINK.findall(prose(page)):
            path = target.partition("#")[0]
            if path and not re.match(r"[a-z][a-z0-9+.\-]*:", path) and not (page.parent / path).exists():
                dead.append(f"{source.where(page)}: link to `{target}` leads nowhere; mend or remove it")
    assert not dead, "\n".join(dead)


def test_every_anchor_in_a_link_is_a_heading() -> None:
    dead = []
    for page in pages():
        for target in LINK.findall(prose(page)):
            path, _, anchor = target.partition("#")
            goal = (page.parent / path) if path else page
            if anchor and not target.startswith(("http", "mailto")) and goal.suffix == ".md" and goal.exists():
                headings = re.findall(r"^#+\s+(.+)$", goal.read_text(encoding="utf-8"), re.MULTILINE)
                slugs = {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}
                if anchor not in slugs:
                    dead.append(f"{source.where(page)}: `#{anchor}` is no heading of {source.where(goal)}")
    assert not dead, "\n".join(dead)


def test_every_promise_in_the_readme_names_its_proof() -> None:
    text = (source.ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("| Promise")[2].partition("\n\n")[0]
    rows = [line for line in table.splitlines()[2:] if line.startswith("|")]
    unproved = []
    for row in rows:
        proofs = LINK.findall(row)
        tests = [p for proof in proofs if (p := source.ROOT / proof).exists()]
        if not any(p.suffix == ".py" or list(p.rglob("test_*.py")) for p in tests):
            unproved.append(f"README.md: no test behind this promise: {row}")
    assert len(rows) >= 4, "README.md: the table of promises is gone"
    assert not unproved, "\n".join(unproved)


def test_every_decision_says_whether_it_holds_and_how_far_it_is_built() -> None:
    wrong = []
    for page in decisions():
        head = front_matter(page)
        if head.get("status") not in STATUSES:
            wrong.append(f"{source.where(page)}: status must be one of {sorted(STATUSES)}")
        if head.get("implementation") not in IMPLEMENTATIONS:
            wrong.append(f"{source.where(page)}: implementation must be one of {sorted(IMPLEMENTATIONS)}")
        text = page.read_text(encoding="utf-8")
        wrong += [
            f"{source.where(page)}: has no `## {h}`"
            for h in ("Context", "Decision", "Consequences")
            if f"\n## {h}\n" not in text
        ]
        if text.count("\n") > 60:
            wrong.append(f"{source.where(page)}: longer than 60 lines; a decision fits on one page")
        if not re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", page.name):
            wrong.append(f"{source.where(page)}: name it NNNN-title.md")
    assert decisions()
    assert not wrong, "\n".join(wrong)


def test_every_decision_has_its_own_number_and_stands_in_the_index() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    wrong = []
    seen: dict[str, Path] = {}
    for page in decisions():
        number = page.name[:4]
        if number in seen:
            wrong.append(f"{source.where(page)}: number {number} is taken by {seen[number].name}")
        seen[number] = page
        head = front_matter(page)
        title = re.search(r"^# (?:\d{4}\.? )?(.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        name = title[1] if title else "?"
        row = f"| [{number}]({page.name}) | {name} | {head.get('status')} | {head.get('implementation')} |"
        if row not in index:
            wrong.append(f"docs/decisions/README.md: write this row (or run `python scripts/besluiten.py`): {row}")
    wrong += [
        f"docs/decisions/README.md: names {name}, which does not exist"
        for name in re.findall(r"\]\((\d{4}-[^)]+)\)", index)
        if not (DECISIONS / name).exists()
    ]
    assert not wrong, "\n".join(wrong)


def test_every_setting_is_described_and_no_other() -> None:
    page = source.DOCS / "reference" / "instellingen.md"
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE))
    read: dict[str, str] = {}
    for path, text in source.text_files():
        if (path.suffix in {".py", ".sh"} or path.name in {"Makefile", "run"}) and "house" not in path.parts:
            read |= dict.fromkeys(SETTING.findall(text), source.where(path))
    missing = [
        f"{read[n]}: reads {n}; describe it in {source.where(page)}" for n in sorted(set(read) - described - INTERNAL)
    ]
    missing += [
        f"{source.where(page)}: describes {n}, which nothing reads; remove it" for n in sorted(described - set(read))
    ]
    assert read
    assert not missing, "\n".join(missing)


def test_the_glossary_is_what_the_words_say() -> None:
    made = source.script("glossary").make()
    written = (source.ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert written == made, "GLOSSARY.md is old; run `python scripts/glossary.py`"


def test_every_checker_that_the_style_names_exists() -> None:
    text = (source.ROOT / "STYLE.md").read_text(encoding="utf-8")
    rules = re.findall(r"^\d+\. .*?(?=^\d+\. |\Z)", text, re.MULTILINE | re.DOTALL)
    tests = {p.stem.removeprefix("test_") for p in (source.TESTS / "house").glob("test_*.py")}
    wrong = [f"STYLE.md: rule without a checker: {r.splitlines()[0]}" for r in rules if not re.search(r"\[[^\]]+\]", r)]
    wrong += [
        f"STYLE.md: names checker house/{name}, but tests/house/test_{name}.py does not exist"
        for checkers in re.findall(r"\[([^\]]+)\]", "".join(rules))
        for name in re.findall(r"house/(\w+)", checkers)
        if name not in tests
    ]
    assert len(rules) >= 15
    assert not wrong, "\n".join(wrong)


def test_every_page_of_the_map_exists_and_every_page_is_on_the_map() -> None:
    chart = source.DOCS / "README.md"
    named = {(source.DOCS / t.partition("#")[0]).resolve() for t in LINK.findall(prose(chart)) if "://" not in t}
    lost = [
        f"{source.where(p)}: is not on the map; add it to docs/README.md"
        for p in pages()
        if p.is_relative_to(source.DOCS)
        and p != chart
        and not p.is_relative_to(DECISIONS)
        and p.resolve() not in named
        and p.parent != LAW  # a page per regeling, all of them on the list of that folder
    ]
    strange = [
        f"{source.where(p)}: belongs to no kind of page; choose one of {sorted(DIATAXIS)}"
        for p in source.DOCS.iterdir()
        if p.is_dir() and p.name not in DIATAXIS
    ]
    assert not lost + strange, "\n".join(lost + strange)


def test_a_how_to_ends_with_how_you_know_it_worked() -> None:
    endings = ("## Zo weet u dat het gelukt is", "## How you know it worked")
    open_ = [
        f"{source.where(p)}: end with `{endings[0]}` or `{endings[1]}`"
        for p in (source.DOCS / "how-to").glob("*.md")
        if (re.findall(r"^## .+$", p.read_text(encoding="utf-8"), re.MULTILINE) or [""])[-1] not in endings
    ]
    assert not open_, "\n".join(open_)


def test_nothing_names_a_registry_or_one_machine() -> None:
    found = []
    for path, text in source.text_files():
        for pattern, what in FORBIDDEN.items():
            found += [
                f"{source.where(path, text[: hit.start()].count(chr(10)) + 1)}: `{hit[0]}` is {what}; leave it out"
                for hit in re.finditer(pattern, text)
                if path.suffix not in {".css", ".svg"}
            ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "name",
    [
        "STYLE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "GOVERNANCE.md",
        "CODE_OF_CONDUCT.md",
        "CHANGELOG.md",
        "publiccode.yml",
    ],
)
def test_a_public_repository_has_this_file(name: str) -> None:
    assert (source.ROOT / name).stat().st_size > 300


def test_the_pages_of_the_law_are_what_the_rule_files_say() -> None:
    made = source.script("wetpaginas").make()
    written = {p.name: p.read_text(encoding="utf-8") for p in LAW.glob("*.md")}
    old = sorted(name for name in made.keys() | written.keys() if made.get(name) != written.get(name))
    assert not old, f"docs/reference/wet is old ({', '.join(old)}); run `python scripts/wetpaginas.py`"


def test_the_list_of_the_law_names_every_page_of_it() -> None:
    named = set(LINK.findall((LAW / "README.md").read_text(encoding="utf-8")))
    assert named == {p.name for p in LAW.glob("*.md")} - {"README.md"}


def test_the_page_of_bevoegdheden_is_what_is_tested() -> None:
    page = source.DOCS / "reference" / "bevoegdheden.md"
    made = source.script("bevoegdheden").make()
    assert page.read_text(encoding="utf-8") == made, (
        f"{source.where(page)} is old; run `python scripts/bevoegdheden.py`"
    )
