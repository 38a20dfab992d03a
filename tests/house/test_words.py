"""One term, one word: the glossary rules the names, and every file says what it is."""

import ast
from collections.abc import Iterator
from pathlib import Path

from house import source


def given_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every name this code gives to something (not the names it borrows)."""
    for n in ast.walk(tree):
        if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield n.lineno, n.name
        elif isinstance(n, ast.arg):
            yield n.lineno, n.arg
        elif isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store):
            yield n.lineno, n.id
        elif isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store):
            yield n.lineno, n.attr
        elif isinstance(n, ast.alias) and n.asname:
            yield 0, n.asname


def forbidden_words() -> dict[str, str]:
    """Each forbidden word, also in its English plural, with the term that must be said instead."""
    words = {str(bad): term for term, row in source.terms().items() for bad in list(row["never"])}  # type: ignore[call-overload]  # TOML is untyped
    return words | {f"{bad}s": term for bad, term in words.items()}


def complaints(root: Path) -> list[str]:
    """Every name under `root` that says a forbidden word, with the word to say."""
    forbidden = forbidden_words()
    return [
        f"{path}:{line}: `{name}` says `{word}`; the glossary says `{forbidden[word]}`"
        for path, tree in source.modules(root)
        for line, name in [(0, path.stem), *given_names(tree)]
        for word in (w.lower() for w in source.WORD.findall(name))
        if word in forbidden
    ]


def test_one_term_has_one_word() -> None:
    found = complaints(source.SRC)
    assert not found, "\n".join(found)


def test_every_term_explains_itself_in_english_and_has_a_plural() -> None:
    thin = [
        f"begrippen.toml: [{term}] needs {key} = …"
        for term, row in source.terms().items()
        for key in ("meervoud", "english", "never")
        if key not in row or (key != "never" and not row[key])
    ]
    assert not thin, "\n".join(thin)


def test_no_word_is_forbidden_by_one_term_and_used_by_another() -> None:
    terms = source.terms()
    own = {w for term, row in terms.items() for w in (term, str(row["meervoud"]))}
    clash = [
        f"begrippen.toml: `{bad}` is a term; [{term}] may not forbid it"
        for bad, term in forbidden_words().items()
        if bad in own
    ]
    assert not clash, "\n".join(clash)


def test_every_module_opens_with_a_sentence() -> None:
    bare = [
        f"{source.where(path)}: opens without a docstring; say in one sentence what it is for"
        for path, tree in source.modules()
        if not ast.get_docstring(tree)
    ]
    assert not bare, "\n".join(bare)


def test_the_name_of_a_test_is_a_sentence() -> None:
    short = [
        f"{source.where(path, n.lineno)}: `{n.name}` is no sentence; say who does or never does what"
        for path, tree in source.modules(source.TESTS)
        for n in ast.walk(tree)
        if isinstance(n, ast.FunctionDef) and n.name.startswith("test_") and n.name.count("_") < 3
    ]
    assert not short, "\n".join(short)
