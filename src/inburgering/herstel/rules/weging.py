"""Weighing what was told against what is right, and what follows from it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inburgering.herstel.errors import BeslissingOngeldig
from inburgering.herstel.terms import (
    Aard,
    Categorie,
    Eindstand,
    GeraaktRij,
    Handeling,
    Inzet,
    Kern,
    Maatregel,
    Ongedaan,
    OngedaanSoort,
    Over,
    Uitkomst,
)


def weeg(oud: Kern, nieuw: Kern) -> tuple[Uitkomst, Aard]:
    """Whether what was told stands under the right regelversie, and in what way it differs.

    Another onset under the same act leaves the duty right: the date is corrected, nothing is withdrawn.
    """
    if nieuw.oordeel == "niet-plichtig":
        return (
            (Uitkomst.TEN_ONRECHTE, Aard.GEEN_PLICHT) if oud.oordeel == "plichtig" else (Uitkomst.TERECHT, Aard.GELIJK)
        )
    if nieuw.oordeel != "plichtig" or nieuw.wet is None:
        return Uitkomst.ONBEKEND, Aard.ONBEKEND
    if oud.wet != nieuw.wet:
        return Uitkomst.TEN_ONRECHTE, Aard.ANDERE_WET
    if oud.ingangsdatum != nieuw.ingangsdatum:
        return Uitkomst.TERECHT, Aard.ANDER_MOMENT
    return Uitkomst.TERECHT, Aard.GELIJK


def doorslag(redenen: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """The article and facts that turned the outcome: an open question first, else the last no, else the last step."""
    for antwoord in ("onbekend", "nee"):
        gevonden = [r for r in redenen if r.get("antwoord") == antwoord]
        if gevonden:
            return _artikel(gevonden[-1])
    return _artikel(redenen[-1]) if redenen else ("", {})


def _artikel(reden: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return str(reden.get("artikel", ""))[:200], dict(reden.get("feiten") or {})


def maatregel(uitkomst: Uitkomst, *, in_keuzegroep: bool, categorie: str, gemeente: str, college: str) -> Maatregel:
    """What must happen with a signaal that `gemeente` holds.

    Asylum persons of the choice group are frozen, not withdrawn: in June 2022 their data became usable again.
    `gemeente` and `college` are both as they are called today.
    """
    if uitkomst is Uitkomst.ONBEKEND:
        return Maatregel.WACHTEN
    if uitkomst is Uitkomst.TEN_ONRECHTE:
        bevriezen = in_keuzegroep and categorie == Categorie.ASIEL
        return Maatregel.BEVRIEZEN if bevriezen else Maatregel.INTREKKEN
    return Maatregel.HERSTELLEN if not college or gemeente == college else Maatregel.OMLEIDEN


def eindstand(
    uitkomst: Uitkomst,
    gedaan: frozenset[Handeling],
    *,
    in_keuzegroep: bool,
    toegepast: str | None,
    had_brief: bool = True,
) -> Eindstand | None:
    """Where it ended for a person, or None while something must still be done.

    Who never got the wrong letter needs no letter that takes it back.
    """
    if uitkomst is Uitkomst.ONBEKEND:
        return None
    if uitkomst is Uitkomst.TERECHT:
        klaar = gedaan & {Handeling.HERSTELD, Handeling.OMGELEID, Handeling.NAGELEVERD, Handeling.GEEN_SIGNAAL}
        return Eindstand.TERECHT_HERSTELD if klaar else None
    if had_brief and not gedaan & {Handeling.CORRECTIEBRIEF, Handeling.BRIEF_VERVALLEN}:
        return None
    return _eind_na_keuze(gedaan, toegepast) if in_keuzegroep else _eind_zonder_plicht(gedaan)


def _eind_zonder_plicht(gedaan: frozenset[Handeling]) -> Eindstand | None:
    return Eindstand.INGETROKKEN if gedaan & {Handeling.INGETROKKEN, Handeling.GEEN_SIGNAAL} else None


def _eind_na_keuze(gedaan: frozenset[Handeling], toegepast: str | None) -> Eindstand | None:
    """The choice decides: under the new act the gemeente has the data again, under the old one it has not.

    Who has no gemeente yet is told to the gemeente of the housing once there is one; nothing waits for the repair.
    """
    if toegepast == "Wi2021":
        terug = gedaan & {Handeling.HERSTELD, Handeling.OMGELEID, Handeling.NAGELEVERD, Handeling.GEEN_SIGNAAL}
        return Eindstand.HERSTELD_DOOR_KEUZE if terug else None
    if toegepast == "Wi2013":
        return Eindstand.INGETROKKEN_NA_KEUZE if gedaan & {Handeling.INGETROKKEN, Handeling.GEEN_SIGNAAL} else None
    return None


def eis_beslissing(uitkomst: Uitkomst, nieuw: Kern, reden: str) -> None:
    """Refuse a decision by hand that leaves it open, or does not say why.

    Raises:
        BeslissingOngeldig: which part is missing.
    """
    if uitkomst is Uitkomst.ONBEKEND:
        raise BeslissingOngeldig(
            "De uitkomst is nog onbekend.", veld="uitkomst", herstel="Kies terecht of ten onrechte."
        )
    if not reden.strip():
        raise BeslissingOngeldig("De reden is leeg.", veld="reden", herstel="Schrijf op welk feit de doorslag gaf.")
    if nieuw.oordeel not in {"plichtig", "niet-plichtig"} or (nieuw.oordeel == "plichtig") != (nieuw.wet is not None):
        raise BeslissingOngeldig(
            "Oordeel en wet passen niet bij elkaar.",
            veld="wet",
            herstel="Noem bij een plicht de wet, en anders geen wet.",
        )


def ongedaan(uitkomst: Uitkomst, aard: Aard, inzet: Inzet) -> list[Ongedaan]:
    """What to undo for a person, in the order in which it presses; nothing when the outcome was right.

    What nobody has told us is asked, not assumed away: an unknown fine or loan stays on the list.
    """
    if uitkomst is not Uitkomst.TEN_ONRECHTE:
        return []
    taken = []
    if inzet.pip_dagtekening:
        taken.append(
            Ongedaan(OngedaanSoort.TERMIJN, "DUO", "Haal de termijn van drie jaar weg; de PIP had geen grond.")
        )
    if inzet.ontving_signaal:
        taken.append(Ongedaan(OngedaanSoort.PIP_KLOK, "gemeente", "Stop de klok van tien weken voor de PIP."))
    if "gebruikt-in-besluit" in inzet.verklaringen:
        taken.append(Ongedaan(OngedaanSoort.BESLUIT, "gemeente", "Herzie het besluit dat op dit signaal rust."))
    taken.extend(_geld(OngedaanSoort.BOETE, inzet.boete_bekend, "Trek de boete in en betaal terug."))
    if aard is not Aard.GELIJK:
        taken.extend(_geld(OngedaanSoort.LENING, inzet.lening_bekend, "Zet de lening om naar de juiste wet."))
    if inzet.ontving_signaal:
        taken.append(Ongedaan(OngedaanSoort.TELLING, "SZW", "Haal deze persoon uit de telling van de gemeente."))
    return taken


def _geld(soort: OngedaanSoort, bekend: bool | None, wat: str) -> list[Ongedaan]:
    """An act when it is known to exist, a question when nobody knows, nothing when it is known not to."""
    if bekend is False:
        return []
    return [Ongedaan(soort, "DUO", wat if bekend else f"Ga na of er een {soort} is. {wat}")]


def telverschil(oud: Iterable[str], nieuw: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Per gemeente how many persons counted and how many should have, where the two differ."""
    was, wordt = Counter(oud), Counter(nieuw)
    return {g: (was[g], wordt[g]) for g in sorted(set(was) | set(wordt)) if was[g] != wordt[g]}


def geldeffect(
    verschil: Mapping[tuple[str, str], tuple[int, int]], centen_per_persoon: Mapping[str, int]
) -> dict[str, int | None]:
    """Per gemeente the money effect in cents; None where a category has no amount (never a guess).

    `verschil` is keyed by gemeente and categorie.
    """
    effect: dict[str, int | None] = {}
    for (gemeente, categorie), (was, wordt) in sorted(verschil.items()):
        bedrag = centen_per_persoon.get(categorie)
        tot_nu = effect.get(gemeente, 0)
        effect[gemeente] = None if bedrag is None or tot_nu is None else tot_nu + (wordt - was) * bedrag
    return effect


def over(geraakten: Iterable[GeraaktRij]) -> Over:
    """Which wetten and categorieen what goes out about these persons is about: the wrong wet and the right one.

    Of whom neither wet, or no categorie, is known it may be any.
    """
    rijen = list(geraakten)
    per_persoon = [{w for w in (g.wet_oud, g.wet_statutair) if w} for g in rijen]
    return Over(
        wetten=frozenset().union(*per_persoon) if all(per_persoon) else frozenset(),
        categorieen=frozenset(g.categorie for g in rijen) if all(g.categorie for g in rijen) else frozenset(),
    )
