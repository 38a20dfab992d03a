"""Every expected error can be cited, read aloud in Dutch, and answered over HTTP."""

import importlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from house import source
from inburgering.primitives.errors import DomainError

ENGLISH = re.compile(
    r"\b(the|not|and|was|were|is not|cannot|found|invalid|error|failed|must|should|missing|unknown)\b", re.IGNORECASE
)
# A desk's own error never reaches the API: the desks do not know each other.
OTHER_DESKS = ("inburgering.interfaces.cli", "inburgering.interfaces.portal", "inburgering.interfaces.webhook")


def family(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    """Every expected error of the product, after importing all of it."""
    if base is DomainError:
        source.import_everything()
    for error in base.__subclasses__():
        if error.__module__.startswith("inburgering."):
            yield error
            yield from family(error)


def place(error: type[DomainError]) -> str:
    """Where the class is."""
    return f"{error.__module__}.{error.__name__}"


def keys_of_the_mapping() -> set[object]:
    """What `problems` knows a status for: classes or codes."""
    problems = importlib.import_module("inburgering.interfaces.api.problems")
    return {
        key
        for name, value in vars(problems).items()
        if isinstance(value, Mapping) and not name.startswith("__")
        for key in value
        if isinstance(key, str) or (isinstance(key, type) and issubclass(key, DomainError))
    }


def test_every_error_has_its_own_code_and_title() -> None:
    silent = [
        f"{place(e)}: has no own `{key}`; write `code, title = …`"
        for e in family()
        for key in ("code", "title")
        if key not in vars(e)
    ]
    assert not silent, "\n".join(silent)


def test_every_code_is_unique() -> None:
    count = Counter(e.code for e in set(family()))
    double = [f"{place(e)}: code `{e.code}` is used twice; give it its own" for e in set(family()) if count[e.code] > 1]
    assert not double, "\n".join(sorted(double))


def test_every_code_can_stand_in_an_address() -> None:
    odd = [
        f"{place(e)}: code `{e.code}`; write kebab-case, lower case letters and digits"
        for e in family()
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", e.code)
    ]
    assert not odd, "\n".join(odd)


def test_every_title_is_a_dutch_sentence_without_a_full_stop() -> None:
    odd = [
        f"{place(e)}: title `{e.title}`; write Dutch, with a capital and without a full stop"
        for e in family()
        if ENGLISH.search(e.title) or not e.title[:1].isupper() or e.title.endswith((".", "!"))
    ]
    assert not odd, "\n".join(odd)


def test_every_error_says_in_its_docstring_when_it_is_raised() -> None:
    mute = [f"{place(e)}: has no docstring of its own; say when it is raised" for e in family() if not e.__doc__]
    assert not mute, "\n".join(mute)


def test_every_error_has_an_answer_over_http() -> None:
    keys = keys_of_the_mapping()
    assert keys, "inburgering.interfaces.api.problems holds no mapping from errors to a status"
    unmapped = [
        f"{place(e)}: has no status; add it (or the family it belongs to) in interfaces/api/problems.py"
        for e in family()
        if not e.__module__.startswith(OTHER_DESKS)
        and not any(k in keys or vars(k).get("code") in keys for k in e.__mro__ if k not in {DomainError, Exception})
    ]
    assert not unmapped, "\n".join(unmapped)


def test_no_status_is_kept_for_an_error_that_is_gone() -> None:
    codes = {e.code for e in family()}
    stale = [
        f"interfaces/api/problems.py: no error has the code `{key}`; remove or mend the line"
        for key in sorted(k for k in keys_of_the_mapping() if isinstance(k, str))
        if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and key not in codes
    ]
    assert not stale, "\n".join(stale)


def test_the_list_of_errors_is_what_the_product_raises() -> None:
    made = source.script("foutenlijst").make()
    written = (source.DOCS / "reference" / "fouten.md").read_text(encoding="utf-8")
    assert written == made, "docs/reference/fouten.md is old; run `python scripts/foutenlijst.py`"
