"""A person in the shape of the BRP API Personen 2.x: only the present, with partial dates as objects."""

from collections.abc import Iterator, Mapping
from typing import Any

from inburgering.feit.rules import brp, datums, velden
from inburgering.feit.terms import Invoer, Sleutelsoort, Soort, Uitspraak
from inburgering.organisatie import nationaliteiten
from inburgering.primitives.errors import OngeldigeInvoer

VELDEN = frozenset(
    {
        "aNummer",
        "adressering",
        "burgerservicenummer",
        "datumEersteInschrijvingGBA",
        "datumInschrijvingInGemeente",
        "europeesKiesrecht",
        "geboorte",
        "geheimhoudingPersoonsgegevens",
        "gemeenteVanInschrijving",
        "geslacht",
        "gezag",
        "immigratie",
        "inOnderzoek",
        "indicatieCurateleRegister",
        "indicatieGezagMinderjarige",
        "kinderen",
        "leeftijd",
        "naam",
        "nationaliteiten",
        "opschortingBijhouding",
        "ouders",
        "overlijden",
        "partners",
        "rni",
        "uitsluitingKiesrecht",
        "verblijfplaats",
        "verblijfstitel",
        "verificatie",
    }
)


def lees(waarde: Any, plaats: str) -> Invoer:
    """What a person record says; what cannot be taken up of it is listed and the rest stands.

    Raises:
        OngeldigeInvoer: no object, or with an unknown key; the record as a whole is then refused.
    """
    if not isinstance(waarde, dict):
        raise OngeldigeInvoer("Dit is geen persoon.", veld="record", herstel="Geef per persoon een object.")
    if onbekend := sorted(set(waarde) - VELDEN):
        raise OngeldigeInvoer(
            "Dit veld is niet bekend.",
            veld=str(onbekend[0])[:60],
            herstel="Lever personen in de vorm van de BRP API Personen 2.x.",
        )
    sleutels, fouten = velden.nummers(
        {
            Sleutelsoort.BSN: (waarde.get("burgerservicenummer"), "burgerservicenummer"),
            Sleutelsoort.ANUMMER: (waarde.get("aNummer"), "aNummer"),
        },
        plaats,
    )
    nota = brp.Nota(plaats, list(fouten))
    uitspraken = tuple(u for lezer in _LEZERS for u in lezer(waarde, nota))
    return Invoer(plaats, sleutels, uitspraken, brp.SOORTEN, tuple(nota.fouten), alleen_actueel=True)


def _deel(waarde: Any, *pad: str) -> Any:
    """What stands at the end of a path; None when something on the way is missing."""
    for stap in pad:
        waarde = waarde.get(stap) if isinstance(waarde, dict) else None
    return waarde


def _naam(p: Mapping[str, Any], _: brp.Nota) -> Iterator[Uitspraak]:
    naam = {
        veld: tekst
        for veld in ("voornamen", "voorvoegsel", "geslachtsnaam")
        if isinstance(tekst := _deel(p, "naam", veld), str)
    }
    if naam:
        yield brp.uitspraak(Soort.NAAM, naam)


def _geboorte(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    datum = nota.datum(_deel(p, "geboorte", "datum"), "geboorte.datum")
    if datum is not None:
        yield brp.uitspraak(Soort.GEBOORTEDATUM, {"datum": datum})


def _nationaliteiten(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    lijst = p.get("nationaliteiten") or ()
    if not isinstance(lijst, list | tuple):
        nota.fout("nationaliteiten", "Dit is geen lijst.", "Zet de nationaliteiten tussen [ en ].")
        lijst = ({},)
    for i, n in enumerate(lijst):
        veld = f"nationaliteiten[{i}]"
        vanaf = nota.datum(_deel(n, "datumIngangGeldigheid"), f"{veld}.datumIngangGeldigheid")
        soort, code = _deel(n, "type"), _deel(n, "nationaliteit", "code")
        if soort in _VASTE_CODE:
            waarde: dict[str, Any] = {"code": _VASTE_CODE[soort]}
        elif soort == "Nationaliteit" and isinstance(code, str):
            waarde = brp.nationaliteit(code, vanaf, nota=nota, veld=f"{veld}.nationaliteit.code")
        else:
            waarde = {"type": soort if soort == "BehandeldAlsNederlander" else "NationaliteitOnbekend"}
        yield brp.uitspraak(Soort.NATIONALITEIT, waarde, vanaf)


_VASTE_CODE: Mapping[Any, str] = {
    "Staatloos": nationaliteiten.STAATLOOS,
    "VastgesteldNietNederlander": nationaliteiten.VASTGESTELD_NIET_NEDERLANDER,
}


def _verblijfstitel(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    """The present title; the API never tells of earlier ones, and the mark says so."""
    code = _deel(p, "verblijfstitel", "aanduiding", "code")
    if not isinstance(code, str):
        return
    ingang = nota.datum(_deel(p, "verblijfstitel", "datumIngang"), "verblijfstitel.datumIngang")
    einde = nota.datum(_deel(p, "verblijfstitel", "datumEinde"), "verblijfstitel.datumEinde")
    waarde = brp.titel(code, nota=nota, veld="verblijfstitel.aanduiding.code") | {"alleenActueel": True}
    if ingang is not None:
        waarde["ingangsdatum"] = ingang
    yield brp.uitspraak(Soort.VERBLIJF, waarde, ingang, einde)


def _inschrijving(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    code = _deel(p, "gemeenteVanInschrijving", "code")
    if not isinstance(code, str):
        return
    vanaf = nota.datum(p.get("datumInschrijvingInGemeente"), "datumInschrijvingInGemeente")
    tot = nota.datum(_deel(p, "opschortingBijhouding", "datum"), "opschortingBijhouding.datum")
    waarde = brp.gemeente(code, vanaf, nota=nota, veld="gemeenteVanInschrijving.code")
    yield brp.uitspraak(Soort.INSCHRIJVING, waarde, vanaf, tot)


def _adres(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    adres = _deel(p, "verblijfplaats", "verblijfadres")
    if not isinstance(adres, dict):
        return
    if _deel(p, "verblijfplaats", "type") == "VerblijfplaatsBuitenland":
        delen = (*(adres.get(f"regel{i}") for i in (1, 2, 3)), _deel(adres, "land", "omschrijving"))
        regels = [str(deel) for deel in delen if deel]
    else:
        nummer = "".join(str(adres.get(d) or "") for d in ("huisnummer", "huisletter"))
        straat = adres.get("officieleStraatnaam") or adres.get("korteStraatnaam") or adres.get("locatiebeschrijving")
        regels = brp.adresregels(
            (
                straat,
                _deel(adres, "aanduidingBijHuisnummer", "omschrijving"),
                nummer,
                adres.get("huisnummertoevoeging"),
            ),
            adres.get("postcode"),
            adres.get("woonplaats"),
            gemeentecode=_deel(p, "gemeenteVanInschrijving", "code"),
        )
    if regels:
        vanaf = nota.datum(_deel(p, "verblijfplaats", "datumVan"), "verblijfplaats.datumVan")
        yield brp.uitspraak(Soort.ADRES, {"regels": regels}, vanaf)


def _bijhouding(p: Mapping[str, Any], nota: brp.Nota) -> Iterator[Uitspraak]:
    reden = _deel(p, "opschortingBijhouding", "reden", "code")
    if isinstance(reden, str):
        datum = nota.datum(_deel(p, "opschortingBijhouding", "datum"), "opschortingBijhouding.datum")
        yield brp.uitspraak(Soort.OPSCHORTING, {"reden": reden, "datum": datum or datums.onbekend()}, datum)
    if p.get("geheimhoudingPersoonsgegevens"):
        yield brp.uitspraak(Soort.GEHEIMHOUDING, {"geheim": True})


_LEZERS = (_naam, _geboorte, _nationaliteiten, _verblijfstitel, _inschrijving, _adres, _bijhouding)
