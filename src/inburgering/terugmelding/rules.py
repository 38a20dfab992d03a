"""What a terugmelding must hold beside the catalogue, what it sets, and when a number is an alarm. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from inburgering.feit.terms import Persoonsgegevens
from inburgering.organisatie import gemeenten
from inburgering.primitives import datums
from inburgering.recht import termijnen
from inburgering.signaal.rules import catalogus, stappen
from inburgering.signaal.terms import Signaalsoort, Veld
from inburgering.terugmelding.errors import TerugmeldingOngeldig
from inburgering.terugmelding.terms import IK_MIS_IEMAND, NIET_MIJN_INWONER, PIP, Alarm, Telling, Termijn

BEGIN_WI2021 = date(2022, 1, 1)
ALARM_VANAF, ALARM_KEER, MAANDEN_TERUG = 3, 2.0, 3
MAANDEN_OVERSTAP = 18
# When the first field has this value, the second must be there.
_DAN_OOK: Mapping[str, Sequence[tuple[str, object, str]]] = {
    "R4": (("pvtUitkomst", "afgerond", "pvtDatum"), ("pvtUitkomst", "niet-afgerond", "pvtVerwijtbaar")),
    "R5": (("mapUitkomst", "afgerond", "mapDatum"), ("mapUitkomst", "niet-afgerond", "mapVerwijtbaar")),
    "R7": (("aanbodTijdig", True, "aanbodDatum"),),
}
_VOLGORDE = {"R1": ("intakeBegin", "intakeEinde")}
_LATER_MAG = frozenset({"leerrouteVanaf"})


def check(kind: Signaalsoort, velden: Mapping[str, Any], *, vandaag: date) -> None:
    """Pass when what is told back is whole and possible.

    Raises:
        InhoudOngeldig: a field that misses, is unknown or has the wrong form.
        VerstrekkingNietToegestaan: a field that the law does not let go.
        TerugmeldingOngeldig: a date that cannot be, or a field that must be there too.
    """
    catalogus.check_inhoud(kind, velden)
    for veld in kind.velden:
        if veld.vorm == "datum" and velden.get(veld.naam):
            _check_datum(veld, date.fromisoformat(velden[veld.naam]), vandaag=vandaag)
    for als, waarde, dan in _DAN_OOK.get(kind.code, ()):
        if velden.get(als) == waarde and velden.get(dan) is None:
            raise TerugmeldingOngeldig(f"Vul ook in: {_titel(kind, dan)}.", veld=dan, herstel="Vul dit veld in.")
    eerst, dan_pas = _VOLGORDE.get(kind.code, ("", ""))
    if velden.get(dan_pas) and velden[dan_pas] < velden[eerst]:
        raise TerugmeldingOngeldig("Het einde ligt voor het begin.", veld=dan_pas, herstel="Controleer de datums.")
    if kind.code == IK_MIS_IEMAND and not (velden.get("burgerservicenummer") or velden.get("vreemdelingennummer")):
        raise TerugmeldingOngeldig(
            "Zonder nummer weten wij niet om wie het gaat.",
            veld="burgerservicenummer",
            herstel="Vul het burgerservicenummer of het V-nummer in.",
        )


def _check_datum(veld: Veld, dag: date, *, vandaag: date) -> None:
    if dag > vandaag and veld.naam not in _LATER_MAG:
        raise TerugmeldingOngeldig(
            "Deze datum ligt in de toekomst.", veld=veld.naam, herstel="Vul een datum tot en met vandaag in."
        )
    if dag < BEGIN_WI2021 and veld.gegeven not in {"geboortedatum", "signaalverwijzing"}:
        raise TerugmeldingOngeldig(
            "Deze datum ligt voor de Wet inburgering 2021.",
            veld=veld.naam,
            herstel="Vul een datum vanaf 01-01-2022 in.",
        )


def check_overdracht(velden: Mapping[str, Any], *, gemeente: str, vandaag: date) -> None:
    """Pass when the dossier went to another gemeente that there is.

    Raises:
        TerugmeldingOngeldig: it is the gemeente itself, or none.
    """
    naar = velden["overgedragenAan"]
    if not gemeenten.is_gemeente(naar):
        raise TerugmeldingOngeldig(
            f"Gemeente {naar} bestaat niet.", veld="overgedragenAan", herstel="Kies de gemeente die het dossier kreeg."
        )
    if gemeenten.rechtsopvolger(naar, vandaag) == gemeenten.rechtsopvolger(gemeente, vandaag):
        raise TerugmeldingOngeldig(
            "Dit is uw eigen gemeente.", veld="overgedragenAan", herstel="Kies de gemeente die het dossier kreeg."
        )


def was_college(gemeente: str, colleges: Sequence[tuple[datetime, str | None]], *, moment: datetime) -> bool:
    """Whether this gemeente was the college at a moment; also when nobody had determined one."""
    college = next((c for op, c in reversed(colleges) if op <= moment), None)
    dag = moment.date()
    return college is None or gemeenten.rechtsopvolger(college, dag) == gemeenten.rechtsopvolger(gemeente, dag)


def _titel(kind: Signaalsoort, naam: str) -> str:
    veld = kind.veld(naam)
    return veld.titel if veld else naam


def check_reden(reden: str) -> None:
    """Pass when a reason is there and names no long number.

    Raises:
        InhoudOngeldig: what is wrong with the text.
    """
    stappen.check_reden(reden)


def uiterlijk(kind: Signaalsoort, *, vandaag: date) -> date | None:
    """The last day for the answer of DUO; a term that ends on a weekend or holiday runs on (Algemene termijnenwet)."""
    if kind.antwoord_weken is None:
        return None
    return termijnen.verschuif(vandaag + timedelta(weeks=kind.antwoord_weken))


def eerste_pip(velden: Iterable[Mapping[str, Any]]) -> date | None:
    """The first of these PIP dates: only the first sets the term (Wi2021 art. 11 lid 1)."""
    return min((date.fromisoformat(v["pipDatum"]) for v in velden), default=None)


def termijn(pip: date, *, vastgesteld: date | None) -> Termijn:
    """The term that a first PIP sets; what the engine determined, with interruptions, goes before the bare count."""
    return Termijn(pip, pip + timedelta(days=1), vastgesteld or termijnen.laatste_dag_wi2021(pip))


def check_overstap(nieuw: Mapping[str, Any], oud: Mapping[str, Any] | None, *, termijn: Termijn | None) -> None:
    """Pass when this leerroute may follow the one that was told before (Besluit inburgering 2021 art. 5.4).

    Within a year and a half of the first day of the term; from the onderwijsroute to the B1-route at any time.

    Raises:
        TerugmeldingOngeldig: the change comes too late.
    """
    if oud is None or termijn is None or oud["leerroute"] == nieuw["leerroute"]:
        return
    if (oud["leerroute"], nieuw["leerroute"]) == ("onderwijsroute", "b1-route"):
        return
    grens = date.fromordinal(datums.tel_op(termijn.begin.toordinal(), maanden=MAANDEN_OVERSTAP))
    if date.fromisoformat(nieuw["leerrouteVanaf"]) >= grens:
        raise TerugmeldingOngeldig(
            f"Deze overstap kon tot {grens:%d-%m-%Y}: anderhalf jaar na het begin van de termijn"
            " (Bi2021 art. 5.4). Van de onderwijsroute naar de B1-route kan altijd.",
            veld="leerrouteVanaf",
            herstel="Controleer de leerroute en de datum.",
        )


def termijninhoud(termijn: Termijn, gegevens: Persoonsgegevens) -> dict[str, str]:
    """What DUO tells the gemeente of the term that its PIP began; only what is known."""
    alles = {
        "naam": gegevens.naam,
        "geboortedatum": gegevens.geboortedatum_tekst,
        "burgerservicenummer": gegevens.bsn.waarde if gegevens.bsn else None,
        "vreemdelingennummer": gegevens.vnummer,
        "termijnBegin": termijn.begin.isoformat(),
        "termijnEinde": termijn.uiterlijk.isoformat(),
    }
    return {naam: waarde for naam, waarde in alles.items() if waarde}


def hoort_bij_term(soort: str) -> bool:
    """Whether this kind can move a term."""
    return soort == PIP


# ── Rising numbers ───────────────────────────────────────────────────────────────────────────────


def alarmen(tellingen: Sequence[Telling], *, maand: str) -> list[Alarm]:
    """What rose in a month: at least three, and more than twice the mean of the three months before; the most first."""
    per_plek: dict[tuple[str, str], dict[str, int]] = {}
    for t in tellingen:
        per_plek.setdefault((t.soort, t.gemeente), {})[t.maand] = t.aantal
    vorige = _maanden_voor(maand)
    uit = []
    for (soort, gemeente), per_maand in per_plek.items():
        gewoonlijk = sum(per_maand.get(m, 0) for m in vorige) / len(vorige)
        aantal = per_maand.get(maand, 0)
        if aantal >= ALARM_VANAF and aantal > ALARM_KEER * gewoonlijk:
            uit.append(Alarm(soort, titel(soort), gemeente, maand, round(gewoonlijk, 1), aantal))
    return sorted(uit, key=lambda a: (-a.aantal, a.soort, a.gemeente))


def titel(soort: str) -> str:
    """How a kind is called, in the newest catalogue that has it."""
    boeken = [b for b in catalogus.alle() if soort in b.terugmeldingen]
    return boeken[-1].terugmeldingen[soort].titel if boeken else soort


def telt_mee(soort: str) -> bool:
    """Whether a rising number of this kind is an alarm."""
    return soort in {NIET_MIJN_INWONER, IK_MIS_IEMAND}


def _maanden_voor(maand: str) -> list[str]:
    jaar, nummer = int(maand[:4]), int(maand[5:])
    uit = []
    for _ in range(MAANDEN_TERUG):
        jaar, nummer = (jaar, nummer - 1) if nummer > 1 else (jaar - 1, 12)
        uit.append(f"{jaar:04d}-{nummer:02d}")
    return uit
