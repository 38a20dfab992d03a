"""The facts of one person, read strictly: every key by name, every value by kind, every error by its place.

Missing is not false: a fact that a source must always give is ONBEKEND when absent; a fact that someone must
bring forward is none. Which is which stands beside each reader.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from inburgering.primitives.datums import DAG_ONBEKEND, NOOIT_MEER, Dagbereik, DatumOngeldig, lees_dag
from inburgering.primitives.ids import voldoet_aan_elfproef
from inburgering.recht import codes
from inburgering.recht.errors import FeitOngeldig
from inburgering.recht.tijdlijn import ONBEKEND, Onbekend

GRONDEN, DOELEN, REFERENTEN = codes.GRONDEN, codes.DOELEN, codes.REFERENTEN
MET_BEKENDMAKING: Final = codes.MET_BEKENDMAKING
NATIONALITEIT_ONBEKEND: Final = codes.NATIONALITEIT_ONBEKEND

Tekst = str | Onbekend
Waarheid = bool | Onbekend


@dataclass(frozen=True, slots=True)
class Vak:
    """A period with its place in the facts: half-open, `tot` never when it has not ended."""

    pad: str
    vanaf: Dagbereik
    tot: Dagbereik
    code: Tekst = ""
    aansluitend: Waarheid = False
    vrijstellend: Waarheid = False


@dataclass(frozen=True, slots=True)
class Verblijf:
    """One residence right or purpose; `einde` is the first day after it."""

    pad: str
    grond: Tekst
    doel: Tekst
    ingangsdatum: Dagbereik | None
    beschikkingsdatum: Dagbereik | None
    bekendmaking: Dagbereik | None
    einde: Dagbereik
    referent_soort: Tekst | None
    referent_doel: Tekst | None
    tijdelijk_vastgesteld: Waarheid | None


@dataclass(frozen=True, slots=True)
class Feiten:
    """What is known of one person; `onbekend` maps the path of a missing fact to its kind."""

    persoon_id: str
    bron: Mapping[str, Any] = field(repr=False)
    geboortedatum: Dagbereik
    nationaliteiten: tuple[Vak, ...] | None
    verblijf: tuple[Verblijf, ...] | None
    inschrijvingen: tuple[Vak, ...]
    huisvesting: Vak | None
    verblijfplaats: Vak | None
    kennisgevingen: tuple[Vak, ...]
    leerplicht_tot: Dagbereik | None
    jaren_leerplichtig: float
    opleidingen: tuple[Vak, ...]
    diplomas: tuple[Vak, ...]
    bedienaar: tuple[Vak, ...]
    eu_ltr_voldaan: Waarheid
    richtlijn200438: tuple[Vak, ...]
    ontheffing: Vak | None
    ingeburgerd: Vak | None
    eerste_pip: Dagbereik
    onbekend: Mapping[str, str] = field(repr=False)


def lees(obj: object) -> Feiten:
    """The facts in one JSON object of the contract.

    Raises:
        FeitOngeldig: with the JSON path, what is wrong and how to mend it.
    """
    return _Lezer(obj).feiten()


_VELDEN: Final[Mapping[str, tuple[str, ...]]] = {
    "onderwijs": ("leerplicht_tot", "jaren_leerplichtig", "opleidingen", "diplomas"),
    "geestelijkBedienaar": ("bedienaar",),
    "euLangdurigIngezetene": ("eu_ltr_voldaan",),
    "pip": ("eerste_pip",),
}


def lees_deel(sleutel: str, waarde: object) -> dict[str, Any]:
    """The fields of `Feiten` that one key of the contract fills, for reading a change without the rest.

    Raises:
        FeitOngeldig: as `lees` does.
    """
    gelezen = lees({"persoonId": "-", sleutel: waarde})
    return {veld: getattr(gelezen, veld) for veld in _VELDEN.get(sleutel, (sleutel,))}


def eis_volgorde(feiten: Feiten) -> None:
    """Nothing, when every period ends after it begins; apart from `lees`, which also reads made-up worlds.

    Raises:
        FeitOngeldig: with the path of the end.
    """
    f = feiten
    vakken = (f.nationaliteiten or (), f.inschrijvingen, f.opleidingen, f.bedienaar, f.richtlijn200438)
    for vak in (*chain(*vakken), f.ontheffing, f.ingeburgerd):
        if vak is not None and vak.tot.laatst <= vak.vanaf.vroegst:
            raise _fout(f"{vak.pad}.tot", "dit ligt niet na vanaf", "Schrijf de eerste dag waarop het niet meer gold.")
    for v in feiten.verblijf or ():
        if v.ingangsdatum is not None and v.einde.laatst <= v.ingangsdatum.vroegst:
            raise _fout(f"{v.pad}.einddatum", "dit ligt voor de ingangsdatum", "Controleer beide datums.")


def _fout(pad: str, detail: str, herstel: str) -> FeitOngeldig:
    return FeitOngeldig(detail.removesuffix(".") + ".", veld=pad or "(regel)", herstel=herstel)


_BOVEN = frozenset({
    "persoonId", "burgerservicenummer", "vNummer", "geboortedatum", "nationaliteiten", "verblijf", "inschrijvingen",
    "huisvesting", "verblijfplaats", "kennisgevingen", "onderwijs", "geestelijkBedienaar", "euLangdurigIngezetene",
    "richtlijn200438", "ontheffing", "ingeburgerd", "pip",
})  # fmt: skip
_VERBLIJF = frozenset({
    "grond", "doel", "ingangsdatum", "beschikkingsdatum", "bekendmaking", "einddatum", "referent", "tijdelijkBepaald",
})  # fmt: skip
V_NUMMER: Final = re.compile("[0-9]{10}")
_LEEG: Mapping[str, Any] = {}


class _Lezer:
    """Reads one object; keeps the list of what is unknown."""

    __slots__ = ("bron", "onbekend")

    def __init__(self, obj: object) -> None:
        self.bron = self._object(obj, "", sleutels=_BOVEN)
        self.onbekend: dict[str, str] = {}

    def feiten(self) -> Feiten:
        bron = self.bron
        persoon_id = bron.get("persoonId")
        if not isinstance(persoon_id, str) or not persoon_id:
            raise _fout("persoonId", "dit is verplicht en moet tekst zijn", "Geef elke persoon een eigen sleutel.")
        self._nummers(bron)
        onderwijs = self._deel(
            bron, "onderwijs", {"leerplichtTot", "jarenLeerplichtigInNederland", "opleidingen", "diplomas"}
        )
        ltr = self._deel(bron, "euLangdurigIngezetene", {"lidstaat", "inburgeringsvereisteVoldaan"})
        pip = self._deel(bron, "pip", {"eersteDagtekening"})
        return Feiten(
            persoon_id=persoon_id,
            bron=bron,
            geboortedatum=self._moet(bron, "geboortedatum", "geboortedatum", soort="geboortedatum"),
            nationaliteiten=self._bronlijst(bron, "nationaliteiten", self._nationaliteit),
            verblijf=self._bronlijst(bron, "verblijf", self._verblijf),
            inschrijvingen=self._lijst(bron, "inschrijvingen", "inschrijvingen", self._inschrijving),
            huisvesting=self._plek(bron, "huisvesting", {"gemeente", "vanaf"}),
            verblijfplaats=self._plek(bron, "verblijfplaats", {"gemeente", "soort"}),
            kennisgevingen=self._lijst(bron, "kennisgevingen", "kennisgevingen", self._kennisgeving),
            leerplicht_tot=self._mag(onderwijs or _LEEG, "leerplichtTot", "onderwijs.leerplichtTot"),
            jaren_leerplichtig=self._getal(onderwijs or _LEEG, "jarenLeerplichtigInNederland", "onderwijs"),
            opleidingen=self._lijst(onderwijs or _LEEG, "opleidingen", "onderwijs.opleidingen", self._opleiding),
            diplomas=self._lijst(onderwijs or _LEEG, "diplomas", "onderwijs.diplomas", self._diploma),
            bedienaar=self._lijst(bron, "geestelijkBedienaar", "geestelijkBedienaar", self._vak),
            eu_ltr_voldaan=False if ltr is None else self._ltr(ltr),
            richtlijn200438=self._lijst(bron, "richtlijn200438", "richtlijn200438", self._vak),
            ontheffing=self._besluit(bron, "ontheffing"),
            ingeburgerd=self._besluit(bron, "ingeburgerd"),
            eerste_pip=NOOIT_MEER if pip is None else self._moet(pip, "eersteDagtekening", "pip.eersteDagtekening"),
            onbekend=self.onbekend,
        )

    # ── parts ────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def _nummers(bron: Mapping[str, Any]) -> None:
        bsn = bron.get("burgerservicenummer")
        if bsn is not None and not (isinstance(bsn, str) and voldoet_aan_elfproef(bsn)):
            raise _fout(
                "burgerservicenummer",
                "dit nummer voldoet niet aan de 11-proef",
                "Controleer of alle negen cijfers kloppen.",
            )
        vnummer = bron.get("vNummer")
        if vnummer is not None and not (isinstance(vnummer, str) and V_NUMMER.fullmatch(vnummer)):
            raise _fout("vNummer", "een V-nummer is tekst van tien cijfers", 'Schrijf bijvoorbeeld "0123456789".')

    def _nationaliteit(self, obj: object, pad: str) -> Vak:
        bron = self._object(obj, pad, sleutels={"code", "vanaf", "tot"})
        code = self._code(bron, "code", pad, cijfers="nationaliteit")
        if code == NATIONALITEIT_ONBEKEND:
            self.onbekend[f"{pad}.code"], code = "nationaliteit", ONBEKEND
        return Vak(pad, self._mag(bron, "vanaf", f"{pad}.vanaf") or Dagbereik(1, 1), self._tot(bron, pad), code)

    def _inschrijving(self, obj: object, pad: str) -> Vak:
        bron = self._object(obj, pad, sleutels={"gemeente", "vanaf", "tot"})
        gemeente = self._code(bron, "gemeente", pad, cijfers="gemeente")
        return Vak(pad, self._moet(bron, "vanaf", f"{pad}.vanaf"), self._tot(bron, pad), gemeente)

    def _plek(self, bron: Mapping[str, Any], sleutel: str, sleutels: set[str]) -> Vak | None:
        deel = self._deel(bron, sleutel, sleutels)
        if deel is None:
            return None
        if "soort" in sleutels:
            self._tekst(deel, "soort", sleutel)
        vanaf = self._mag(deel, "vanaf", f"{sleutel}.vanaf") or Dagbereik(1, 1)
        return Vak(sleutel, vanaf, NOOIT_MEER, self._code(deel, "gemeente", sleutel, cijfers="gemeente"))

    def _kennisgeving(self, obj: object, pad: str) -> Vak:
        bron = self._object(obj, pad, sleutels={"datum", "wet"})
        wet = bron.get("wet")
        if wet is not None and wet not in {"Wi2013", "Wi2021"}:
            raise _fout(f"{pad}.wet", "dit is geen wet", "Kies Wi2013 of Wi2021.")
        return Vak(pad, self._moet(bron, "datum", f"{pad}.datum"), NOOIT_MEER, wet or "")

    def _opleiding(self, obj: object, pad: str) -> Vak:
        bron = self._object(
            obj, pad, sleutels={"vanaf", "tot", "aansluitendOpLeerplicht", "leidtTotVrijstellendDiploma"}
        )
        return Vak(
            pad,
            self._moet(bron, "vanaf", f"{pad}.vanaf"),
            self._tot(bron, pad),
            aansluitend=self._waarheid(bron, "aansluitendOpLeerplicht", pad),
            vrijstellend=self._waarheid(bron, "leidtTotVrijstellendDiploma", pad),
        )

    def _diploma(self, obj: object, pad: str) -> Vak:
        bron = self._object(obj, pad, sleutels={"soort", "behaaldOp"})
        soort = self._tekst(bron, "soort", pad)
        if soort is None:
            self.onbekend[f"{pad}.soort"] = "diploma"
        return Vak(pad, self._moet(bron, "behaaldOp", f"{pad}.behaaldOp"), NOOIT_MEER, soort or ONBEKEND)

    def _vak(self, obj: object, pad: str) -> Vak:
        bron = self._object(obj, pad, sleutels={"vanaf", "tot"})
        return Vak(pad, self._moet(bron, "vanaf", f"{pad}.vanaf"), self._tot(bron, pad))

    def _besluit(self, bron: Mapping[str, Any], sleutel: str) -> Vak | None:
        waarde = bron.get(sleutel)
        if waarde is None:
            return None
        if not isinstance(waarde, dict):
            raise _fout(sleutel, "verwacht een object", 'Schrijf bijvoorbeeld {"vanaf": "2023-05-01"}.')
        vanaf = self._moet(waarde, "vanaf", f"{sleutel}.vanaf")
        return Vak(sleutel, vanaf, self._tot(waarde, sleutel), vrijstellend=waarde.get("gedeeltelijk") is True)

    def _ltr(self, deel: Mapping[str, Any]) -> Waarheid:
        land = self._tekst(deel, "lidstaat", "euLangdurigIngezetene")
        if land is not None and len(land) == 2 and land not in codes.EU_EER:
            mend = "Schrijf de landcode van een EU- of EER-land, bijvoorbeeld AT."
            raise _fout("euLangdurigIngezetene.lidstaat", f"{land} hoort niet bij de EU of de EER", mend)
        voldaan = self._waarheid(deel, "inburgeringsvereisteVoldaan", "euLangdurigIngezetene")
        return voldaan if land != "NL" or voldaan is ONBEKEND else False  # Wi2021 art. 3 lid 2 c: another state

    def _verblijf(self, obj: object, pad: str) -> Verblijf:
        bron = self._object(obj, pad, sleutels=_VERBLIJF)
        grond = self._keuze(bron, "grond", pad, uit=GRONDEN, soort="grond")
        doel = self._keuze(bron, "doel", pad, uit=DOELEN, soort="doel")
        ingang, besluit = (self._mag(bron, s, f"{pad}.{s}") for s in ("ingangsdatum", "beschikkingsdatum"))
        bekend = self._mag(bron, "bekendmaking", f"{pad}.bekendmaking")
        if bekend is None and grond in MET_BEKENDMAKING | {ONBEKEND}:
            self.onbekend[f"{pad}.bekendmaking"], bekend = "bekendmaking", DAG_ONBEKEND
        einddatum = self._mag(bron, "einddatum", f"{pad}.einddatum")
        einde = NOOIT_MEER if einddatum is None else Dagbereik(einddatum.vroegst + 1, einddatum.laatst + 1)
        soort, referentdoel = self._referent(bron, pad, doel=doel)
        bepaald = bron.get("tijdelijkBepaald")
        if bepaald is not None or doel == "overig":
            bepaald = self._waarheid(bron, "tijdelijkBepaald", pad)
        return Verblijf(pad, grond, doel, ingang, besluit, bekend, einde, soort, referentdoel, bepaald)

    def _referent(self, bron: Mapping[str, Any], pad: str, *, doel: Tekst) -> tuple[Tekst | None, Tekst | None]:
        deel = self._deel(bron, "referent", {"soort", "doel"}, pad=f"{pad}.referent")
        if deel is None and doel != "gezinslid":
            return (ONBEKEND, ONBEKEND) if doel is ONBEKEND else (None, None)
        deel = deel or _LEEG
        soort = self._keuze(deel, "soort", f"{pad}.referent", uit=REFERENTEN, soort="referent")
        if soort == "regulier-bepaalde-tijd" or "doel" in deel:
            gelezen = self._keuze(deel, "doel", f"{pad}.referent", uit=DOELEN, soort="referentdoel")
            if soort == "regulier-bepaalde-tijd" and gelezen in codes.OPEN_REFERENTDOELEN:
                self.onbekend[f"{pad}.referent.doel"] = "referentdoel"
                return soort, ONBEKEND
            return soort, gelezen
        return soort, ONBEKEND if soort is ONBEKEND else None

    # ── kinds of values ──────────────────────────────────────────────────────────────────────────

    @staticmethod
    def _object(obj: object, pad: str, *, sleutels: frozenset[str] | set[str]) -> Mapping[str, Any]:
        if not isinstance(obj, dict):
            raise _fout(pad, f"verwacht een object, kreeg {type(obj).__name__}", "Schrijf een object tussen { en }.")
        for sleutel in obj:
            if sleutel not in sleutels:
                plaats = f"{pad}.{sleutel}" if pad else str(sleutel)
                raise _fout(plaats, "deze sleutel is onbekend", f"Bekend zijn: {', '.join(sorted(sleutels))}.")
        return obj

    def _deel(
        self, bron: Mapping[str, Any], sleutel: str, sleutels: set[str], *, pad: str = ""
    ) -> Mapping[str, Any] | None:
        waarde = bron.get(sleutel)
        return None if waarde is None else self._object(waarde, pad or sleutel, sleutels=sleutels)

    def _lijst(
        self, bron: Mapping[str, Any], sleutel: str, pad: str, lezer: Callable[[object, str], Any]
    ) -> tuple[Any, ...]:
        waarde = bron.get(sleutel)
        if waarde is None:
            return ()
        if not isinstance(waarde, list):
            raise _fout(pad, "verwacht een lijst", "Schrijf een lijst tussen [ en ].")
        return tuple(lezer(deel, f"{pad}[{i}]") for i, deel in enumerate(waarde))

    def _bronlijst(
        self, bron: Mapping[str, Any], sleutel: str, lezer: Callable[[object, str], Any]
    ) -> tuple[Any, ...] | None:
        if bron.get(sleutel) is None:
            self.onbekend[sleutel] = sleutel
            return None
        return self._lijst(bron, sleutel, sleutel, lezer)

    def _dag(self, waarde: object, pad: str) -> Dagbereik:
        try:
            return lees_dag(waarde)
        except DatumOngeldig as fout:
            raise _fout(pad, fout.detail, fout.herstel) from fout

    def _mag(self, bron: Mapping[str, Any], sleutel: str, pad: str) -> Dagbereik | None:
        waarde = bron.get(sleutel)
        if waarde is None:
            return None
        bereik = self._dag(waarde, pad)
        if not bereik.bekend:
            self.onbekend[pad] = "datum"
        return bereik

    def _moet(self, bron: Mapping[str, Any], sleutel: str, pad: str, *, soort: str = "datum") -> Dagbereik:
        bereik = DAG_ONBEKEND if bron.get(sleutel) is None else self._dag(bron[sleutel], pad)
        if not bereik.bekend:
            self.onbekend[pad] = soort
        return bereik

    def _tot(self, bron: Mapping[str, Any], pad: str) -> Dagbereik:
        return self._mag(bron, "tot", f"{pad}.tot") or NOOIT_MEER

    def _code(self, bron: Mapping[str, Any], sleutel: str, pad: str, *, cijfers: str) -> Tekst:
        code = bron.get(sleutel)
        if code is None:
            self.onbekend[f"{pad}.{sleutel}"] = cijfers
            return ONBEKEND
        if not isinstance(code, str) or len(code) != 4 or not code.isascii() or not code.isdigit():
            raise _fout(f"{pad}.{sleutel}", f"een {cijfers}code heeft vier cijfers", "Schrijf bijvoorbeeld 0344.")
        return code

    def _keuze(
        self, bron: Mapping[str, Any], sleutel: str, pad: str, *, uit: frozenset[str] | tuple[str, ...], soort: str
    ) -> Tekst:
        waarde = bron.get(sleutel)
        if waarde is None:
            self.onbekend[f"{pad}.{sleutel}"] = soort
            return ONBEKEND
        if not isinstance(waarde, str) or waarde not in uit:
            raise _fout(f"{pad}.{sleutel}", "deze waarde is onbekend", f"Kies uit: {', '.join(sorted(uit))}.")
        return waarde

    def _waarheid(self, bron: Mapping[str, Any], sleutel: str, pad: str) -> Waarheid:
        waarde = bron.get(sleutel)
        if waarde is None:
            self.onbekend[f"{pad}.{sleutel}"] = "waarheid"
            return ONBEKEND
        if not isinstance(waarde, bool):
            raise _fout(f"{pad}.{sleutel}", "verwacht true of false", "Schrijf true of false zonder aanhalingstekens.")
        return waarde

    @staticmethod
    def _tekst(bron: Mapping[str, Any], sleutel: str, pad: str) -> str | None:
        waarde = bron.get(sleutel)
        if waarde is not None and not isinstance(waarde, str):
            raise _fout(f"{pad}.{sleutel}", "verwacht tekst", "Schrijf tekst tussen aanhalingstekens.")
        return waarde

    @staticmethod
    def _getal(bron: Mapping[str, Any], sleutel: str, pad: str) -> float:
        waarde = bron.get(sleutel)
        if waarde is None:
            return 0
        if isinstance(waarde, bool) or not isinstance(waarde, int | float) or not 0 <= waarde <= 150:
            raise _fout(f"{pad}.{sleutel}", "verwacht een aantal jaren van 0 tot 150", "Schrijf bijvoorbeeld 8.")
        return waarde
