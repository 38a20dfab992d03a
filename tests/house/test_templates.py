"""A template nobody renders is a lie about the product; a template somebody renders must exist."""

import ast
import re

from house import source

TAG = re.compile(r"""\{%\s*(?:include|extends|inclusion)\s+["']([^"']+)["']""")


def existing() -> set[str]:
    """Every template of the portal by the name Django knows."""
    return {p.relative_to(source.TEMPLATES).as_posix() for p in source.TEMPLATES.rglob("*") if p.is_file()}


def named_in_python() -> dict[str, str]:
    """Every string in the product that looks like a template, with its place."""
    return {
        n.value: source.where(path, n.lineno)
        for path, tree in source.modules()
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant)
        and isinstance(n.value, str)
        and re.fullmatch(r"[\w/\-]+\.(html|txt|xml)", n.value)
    }


def named_in_templates() -> dict[str, str]:
    """Every template that another one includes or extends, with its place."""
    return {
        name: source.where(path, text[: hit.start()].count("\n") + 1)
        for path in source.TEMPLATES.rglob("*.html")
        for text in (path.read_text(encoding="utf-8"),)
        for hit in TAG.finditer(text)
        for name in (hit[1],)
    }


def test_there_are_templates_to_judge() -> None:
    assert existing(), f"no templates under {source.where(source.TEMPLATES)}"


def test_every_template_is_used() -> None:
    used = {*named_in_python(), *named_in_templates()}
    # Django finds these by their name when a page cannot be made.
    used |= {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    unused = [f"{name}: no view or template names it; use or remove it" for name in sorted(existing() - used)]
    assert not unused, "\n".join(unused)


def test_every_template_that_is_named_exists() -> None:
    own = {name.partition("/")[0] for name in existing()}
    missing = [
        f"{place}: names `{name}`, which does not exist"
        for name, place in {**named_in_python(), **named_in_templates()}.items()
        if name.partition("/")[0] in own and name not in existing()
    ]
    assert not missing, "\n".join(missing)
