"""All files together: texts that overlap, names in other files, circles, and the choices of a regelversie."""

from collections.abc import Iterator, Mapping
from typing import Any

from inburgering.recht.controle.gebrek import Plek, Vondst, artikelen, definities, uitvoering
from inburgering.recht.controle.typen import genoemd, van_veld

Bronnen = Mapping[str, Any]
Vondsten = Iterator[tuple[str, Vondst]]
_REGELVERSIE = {"titel", "status", "beslist_per", "aanvang_verblijf", "plicht", "wet", "tekst_op"}


def samenhang(bronnen: Bronnen) -> Vondsten:
    """The faults between files, each with the file that it is in; for files that are right by themselves."""
    teksten = _teksten(bronnen)
    yield from _overlap(bronnen, teksten)
    for plaats, bron in bronnen.items():
        for vondst in _verwijzingen(bron, bronnen, teksten):
            yield plaats, vondst
        for vondst in _regelversies(bron, bronnen, teksten):
            yield plaats, vondst
    yield from _kringen(bronnen, teksten)


def _teksten(bronnen: Bronnen) -> dict[str, list[str]]:
    """The files of each regeling from old to new."""
    uit: dict[str, list[str]] = {}
    for plaats, bron in sorted(bronnen.items(), key=lambda paar: paar[1]["valid_from"]):
        uit.setdefault(bron["$id"], []).append(plaats)
    return uit


def _overlap(bronnen: Bronnen, teksten: Mapping[str, list[str]]) -> Vondsten:
    for plaatsen in teksten.values():
        for eerder, later in zip(plaatsen, [*plaatsen[1:], None], strict=True):
            bron = bronnen[eerder]
            tot = bron.get("valid_to")
            if tot is not None and tot < bron["valid_from"]:
                yield eerder, Plek(("valid_to",)).fout("valid_to ligt voor valid_from.", "Verbeter een van beide.")
            if later is None:
                continue
            vanaf = bronnen[later]["valid_from"]
            if vanaf == bron["valid_from"]:
                yield (
                    later,
                    Plek(("valid_from",)).fout(
                        f"er zijn twee teksten van {bron['$id']} vanaf {vanaf}, ook {eerder}.", "Houd er een."
                    ),
                )
            elif tot is not None and tot >= vanaf:
                yield (
                    eerder,
                    Plek(("valid_to",)).fout(
                        f"op {vanaf} gelden twee teksten van {bron['$id']}: ook {later}.",
                        "Laat valid_to weg, of leg het voor de volgende tekst.",
                    ),
                )


def _zoek(regeling: str, *, op: str, bronnen: Bronnen, teksten: Mapping[str, list[str]]) -> str | None:
    """The file of a regeling that counts on a day; a name with a day after `@` means that text and no other."""
    naam, _, dag = regeling.partition("@")
    plaatsen = teksten.get(naam)
    if not plaatsen:
        return None
    if dag:
        return next((p for p in plaatsen if bronnen[p]["valid_from"] == dag), None)
    return next((p for p in reversed(plaatsen) if bronnen[p]["valid_from"] <= op), plaatsen[0])


def _uitkomsten(bron: Any) -> dict[str, Any]:
    return {o["name"]: o for _, a in artikelen(bron) for o in uitvoering(a).get("output", ())}


def _verwijzingen(bron: Any, bronnen: Bronnen, teksten: Mapping[str, list[str]]) -> Iterator[Vondst]:
    for plek, artikel in artikelen(bron):
        for i, veld in enumerate(uitvoering(artikel).get("input", ())):
            hier = plek.in_("machine_readable", "execution", "input", i, "source")
            regeling, output = veld["source"].get("regulation", bron["$id"]), veld["source"]["output"]
            doel = _zoek(regeling, op=bron["valid_from"], bronnen=bronnen, teksten=teksten)
            if doel is None:
                yield hier.fout(f"de regeling {regeling} bestaat niet.", "Verbeter de naam of voeg het bestand toe.")
                continue
            gevonden = _uitkomsten(bronnen[doel]).get(output)
            if gevonden is None:
                yield hier.fout(f"{regeling} heeft geen uitkomst {output}.", f"Kies een uitkomst uit {doel}.")
            elif gevonden["type"] != veld["type"]:
                daar = van_veld(output, gevonden)
                yield hier.fout(
                    f"{veld['name']} heet {van_veld('', veld)}, maar {output} is {daar}.", "Geef het zelfde type."
                )


def _regelversies(bron: Any, bronnen: Bronnen, teksten: Mapping[str, list[str]]) -> Iterator[Vondst]:
    for plek, artikel in artikelen(bron):
        keuze = definities(artikel).get("REGELVERSIE")
        if keuze is None:
            continue
        hier = plek.in_("machine_readable", "definitions", "REGELVERSIE")
        if not isinstance(keuze, Mapping) or _REGELVERSIE - set(keuze):
            mist = _REGELVERSIE - set(keuze if isinstance(keuze, Mapping) else ())
            yield hier.fout(f"de regelversie mist: {', '.join(sorted(mist))}.", "Vul dit aan.")
            continue
        for stap, doel in (("wet", keuze["wet"]), *((f"plicht {w}", p) for w, p in keuze["plicht"].items())):
            regeling, output = doel.get("regeling", ""), doel.get("output", "")
            plaats = _zoek(regeling, op=keuze["tekst_op"], bronnen=bronnen, teksten=teksten)
            if plaats is None or output not in _uitkomsten(bronnen[plaats]):
                yield hier.fout(f"bij {stap}: {regeling} heeft geen uitkomst {output}.", "Verbeter de naam.")


def _kringen(bronnen: Bronnen, teksten: Mapping[str, list[str]]) -> Vondsten:
    klaar: set[tuple[str, str]] = set()
    gemeld: set[frozenset[tuple[str, str]]] = set()
    for plaats, bron in bronnen.items():
        for output in _acties(bron):
            for pad in _volg(plaats, output, bronnen, teksten, pad=(), klaar=klaar):
                if frozenset(pad) not in gemeld:
                    gemeld.add(frozenset(pad))
                    eerste, naam = pad[0]
                    hier = _acties(bronnen[eerste])[naam][0]
                    kring = " > ".join([*(uit for _, uit in pad), naam])
                    yield eerste, hier.fout(f"deze regels verwijzen in een kring: {kring}.", "Breek de kring.")


def _volg(
    plaats: str,
    output: str,
    bronnen: Bronnen,
    teksten: Mapping[str, list[str]],
    *,
    pad: tuple[tuple[str, str], ...],
    klaar: set[tuple[str, str]],
) -> Iterator[tuple[tuple[str, str], ...]]:
    hier = (plaats, output)
    if hier in pad:
        yield pad[pad.index(hier) :]
        return
    if hier in klaar:
        return
    _, doelen = _acties(bronnen[plaats]).get(output, (None, ()))
    for regeling, naam in doelen:
        eigen = regeling == bronnen[plaats]["$id"]
        daar = plaats if eigen else _zoek(
            regeling, op=bronnen[plaats]["valid_from"], bronnen=bronnen, teksten=teksten
        )  # fmt: skip
        if daar is not None:
            yield from _volg(daar, naam, bronnen, teksten, pad=(*pad, hier), klaar=klaar)
    klaar.add(hier)


def _acties(bron: Any) -> dict[str, tuple[Plek, tuple[tuple[str, str], ...]]]:
    """Each action with its place and the outcomes that it asks for."""
    eigen = _uitkomsten(bron)
    uit: dict[str, tuple[Plek, tuple[tuple[str, str], ...]]] = {}
    for plek, artikel in artikelen(bron):
        deel = uitvoering(artikel)
        invoer = {v["name"]: v["source"] for v in deel.get("input", ())}
        vast = definities(artikel)
        for i, actie in enumerate(deel.get("actions", ())):
            doelen = []
            for naam in genoemd(actie["value"]):
                if naam in vast:
                    continue
                if naam in invoer:
                    doelen.append((invoer[naam].get("regulation", bron["$id"]), invoer[naam]["output"]))
                elif naam in eigen:
                    doelen.append((bron["$id"], naam))
            uit[actie["output"]] = (plek.in_("machine_readable", "execution", "actions", i, "value"), tuple(doelen))
    return uit
