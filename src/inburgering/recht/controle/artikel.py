"""One file by itself: names, types and questions of every article."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from inburgering.recht.controle.gebrek import Plek, Vondst, artikelen, definities, uitvoering
from inburgering.recht.controle.typen import Namen, Soort, Toetser, definitiefouten, van_definitie, van_veld


def inhoud(bron: Any) -> Iterator[Vondst]:
    """The faults inside one file of the right shape."""
    uitkomsten = {
        o["name"]: van_veld(o["name"], o) for _, a in artikelen(bron) for o in uitvoering(a).get("output", ())
    }
    yield from _dubbel(bron)
    for plek, artikel in artikelen(bron):
        if not artikel["text"].endswith("."):
            yield plek.in_("text").fout("de samenvatting is geen zin.", "Eindig met een punt.", licht=True)
        yield from definitiefouten(definities(artikel), plek)
        yield from _artikel(artikel, plek, uitkomsten=uitkomsten)


def _dubbel(bron: Any) -> Iterator[Vondst]:
    tel: Counter[str] = Counter()
    for plek, artikel in artikelen(bron):
        for i, actie in enumerate(uitvoering(artikel).get("actions", ())):
            tel[actie["output"]] += 1
            if tel[actie["output"]] > 1:
                hier = plek.in_("machine_readable", "execution", "actions", i, "output")
                yield hier.fout(f"{actie['output']} staat er twee keer.", "Geef elke actie een eigen naam.")


def _artikel(artikel: Mapping[str, Any], plek: Plek, *, uitkomsten: Mapping[str, Soort]) -> Iterator[Vondst]:
    deel, hier = uitvoering(artikel), plek.in_("machine_readable", "execution")
    namen = _namen(artikel, uitkomsten)
    acties = [actie["output"] for actie in deel.get("actions", ())]
    gegeven = {o["name"]: van_veld(o["name"], o) for o in deel.get("output", ())}
    for i, actie in enumerate(deel.get("actions", ())):
        yield from _actie(actie, hier.in_("actions", i), namen=namen, gegeven=gegeven)
    for i, veld in enumerate(deel.get("output", ())):
        if veld["name"] not in acties:
            yield hier.in_("output", i).fout(f"geen actie geeft {veld['name']}.", "Schrijf de actie of haal dit weg.")
    for lijst in ("parameters", "input"):
        yield from _velden(deel.get(lijst, ()), hier.in_(lijst), gebruikt=namen.gebruikt)


def _namen(artikel: Mapping[str, Any], uitkomsten: Mapping[str, Soort]) -> Namen:
    deel = uitvoering(artikel)
    velden = {p["name"]: p for p in deel.get("parameters", ())}
    parameters = {naam: van_veld(naam, p, verblijf="grond" in velden) for naam, p in velden.items()}
    invoer = {i["name"]: van_veld(i["name"], i) for i in deel.get("input", ())}
    vast = {naam: van_definitie(waarde) for naam, waarde in definities(artikel).items()}
    feiten = frozenset(naam for naam, soort in parameters.items() if soort.naam == "boolean") - uitkomsten.keys()
    return Namen({**parameters, **uitkomsten, **invoer, **vast}, feiten)


def _actie(actie: Mapping[str, Any], plek: Plek, *, namen: Namen, gegeven: Mapping[str, Soort]) -> Iterator[Vondst]:
    toetser = Toetser(namen)
    soort = toetser.soort(actie["value"], plek.in_("value"))
    yield from toetser.vondsten
    verwacht = gegeven.get(actie["output"])
    if verwacht is None:
        yield plek.in_("output").fout(f"{actie['output']} staat niet bij output.", "Zet naam en type bij output.")
    elif soort is not None and not toetser.vondsten and (soort.naam != verwacht.naam or soort.lijst):
        yield plek.in_("value").fout(
            f"{actie['output']} heet {verwacht}, maar de regel geeft {soort}.", "Verbeter het type of de regel."
        )
    if not actie["legal_basis"]["explanation"].endswith(("?", ".")):
        yield plek.in_("legal_basis", "explanation").fout(
            "dit is geen vraag.", "Eindig met een vraagteken.", licht=True
        )


def _velden(velden: Any, plek: Plek, *, gebruikt: set[str]) -> Iterator[Vondst]:
    gezien: set[str] = set()
    for i, veld in enumerate(velden):
        naam = veld["name"]
        if naam in gezien:
            yield plek.in_(i).fout(f"{naam} staat er twee keer.", "Laat er een staan.")
        elif naam not in gebruikt:
            herstel = "Haal het weg, of gebruik het in een regel."
            yield plek.in_(i).fout(f"{naam} wordt niet gebruikt.", herstel, licht=True)
        gezien.add(naam)
