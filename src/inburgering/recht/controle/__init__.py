"""Every fault in the rule files at once, with file, line, article and mend: at load, not at the thousandth person.

First the YAML, then the shape of each file; files of the right shape are checked for names and types, and when all
have the right shape also for what they say of each other.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from inburgering.recht import bronnen
from inburgering.recht.controle.artikel import inhoud
from inburgering.recht.controle.boek import samenhang
from inburgering.recht.controle.gebrek import Gebrek, Vondst
from inburgering.recht.controle.vorm import vorm

__all__ = ["Gebrek", "controleer", "lees_en_controleer"]


def controleer(map_: Path) -> list[Gebrek]:
    """What is wrong in the rule files under a folder, in the order of files and lines; empty when they can be used."""
    return lees_en_controleer(map_)[1]


def lees_en_controleer(map_: Path) -> tuple[dict[str, Any], list[Gebrek]]:
    """What the rule files say, by place in the folder, and what is wrong in them."""
    teksten = {str(pad.relative_to(map_)): pad.read_bytes() for pad in bronnen.bestanden(map_)}
    gelezen: dict[str, Any] = {}
    gebreken: list[Gebrek] = []
    for plaats, tekst in teksten.items():
        try:
            gelezen[plaats] = bronnen.lees(tekst)
        except yaml.YAMLError as fout:
            gebreken.append(_geen_yaml(plaats, fout))
    vondsten = [(p, v) for p, bron in gelezen.items() for v in vorm(bron)]
    kapot = {p for p, _ in vondsten}
    goed = {p: bron for p, bron in gelezen.items() if p not in kapot}
    vondsten += [(p, v) for p, bron in goed.items() for v in inhoud(bron)]
    if not kapot and not gebreken:
        vondsten += samenhang(goed)
    gebreken += _met_regels(vondsten, teksten)
    return gelezen, sorted(gebreken, key=lambda g: (g.bestand, g.regel))


def _geen_yaml(plaats: str, fout: yaml.YAMLError) -> Gebrek:
    merk = getattr(fout, "problem_mark", None)
    wat = getattr(fout, "problem", None) or "het bestand is niet te lezen"
    return Gebrek(
        plaats, 1 if merk is None else merk.line + 1, "", f"dit is geen YAML: {wat}.", "Verbeter het bestand hier."
    )


def _met_regels(vondsten: list[tuple[str, Vondst]], teksten: Mapping[str, bytes]) -> Iterator[Gebrek]:
    for plaats in dict.fromkeys(p for p, _ in vondsten):
        hier = [v for p, v in vondsten if p == plaats]
        for vondst, regel in zip(hier, bronnen.regels(teksten[plaats], [v.pad for v in hier]), strict=True):
            yield Gebrek(plaats, regel, vondst.artikel, vondst.detail, vondst.herstel, vondst.licht)
