"""The shape of a rule file: which keys must be there and of which kind, before anything is made of it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht.controle.gebrek import Plek, Vondst

_KOP = ("$id", "name", "regulatory_layer", "publication_date", "valid_from", "url")
_SOORTEN = frozenset({"boolean", "date", "number", "amount", "string"})
_SCHEMA = "Zie het schema van regelrecht."
EENHEDEN = ("euro", "eurocent", "ratio", "percentage", "years", "weeks", "months", "days")
LAGEN = {
    **dict.fromkeys(("GRONDWET", "WET", "AMVB", "MINISTERIELE_REGELING"), ("bwb_id",)),
    **dict.fromkeys(("KONINKLIJK_BESLUIT", "BELEIDSREGEL", "UITVOERINGSBELEID"), ()),
    **dict.fromkeys(("EU_VERORDENING", "EU_RICHTLIJN"), ("celex_nummer",)),
    "VERDRAG": ("tractatenblad_id",),
    "GEMEENTELIJKE_VERORDENING": ("gemeente_code", "officiele_titel"),
    "PROVINCIALE_VERORDENING": ("provincie_code", "officiele_titel"),
    "WATERSCHAPS_VERORDENING": ("waterschap_code", "officiele_titel"),
}
"""The layers that the pinned schema of regelrecht knows, and what it asks of each."""
PATRONEN = {
    "bwb_id": (re.compile(r"BWBR[0-9]{7}"), "BWBR0044770"),
    "gemeente_code": (re.compile(r"GM[0-9]{4}"), "GM0344"),
    "provincie_code": (re.compile(r"PV[0-9]{2}"), "PV26"),
    "waterschap_code": (re.compile(r"WS[0-9]{4}"), "WS0636"),
    "juriconnect": (re.compile(r"jci1\.3:c:BWBR[0-9]{7}(&[a-zA-Z_]+=.+)*"), "jci1.3:c:BWBR0044770&artikel=3"),
}


def vorm(bron: Any) -> Iterator[Vondst]:
    """The faults in the shape of one file."""
    kop = Plek(())
    if not isinstance(bron, Mapping):
        yield kop.fout("dit is geen regelbestand.", _SCHEMA)
        return
    for sleutel in _KOP:
        if not isinstance(bron.get(sleutel), str):
            yield kop.in_(sleutel).fout(f"{sleutel} ontbreekt of is geen tekst.", f"Geef {sleutel} als tekst.")
    for sleutel in ("publication_date", "valid_from", "valid_to"):
        if sleutel in bron and not _is_dag(bron[sleutel]):
            yield kop.in_(sleutel).fout(f"{sleutel} is geen dag.", "Schrijf 'jjjj-mm-dd' tussen aanhalingstekens.")
    yield from _laag(bron, kop)
    yield from _patronen(bron, kop)
    if not isinstance(bron.get("articles"), list) or not bron["articles"]:
        yield kop.in_("articles").fout("er zijn geen artikelen.", "Geef ten minste een artikel.")
        return
    for i, artikel in enumerate(bron["articles"]):
        yield from _artikel(artikel, kop.in_("articles", i))


def _laag(bron: Mapping[str, Any], kop: Plek) -> Iterator[Vondst]:
    laag = bron.get("regulatory_layer")
    if not isinstance(laag, str):
        return
    if laag not in LAGEN:
        yield kop.in_("regulatory_layer").fout(
            f"de laag {laag} bestaat niet.", f"Kies uit: {', '.join(sorted(LAGEN))}."
        )
    for sleutel in LAGEN.get(laag, ()):
        if not isinstance(bron.get(sleutel), str):
            yield kop.in_("regulatory_layer").fout(f"bij de laag {laag} hoort {sleutel}.", f"Geef {sleutel} als tekst.")


def _patronen(deel: Mapping[str, Any], plek: Plek) -> Iterator[Vondst]:
    """The numbers that have one form."""
    for sleutel, (patroon, voorbeeld) in PATRONEN.items():
        waarde = deel.get(sleutel)
        if waarde is not None and not (isinstance(waarde, str) and patroon.fullmatch(waarde)):
            yield plek.in_(sleutel).fout(f"{sleutel} {waarde} heeft niet de goede vorm.", f"Schrijf zoals {voorbeeld}.")


def _eenheid(deel: Any, plek: Plek) -> Iterator[Vondst]:
    """The unit of a definition or a field."""
    soort = deel.get("type_spec") if isinstance(deel, Mapping) else None
    if soort is None:
        return
    if not isinstance(soort, Mapping):
        yield plek.in_("type_spec").fout("dit is geen eenheid.", "Geef unit onder type_spec.")
    elif soort.get("unit") is not None and soort["unit"] not in EENHEDEN:
        kan = ", ".join(EENHEDEN)
        hier = plek.in_("type_spec", "unit")
        yield hier.fout(f"de eenheid {soort['unit']} bestaat niet.", f"Kies uit: {kan}.")


def _is_dag(waarde: object) -> bool:
    try:
        lees_iso(waarde if isinstance(waarde, str) else "")
    except OngeldigeInvoer:
        return False
    return True


def _artikel(artikel: Any, plek: Plek) -> Iterator[Vondst]:
    if not isinstance(artikel, Mapping) or not isinstance(artikel.get("number"), str):
        yield plek.fout("dit artikel heeft geen nummer (tekst).", "Geef number tussen aanhalingstekens.")
        return
    plek = Plek(plek.pad, artikel["number"])
    for sleutel in ("text", "url"):
        if not isinstance(artikel.get(sleutel), str):
            yield plek.in_(sleutel).fout(f"{sleutel} ontbreekt.", f"Geef {sleutel}: een eigen samenvatting of de link.")
    leesbaar = artikel.get("machine_readable", {})
    if not isinstance(leesbaar, Mapping):
        yield plek.in_("machine_readable").fout("dit is geen kaart van sleutels.", _SCHEMA)
        return
    yield from _definities(leesbaar.get("definitions", {}), plek.in_("machine_readable", "definitions"))
    deel = leesbaar.get("execution", {})
    if not isinstance(deel, Mapping):
        yield plek.in_("machine_readable", "execution").fout("dit is geen uitvoering.", _SCHEMA)
        return
    yield from _velden(deel, plek.in_("machine_readable", "execution"))
    for i, actie in enumerate(deel.get("actions", ())):
        yield from _actie(actie, plek.in_("machine_readable", "execution", "actions", i))


def _definities(waarden: Any, plek: Plek) -> Iterator[Vondst]:
    if not isinstance(waarden, Mapping):
        yield plek.fout("dit zijn geen definities.", "Schrijf NAAM: waarde.")
        return
    for naam, waarde in waarden.items():
        yield from _eenheid(waarde, plek.in_(naam))


def _velden(deel: Mapping[str, Any], plek: Plek) -> Iterator[Vondst]:
    for lijst in ("parameters", "input", "output", "actions"):
        if not isinstance(deel.get(lijst, []), list):
            yield plek.in_(lijst).fout(f"{lijst} is geen lijst.", "Schrijf elk deel na een streepje.")
            continue
        if lijst == "actions":
            continue
        for i, veld in enumerate(deel.get(lijst, ())):
            yield from _veld(veld, plek.in_(lijst, i), bron=lijst == "input")


def _veld(veld: Any, plek: Plek, *, bron: bool) -> Iterator[Vondst]:
    if not isinstance(veld, Mapping) or not isinstance(veld.get("name"), str):
        yield plek.fout("dit veld heeft geen naam.", "Geef name en type.")
    elif veld.get("type") not in _SOORTEN:
        kan = ", ".join(sorted(_SOORTEN))
        yield plek.fout(f"type {veld.get('type')!r} van {veld['name']} is onbekend.", f"Kies uit: {kan}.")
    elif bron and not isinstance((veld.get("source") or {}).get("output"), str):
        yield plek.fout(f"{veld['name']} heeft geen bron.", "Geef source met regulation en output.")
    else:
        yield from _eenheid(veld, plek)


def _actie(actie: Any, plek: Plek) -> Iterator[Vondst]:
    if not isinstance(actie, Mapping) or not isinstance(actie.get("output"), str) or "value" not in actie:
        yield plek.fout("deze actie heeft geen output of geen value.", "Geef output, value en legal_basis.")
        return
    grond = actie.get("legal_basis")
    mist = [
        sleutel
        for sleutel in ("law", "article", "url", "explanation")
        if not isinstance(grond, Mapping) or not isinstance(grond.get(sleutel), str)
    ]
    if mist:
        yield plek.in_("legal_basis").fout(
            f"de grondslag van {actie['output']} mist: {', '.join(mist)}.", "Geef wet, artikel, link en de vraag."
        )
        return
    assert isinstance(grond, Mapping), "one of its keys would miss"
    yield from _patronen(grond, plek.in_("legal_basis"))
    if not isinstance(grond.get("paragraph", ""), str):
        yield plek.in_("legal_basis", "paragraph").fout("het lid is geen tekst.", "Zet er aanhalingstekens om.")
