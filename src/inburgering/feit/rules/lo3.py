"""A persoonslijst in LO3 elements, with its history: what held when, when the source wrote it down, what was wrong."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from inburgering.feit.rules import brp, datums, velden
from inburgering.feit.terms import Invoer, Sleutelsoort, Soort, Uitspraak
from inburgering.organisatie import nationaliteiten
from inburgering.primitives.errors import OngeldigeInvoer

Rij: TypeAlias = Mapping[str, str]
_VOLGT = "H"  # this column says what the next row of the category is: history, or another occurrence
_MEERVOUDIG = frozenset({"04", "05", "09", "12"})


@dataclass(frozen=True, slots=True)
class Kolommen:
    """Where each element stands: per category the column and the element."""

    aantal: int
    per_categorie: Mapping[str, tuple[tuple[int, str], ...]]

    @classmethod
    def uit_kop(cls, kop: Sequence[str]) -> "Kolommen":
        """The columns that a header row names (`01.01.20` is element 01.20 of category 01).

        Raises:
            OngeldigeInvoer: the header is not that of a list of persoonslijsten.
        """
        per_categorie: dict[str, list[tuple[int, str]]] = {}
        for plek, naam in enumerate(kop):
            if len(naam) > 3 and naam[2] == ".":
                per_categorie.setdefault(naam[:2], []).append((plek, naam[3:]))
        for categorie, element in (("01", "01.10"), ("01", "01.20"), ("04", "05.10"), ("08", "09.10"), ("10", "39.10")):
            if element not in {naam for _, naam in per_categorie.get(categorie, ())}:
                raise OngeldigeInvoer(
                    f"De kolom {categorie}.{element} ontbreekt.",
                    veld="kop",
                    herstel="Lever een CSV met een kopregel in LO3-elementen, gescheiden door puntkomma's.",
                )
        return cls(len(kop), {categorie: tuple(lijst) for categorie, lijst in per_categorie.items()})


def lees(rijen: Sequence[Sequence[str]], kolommen: Kolommen, plaats: str) -> Invoer:
    """What a persoonslijst says; what cannot be taken up of it is listed and the rest stands.

    Raises:
        OngeldigeInvoer: a row has another number of columns than the header; the list as a whole is then refused.
    """
    for rij in rijen:
        if len(rij) != kolommen.aantal:
            raise OngeldigeInvoer(
                f"Een regel heeft {len(rij)} kolommen in plaats van {kolommen.aantal}.",
                veld="record",
                herstel="Controleer de puntkomma's en aanhalingstekens.",
            )
    stapels = {c: _stapels(rijen, kolommen.per_categorie.get(c, ()), c) for c in ("01", "04", "07", "08", "10")}
    actueel = stapels["01"][0][0] if stapels["01"] else {}
    sleutels, fouten = velden.nummers(
        {
            Sleutelsoort.BSN: (actueel.get("01.20"), "01.01.20 burgerservicenummer"),
            Sleutelsoort.ANUMMER: (actueel.get("01.10"), "01.01.10 A-nummer"),
        },
        plaats,
    )
    nota = brp.Nota(plaats, list(fouten))
    bijhouding = stapels["07"][0][0] if stapels["07"] else {}
    einde = nota.datum(bijhouding.get("67.10"), "07.67.10", lo3=True)
    uitspraken = [
        *_persoon(stapels["01"], nota),
        *(u for stapel in stapels["04"] for u in _keten(stapel, Soort.NATIONALITEIT, _nationaliteit, nota)),
        *(u for stapel in stapels["10"] for u in _keten(stapel, Soort.VERBLIJF, _titel, nota)),
        *(u for stapel in stapels["08"] for u in _verblijfplaats(stapel, einde, nota)),
        *_bijhouding(bijhouding, einde),
    ]
    return Invoer(plaats, sleutels, tuple(uitspraken), brp.SOORTEN, tuple(nota.fouten))


def _stapels(rijen: Sequence[Sequence[str]], kolommen: Sequence[tuple[int, str]], categorie: str) -> list[list[Rij]]:
    """The occurrences of a category, each newest first; most categories have one."""
    stapels: list[list[Rij]] = []
    volgt = categorie
    for rij in rijen:
        inhoud = {element: rij[plek] for plek, element in kolommen if rij[plek].strip()}
        teken = inhoud.pop(_VOLGT, "")
        if inhoud and (not stapels or (volgt == categorie and categorie in _MEERVOUDIG)):
            stapels.append([inhoud])
        elif inhoud:
            stapels[-1].append(inhoud)
        volgt = teken
    return stapels


# ── One category each ────────────────────────────────────────────────────────────────────────────

_Lezer: TypeAlias = Callable[[Rij, brp.Nota], tuple[dict[str, Any] | None, datums.Datum | None, datums.Datum | None]]


def _keten(stapel: Sequence[Rij], soort: Soort, lezer: _Lezer, nota: brp.Nota) -> Iterator[Uitspraak]:
    """The rows of an occurrence, oldest first: each right one holds until the validity (85.10) of its follower.

    A row marked incorrect (84.10) ends nothing and stays visible as incorrect. A row without a value only ends.
    """
    opvolger: Rij | None = None
    keten: list[Uitspraak] = []
    for rij in stapel:
        waarde, vanaf, tot = lezer(rij, nota)
        onjuist = bool(rij.get("84.10"))
        eind = tot if onjuist else _eerste_einde(tot, opvolger, nota)
        if waarde is not None:
            vanaf = vanaf if vanaf is not None else _geldigheid(rij, nota)
            keten.append(brp.uitspraak(soort, waarde, vanaf, eind, opgenomen=_opgenomen(rij, nota), onjuist=onjuist))
        if not onjuist:
            opvolger = rij
    yield from _zonder_herhaling(reversed(keten))


def _zonder_herhaling(keten: Iterator[Uitspraak]) -> Iterator[Uitspraak]:
    """Join right rows that say the same and touch."""
    vorige: Uitspraak | None = None
    for u in keten:
        if u.onjuist:
            yield u
        elif vorige is not None and _sluit_aan(vorige, u):
            vorige = replace(vorige, geldig_tot=u.geldig_tot)
        else:
            if vorige is not None:
                yield vorige
            vorige = u
    if vorige is not None:
        yield vorige


def _sluit_aan(vorige: Uitspraak, u: Uitspraak) -> bool:
    zelfde_begin = vorige.geldig_vanaf == u.geldig_vanaf
    return vorige.waarde == u.waarde and (zelfde_begin or vorige.geldig_tot in {u.geldig_vanaf, None})


def _geldigheid(rij: Rij, nota: brp.Nota) -> datums.Datum | None:
    return nota.datum(rij.get("85.10"), "85.10 ingang geldigheid", lo3=True)


def _opgenomen(rij: Rij, nota: brp.Nota) -> date | None:
    """When the source wrote the row down (86.10): only a proxy for when a decision was made known."""
    return datums.vroegste(nota.datum(rij.get("86.10"), "86.10 opneming", lo3=True))


def _eerste_einde(tot: datums.Datum | None, opvolger: Rij | None, nota: brp.Nota) -> datums.Datum | None:
    """The earlier of the row's own end and the start of its follower."""
    if opvolger is None:
        return tot
    volgende = _geldigheid(opvolger, nota)
    if datums.vroegste(volgende) is None:
        opgenomen = _opgenomen(opvolger, nota)
        volgende = opgenomen.isoformat() if opgenomen else datums.onbekend()
    kandidaten = [d for d in (tot, volgende) if d is not None]
    return min(kandidaten, key=lambda d: datums.vroegste(d) or date.max)


def _persoon(stapels: Sequence[Sequence[Rij]], nota: brp.Nota) -> Iterator[Uitspraak]:
    for stapel in stapels:
        yield from _keten(stapel, Soort.NAAM, _naam, nota)
        yield from _keten(stapel, Soort.GEBOORTEDATUM, _geboorte, nota)


def _naam(rij: Rij, _: brp.Nota) -> tuple[dict[str, Any] | None, None, None]:
    elementen = {"voornamen": "02.10", "voorvoegsel": "02.30", "geslachtsnaam": "02.40"}
    return {veld: rij[element] for veld, element in elementen.items() if element in rij} or None, None, None


def _geboorte(rij: Rij, nota: brp.Nota) -> tuple[dict[str, Any] | None, None, None]:
    datum = nota.datum(rij.get("03.10"), "01.03.10 geboortedatum", lo3=True)
    return (None if datum is None else {"datum": datum}), None, None


def _nationaliteit(rij: Rij, nota: brp.Nota) -> tuple[dict[str, Any] | None, datums.Datum | None, None]:
    vanaf = nota.datum(rij.get("85.10"), "04.85.10", lo3=True)
    if bijzonder := rij.get("65.10"):
        code = {"V": nationaliteiten.VASTGESTELD_NIET_NEDERLANDER}.get(bijzonder)
        return ({"code": code} if code else {"type": "BehandeldAlsNederlander"}), vanaf, None
    if "05.10" not in rij:
        return None, vanaf, None
    return brp.nationaliteit(rij["05.10"], vanaf, nota=nota, veld="04.05.10 nationaliteit"), vanaf, None


def _titel(rij: Rij, nota: brp.Nota) -> tuple[dict[str, Any] | None, datums.Datum | None, datums.Datum | None]:
    if "39.10" not in rij:
        return None, None, None
    ingang = nota.datum(rij.get("39.30"), "10.39.30 ingang verblijfstitel", lo3=True)
    waarde = brp.titel(rij["39.10"], nota=nota, veld="10.39.10 verblijfstitel")
    if ingang is not None:
        waarde["ingangsdatum"] = ingang
    return waarde, ingang, nota.datum(rij.get("39.20"), "10.39.20 einde verblijfstitel", lo3=True)


def _verblijfplaats(stapel: Sequence[Rij], einde: datums.Datum | None, nota: brp.Nota) -> Iterator[Uitspraak]:
    """Addresses, and the registrations in a gemeente that follow from them."""
    for rij in stapel:
        if "09.10" not in rij:
            nota.fout("08.09.10 gemeente van inschrijving", "Een rij zonder gemeente telt niet mee.", "Meld het terug.")
    rijen = [rij for rij in stapel if "09.10" in rij]
    yield from _keten(rijen, Soort.ADRES, _adres, nota)
    for u in _keten(rijen, Soort.INSCHRIJVING, _inschrijving, nota):
        open_einde = einde is not None and u.geldig_tot is None and not u.onjuist
        yield brp.uitspraak(u.soort, u.waarde, _terug(u), einde, opgenomen=u.bron_geregistreerd_op) if open_einde else u


def _terug(u: Uitspraak) -> datums.Datum | None:
    return u.waarde.get("vanaf") or (u.geldig_vanaf.isoformat() if u.geldig_vanaf else None)


def _adres(rij: Rij, nota: brp.Nota) -> tuple[dict[str, Any] | None, datums.Datum | None, None]:
    if "13.10" in rij:
        regels = [rij[e] for e in ("13.30", "13.40", "13.50") if e in rij]
        return ({"regels": regels} if regels else None), nota.datum(rij.get("13.20"), "08.13.20", lo3=True), None
    nummer = rij.get("11.20", "") + rij.get("11.30", "")
    straat = rij.get("11.15") or rij.get("11.10") or rij.get("12.10")
    delen = (straat, rij.get("11.50"), nummer, rij.get("11.40"))
    regels = brp.adresregels(delen, rij.get("11.60"), rij.get("11.70"), gemeentecode=rij["09.10"])
    return ({"regels": regels} if regels else None), nota.datum(rij.get("10.30"), "08.10.30", lo3=True), None


def _inschrijving(rij: Rij, nota: brp.Nota) -> tuple[dict[str, Any] | None, datums.Datum | None, None]:
    """Registered from 09.20; a row with a country of departure (13.10) only ends it."""
    if "13.10" in rij:
        return None, None, None
    vanaf = nota.datum(rij.get("09.20"), "08.09.20 inschrijving in gemeente", lo3=True)
    return brp.gemeente(rij["09.10"], vanaf, nota=nota, veld="08.09.10 gemeente van inschrijving"), vanaf, None


def _bijhouding(rij: Rij, einde: datums.Datum | None) -> Iterator[Uitspraak]:
    if reden := rij.get("67.20"):
        yield brp.uitspraak(Soort.OPSCHORTING, {"reden": reden, "datum": einde or datums.onbekend()}, einde)
    if rij.get("70.10", "0") != "0":
        yield brp.uitspraak(Soort.GEHEIMHOUDING, {"geheim": True})
