"""The types of a rule: what each operation takes and gives, so that no person is needed to find a mistake."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from inburgering.primitives.datums import lees_iso
from inburgering.primitives.errors import OngeldigeInvoer
from inburgering.recht import codes
from inburgering.recht.boom import VERGELIJKINGEN
from inburgering.recht.controle.gebrek import Plek, Vondst

JA_NEE, DATUM, GETAL, BEDRAG, TEKST, LOS = "boolean", "date", "number", "amount", "string", "los"
_IN_WOORDEN: Final = {
    JA_NEE: "ja of nee",
    DATUM: "een datum",
    GETAL: "een getal",
    BEDRAG: "een bedrag",
    TEKST: "een code",
    LOS: "iets los",
}
_SLEUTELS: Final = {
    **{soort: {"subject", "value"} for soort in VERGELIJKINGEN},
    "AND": {"conditions"},
    "OR": {"conditions"},
    "NOT": {"value"},
    "IN": {"subject", "value"},
    "IF": {"cases", "default"},
    "DATE_ADD": {"date"},
}
EENHEDEN: Final = ("years", "months", "weeks", "days")
_GRENZEN: Final = {"years": (0, 150), "months": (-1200, 1200), "weeks": (-5200, 5200), "days": (-36525, 36525)}
"""How far a term can reach; back only in months or less, because nobody has an age below zero."""
_ONZIN: Final = "Een regel rekent in hele getallen; neem een kleinere eenheid."
_CODES: Final = {
    "grond": codes.GRONDEN,
    "doel": frozenset(codes.DOELEN),
    "referent_doel": frozenset(codes.DOELEN),
    "referent_soort": frozenset(codes.REFERENTEN),
}
_REKENEN: Final = frozenset({"AGE", "DATE_DIFF", "ADD", "SUBTRACT", "MIN", "MAX", "DATE", "DAY_OF_WEEK"})


@dataclass(frozen=True, slots=True)
class Soort:
    """The type of a value; a list of codes is a `lijst`, a number has a unit, a code has a list it is taken from."""

    naam: str
    lijst: bool = False
    eenheid: str = ""
    codes: frozenset[str] | None = None
    leden: frozenset[Any] = frozenset()

    def __str__(self) -> str:
        if self.lijst:
            return "een lijst van codes" if self.naam == TEKST else "een lijst van getallen"
        return _IN_WOORDEN[self.naam]


@dataclass(slots=True)
class Namen:
    """What the names in the actions of one article mean; remembers which were used."""

    soorten: Mapping[str, Soort]
    feiten: frozenset[str]
    gebruikt: set[str] = field(default_factory=set)


def van_definitie(waarde: Any) -> Soort:
    """The type of a definition."""
    if isinstance(waarde, Mapping):
        if "value" not in waarde:
            return Soort(LOS)
        eenheid = (waarde.get("type_spec") or {}).get("unit", "")
        return Soort(waarde.get("type", LOS), eenheid=eenheid, leden=van_vast(waarde["value"]).leden)
    if isinstance(waarde, list):
        naam = TEKST if all(isinstance(lid, str) for lid in waarde) else GETAL
        return Soort(naam, lijst=True, leden=frozenset(lid for lid in waarde if isinstance(lid, str)))
    return van_vast(waarde)


def van_vast(waarde: object) -> Soort:
    """The type of a value that stands in the file."""
    if isinstance(waarde, bool):
        return Soort(JA_NEE)
    if isinstance(waarde, Mapping | list):
        return Soort(LOS)
    if isinstance(waarde, int | float):
        return Soort(GETAL, leden=frozenset({waarde}))
    if isinstance(waarde, str) and is_dag(waarde):
        return Soort(DATUM)
    return Soort(TEKST, leden=frozenset({waarde}))


def is_dag(waarde: str) -> bool:
    """Tell whether a text is a day."""
    try:
        lees_iso(waarde)
    except OngeldigeInvoer:
        return False
    return True


def van_veld(naam: str, veld: Mapping[str, Any], *, verblijf: bool = False) -> Soort:
    """The type of a parameter, an input or an output; of a verblijf the codes are known by name."""
    kan = _CODES.get(naam) if verblijf else None
    return Soort(veld["type"], eenheid=(veld.get("type_spec") or {}).get("unit", ""), codes=kan)


class Toetser:
    """Gives the type of a rule and collects what is wrong in it."""

    def __init__(self, namen: Namen) -> None:
        self.namen = namen
        self.vondsten: list[Vondst] = []

    def soort(self, waarde: Any, plek: Plek) -> Soort | None:
        """The type of a value; None when a fault in it was noted."""
        if isinstance(waarde, Mapping):
            return self._bewerking(waarde, plek)
        if isinstance(waarde, str) and waarde.startswith("$"):
            return self._naam(waarde[1:], plek)
        return van_vast(waarde) if isinstance(waarde, str | bool) else self._los(waarde, plek)

    def _los(self, waarde: object, plek: Plek) -> Soort | None:
        if waarde is None:
            return self._fout(plek, "een regel mag geen lege waarde (null) hebben.", "Noem het feit zelf.")
        if isinstance(waarde, list):
            return self._fout(plek, "een lijst van codes staat niet in de regel zelf.", "Zet hem bij definitions.")
        if isinstance(waarde, int | float):
            return self._fout(
                plek, f"het getal {waarde} staat los in de regel.", "Zet het bij definitions, met eenheid."
            )
        return self._fout(plek, f"dit is geen waarde: {waarde}.", "Schrijf een datum tussen aanhalingstekens.")

    def _fout(self, plek: Plek, detail: str, herstel: str) -> Soort | None:
        self.vondsten.append(plek.fout(detail, herstel))
        return None

    def _naam(self, naam: str, plek: Plek) -> Soort | None:
        self.namen.gebruikt.add(naam)
        if naam not in self.namen.soorten:
            return self._fout(plek, f"${naam} is nergens gegeven.", "Zet het bij definitions, parameters of input.")
        return self.namen.soorten[naam]

    def _bewerking(self, bron: Mapping[str, Any], plek: Plek) -> Soort | None:
        soort = bron.get("operation")
        self.namen.gebruikt.update(genoemd(bron))
        if soort not in _SLEUTELS:
            kan = ", ".join(sorted(_SLEUTELS))
            herstel = "Reken met DATE_ADD en vergelijk datums." if soort in _REKENEN else f"Gebruik een van: {kan}."
            return self._fout(plek.in_("operation"), f"bewerking {soort} is onbekend.", herstel)
        woorden = set(bron) - {"operation", "legal_basis"}
        mag = _SLEUTELS[soort] | (set(EENHEDEN) if soort == "DATE_ADD" else set())
        if woorden - mag or _SLEUTELS[soort] - woorden:
            return self._fout(
                plek, f"{soort} heeft de woorden {', '.join(sorted(woorden))}.", f"Geef {', '.join(sorted(mag))}."
            )
        if soort in VERGELIJKINGEN:
            return self._vergelijk(bron, plek)
        vormen = {"AND": self._samen, "OR": self._samen, "NOT": self._niet, "IN": self._in, "IF": self._als}
        return vormen.get(soort, self._tel_op)(bron, plek)

    def _eis(self, waarde: Any, plek: Plek, *, naam: str, wie: str) -> Soort | None:
        soort = self.soort(waarde, plek)
        if soort is not None and (soort.naam != naam or soort.lijst):
            return self._fout(plek, f"{wie} vraagt {_IN_WOORDEN[naam]}, maar dit is {soort}.", "Pas de regel aan.")
        return soort

    def _samen(self, bron: Mapping[str, Any], plek: Plek) -> Soort:
        soort, delen = bron["operation"], bron["conditions"]
        if not isinstance(delen, list) or not delen:
            self._fout(plek.in_("conditions"), f"{soort} heeft geen voorwaarden.", "Geef een lijst.")
            return Soort(JA_NEE)
        for i, deel in enumerate(delen):
            hier = plek.in_("conditions", i)
            self._eis(deel, hier, naam=JA_NEE, wie=soort)
            if isinstance(deel, str) and deel[1:] in self.namen.feiten:
                self._fout(
                    hier, f"het feit {deel} is hier geen eigen vraag.", "Maak er een actie van met een legal_basis."
                )
        return Soort(JA_NEE)

    def _niet(self, bron: Mapping[str, Any], plek: Plek) -> Soort:
        self._eis(bron["value"], plek.in_("value"), naam=JA_NEE, wie="NOT")
        return Soort(JA_NEE)

    def _in(self, bron: Mapping[str, Any], plek: Plek) -> Soort:
        links = self._eis(bron["subject"], plek.in_("subject"), naam=TEKST, wie="IN")
        rechts = self.soort(bron["value"], plek.in_("value"))
        if rechts is not None and (not rechts.lijst or rechts.naam != TEKST):
            self._fout(
                plek.in_("value"), f"IN vraagt een lijst van codes, maar dit is {rechts}.", "Noem een definitie."
            )
        elif links is not None and rechts is not None:
            self._uit_codes(links, rechts, plek.in_("value"))
        return Soort(JA_NEE)

    def _uit_codes(self, links: Soort, rechts: Soort, plek: Plek) -> None:
        vreemd = sorted(rechts.leden - links.codes) if links.codes else []
        if vreemd:
            self._fout(plek, f"{vreemd[0]} is geen code die hier kan staan.", "Verbeter de code.")

    def _vergelijk(self, bron: Mapping[str, Any], plek: Plek) -> Soort:
        soort = bron["operation"]
        links = self.soort(bron["subject"], plek.in_("subject"))
        rechts = self.soort(bron["value"], plek.in_("value"))
        if links is None or rechts is None:
            return Soort(JA_NEE)
        if links.naam != rechts.naam or links.lijst or rechts.lijst:
            self._fout(
                plek.in_("operation"), f"{soort} vergelijkt {links} met {rechts}.", "Vergelijk twee gelijke soorten."
            )
        elif soort != "EQUALS" and links.naam not in {DATUM, GETAL, BEDRAG}:
            self._fout(
                plek.in_("operation"), f"{soort} vergelijkt {links}; die kent geen eerder of later.", "Gebruik EQUALS."
            )
        elif links.naam == TEKST:
            self._uit_codes(links, rechts, plek.in_("value"))
        return Soort(JA_NEE)

    def _als(self, bron: Mapping[str, Any], plek: Plek) -> Soort | None:
        gevallen = bron["cases"]
        if not isinstance(gevallen, list) or not gevallen:
            return self._fout(plek.in_("cases"), "IF heeft geen gevallen.", "Geef cases met when en then.")
        uitkomsten: list[tuple[Soort | None, Plek]] = []
        for i, geval in enumerate(gevallen):
            hier = plek.in_("cases", i)
            if not isinstance(geval, Mapping) or set(geval) != {"when", "then"}:
                return self._fout(hier, "dit geval heeft geen when en then.", "Geef beide, en niets anders.")
            self._eis(geval["when"], hier.in_("when"), naam=JA_NEE, wie="when")
            uitkomsten.append((self.soort(geval["then"], hier.in_("then")), hier.in_("then")))
        uitkomsten.append((self.soort(bron["default"], plek.in_("default")), plek.in_("default")))
        return self._een_soort(uitkomsten, plek)

    def _een_soort(self, uitkomsten: list[tuple[Soort | None, Plek]], plek: Plek) -> Soort | None:
        eerste = next((soort for soort, _ in uitkomsten if soort is not None), None)
        for soort, hier in uitkomsten:
            if soort is not None and eerste is not None and (soort.naam, soort.lijst) != (eerste.naam, eerste.lijst):
                return self._fout(hier, f"IF geeft hier {soort} en eerder {eerste}.", "Geef overal dezelfde soort.")
        if eerste is not None and eerste.naam == JA_NEE:
            return self._fout(
                plek, "IF beslist hier over ja of nee, ook als iets onbekend is.", "Gebruik AND, OR en NOT."
            )
        return eerste

    def _tel_op(self, bron: Mapping[str, Any], plek: Plek) -> Soort:
        self._eis(bron["date"], plek.in_("date"), naam=DATUM, wie="DATE_ADD")
        eenheden = [eenheid for eenheid in EENHEDEN if eenheid in bron]
        if not eenheden:
            self._fout(plek, "DATE_ADD telt niets op.", f"Geef een van: {', '.join(EENHEDEN)}.")
        for eenheid in eenheden:
            aantal = self._eis(bron[eenheid], plek.in_(eenheid), naam=GETAL, wie="DATE_ADD")
            if aantal is not None and aantal.eenheid not in {"", eenheid}:
                self._fout(plek.in_(eenheid), f"hier staan {eenheid}, maar het getal is in {aantal.eenheid}.",
                           "Neem dezelfde eenheid.")  # fmt: skip
            elif aantal is not None and not aantal.eenheid:
                self.vondsten += _getalfouten(bron[eenheid], aantal.leden, plek.in_(eenheid), eenheid=eenheid)
        return Soort(DATUM)


def genoemd(waarde: Any) -> Iterator[str]:
    """The names that a rule asks for, at any depth."""
    if isinstance(waarde, str) and waarde.startswith("$"):
        yield waarde[1:]
    elif isinstance(waarde, Mapping):
        for deel in waarde.values():
            yield from genoemd(deel)
    elif isinstance(waarde, list):
        for deel in waarde:
            yield from genoemd(deel)


def definitiefouten(definities: Mapping[str, Any], plek: Plek) -> Iterator[Vondst]:
    """The faults in the definitions of an article: another type than it says, a member twice, a number that cannot be.

    A list is of codes or of whole numbers, never of both.
    """
    for naam, waarde in definities.items():
        hier = plek.in_("machine_readable", "definitions", naam)
        if waarde is None:
            yield hier.fout(f"{naam} is leeg (null).", "Geef een waarde.")
        elif isinstance(waarde, list):
            yield from _lijstfouten(naam, waarde, hier)
        elif isinstance(waarde, Mapping) and "value" in waarde:
            yield from _waardefouten(naam, waarde, hier)
        elif isinstance(waarde, float):
            yield from _getalfouten(naam, {waarde}, hier, eenheid="")


def _lijstfouten(naam: str, waarde: list[Any], hier: Plek) -> Iterator[Vondst]:
    soorten = {type(lid) for lid in waarde}
    vreemd = next((lid for lid in waarde if type(lid) not in {str, int}), None)
    if soorten - {str, int}:
        yield hier.fout(f"in {naam} staat {vreemd}; dat is geen code en geen heel getal.", "Verbeter dit.")
    elif len(soorten) > 1:
        getal = next(lid for lid in waarde if isinstance(lid, int))
        yield hier.fout(f"in {naam} staat {getal} tussen codes.", "Schrijf een code, of zet er aanhalingstekens om.")
    elif len(set(waarde)) < len(waarde):
        yield hier.fout(f"in {naam} staat iets twee keer.", "Laat er een staan.")


def _waardefouten(naam: str, waarde: Mapping[str, Any], hier: Plek) -> Iterator[Vondst]:
    soort = van_vast(waarde["value"])
    wil = GETAL if waarde.get("type") == BEDRAG else waarde.get("type")
    eenheid = (waarde.get("type_spec") or {}).get("unit", "")
    if soort.naam != wil:
        yield hier.fout(f"{naam} heet {waarde.get('type')}, maar is {soort}.", "Verbeter type of value.")
    elif soort.naam == GETAL:
        yield from _getalfouten(naam, soort.leden, hier.in_("value"), eenheid=eenheid)


def _getalfouten(naam: str, getallen: Iterable[Any], hier: Plek, *, eenheid: str) -> Iterator[Vondst]:
    """The faults in numbers: only whole ones, and no further than a term can reach."""
    van, tot = _GRENZEN.get(eenheid, (0, 0))
    for getal in getallen:
        if not isinstance(getal, int):
            yield hier.fout(f"{naam} is {getal}; dat is geen heel getal.", _ONZIN)
        elif eenheid in _GRENZEN and not van <= getal <= tot:
            yield hier.fout(f"{naam} is {getal} ({eenheid}); dat kan niet.", f"Kies van {van} tot en met {tot}.")
