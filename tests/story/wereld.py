"""A small January 2022 for tests: invented people, through the product's own commands, up to the stop."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from inburgering.feit import commands as feit
from inburgering.feit import queries as feiten
from inburgering.herstel import commands as herstel
from inburgering.interfaces.cli.verhaal import leveringen, personen
from inburgering.interfaces.cli.verhaal.personen import Mens
from inburgering.kennisgeving import commands as kennisgeving
from inburgering.kennisgeving import terms as brieven
from inburgering.signaal import commands as signaal
from inburgering.signaal import terms as signalen
from inburgering.stop import commands as stop
from inburgering.stop.terms import Bereik
from inburgering.toegang import commands as toegang
from inburgering.toegang.terms import Actor, Rol
from inburgering.vaststelling import commands as vaststelling
from inburgering.vaststelling import queries as vaststellingen

HIER = ZoneInfo("Europe/Amsterdam")
FOUT, GOED = "kennisgeving", "bekendmaking"
ASIEL, GEZIN = "asielstatushouder", "gezins-of-overige-migrant"
ROLLEN = {
    "medewerker": Rol.DUO_MEDEWERKER,
    "jurist": Rol.DUO_JURIST,
    "leider": Rol.INCIDENTLEIDER,
    "leider2": Rol.INCIDENTLEIDER,
    "fg": Rol.PRIVACY_OFFICER,
}


def op(maand: int, dag: int, uur: int = 10, *, jaar: int = 2022) -> datetime:
    """A moment by the clock in the Netherlands."""
    return datetime(jaar, maand, dag, uur, tzinfo=HIER)


@dataclass
class Wereld:
    """What a test needs to go on."""

    mensen: list[Mens]
    duo: dict[str, Actor]
    persoon: dict[int, int] = field(default_factory=dict)
    vrijgaven: list[int] = field(default_factory=list)
    klant: dict[str, Actor] = field(default_factory=dict)
    stop_id: UUID | None = None
    incident: UUID | None = None

    def van_soort(self, *soorten: str) -> list[int]:
        """The persons of these kinds."""
        return [self.persoon[m.nummer] for m in self.mensen if m.soort in soorten]

    def klantmanager(self, code: str) -> Actor:
        """The klantmanager of a gemeente."""
        if code not in self.klant:
            self.klant[code] = toegang.maak_medewerker(
                f"g{code}", code, rol=Rol.KLANTMANAGER, gemeente=code, wachtwoord="een-lang-wachtwoord", now=op(1, 1)
            )
        return self.klant[code]


def maak(map_: Path, aantal: int = 40, zaad: int = 1, *, druk: bool = True) -> Wereld:
    """People, facts, the wrong rule in use, letters and signalen of one day in January."""
    duo = {
        naam: toegang.maak_medewerker(
            naam, naam, rol=rol, gemeente=None, wachtwoord="een-lang-wachtwoord", now=op(1, 1)
        )
        for naam, rol in ROLLEN.items()
    }
    wereld = Wereld(personen.bedenk(aantal, zaad), duo)
    for mens in wereld.mensen:
        if mens.soort not in {"turks", "diploma"}:
            mens.nationaliteit = "0336"  # one nationality, so that the kind alone decides
    _lees(wereld, map_)
    neem_in_gebruik(wereld, None, FOUT, op(12, 15, jaar=2021))
    te_schrijven = [wereld.persoon[m.nummer] for m in wereld.mensen if m.brief_op]
    vertel(wereld, te_schrijven, date(2022, 1, 12), druk=druk)
    return wereld


def _lees(wereld: Wereld, map_: Path) -> None:
    for bron, plek in leveringen.schrijf(map_, wereld.mensen, nummer=1, datum=date(2022, 1, 3)).items():
        feit.neem_op(bron, plek, now=op(1, 3, 7))
    for mens in wereld.mensen:
        gevonden = feiten.zoek(bsn=mens.bsn)
        assert gevonden is not None
        wereld.persoon[mens.nummer] = gevonden


def neem_in_gebruik(wereld: Wereld, oud: str | None, nieuw: str, now: datetime) -> None:
    """Two people take a regelversie into use, after its report."""
    jurist, leider = wereld.duo["jurist"], wereld.duo["leider"]
    rapport = vaststelling.stel_rapport_op(oud, nieuw, peildatum=now.date(), moment=now, door=jurist, now=now)
    vaststelling.neem_in_gebruik(nieuw, door=jurist, tweede=leider, now=now, rapport_hash=rapport)


def vertel(wereld: Wereld, ids: list[int], dag: date, *, druk: bool = True) -> None:
    """One day at DUO under the wrong rule."""
    door, nu = wereld.duo["medewerker"], op(dag.month, dag.day)
    vaststelling.stel_vast(ids, regelversie=FOUT, peildatum=dag, door=door, now=nu, voorgenomen=dict.fromkeys(ids, dag))
    uitkomsten = [v for v in vaststellingen.uitkomsten(ids) if v.oordeel == "plichtig"]
    gegevens = feiten.persoonsgegevens([v.persoon_id for v in uitkomsten], moment=nu)
    brief = stop.maak_vrijgave(FOUT, "brief", run=str(dag), now=nu)
    signalen_ = stop.maak_vrijgave(FOUT, "signaal", run=str(dag), now=nu)
    kennisgeving.schrijf(
        [brieven.Opdracht(v.persoon_id, brieven.Soort.KENNISGEVING, {}, v.pk) for v in uitkomsten],
        vrijgave_id=brief,
        dagtekening=dag,
        door=door,
        now=nu,
    )
    if druk:
        kennisgeving.druk_af(now=op(dag.month, dag.day, 15), door=door)
    opdrachten = [_signaal(v, gegevens[v.persoon_id], dag) for v in uitkomsten if v.wet == "Wi2021" and v.college]
    signaal.geef_vrij(opdrachten, vrijgave_id=signalen_, door=door, now=op(dag.month, dag.day, 16))
    wereld.vrijgaven += [brief, signalen_]


def _signaal(v, wie, dag: date) -> signalen.Opdracht:
    gemeente = v.college
    inhoud = {
        "naam": wie.naam,
        "geboortedatum": wie.geboortedatum_tekst,
        "wet": "Wi2021",
        "ingangsdatum": v.ingangsdatum.isoformat(),
        "categorie": v.categorie or GEZIN,
        "kennisgevingOp": dag.isoformat(),
    }
    if v.categorie == ASIEL:
        inhoud["huisvestingsgemeente"] = gemeente
    return signalen.Opdracht(
        v.persoon_id, gemeente, "A2" if v.categorie == ASIEL else "G1", inhoud, vaststelling_id=v.pk
    )


def stop_en_open(wereld: Wereld, *, alles: bool = True) -> None:
    """The brake goes on, the incident is opened, the right rule comes into use."""
    leider, fg = wereld.duo["leider"], wereld.duo["fg"]
    bereik = Bereik(alles=True) if alles else Bereik(alles=False, vrijgaven=tuple(int(v) for v in wereld.vrijgaven))
    wereld.stop_id = stop.zet_stop(bereik, "Verkeerde wet.", door=leider, tweede=fg, now=op(1, 26, 11))
    wereld.incident = herstel.open_incident(
        "Verkeerde wet vastgesteld",
        bewust_op=op(1, 26, 9),
        regelversie_oud=FOUT,
        regelversie_nieuw=GOED,
        stop_id=wereld.stop_id,
        door=leider,
        now=op(1, 26, 12),
        ontdekt_door="Vraag van een gemeente.",
    )
    neem_in_gebruik(wereld, FOUT, GOED, op(2, 8))
