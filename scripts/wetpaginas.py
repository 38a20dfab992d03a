"""Make docs/reference/wet/, a page per regeling, from rule files and cases. Usage: python scripts/wetpaginas.py."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from inburgering.recht import bronnen, gevallen

ROOT = Path(__file__).resolve().parents[1]
WET = ROOT / "wet"
DOEL = ROOT / "docs" / "reference" / "wet"
_HALFJAREN = "januari februari maart april mei juni", "juli augustus september oktober november december"
_MAANDEN = " ".join(_HALFJAREN).split()
_MEERVOUD = {"years": "jaar", "months": "maanden", "weeks": "weken", "days": "dagen", "eurocent": "eurocent"}
_VERGELIJK = {
    "EQUALS": "{} is {}",
    "LESS_THAN": "{} is kleiner dan {}",
    "LESS_THAN_OR_EQUAL": "{} is hoogstens {}",
    "GREATER_THAN": "{} is groter dan {}",
    "GREATER_THAN_OR_EQUAL": "{} is ten minste {}",
}
_MET_DAGEN = {
    "EQUALS": "{} is {}",
    "LESS_THAN": "{} ligt voor {}",
    "LESS_THAN_OR_EQUAL": "{} ligt op of voor {}",
    "GREATER_THAN": "{} ligt na {}",
    "GREATER_THAN_OR_EQUAL": "{} ligt op of na {}",
}
KOP = """Gemaakt uit de regelbestanden door `scripts/wetpaginas.py`; wat hier staat, is wat het product rekent.
De samenvattingen zijn van ons en geen wettekst: de link bij het artikel leidt naar de wet zelf.
"""


def bestand_naam(regeling: str) -> str:
    """The name of the page of a regeling."""
    return regeling.replace("_", "-") + ".md"


def lees() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """The files of each regeling, from old to new, with their place."""
    uit: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for pad in bronnen.bestanden(WET):
        bron = bronnen.lees(pad.read_bytes())
        uit.setdefault(bron["$id"], []).append((str(pad.relative_to(ROOT)), bron))
    return {naam: sorted(rij, key=lambda paar: paar[1]["valid_from"]) for naam, rij in sorted(uit.items())}


def make() -> dict[str, str]:
    """The pages: name of the file and text."""
    teksten, alle = lees(), gevallen.lees(WET)
    paginas = {bestand_naam(n): _pagina(rij, [g for g in alle if g.regeling == n]) for n, rij in teksten.items()}
    return {"README.md": _overzicht(teksten, alle), **paginas}


def _overzicht(teksten: Mapping[str, list[tuple[str, dict[str, Any]]]], alle: list[gevallen.Geval]) -> str:
    regels = ["# De wet zoals het product die rekent", "", KOP, ""]
    regels += ["| regeling | soort | teksten vanaf | gevallen |", "|---|---|---|---|"]
    for naam, rij in teksten.items():
        bron = rij[-1][1]
        aantal = sum(g.regeling == naam for g in alle)
        dagen = ", ".join(b["valid_from"] for _, b in rij)
        soort = bron["regulatory_layer"].lower().replace("_", " ")
        regels.append(f"| [{bron['name']}]({bestand_naam(naam)}) | {soort} | {dagen} | {aantal} |")
    regels += [
        "",
        "Zo leest u een vraag: eerst haar naam in de regels, dan wat zij vraagt, dan wanneer het antwoord ja is.",
    ]
    regels += ["Is een feit onbekend, dan is het antwoord onbekend, tenzij de andere feiten het al beslissen.", ""]
    return "\n".join(regels)


def _pagina(rij: list[tuple[str, dict[str, Any]]], gevallen_: list[gevallen.Geval]) -> str:
    ouder, bron = rij[:-1], rij[-1][1]
    regels = [f"# {bron['name']}", "", KOP, "", "| tekst vanaf | tot en met | bestand |", "|---|---|---|"]
    regels += [f"| {b['valid_from']} | {b.get('valid_to', '')} | [{p}](../../../{p}) |" for p, b in rij]
    regels += ["", f"## Tekst vanaf {in_woorden(bron['valid_from'])}", ""]
    for artikel in bron["articles"]:
        regels += _artikel(artikel)
    for (_, oud), (_, nieuw) in reversed(list(zip(ouder, rij[1:], strict=True))):
        regels += [f"## Wat anders was in de tekst vanaf {in_woorden(oud['valid_from'])}", ""]
        regels += list(_verschil(oud, nieuw)) or ["Niets wat het product rekent.", ""]
    regels += list(_gevallen(gevallen_))
    return "\n".join(regels).rstrip() + "\n"


def in_woorden(dag: str) -> str:
    """A day as people write it."""
    datum = date.fromisoformat(dag)
    return f"{datum.day} {_MAANDEN[datum.month - 1]} {datum.year}"


# ── an article ───────────────────────────────────────────────────────────────────────────────────


def _artikel(artikel: Mapping[str, Any]) -> list[str]:
    leesbaar = artikel.get("machine_readable", {})
    vast = leesbaar.get("definitions", {})
    regels = [f"### Artikel {artikel['number']}", "", f"{artikel['text']} [Naar de wet]({artikel['url']}).", ""]
    if tabel := [f"| `{naam}` | {_definitie(waarde)} |" for naam, waarde in vast.items()]:
        regels += ["| vast in dit artikel | waarde |", "|---|---|", *tabel, ""]
    uitvoering = leesbaar.get("execution", {})
    soorten = {v["name"]: v["type"] for deel in ("parameters", "input", "output") for v in uitvoering.get(deel, ())}
    for actie in uitvoering.get("actions", ()):
        grond = actie["legal_basis"]
        lid = f" (lid {grond['paragraph']})" if grond.get("paragraph") else ""
        zegt = Zin(vast, soorten).van(actie["value"])
        regels.append(f"- **`{actie['output']}`**{lid}: {grond['explanation']}<br>{zegt[0].upper()}{zegt[1:]}.")
    return [*regels, ""] if uitvoering else regels


def _definitie(waarde: Any) -> str:
    if isinstance(waarde, list):
        return ", ".join(str(lid) for lid in waarde)
    if isinstance(waarde, Mapping):
        return _aantal(waarde) if "value" in waarde else _los(waarde)
    return str(waarde)


def _aantal(waarde: Mapping[str, Any]) -> str:
    eenheid = _MEERVOUD.get((waarde.get("type_spec") or {}).get("unit", ""), "")
    if waarde.get("type") == "date":
        return in_woorden(waarde["value"])
    return f"{waarde['value']} {eenheid}".strip()


def _los(waarde: Mapping[str, Any]) -> str:
    delen = []
    for naam, deel in waarde.items():
        tekst = "; ".join(f"{k}: {w}" for k, w in deel.items()) if isinstance(deel, Mapping) else str(deel)
        delen.append(f"{naam}: {tekst}")
    return "<br>".join(delen)


class Zin:
    """A rule as a Dutch sentence."""

    def __init__(self, vast: Mapping[str, Any], soorten: Mapping[str, str]) -> None:
        self.vast, self.soorten = vast, soorten

    def van(self, waarde: Any) -> str:
        """The sentence of one value of a rule."""
        if isinstance(waarde, Mapping):
            return self._bewerking(waarde)
        if isinstance(waarde, bool):
            return "ja" if waarde else "nee"
        if isinstance(waarde, str) and waarde.startswith("$"):
            return self._naam(waarde[1:])
        return f"`{waarde}`"

    def _naam(self, naam: str) -> str:
        waarde = self.vast.get(naam)
        if isinstance(waarde, Mapping) and "value" in waarde:
            return _aantal(waarde)
        return f"`{naam}`"

    def _bewerking(self, bron: Mapping[str, Any]) -> str:
        soort = bron["operation"]
        if soort in _VERGELIJK:
            links, rechts = self.van(bron["subject"]), self.van(bron["value"])
            vorm = _MET_DAGEN if self._is_datum(bron["subject"]) or self._is_datum(bron["value"]) else _VERGELIJK
            return vorm[soort].format(links, rechts)
        vormen = {"AND": self._en, "OR": self._of, "NOT": self._niet, "IN": self._in, "IF": self._als}
        return vormen.get(soort, self._plus)(bron)

    def _is_datum(self, waarde: Any) -> bool:
        if isinstance(waarde, Mapping):
            return bool(waarde.get("operation") == "DATE_ADD")
        naam = waarde[1:] if isinstance(waarde, str) and waarde.startswith("$") else ""
        vast = self.vast.get(naam)
        return self.soorten.get(naam) == "date" or (isinstance(vast, Mapping) and vast.get("type") == "date")

    def _en(self, bron: Mapping[str, Any]) -> str:
        return " én ".join(self._tussen(deel) for deel in bron["conditions"])

    def _of(self, bron: Mapping[str, Any]) -> str:
        return " of ".join(self._tussen(deel) for deel in bron["conditions"])

    def _tussen(self, deel: Any) -> str:
        zin = self.van(deel)
        return f"({zin})" if isinstance(deel, Mapping) and deel["operation"] in {"AND", "OR"} else zin

    def _niet(self, bron: Mapping[str, Any]) -> str:
        return f"niet {self._tussen(bron['value'])}"

    def _in(self, bron: Mapping[str, Any]) -> str:
        return f"{self.van(bron['subject'])} staat in {self.van(bron['value'])}"

    def _als(self, bron: Mapping[str, Any]) -> str:
        delen = [f"als {self.van(c['when'])}: {self.van(c['then'])}" for c in bron["cases"]]
        return "; anders ".join([*delen, self.van(bron["default"])])

    def _plus(self, bron: Mapping[str, Any]) -> str:
        zin = self.van(bron["date"])
        for eenheid in ("years", "months", "weeks", "days"):
            if eenheid in bron:
                aantal = self.van(bron[eenheid])
                zin += f" min {aantal[1:]}" if aantal.startswith("-") else f" plus {aantal}"
        return zin


# ── what differs between texts, and the cases ────────────────────────────────────────────────────


def _kern(artikel: Mapping[str, Any], dag: str) -> str:
    tekst = json.dumps({k: w for k, w in artikel.items() if k != "url"}, sort_keys=True, default=str)
    return tekst.replace(dag, "")


def _verschil(oud: Mapping[str, Any], nieuw: Mapping[str, Any]) -> Iterator[str]:
    later = {a["number"]: _kern(a, nieuw["valid_from"]) for a in nieuw["articles"]}
    nummers = {a["number"] for a in oud["articles"]}
    if erbij := [nummer for nummer in later if nummer not in nummers]:
        yield from (f"Later erbij gekomen: artikel {', '.join(erbij)}.", "")
    for artikel in oud["articles"]:
        if later.get(artikel["number"]) != _kern(artikel, oud["valid_from"]):
            yield from _artikel(artikel)


def _gevallen(alle: list[gevallen.Geval]) -> Iterator[str]:
    vragen = [g for g in alle if g.gaat_over != "persoon"]
    if vragen:
        yield from ("## Gevallen", "", "| geval | vraag | gegeven | uitkomst |", "|---|---|---|---|")
        for geval in vragen:
            uit = geval.bron["antwoord"]
            antwoord = ", ".join(str(deel) for deel in uit) if isinstance(uit, list) else str(uit)
            yield f"| {geval.naam} | `{geval.gaat_over}` | {_gegeven(geval)} | {antwoord} |"
        yield ""
    personen = [g for g in alle if g.gaat_over == "persoon"]
    if personen:
        yield from ("## Verzonnen mensen", "")
    for geval in personen:
        yield from _persoon(geval)


def _gegeven(geval: gevallen.Geval) -> str:
    delen = [f"{naam} {_kort(waarde)}" for naam, waarde in geval.bron["gegeven"].items()]
    delen += [f"{naam}: elk van {', '.join(map(str, lijst))}" for naam, lijst in geval.bron.get("bij", {}).items()]
    if "op" in geval.bron:
        delen.append(f"op {geval.bron['op']}")
    if "teksten" in geval.bron:
        delen.append(f"tekst {', '.join(geval.bron['teksten'])}")
    return "; ".join(delen)


def _kort(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return str(waarde.get("langFormaat", waarde)) if isinstance(waarde, dict) else str(waarde)


def _persoon(geval: gevallen.Geval) -> Iterator[str]:
    yield from (f"### {geval.naam}", "")
    yield from (f"- {pad}: {waarde}" for pad, waarde in _plat(geval.bron["feiten"]))
    yield from ("", f"| op {geval.bron['peildatum']} volgens | uitkomst |", "|---|---|")
    for regel, verwacht in geval.bron["verwacht"].items():
        uitkomst = "; ".join(f"{pad} {waarde}" for pad, waarde in _plat(verwacht))
        yield f"| `{regel}` | {uitkomst} |"
    yield ""


def _plat(waarde: Any, pad: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(waarde, dict):
        for naam, deel in waarde.items():
            yield from _plat(deel, f"{pad}.{naam}" if pad else naam)
    elif isinstance(waarde, list) and any(isinstance(deel, dict) for deel in waarde):
        for i, deel in enumerate(waarde):
            yield from _plat(deel, f"{pad}[{i}]")
    elif isinstance(waarde, list):
        yield pad, ", ".join(map(str, waarde))
    else:
        yield pad, "niets" if waarde is None else _kort(waarde)


if __name__ == "__main__":
    DOEL.mkdir(parents=True, exist_ok=True)
    for oud in DOEL.glob("*.md"):
        oud.unlink()
    for naam, tekst in make().items():
        (DOEL / naam).write_text(tekst, encoding="utf-8")
