"""A record of the IND: who someone is and on what ground and for which purpose the person may stay."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inburgering.feit.rules import datums, velden
from inburgering.feit.terms import Invoer, Sleutelsoort, Soort, Uitspraak
from inburgering.organisatie import nationaliteiten
from inburgering.primitives.errors import OngeldigeInvoer

GRONDEN = tuple(f"8{teken}" for teken in "abcdefghijklm")
DOELEN = (
    "asiel",
    "gezinslid",
    "vermogend",
    "zelfstandige",
    "kennismigrant",
    "europese-blauwe-kaart",
    "seizoenarbeid",
    "overplaatsing-binnen-onderneming",
    "arbeid-in-loondienst",
    "grensoverschrijdende-dienstverlening",
    "onderzoek",
    "lerend-werken",
    "militair",
    "studie",
    "zoeken-en-verrichten-van-arbeid",
    "uitwisseling",
    "medische-behandeling",
    "tijdelijke-humanitaire-gronden",
    "afwachten-artikel-17-rwn",
    "niet-tijdelijke-humanitaire-gronden",
    "gemeenschapsrecht",
    "tijdelijke-bescherming",
    "overig",
)
REFERENTEN = (
    "nederlander",
    "unieburger",
    "asiel-bepaalde-tijd",
    "asiel-onbepaalde-tijd",
    "eu-langdurig-ingezetene-internationale-bescherming",
    "regulier-bepaalde-tijd",
    "regulier-onbepaalde-tijd",
)
_VERBLIJF = velden.groep(
    {
        "grond": velden.een_van(*GRONDEN),
        "doel": velden.een_van(*DOELEN),
        "ingangsdatum": velden.dag,
        "beschikkingsdatum": velden.dag,
        "bekendmaking": velden.dag,
        "einddatum": velden.dag,
        "referent": velden.groep({"soort": velden.een_van(*REFERENTEN), "doel": velden.een_van(*DOELEN)}),
        "tijdelijkBepaald": velden.waar,
    }
)
_PERIODE = velden.groep({"vanaf": velden.dag, "tot": velden.dag})
_NAAM = velden.groep(
    {"voornamen": velden.tekst, "voorvoegsel": velden.tekst, "geslachtsnaam": velden.tekst},
    verplicht=("geslachtsnaam",),
)
_NATIONALITEIT = velden.groep({"code": velden.code4, "vanaf": velden.dag, "tot": velden.dag}, verplicht=("code",))
_RECORD = velden.groep(
    {
        "burgerservicenummer": lambda waarde, _: waarde,
        "vNummer": lambda waarde, _: waarde,
        "naam": _NAAM,
        "geboortedatum": datums.uit_api,
        "nationaliteiten": velden.lijst(_NATIONALITEIT),
        "verblijf": velden.lijst(_VERBLIJF),
        "geestelijkBedienaar": velden.lijst(_PERIODE),
        "euLangdurigIngezetene": velden.groep({"lidstaat": velden.tekst, "inburgeringsvereisteVoldaan": velden.waar}),
        "richtlijn200438": velden.lijst(_PERIODE),
        "adresregels": velden.lijst(velden.tekst),
        "taal": velden.tekst,
    }
)


def lees(waarde: Any, plaats: str, *, peildatum: date) -> Invoer:
    """What a record says. Codes are judged on the day they started to hold, else on the day of the delivery.

    Raises:
        OngeldigeInvoer: naming the field; the record as a whole is then refused.
    """
    record = _RECORD(waarde, "")
    sleutels, fouten = velden.nummers(
        {
            Sleutelsoort.BSN: (record.get("burgerservicenummer"), "burgerservicenummer"),
            Sleutelsoort.VNUMMER: (record.get("vNummer"), "vNummer"),
        },
        plaats,
    )
    uitspraken = [u for veld, soort in _SOORTEN.items() if veld in record for u in _uitspraken(soort, record[veld])]
    for i, uitspraak in enumerate(u for u in uitspraken if u.soort is Soort.NATIONALITEIT and "code" in u.waarde):
        if not nationaliteiten.bestaat(uitspraak.waarde["code"], uitspraak.geldig_vanaf or peildatum):
            raise OngeldigeInvoer(
                "Deze nationaliteitscode bestond toen niet in landelijke tabel 32.",
                veld=f"nationaliteiten[{i}].code",
                herstel="Gebruik de code die op die dag gold.",
            )
    volledig = frozenset(soort for veld, soort in _SOORTEN.items() if veld in record)
    return Invoer(plaats, sleutels, tuple(uitspraken), volledig, fouten)


_SOORTEN: Mapping[str, Soort] = {
    "naam": Soort.NAAM,
    "geboortedatum": Soort.GEBOORTEDATUM,
    "nationaliteiten": Soort.NATIONALITEIT,
    "verblijf": Soort.VERBLIJF,
    "geestelijkBedienaar": Soort.GEESTELIJK_BEDIENAAR,
    "euLangdurigIngezetene": Soort.EU_LANGDURIG,
    "richtlijn200438": Soort.RICHTLIJN,
    "adresregels": Soort.ADRES,
    "taal": Soort.TAAL,
}


def _uitspraken(soort: Soort, inhoud: Any) -> list[Uitspraak]:
    """Nothing for null (unknown), one row for an empty list (known: none), else one row per entry."""
    if inhoud is None:
        return []
    if soort in {Soort.VERBLIJF, Soort.NATIONALITEIT} and not inhoud:
        return [Uitspraak(soort, {"geen": True})]
    if soort is Soort.VERBLIJF:
        return [_verblijf(v) for v in inhoud]
    if soort is Soort.NATIONALITEIT:
        return [_periode(soort, n, {"code": n["code"]}) for n in inhoud]
    if soort in {Soort.GEESTELIJK_BEDIENAAR, Soort.RICHTLIJN}:
        return [_periode(soort, p, p) for p in inhoud]
    return [Uitspraak(soort, {_KAAL[soort]: inhoud} if soort in _KAAL else inhoud)]


_KAAL: Mapping[Soort, str] = {Soort.GEBOORTEDATUM: "datum", Soort.ADRES: "regels", Soort.TAAL: "taal"}


def _verblijf(v: dict[str, Any]) -> Uitspraak:
    """The stay as it came; as period: from ingangsdatum, up to the day after the last valid day."""
    vanaf, einde = datums.precies(v.get("ingangsdatum")), datums.precies(v.get("einddatum"))
    if vanaf and einde and einde < vanaf:
        raise OngeldigeInvoer(
            "De einddatum ligt voor de ingangsdatum.",
            veld="verblijf[].einddatum",
            herstel="Laat de IND de datums nakijken.",
        )
    return Uitspraak(Soort.VERBLIJF, v, vanaf, datums.dag_erna(einde) if einde else None)


def _periode(soort: Soort, p: dict[str, Any], waarde: dict[str, Any]) -> Uitspraak:
    vanaf, tot = datums.precies(p.get("vanaf")), datums.precies(p.get("tot"))
    if vanaf and tot and tot < vanaf:
        raise OngeldigeInvoer("Het einde ligt voor het begin.", veld=f"{soort.value}.tot", herstel="Kijk de datums na.")
    return Uitspraak(soort, waarde, vanaf, tot)
