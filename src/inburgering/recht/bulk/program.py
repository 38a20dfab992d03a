"""One regelversie as a compiled program: the trees of its actions beside the hand-written kernels."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from inburgering.primitives.datums import DAG_ONBEKEND, Dagbereik
from inburgering.recht import regelversies
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET
from inburgering.recht.boom import Bewerking, Naam, Uitkomst, Vast
from inburgering.recht.bulk import bouw, codes, invoer, keuzen, tabellen
from inburgering.recht.bulk.kernen import (
    afgeleid,
    beslis,
    dagen,
    dagkeuze,
    grof,
    hoofd,
    keuze,
    kijk,
    lijnen,
    onbekend,
    plaatsen,
    school,
    stil,
    termijnen,
    wandeling,
    wereld,
)
from inburgering.recht.bulk.kernen import plaatsen as p
from inburgering.recht.bulk.plekken import (
    CODE_VAN,
    DAG_VAN,
    DAGFEITEN,
    LIJN_VAN,
    TERMIJN,
    TERMIJNFEITEN,
    persoonsfeit,
    verblijfsfeit,
)
from inburgering.recht.bulk.schrijver import Schrijver, Tabellen, Waarde
from inburgering.recht.errors import RegelOngeldig
from inburgering.recht.kern import EINDREDENEN
from inburgering.recht.machine import Machine, Omgeving
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import NEE, ONBEKEND, WEET_NIET

MASKER_MAX = 62
LIJN = "voor(B, m, {x})"
ZEKER, MOGELIJK = "voor_zeker(B, {x})", "voor_mogelijk(B, {x})"
BESLUITEN = ("besluit_inburgering", "besluit_inburgering_2021")
WETTEN = (OUDE_WET, NIEUWE_WET)


@dataclass(frozen=True, slots=True)
class Program:
    """The compiled rules with their tables, for one regelversie: `keuze` says which dates, outcomes and reading."""

    functie: Any
    regelversie: Regelversie
    tabellen: tuple[Any, ...]
    voorwaarden: tuple[tuple[str, str], ...]


_KLAAR: dict[str, Program] = {}


def program(regelversie: Regelversie) -> Program:
    """The program of a regelversie; compiled once for all regelversies with the same texts, and kept on disk."""
    if regelversie.hash not in _KLAAR:
        _KLAAR[regelversie.hash] = _Maker(regelversie).maak()
    return _KLAAR[regelversie.hash]


def _verwanten(regelversie: Regelversie) -> list[Regelversie]:
    """The regelversies that share one program: those of the same files and the same texts."""
    boek, tekst_op = regelversie.machine.boek, regelversie.machine.tekst_op
    bekend = [r for r in regelversies.alle() if (r.machine.boek.hash, r.machine.tekst_op) == (boek.hash, tekst_op)]
    return bekend if any(r.hash == regelversie.hash for r in bekend) else [regelversie]


def geboorte_telt(regelversie: Regelversie) -> bool:
    """Tell whether anything that is read of someone whose duty is known hangs on the date of birth.

    It may where a verblijf decides; else by the facts that the rules ask for.
    """
    uitkomsten = ("valt_onder_artikel_3", "asielstatushouder")
    gelezen = [*regelversie.plicht.values(), regelversie.wet, *((wet, naam) for wet in WETTEN for naam in uitkomsten)]
    gelezen += [(NIEUWE_WET, "vrijgesteld"), (NIEUWE_WET, "college_is_huisvesting")]
    feiten = frozenset[str]().union(*(regelversie.machine.feitnamen(*vraag) for vraag in gelezen))
    return regelversie.per_verblijf or "geboortedatum" in feiten


class _Maker:
    def __init__(self, regelversie: Regelversie) -> None:
        self.regelversie = regelversie
        self.machine = regelversie.machine
        self.tabellen = Tabellen(self.machine)
        self.acties: dict[tuple[str, str], int] = {}
        verwanten = _verwanten(regelversie)
        self.plichten = list(dict.fromkeys((r.per_verblijf, tuple(r.plicht.values())) for r in verwanten))
        self.lezingen = list(dict.fromkeys(r.wet for r in verwanten))

    def welk(self) -> Any:
        """Which of the program's variants this regelversie is, as the kernels read it."""
        r = self.regelversie
        velden = {"ingangsdatum": p.V_INGANG, "beschikkingsdatum": p.V_BESLUIT, "bekendmaking": p.V_BEKEND}
        grens = self.machine.boek.tekst(NIEUWE_WET, op=self.machine.tekst_op).definities["INWERKINGTREDING"]
        omgeving = Omgeving({"ingangsdatum_plicht": grens, "onder_artikel_3_op_laatste_dag": WEET_NIET})
        nieuw = self.machine.reken(*r.wet, omgeving) == "Wi2021"
        plicht = self.plichten.index((r.per_verblijf, tuple(r.plicht.values())))
        getallen = (r.per_verblijf, velden[r.aanvang_verblijf], plicht, self.lezingen.index(r.wet), nieuw)
        return np.array((*getallen, geboorte_telt(r)), np.int64)

    def maak(self) -> Program:
        delen = [*self._datums(), *self._van_persoon(), *self._van_verblijf(), *self._pointwise(), *self._vast()]
        voorwaarden, patroon = self._patroon()
        delen.append(patroon)
        waarden = bouw.tabel(self.tabellen)
        kernen = (
            dagen, plaatsen, lijnen, afgeleid, kijk, termijnen, beslis, onbekend, dagkeuze, keuze, wandeling, grof,
            stil, school, wereld, hoofd,
        )  # fmt: skip
        tekst = [
            invoer.LADERS,
            *(bouw.bron(k) for k in kernen),
            invoer.lader(),
            bouw.datumfuncties(self.tabellen, waarden, per_dag=True),
            *delen,
        ]
        module = bouw.laad(tekst)
        vast = (
            self.welk(),
            tabellen.nationaliteiten(self.machine),
            tabellen.diplomas(self.machine),
            np.ascontiguousarray(waarden.T),  # what is asked of one day lies together
            tabellen.werkdagen(),
        )
        return Program(module.register, self.regelversie, vast + keuzen.tabellen(self.regelversie), voorwaarden)

    # ── timelines ────────────────────────────────────────────────────────────────────────────────

    def _van_persoon(self) -> list[str]:
        wil = [(wet, "overige_voorwaarden") for wet in WETTEN] + [(NIEUWE_WET, "vrijgesteld")]
        wil += [(wet, o) for wet in WETTEN for o, _, _ in EINDREDENEN if o in self._acties_van(wet)]
        wil += [vraag for per_verblijf, paar in self.plichten if not per_verblijf for vraag in paar]
        wil += [(wet, output) for wet in WETTEN for output in ("vreemdeling", "geestelijk_bedienaar")]
        schrijver = Schrijver(self.machine, persoonsfeit, voor=LIJN, tabellen=self.tabellen)
        zet = []
        for vraag in dict.fromkeys(wil):
            waarde, plek = schrijver.actie(*vraag), p.A_ACTIES + 2 * len(self.acties)
            self.acties[vraag] = plek
            zet += [f"A[{plek}] = {waarde.een}", f"A[{plek + 1}] = {waarde.ander}"]
        for nummer, (per_verblijf, paar) in enumerate(self.plichten):
            if not per_verblijf:
                zet.append(f"if P[{p.P_PLICHT}] == {nummer}:")
                for vraag, plek in zip(paar, (p.A_PLICHT_OUD, p.A_PLICHT_NIEUW), strict=True):
                    zet += [f"    A[{plek + k}] = A[{self.acties[vraag] + k}]" for k in (0, 1)]
        lijnen_ = bouw.functie("lijnen_persoon", "P, F, A, TAB, B, m, alles", [*schrijver.regels, *zet], "0")
        return [lijnen_, self._grenzen("persoon", "P, A, TAB, C, k", schrijver, persoonsfeit)]

    def _grenzen(self, naam: str, parameters: str, schrijver: Schrijver, feit: Any) -> str:
        ander = Schrijver(self.machine, feit, voor="0", tabellen=self.tabellen)
        zet: list[str] = []
        for knoop, plus in schrijver.grenzen.values():
            waarde = ander.waarde(knoop)
            erbij = f" + {plus}" if plus else ""
            zet.append(f"k = bij(C, k, {waarde.een}{erbij})")
            if waarde.een != waarde.ander:
                zet += [f"if {waarde.een} != {waarde.ander}:", f"    k = bij(C, k, {waarde.ander}{erbij})"]
        return bouw.functie(f"grenzen_{naam}", parameters, ["alles = 1", *ander.regels, *zet], "k")

    def _elders(self, regeling: str, output: str) -> Waarde | None:
        plek = self.acties.get((regeling, output))
        return None if plek is None else Waarde("waarheid", f"A[{plek}]", f"A[{plek + 1}]")

    def _van_verblijf(self) -> list[str]:
        schrijver = Schrijver(self.machine, verblijfsfeit, voor=LIJN, tabellen=self.tabellen, elders=self._elders)
        zet: list[str] = []
        for wet, plek in zip(WETTEN, (p.W_VALT_OUD, p.W_VALT_NIEUW), strict=True):
            zet += _bewaar(plek, schrijver.actie(wet, "valt_onder_artikel_3"))
        for nummer, (per_verblijf, paar) in enumerate(self.plichten):
            if per_verblijf:
                zet.append(f"if P[{p.P_PLICHT}] == {nummer}:")
                for vraag, plek in zip(paar, (p.W_PLICHT_OUD, p.W_PLICHT_NIEUW), strict=True):
                    zet += [f"    {regel}" for regel in _bewaar(plek, schrijver.actie(*vraag))]
        asiel = [
            ((wet, "asielstatushouder"), plek)
            for wet, plek in zip(WETTEN, (p.W_ASIEL_OUD, p.W_ASIEL_NIEUW), strict=True)
        ]
        for vraag, plek in [*asiel, ((NIEUWE_WET, "college_is_huisvesting"), p.W_HUIS)]:
            zet.append(f"W[i * {p.W_BREED} + {plek}] = 1 if {schrijver.actie(*vraag).een} == alles else 0")
        hoofd_ = bouw.functie("lijnen_verblijf", "P, F, A, W, i, TAB, B, m, alles", [*schrijver.regels, *zet], "0")
        return [
            hoofd_,
            self._grenzen("verblijf", "P, A, W, i, TAB, C, k", schrijver, verblijfsfeit),
            self._kenmerken(),
            self._grof(),
        ]

    def _grof(self) -> str:
        """The stretches on which a verblijf could make plichtig, by the same trees without the timelines."""
        regels: list[str] = []
        for nummer, (per_verblijf, paar) in enumerate(self.plichten):
            if per_verblijf:
                schrijver = Schrijver(
                    self.machine, verblijfsfeit, voor=ZEKER, mogelijk=MOGELIJK, tabellen=self.tabellen
                )
                mogelijk = " | ".join(f"({schrijver.actie(*vraag).ander})" for vraag in paar)
                regels += [
                    f"if P[{p.P_PLICHT}] == {nummer}:",
                    *(f"    {regel}" for regel in [*schrijver.regels, f"return {mogelijk}"]),
                ]
        return bouw.functie("grof_verblijf", "P, F, A, W, i, TAB, B, alles", regels, "alles")

    def _patroon(self) -> tuple[tuple[tuple[str, str], ...], str]:
        """The named conditions of every act in the order of the law, and the function that gives their masks."""

        def feit(naam: str) -> Waarde:
            waarde = verblijfsfeit(naam)
            if waarde.soort != "waarheid" or naam == "tijdelijk_vastgesteld":
                return waarde
            return Waarde("waarheid", f"(({waarde.een} >> s) & 1)", f"(({waarde.ander} >> s) & 1)")

        plichten = dict.fromkeys(vraag for _, paar in self.plichten for vraag in paar)
        stappen = [stap.actie for vraag in plichten for stap in self.machine.volgorde(*vraag)]
        vragen = tuple(dict.fromkeys((actie.regeling, actie.output) for actie in stappen))
        if len(vragen) > MASKER_MAX:
            raise RegelOngeldig(
                "er zijn te veel voorwaarden voor een masker", veld="wet", herstel="Breid het masker uit."
            )
        schrijver = Schrijver(self.machine, feit, voor="(1 if DAG < {x} else 0)", tabellen=self.tabellen)
        waarden = [schrijver.actie(*vraag) for vraag in vragen]
        waar = " | ".join(f"({w.een}) << {n}" for n, w in enumerate(waarden))
        onbekend_ = " | ".join(f"(({w.een}) ^ ({w.ander})) << {n}" for n, w in enumerate(waarden))
        regels = ["alles = 1", *schrijver.regels]
        return vragen, bouw.functie("patroon", "P, F, A, W, i, TAB, s, DAG", regels, f"{waar}, {onbekend_}")

    def _kenmerken(self) -> str:
        schrijver = Schrijver(self.machine, verblijfsfeit, voor="0")
        oud, nieuw = (schrijver.actie(besluit, "voortzetting") for besluit in BESLUITEN)
        if schrijver.grenzen:
            raise RegelOngeldig("voortzetting hangt van de dag af", veld=BESLUITEN[0], herstel="Gebruik grond of doel.")
        zet = [
            f"W[i * {p.W_BREED} + {p.W_VOORT_OUD}] = 1 if {oud.een} == alles else 0",
            f"W[i * {p.W_BREED} + {p.W_VOORT_OUD_MISSCHIEN}] = {oud.ander}",
            f"W[i * {p.W_BREED} + {p.W_VOORT_NIEUW}] = 1 if {nieuw.een} == alles else 0",
        ]
        return bouw.functie("kenmerken_verblijf", "P, A, W, i, TAB", ["alles = 1", *schrijver.regels, *zet], "0")

    # ── outcomes that need no timeline ───────────────────────────────────────────────────────────

    def _los(
        self, naam: str, parameters: str, /, vraag: tuple[str, str], feiten: Mapping[str, Waarde], **op: Machine
    ) -> str:
        machine = op.get("machine", self.machine)
        schrijver = Schrijver(machine, lambda feit: feiten[feit], voor="0")
        waarde = schrijver.actie(*vraag)
        uit = f"{waarde.een} == alles" if waarde.soort == "waarheid" else waarde.een
        return bouw.functie(naam, parameters, ["alles = 1", *schrijver.regels], uit)

    def _pointwise(self) -> list[str]:
        dag = Waarde("datum", "dag", "dag")
        feiten = {"ingangsdatum_plicht": dag, "onder_artikel_3_op_laatste_dag": Waarde("waarheid", "onder3", "onder3")}
        uit = [self._los(f"wet_{k}", "dag, onder3", wet, feiten) for k, wet in enumerate(self.lezingen)]
        lezing = [r for k in range(1, len(uit)) for r in (f"if lezing == {k}:", f"    return wet_{k}(dag, onder3)")]
        uit.append(bouw.functie("wet_van", "lezing, dag, onder3", lezing, "wet_0(dag, onder3)"))
        gat = {
            "begin_onderbreking": Waarde("datum", "begin", "begin"),
            "einde_onderbreking": Waarde("datum", "eind", "eind"),
        }
        uit += [
            self._los(f"overbrugt_{k}", "begin, eind", (b, "onderbreking_telt_niet"), gat)
            for k, b in enumerate(BESLUITEN)
        ]
        keuze = ["if welk == 0:", "    return overbrugt_0(begin, eind)"]
        uit.append(bouw.functie("overbrugt", "welk, begin, eind", keuze, "overbrugt_1(begin, eind)"))
        for naam, vraag in (
            ("inburgering_dag", (NIEUWE_WET, "inburgering_uiterlijk")), ("examen_dag", (OUDE_WET, "examen_uiterlijk")),
            ("pvt_begin", (OUDE_WET, "pvt_aanvang")), ("pvt_dag", (OUDE_WET, "pvt_uiterlijk")),
        ):  # fmt: skip
            uit.append(self._los(naam, TERMIJN, vraag, TERMIJNFEITEN))
        return [*uit, *self._pip()]

    def _pip(self) -> list[str]:
        teksten = self.machine.boek.teksten["besluit_inburgering_2021"]
        uit, keuze = [], []
        for k, tekst in enumerate(teksten):
            machine = Machine(self.machine.boek, tekst_op=tekst.vanaf)
            uit.append(self._los(f"pip_{k}", TERMIJN, (tekst.id, "pip_laatste_dag"), TERMIJNFEITEN, machine=machine))
        for k in range(len(teksten) - 1):
            dag = date.fromisoformat(teksten[k + 1].vanaf).toordinal()
            keuze += [f"if op < {dag}:", f"    return pip_{k}({TERMIJN})"]
        return [
            *uit,
            bouw.functie("pip_dag", f"op, {TERMIJN}", keuze, f"pip_{len(teksten) - 1}({TERMIJN})"),
        ]

    # ── the day-independent rest ─────────────────────────────────────────────────────────────────

    def _datums(self) -> list[str]:
        """The functions of the date of birth that the kernels ask for by name."""
        uit = []
        jaren = (
            ("leerplicht", "leerplichtwet_1969", "KWALIFICATIEPLICHT_TOT_JAREN"),
            ("zestien", NIEUWE_WET, "LEEFTIJD_ONDERGRENS"),
        )
        for naam, regeling, definitie in jaren:
            aantal = self.machine.boek.tekst(regeling, op=self.machine.tekst_op).definities[definitie]
            rij = self.tabellen.nummer(Bewerking("DATE_ADD", (Naam("geboortedatum"), Vast(aantal)), ("years",)))
            uit.append(bouw.functie(f"datum_{naam}", "TAB, n", [], f"datum_{rij}(TAB, n, n)[0]"))
        rij = self.tabellen.nummer(Uitkomst("algemene_ouderdomswet", "aow_datum"))
        return [*uit, bouw.functie("datum_aow", "TAB, lo, hi", [], f"datum_{rij}(TAB, lo, hi)")]

    def _acties_van(self, wet: str) -> Mapping[str, Any]:
        return self.machine.boek.tekst(wet, op=self.machine.tekst_op).acties

    def _vast(self) -> list[str]:
        definities = self.machine.boek.tekst(NIEUWE_WET, op=self.machine.tekst_op).definities
        leerplicht = self.machine.boek.tekst("leerplichtwet_1969", op=self.machine.tekst_op).definities
        wetsdagen = sorted(self.machine.wetsdagen)
        aow = self.machine.boek.tekst("algemene_ouderdomswet", op=self.machine.tekst_op).definities
        aow_jaren = sorted({w for naam, w in aow.items() if naam.startswith("JAREN_")})
        grens: Dagbereik = definities["INWERKINGTREDING"]
        vast = {
            "GRENS": grens.vroegst,
            "OUDSTE": definities["OUDSTE_ONTSTAAN"].vroegst,
            "ZESTIEN": definities["LEEFTIJD_ONDERGRENS"],
            "ACHTTIEN": leerplicht["KWALIFICATIEPLICHT_TOT_JAREN"],
            "GEBOORTEJAREN": (
                definities["LEEFTIJD_ONDERGRENS"],
                leerplicht["KWALIFICATIEPLICHT_TOT_JAREN"],
                *aow_jaren,
            ),
            "KAN": self._kan(),
            "WETSDAGEN": tuple(wetsdagen),
            "WETSDAG_LAATST": wetsdagen[-1],
            "GROND_A": codes.GROND["8a"],
            "GROND_C": codes.GROND["8c"],
            "DOEL_GEZINSLID": codes.DOEL["gezinslid"],
            "DOEL_OVERIG": codes.DOEL["overig"],
            "REF_BEPAALDE_TIJD": codes.REFERENT["regulier-bepaalde-tijd"],
            "VRIJ_BEGIN": tabellen.WERKDAG_BEGIN,
            "VRIJ_EINDE": tabellen.WERKDAG_EINDE,
            **keuzen.vast(self.machine.boek),
        }
        uit = ["\n".join(f"{naam} = {waarde!r}" for naam, waarde in vast.items())]
        oud, nieuw = (self.acties[wet, "overige_voorwaarden"] for wet in WETTEN)
        vrij = self.acties[NIEUWE_WET, "vrijgesteld"]
        open_ = " | ".join(f"(A[{plek}] ^ A[{plek + 1}])" for plek in self.acties.values())
        uit += [
            bouw.functie("open_acties", "A", [], open_),
            bouw.functie("overig", "A, welk", ["if welk == 0:", f"    return A[{oud}]"], f"A[{nieuw}]"),
            bouw.functie("overig_misschien", "A", [], f"A[{oud + 1}]"),
            bouw.functie("vrijgesteld", "A", [], f"A[{vrij}]"),
            bouw.functie("vrijgesteld_misschien", "A", [], f"A[{vrij + 1}]"),
        ]
        return uit + [self._waarom(naam, wet) for naam, wet in zip(("oud", "nieuw"), WETTEN, strict=True)]

    def _kan(self) -> int:
        """A bit for each ground of a verblijf that can make plichtig or fall under article 3."""
        vragen = [(wet, "valt_onder_artikel_3") for wet in WETTEN]
        vragen += [vraag for per_verblijf, paar in self.plichten if per_verblijf for vraag in paar]
        masker = 1 << codes.GROND["8a"] | 1 << codes.GROND["8c"]
        lijnen_ = [*LIJN_VAN, "turks_bij_verkrijging", "tijdelijk_vastgesteld"]
        onbekend_: dict[str, Any] = dict.fromkeys([*CODE_VAN, "jaren_leerplichtig"], ONBEKEND)
        onbekend_.update(dict.fromkeys([*DAG_VAN, *DAGFEITEN], DAG_ONBEKEND))
        onbekend_.update(dict.fromkeys(lijnen_, WEET_NIET))
        for grond, nummer in codes.GROND.items():
            omgeving = Omgeving({**onbekend_, "grond": grond})
            if any(self.machine.reken(*vraag, omgeving) is not NEE for vraag in vragen):
                masker |= 1 << nummer
        return masker

    def _waarom(self, naam: str, wet: str) -> str:
        regels: list[str] = []
        for nummer, (output, antwoord, _) in enumerate(EINDREDENEN):
            plek = self.acties.get((wet, output))
            if plek is not None:
                vraag = f"(A[{plek}] >> s) & 1 != 0" if antwoord == "ja" else f"(A[{plek + 1}] >> s) & 1 == 0"
                regels += [f"if {vraag}:", f"    return {nummer + 5}"]
        return bouw.functie(f"waarom_{naam}", "A, s", regels, "2")


REDENEN = ("", "vertrek", "verblijf-beeindigd", "ontheffing", "ingeburgerd", *(r for _, _, r in EINDREDENEN))


def _bewaar(plek: int, waarde: Waarde) -> list[str]:
    return [f"W[i * {p.W_BREED} + {plek}] = {waarde.een}", f"W[i * {p.W_BREED} + {plek + 1}] = {waarde.ander}"]
