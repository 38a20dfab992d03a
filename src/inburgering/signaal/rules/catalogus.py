"""The catalogue: read from YAML, checked against the law's table, and used to check every inhoud."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from inburgering.primitives.ids import voldoet_aan_elfproef
from inburgering.recht.verstrekkingsregels import Betrokkene, Toets
from inburgering.signaal.errors import InhoudOngeldig, SoortOnbekend
from inburgering.signaal.rules import catalogusbestand
from inburgering.signaal.terms import Catalogus, Signaalsoort, Veld
from inburgering.verstrekking import rules as verstrekking_rules

CORRECTIE = "A14"
_TEKST_MAX = 500


@lru_cache(maxsize=1)
def alle() -> tuple[Catalogus, ...]:
    """Every version of the catalogue, oldest first."""
    mappen = files("inburgering.signaal").joinpath("catalogus")
    plekken = [plek for plek in mappen.iterdir() if plek.name.endswith(".yaml")]
    boeken = [catalogusbestand.lees(p.read_text(encoding="utf-8"), plaats=p.name) for p in plekken]
    return tuple(sorted(boeken, key=lambda c: c.geldig_vanaf))


def geldig_op(dag: date) -> Catalogus:
    """The version in force on `dag`; before the first, the first."""
    return next((c for c in reversed(alle()) if c.geldig_vanaf <= dag), alle()[0])


def soort(catalogus: Catalogus, code: str) -> Signaalsoort:
    """The kind with that code.

    Raises:
        SoortOnbekend: names the codes there are.
    """
    if code not in catalogus.soorten:
        raise SoortOnbekend(
            f"Soort `{code}` staat niet in catalogus {catalogus.versie}.",
            veld="soort",
            herstel=f"Kies uit: {', '.join(catalogus.soorten)}.",
        )
    return catalogus.soorten[code]


def terugmelding(code: str, *, dag: date) -> Signaalsoort:
    """The kind of terugmelding with that code, as it is on that day.

    Raises:
        SoortOnbekend: names the codes there are.
    """
    boek = geldig_op(dag)
    if code not in boek.terugmeldingen:
        raise SoortOnbekend(
            f"Terugmelding `{code}` staat niet in catalogus {boek.versie}.",
            veld="soort",
            herstel=f"Kies uit: {', '.join(boek.terugmeldingen)}.",
        )
    return boek.terugmeldingen[code]


def soort_van(code: str, versie: str) -> Signaalsoort:
    """The kind as it was in the version under which a signaal went; in the newest when that version is gone.

    Raises:
        SoortOnbekend: no version has it.
    """
    return soort(next((c for c in alle() if c.versie == versie), alle()[-1]), code)


def titel(code: str, versie: str) -> str:
    """The heading of a kind in a version; the code itself when it is not known any more."""
    return next((c.soorten[code].titel for c in alle() if c.versie == versie and code in c.soorten), code)


def check_inhoud(kind: Signaalsoort, inhoud: Mapping[str, Any]) -> None:
    """Pass when the inhoud has every required field, no other than allowed, each in its form.

    Raises:
        VerstrekkingNietToegestaan: a field that the law does not let go, with the article.
        InhoudOngeldig: a field that misses, is empty or has the wrong form.
    """
    for naam, waarde in inhoud.items():
        veld = kind.veld(naam)
        if veld is None:
            verstrekking_rules.stroom_van(kind.verstrekker, kind.ontvanger, naam, datum=kind.geldig_vanaf)
            raise InhoudOngeldig(f"Soort {kind.code} kent dit veld niet.", veld=naam, herstel="Laat het weg.")
        if waarde is not None:
            _check_vorm(veld, waarde)
    for veld in kind.velden:
        if veld.verplicht and inhoud.get(veld.naam) in {None, ""}:
            raise InhoudOngeldig(f"Soort {kind.code} moet dit veld hebben.", veld=veld.naam, herstel="Vul het in.")


def gegevens(kind: Signaalsoort, inhoud: Mapping[str, Any]) -> tuple[str, ...]:
    """The gegevens of the law that this inhoud really carries, in the order of the catalogue."""
    gevuld = (v.gegeven for v in kind.velden if inhoud.get(v.naam) is not None)
    return tuple(dict.fromkeys(gevuld))


def toetsen(
    kind: Signaalsoort, inhoud: Mapping[str, Any], gemeente: str, *, persoon: Betrokkene, datum: date
) -> list[Toets]:
    """What the law says of each gegeven of this inhoud, to this gemeente, about this person, on that day."""
    return verstrekking_rules.toetsen(
        kind.verstrekker,
        gemeente,
        gegevens(kind, inhoud),
        betrokkene=persoon,
        datum=datum,
        taak_van=kind.taak_van,
    )


@lru_cache(maxsize=20_000)
def eerste_nee(
    code: str, versie: str, namen: tuple[str, ...], gemeente: str, *, persoon: Betrokkene, dag: date
) -> Toets | None:
    """The first of these fields that the law does not let go to this gemeente on that day; None when all may."""
    velden = dict.fromkeys(namen, "")
    alle_ = toetsen(soort_van(code, versie), velden, gemeente, persoon=persoon, datum=dag)
    return next((t for t in alle_ if not t.toegestaan), None)


def waarom_verlopen(tot: datetime) -> str:
    """The sentence that says that the time of a signaal is over."""
    return f"De gegevens stonden klaar tot en met {tot:%d-%m-%Y}."


def _check_vorm(veld: Veld, waarde: Any) -> None:
    _check_grens(veld, waarde)
    if not _VORMEN[veld.vorm](waarde) or (veld.waarden and waarde not in veld.waarden):
        mag = f"Kies uit: {', '.join(veld.waarden)}." if veld.waarden else f"Geef een {veld.vorm}."
        raise InhoudOngeldig("De waarde past niet.", veld=veld.naam, herstel=mag)
    if veld.naam == "burgerservicenummer" and not voldoet_aan_elfproef(waarde):
        raise InhoudOngeldig("Het nummer voldoet niet aan de elfproef.", veld=veld.naam, herstel="Controleer het.")


def _check_grens(veld: Veld, waarde: Any) -> None:
    if isinstance(waarde, int) and not isinstance(waarde, bool):
        laag, hoog = veld.minimaal, veld.maximaal
        if (laag is not None and waarde < laag) or (hoog is not None and waarde > hoog):
            raise InhoudOngeldig(
                "Het getal is te klein of te groot.",
                veld=veld.naam,
                herstel=f"Geef een getal van {laag} tot en met {hoog}.",
            )


def _is_datum(waarde: Any) -> bool:
    if not isinstance(waarde, str) or len(waarde) != 10:
        return False
    try:
        date.fromisoformat(waarde)
    except ValueError:
        return False
    return True


_VORMEN: Mapping[str, Callable[[Any], bool]] = {
    "tekst": lambda w: isinstance(w, str) and len(w) <= _TEKST_MAX,
    "datum": _is_datum,
    "gemeente": lambda w: isinstance(w, str) and re.fullmatch(r"[0-9]{4}", w) is not None,
    "ja-nee": lambda w: isinstance(w, bool),
    "getal": lambda w: isinstance(w, int) and not isinstance(w, bool),
}
