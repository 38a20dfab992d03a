"""From what a letter must say to the values its template gets: checked, in words, unable to steer the text. Pure."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from inburgering.feit.terms import Persoonsgegevens
from inburgering.kennisgeving.errors import BriefOnmogelijk
from inburgering.kennisgeving.terms import Afzender, Fout, Hapering, Soort, Uitkomst
from inburgering.organisatie import gemeenten
from inburgering.recht import keuze, termijnen
from inburgering.vaststelling.terms import Categorie, Oordeel, Wet

_HALFJAREN = "januari februari maart april mei juni", "juli augustus september oktober november december"
_MAANDEN = " ".join(_HALFJAREN).split()
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What a person reads for a gegeven of the catalogue; what is not here is its own word.
_IN_WOORDEN = MappingProxyType(
    {
        "burgerservicenummer": "burgerservicenummer (BSN)",
        "vreemdelingennummer": "V-nummer",
        "plicht": "dat u moet inburgeren",
        "plicht-wijziging": "wat er is veranderd",
        "vrijstelling": "waarom u niet hoeft",
        "verblijfplaats": "waar u nu woont",
        "contact": "telefoon en e-mail",
        "signaalverwijzing": "nummer van een eerder bericht",
        "gegevensvraag": "vraag om gegevens over u",
        "termijn-begin": "begin van uw tijd",
        "termijn-einde": "einde van uw tijd",
    }
)


def datum_in_woorden(dag: date) -> str:
    """A date as people write it: `3 januari 2022`."""
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def kenmerk(brief_id: UUID, dagtekening: date) -> str:
    """The reference on the letter: the year and fifty bits of the number of the letter, without I, L, O and U."""
    rest = brief_id.int & ((1 << 50) - 1)
    tekens = "".join(_CROCKFORD[(rest >> (5 * i)) & 31] for i in range(10))
    return f"K-{dagtekening.year}-{tekens[:5]}-{tekens[5:]}"


def schoon(tekst: str) -> str:
    """The text without control characters and without marks that turn the direction of what follows."""
    return " ".join("".join(" " if _stuurt(t) else t for t in unicodedata.normalize("NFC", tekst)).split())


def _stuurt(teken: str) -> bool:
    return (
        unicodedata.category(teken) in {"Cc", "Cs"}
        or teken in "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def hapering(persoon: Persoonsgegevens) -> Hapering | None:
    """Why nobody may be written to at this address, or None; an address is never guessed."""
    if persoon.overleden:
        return Hapering.OVERLEDEN
    if not persoon.naam.strip() or not any(regel.strip() for regel in persoon.adresregels):
        return Hapering.ZONDER_ADRES
    return None


# ── What each kind of letter needs ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Veld:
    lees: Callable[[Any], Any]
    verplicht: bool = False
    leeg: Any = None


def _dag(waarde: date | str) -> str:
    return datum_in_woorden(waarde if isinstance(waarde, date) else date.fromisoformat(waarde))


def _ja_nee(waarde: bool) -> bool:
    if not isinstance(waarde, bool):
        raise TypeError
    return waarde


def _lijst(lees: Callable[[Any], str]) -> Callable[[Any], list[str]]:
    return lambda waarden: [lees(w) for w in ([waarden] if isinstance(waarden, str) else waarden)]


def _gegeven(waarde: str) -> str:
    return schoon(_IN_WOORDEN.get(waarde, waarde.replace("-", " ")))


def _ontvangers(rijen: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Who got gegevens, in the words of the person: see `commands.inzage`."""
    return [
        {
            "wie": schoon(rij["wie"]),
            "keren": int(rij["keren"]),
            "eerst": _dag(rij["eerst"]),
            "laatst": _dag(rij["laatst"]),
            "gegevens": [_gegeven(g) for g in rij["gegevens"]],
            "grond": schoon(rij["grond"]),
            "verder": [
                {
                    "wie": schoon(v["wie"]),
                    "gegevens": [_gegeven(g) for g in v["gegevens"]],
                    "terug": _ja_nee(v["terug"]),
                }
                for v in rij["verder"]
            ],
        }
        for rij in rijen
    ]


_VELDEN: Mapping[str, _Veld] = MappingProxyType(
    {
        "wet": _Veld(lambda w: Wet(w).value),
        "ingangsdatum": _Veld(_dag),
        "categorie": _Veld(lambda w: Categorie(w).value),
        "gemeente": _Veld(gemeenten.naam),
        "gemeenten": _Veld(_lijst(gemeenten.naam), leeg=()),
        "examen_uiterlijk": _Veld(_dag),
        "pvt_uiterlijk": _Veld(_dag),
        "brief_datum": _Veld(_dag),
        "fout": _Veld(lambda w: Fout(w).value, leeg=Fout.VERKEERDE_WET.value),
        "zeker": _Veld(_ja_nee, leeg=False),
        "gedeeld": _Veld(_lijst(_gegeven), leeg=("naam", "adres")),
        "verder": _Veld(_lijst(schoon), leeg=()),
        "antwoord_voor": _Veld(_dag),
        "gemeld_ap": _Veld(_ja_nee, leeg=False),
        "geen_boete": _Veld(_ja_nee, leeg=False),
        "uitkomst": _Veld(lambda w: Uitkomst(w).value),
        "reageer_voor": _Veld(_dag),
        "waarom": _Veld(_lijst(schoon), leeg=()),
        "ontvangers": _Veld(_ontvangers, leeg=()),
        "brieven": _Veld(int, leeg=0),
    }
)
_PLICHT = frozenset({"wet", "ingangsdatum"})
VERPLICHT: Mapping[Soort, frozenset[str]] = MappingProxyType(
    {
        Soort.KENNISGEVING: _PLICHT,
        Soort.UITLEG: frozenset(),
        Soort.CORRECTIE: frozenset({"brief_datum", "uitkomst"}),
        Soort.KEUZE: frozenset({"brief_datum", "categorie"}),
        Soort.WIJZIGING: _PLICHT | {"brief_datum"},
        Soort.NIET_PLICHTIG: frozenset(),
        Soort.INZAGE: frozenset(),
    }
)


def _reageer_voor(dagtekening: date) -> str:
    """The last day to choose for who has one; the letter to the others does not print it."""
    aanbod = keuze.aanbod(Categorie.GEZIN, aangeboden_op=dagtekening)
    return datum_in_woorden(aanbod.uiterlijk or dagtekening)


def _bezwaar_voor(dagtekening: date) -> str:
    """Six weeks from the day after the letter (Awb art. 6:7 and 6:8), never ending on a free day."""
    gegevens = {"bekendmaking": dagtekening}
    return datum_in_woorden(
        termijnen.laatste_dag("algemene_wet_bestuursrecht", "bezwaar_uiterlijk", gegevens, op=dagtekening)
    )


def lees_gegevens(soort: Soort, gegevens: Mapping[str, Any], *, dagtekening: date) -> dict[str, Any]:
    """The values for the template, with every date in words and every code as a name.

    Raises:
        BriefOnmogelijk: a key that no letter knows, a value that does not fit, or one that this kind needs.
    """
    onbekend = sorted(set(gegevens) - set(_VELDEN))
    if onbekend:
        raise BriefOnmogelijk(f"Een brief kent dit gegeven niet: {onbekend[0]}.", veld=onbekend[0])
    waarden = {naam: _lees(naam, veld, gegevens.get(naam)) for naam, veld in _VELDEN.items()}
    if waarden["reageer_voor"] is None:
        waarden["reageer_voor"] = _reageer_voor(dagtekening)
    for naam in sorted(_nodig(soort, waarden)):
        if waarden[naam] is None:
            raise BriefOnmogelijk(
                f"Voor een brief van soort {soort} is `{naam}` nodig.", veld=naam, herstel="Stel dit eerst vast."
            )
    return waarden


def _lees(naam: str, veld: _Veld, waarde: Any) -> Any:
    if waarde is None:
        return list(veld.leeg) if isinstance(veld.leeg, tuple) else veld.leeg
    try:
        return veld.lees(waarde)
    except (ValueError, TypeError) as fout:
        raise BriefOnmogelijk(
            f"De waarde van `{naam}` past niet.", veld=naam, herstel="Controleer de waarde."
        ) from fout


def _nodig(soort: Soort, waarden: Mapping[str, Any]) -> frozenset[str]:
    """What this letter cannot do without; a mistake in the act is about a letter with a date."""
    if soort is Soort.UITLEG and waarden["fout"] == Fout.VERKEERDE_WET.value:
        return frozenset({"brief_datum"})
    if soort is Soort.CORRECTIE and waarden["uitkomst"] not in {None, Uitkomst.GEEN_PLICHT.value}:
        return VERPLICHT[soort] | {"ingangsdatum"}
    return VERPLICHT[soort]


def uit_vaststelling(
    soort: Soort,
    *,
    oordeel: str,
    wet: str | None,
    ingangsdatum: date | None,
    categorie: str | None,
    college: str | None,
    termijn: Mapping[str, str | None],
    dagtekening: date,
) -> dict[str, Any]:
    """What a letter of this kind takes from a vaststelling.

    Raises:
        BriefOnmogelijk: the vaststelling does not carry this letter: what is onbekend is not told to anybody.
    """
    past = {Soort.KENNISGEVING: {Oordeel.PLICHTIG}, Soort.WIJZIGING: {Oordeel.PLICHTIG}}
    past |= {Soort.NIET_PLICHTIG: {Oordeel.NIET_PLICHTIG}, Soort.CORRECTIE: {Oordeel.PLICHTIG, Oordeel.NIET_PLICHTIG}}
    if oordeel not in past.get(soort, set(Oordeel)):
        raise BriefOnmogelijk(
            f"Een brief van soort {soort} past niet bij het oordeel {oordeel}.",
            veld="vaststelling",
            herstel="Laat eerst een medewerker beslissen.",
        )
    uitkomst = wet if oordeel == Oordeel.PLICHTIG else Uitkomst.GEEN_PLICHT.value
    return {
        "wet": wet,
        "ingangsdatum": ingangsdatum,
        "categorie": categorie,
        "gemeente": gemeenten.rechtsopvolger(college, dagtekening) if college else None,
        "examen_uiterlijk": termijn.get("examenUiterlijk"),
        "pvt_uiterlijk": termijn.get("pvtUiterlijk"),
        "uitkomst": uitkomst if soort is Soort.CORRECTIE else None,
    }


def wet_van(gegevens: Mapping[str, Any]) -> str | None:
    """The act that a letter announces, or None."""
    uitkomst = gegevens.get("uitkomst")
    if uitkomst is not None:
        return str(Wet(uitkomst).value) if uitkomst != Uitkomst.GEEN_PLICHT.value else None
    wet = gegevens.get("wet")
    return None if wet is None else str(Wet(wet).value)


def bereid(
    soort: Soort,
    gegevens: Mapping[str, Any],
    *,
    persoon: Persoonsgegevens,
    kenmerk: str,
    dagtekening: date,
    afzender: Afzender = Afzender(),  # noqa: B008 - a frozen value may be shared
) -> dict[str, Any]:
    """Everything the template gets, as JSON.

    Raises:
        BriefOnmogelijk: see `lees_gegevens`.
    """
    return lees_gegevens(soort, gegevens, dagtekening=dagtekening) | {
        "soort": soort.value,
        "naam": schoon(persoon.naam),
        "adres": [schoon(regel) for regel in persoon.adresregels if regel.strip()],
        "datum": datum_in_woorden(dagtekening),
        "bezwaar_voor": _bezwaar_voor(dagtekening),
        "kenmerk": kenmerk,
        "afzender": asdict(afzender),
    }
