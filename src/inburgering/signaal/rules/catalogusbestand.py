"""Reading a version of the catalogue: its shape is checked word by word, and each field is put to the law. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml

from inburgering.recht.verstrekkingstabellen import WI2021
from inburgering.signaal.errors import CatalogusOngeldig
from inburgering.signaal.terms import Catalogus, Signaalsoort, Veld
from inburgering.verstrekking import rules as verstrekking_rules
from inburgering.verstrekking.errors import VerstrekkingNietToegestaan
from inburgering.verstrekking.terms import Partij

VORMEN = frozenset({"tekst", "datum", "gemeente", "ja-nee", "getal"})
_KOP = {"versie": str, "geldig_vanaf": date, "gebruik_uren": int, "houdbaar_dagen": int, "velden": dict}
_KOP |= {"soorten": dict, "terugmeldingen": dict}
_VELD = {"titel": str, "gegeven": str, "vorm": str}
_VELD_MAG = {"waarden": list, "minimaal": int, "maximaal": int}
_SOORT = {"naam": str, "titel": str, "aanleiding": str, "wat_te_doen": str, "verplicht": list}
_SOORT_MAG = {
    "mag": list, "verstrekker": str, "ontvanger": str, "taak_van": str, "doel": str, "op_verzoek": str, "over": str,
    "antwoord_weken": int,
}  # fmt: skip


def lees(tekst: str, *, plaats: str) -> Catalogus:
    """One version of the catalogue.

    Raises:
        CatalogusOngeldig: names the file, the place in it, what is wrong and how to mend it.
    """
    try:
        bron = yaml.safe_load(tekst)
    except yaml.YAMLError as fout:
        raise _fout(plaats, f"dit is geen YAML: {str(fout).splitlines()[0]}", "Verbeter het bestand.") from fout
    _eis_vorm(bron, _KOP, {}, plaats=plaats)
    velden = bron["velden"]
    for naam, veld in velden.items():
        _eis_veld(veld, plaats=f"{plaats}, veld {naam}")
    vanaf = bron["geldig_vanaf"]
    catalogus = Catalogus(
        versie=bron["versie"],
        geldig_vanaf=vanaf,
        gebruik_uren=bron["gebruik_uren"],
        houdbaar_dagen=bron["houdbaar_dagen"],
        soorten=_lees_soorten(bron["soorten"], velden, van=Partij.DUO, naar=Partij.COLLEGE, vanaf=vanaf, plaats=plaats),
        terugmeldingen=_lees_soorten(
            bron["terugmeldingen"], velden, van=Partij.COLLEGE, naar=Partij.DUO, vanaf=vanaf, plaats=plaats
        ),
    )
    _eis_alles_gebruikt(catalogus, velden, plaats=plaats)
    return catalogus


def _lees_soorten(
    rijen: Mapping[str, Any], velden: Mapping[str, Any], *, van: Partij, naar: Partij, vanaf: date, plaats: str
) -> dict[str, Signaalsoort]:
    return {
        code: _lees_soort(code, rij, velden, van=van, naar=naar, vanaf=vanaf, plaats=f"{plaats}, soort {code}")
        for code, rij in rijen.items()
    }


def _lees_soort(
    code: str, rij: Any, velden: Mapping[str, Any], *, van: Partij, naar: Partij, vanaf: date, plaats: str
) -> Signaalsoort:
    _eis_vorm(rij, _SOORT, _SOORT_MAG, plaats=plaats)
    verplicht, mag = rij["verplicht"], rij.get("mag", [])
    _eis_namen(verplicht, mag, velden, plaats=plaats)
    if rij.get("over", "signaal") not in {"signaal", "persoon"}:
        raise _fout(plaats, f"`over` is {rij['over']!r}", "Kies signaal of persoon.")
    van = _partij(rij.get("verstrekker", van.value), plaats=plaats)
    naar = _partij(rij.get("ontvanger", naar.value), plaats=plaats)
    return Signaalsoort(
        code=code,
        naam=rij["naam"],
        titel=rij["titel"],
        aanleiding=rij["aanleiding"],
        verstrekker=van,
        ontvanger=naar,
        taak_van=rij.get("taak_van", WI2021),
        geldig_vanaf=vanaf,
        wat_te_doen=rij["wat_te_doen"],
        velden=tuple(
            _lees_veld(n, velden[n], van=van, naar=naar, verplicht=n in verplicht, vanaf=vanaf, plaats=plaats)
            for n in (*verplicht, *mag)
        ),
        doel=rij.get("doel", ""),
        op_verzoek=rij.get("op_verzoek", ""),
        over_persoon=rij.get("over") == "persoon",
        antwoord_weken=rij.get("antwoord_weken"),
    )


def _lees_veld(
    naam: str, rij: Mapping[str, Any], *, van: Partij, naar: Partij, verplicht: bool, vanaf: date, plaats: str
) -> Veld:
    """One field; its article and purpose come from the tables of the law, so a field without ground cannot exist."""
    try:
        stroom = verstrekking_rules.stroom_van(van, naar, rij["gegeven"], datum=vanaf)
    except VerstrekkingNietToegestaan as fout:
        raise _fout(f"{plaats}, veld {naam}", f"{fout.detail}", "Laat dit veld weg uit de soort.") from fout
    return Veld(
        naam=naam,
        titel=rij["titel"],
        gegeven=rij["gegeven"],
        artikel=stroom.artikel,
        doel=stroom.doel,
        vorm=rij["vorm"],
        verplicht=verplicht,
        waarden=tuple(rij.get("waarden", ())),
        minimaal=rij.get("minimaal"),
        maximaal=rij.get("maximaal"),
    )


# ── The shape ────────────────────────────────────────────────────────────────────────────────────


def _eis_vorm(rij: Any, moet: Mapping[str, type], mag: Mapping[str, type], *, plaats: str) -> None:
    if not isinstance(rij, dict):
        raise _fout(plaats, "hier hoort een groep woorden te staan", f"Geef {', '.join(moet)}.")
    for woord, waarde in rij.items():
        soort = moet.get(woord) or mag.get(woord)
        if soort is None:
            raise _fout(plaats, f"het woord `{woord}` is onbekend", f"Kies uit: {', '.join((*moet, *mag))}.")
        if not isinstance(waarde, soort) or isinstance(waarde, bool):
            raise _fout(plaats, f"`{woord}` is geen {soort.__name__}", "Verbeter de waarde.")
        if waarde in ("", 0) and woord != "minimaal":
            raise _fout(plaats, f"`{woord}` is leeg", "Vul het in.")
    if weg := [woord for woord in moet if woord not in rij]:
        raise _fout(plaats, f"`{weg[0]}` ontbreekt", "Vul het in.")


def _eis_veld(veld: Any, *, plaats: str) -> None:
    _eis_vorm(veld, _VELD, _VELD_MAG, plaats=plaats)
    if veld["vorm"] not in VORMEN:
        raise _fout(plaats, f"vorm `{veld['vorm']}` is onbekend", f"Kies uit: {', '.join(sorted(VORMEN))}.")
    if any(not isinstance(w, str) for w in veld.get("waarden", ())):
        raise _fout(plaats, "een van de waarden is geen tekst", "Zet aanhalingstekens om ja, nee en getallen.")


def _eis_namen(verplicht: Iterable[str], mag: Iterable[str], velden: Mapping[str, Any], *, plaats: str) -> None:
    gezien: set[str] = set()
    for naam in (*verplicht, *mag):
        if naam not in velden:
            raise _fout(plaats, f"veld `{naam}` staat niet bij velden", "Voeg het toe, of verbeter de naam.")
        if naam in gezien:
            raise _fout(plaats, f"veld `{naam}` staat er twee keer", "Laat er een weg.")
        gezien.add(naam)


def _eis_alles_gebruikt(catalogus: Catalogus, velden: Mapping[str, Any], *, plaats: str) -> None:
    soorten = (*catalogus.soorten.values(), *catalogus.terugmeldingen.values())
    gebruikt = {v.naam for s in soorten for v in s.velden}
    if over := [naam for naam in velden if naam not in gebruikt]:
        raise _fout(f"{plaats}, veld {over[0]}", "geen enkele soort gebruikt dit veld", "Laat het weg.")


def _partij(woord: str, *, plaats: str) -> Partij:
    try:
        return Partij(woord)
    except ValueError:
        raise _fout(plaats, f"partij `{woord}` is onbekend", f"Kies uit: {', '.join(Partij)}.") from None


def _fout(plaats: str, wat: str, herstel: str) -> CatalogusOngeldig:
    return CatalogusOngeldig(wat, veld=plaats, herstel=herstel)
