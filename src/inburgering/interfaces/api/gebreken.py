"""Everything that is wrong with a JSON value at once, in Dutch, without repeating what was written."""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from inburgering.interfaces.api.fouten import Gebrek

_SOORTEN = {
    "str": "tekst",
    "int": "een heel getal",
    "float": "een getal",
    "bool": "true of false",
    "array": "een lijst",
    "object": "een object",
    "null": "null",
    "uuid": "een UUID",
    "date": "een datum",
    "datetime": "een moment",
}
# What msgspec says, and what we say; the first that fits. A length and a bound keep their number.
_ZINNEN: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"`str` of length <= (\d+)"), "Schrijf hoogstens {0} tekens."),
    (re.compile(r"`str` of length >= (\d+)"), "Schrijf ten minste {0} tekens."),
    (re.compile(r"`array` of length <= (\d+)"), "Geef hoogstens {0} waarden."),
    (re.compile(r"`array` of length >= (\d+)"), "Geef ten minste {0} waarden."),
    (re.compile(r"`int` <= (-?\d+)"), "Geef een getal van hoogstens {0}."),
    (re.compile(r"`int` >= (-?\d+)"), "Geef een getal van ten minste {0}."),
    (re.compile(r"matching regex"), "Deze tekst heeft niet de vorm die de beschrijving noemt."),
    (re.compile(r"Invalid UUID"), "Dit is geen UUID."),
    (re.compile(r"Invalid RFC3339"), "Schrijf een datum als 2022-01-31 en een moment als 2022-01-31T09:00:00Z."),
)
# What no database keeps as text: the character nought, and half of a pair (RFC 8259 §8.2 lets JSON write both).
ONBEWAARBAAR = re.compile("[\0\ud800-\udfff]")
_VERWACHT = re.compile(r"Expected `([\w |]+)`")
_NAAM = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")


def lees(waarde: Any, vorm: Any) -> Any:
    """The value in its form.

    Raises:
        msgspec.ValidationError: it does not fit; `gebreken` says everything that is wrong.
    """
    return msgspec.convert(waarde, vorm)


def gebreken(waarde: Any, vorm: Any, *, plaats: str = "$") -> list[Gebrek]:
    """Everything that keeps the value from its form; empty when it fits."""
    try:
        msgspec.convert(waarde, vorm)
    except msgspec.ValidationError as fout:
        return list(_dieper(waarde, vorm, plaats)) or [Gebrek(plaats, _zin(str(fout), vorm))]
    return []


def onbewaarbaar(waarde: Any) -> Iterator[Gebrek]:
    """Every text in a JSON value that holds a character which cannot be kept; of a name of a field, its object."""
    wacht: list[tuple[str, Any]] = [("$", waarde)]
    while wacht:
        plaats, deel = wacht.pop()
        if isinstance(deel, str) and ONBEWAARBAAR.search(deel):
            yield Gebrek(plaats, "In deze tekst staat een teken dat niet te bewaren is. Haal het weg (vaak \\u0000).")
        elif isinstance(deel, list):
            wacht += [(f"{plaats}[{nummer}]", d) for nummer, d in enumerate(deel)]
        elif isinstance(deel, dict):
            wacht += [(f"{plaats}.{n}" if _NAAM.fullmatch(n) else plaats, d) for n, d in deel.items()]
            wacht += [(plaats, n) for n in deel]


def _dieper(waarde: Any, vorm: Any, plaats: str) -> Iterator[Gebrek]:
    kern = _kern(vorm)
    if isinstance(kern, type) and issubclass(kern, msgspec.Struct) and isinstance(waarde, dict):
        yield from _object(waarde, kern, plaats)
    elif get_origin(kern) is list and isinstance(waarde, list):
        for nummer, deel in enumerate(waarde):
            yield from gebreken(deel, get_args(kern)[0], plaats=f"{plaats}[{nummer}]")


def _object(waarde: dict[str, Any], vorm: type[msgspec.Struct], plaats: str) -> Iterator[Gebrek]:
    velden: dict[str, FieldInfo] = {f.encode_name: f for f in fields(vorm)}
    if vorm.__struct_config__.forbid_unknown_fields:
        for naam in sorted(set(waarde) - set(velden)):
            yield Gebrek(f"{plaats}.{naam}" if _NAAM.fullmatch(naam) else plaats, "Dit veld bestaat niet.")
    for naam, veld in velden.items():
        if naam in waarde:
            yield from gebreken(waarde[naam], veld.type, plaats=f"{plaats}.{naam}")
        elif veld.required:
            yield Gebrek(f"{plaats}.{naam}", "Dit veld is verplicht.")


def _kern(vorm: Any) -> Any:
    """The type itself, without what is said about it."""
    while get_origin(vorm) is Annotated:
        vorm = get_args(vorm)[0]
    return vorm


def _zin(zegt: str, vorm: Any) -> str:
    kern = _kern(vorm)
    if isinstance(kern, type) and issubclass(kern, Enum):
        return f"Kies uit: {', '.join(str(w.value) for w in kern)}."
    for patroon, zin in _ZINNEN:
        if gevonden := patroon.search(zegt):
            return zin.format(*gevonden.groups())
    if gevonden := _VERWACHT.search(zegt):
        soorten = [_SOORTEN.get(s.strip(), "iets anders") for s in gevonden[1].split("|")]
        return f"Verwacht wordt {' of '.join(soorten)}."
    return "Dit past niet bij de beschrijving."
