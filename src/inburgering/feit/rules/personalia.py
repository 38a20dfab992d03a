"""Who someone is and where to write to, from the facts of all sources."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inburgering.feit.rules import datums, samenstelling
from inburgering.feit.terms import Bron, Persoonsgegevens, Sleutelsoort, Soort, Uitspraak
from inburgering.primitives.ids import Bsn, Gemeentecode, PersoonId


def stel_samen(
    persoon_id: int, feiten: Iterable[tuple[Bron, Uitspraak]], sleutels: Mapping[Sleutelsoort, str]
) -> Persoonsgegevens:
    """The person as the sources know them now; BRP before IND, and for the address BRP, then COA, then IND."""
    per_soort: dict[Soort, dict[Bron, list[Uitspraak]]] = defaultdict(lambda: defaultdict(list))
    for bron, u in feiten:
        if not u.onjuist and u.geldig_tot is None:
            per_soort[u.soort][bron].append(u)
    naam = _waarde(per_soort, Soort.NAAM, Bron.BRP, Bron.IND)
    achternaam = " ".join(deel for deel in (naam.get("voorvoegsel"), naam.get("geslachtsnaam")) if deel)
    bsn = sleutels.get(Sleutelsoort.BSN)
    return Persoonsgegevens(
        persoon_id=PersoonId(persoon_id),
        naam=" ".join(deel for deel in (naam.get("voornamen"), achternaam) if deel),
        geboortedatum_tekst=datums.tekst(_waarde(per_soort, Soort.GEBOORTEDATUM, Bron.BRP, Bron.IND).get("datum")),
        bsn=Bsn(bsn) if bsn else None,
        vnummer=sleutels.get(Sleutelsoort.VNUMMER),
        adresregels=_adres(per_soort),
        gemeente=_gemeente(per_soort),
        taal=str(_waarde(per_soort, Soort.TAAL, Bron.DUO, Bron.IND).get("taal", "nl")),
        geheim=bool(_waarde(per_soort, Soort.GEHEIMHOUDING, Bron.BRP).get("geheim")),
        overleden=_waarde(per_soort, Soort.OPSCHORTING, Bron.BRP).get("reden") == "O",
        voornamen=str(naam.get("voornamen") or ""),
        achternaam=achternaam,
    )


def _waarde(per_soort: samenstelling.PerBron, soort: Soort, *bronnen: Bron) -> Mapping[str, Any]:
    rijen = samenstelling.eerste(per_soort, soort, *bronnen)
    return rijen[-1].waarde if rijen else {}


def _adres(per_soort: samenstelling.PerBron) -> tuple[str, ...]:
    voorkeur: Sequence[tuple[Soort, Bron, str]] = (
        (Soort.ADRES, Bron.BRP, "regels"),
        (Soort.VERBLIJFPLAATS, Bron.COA, "adresregels"),
        (Soort.ADRES, Bron.IND, "regels"),
    )
    for soort, bron, veld in voorkeur:
        if regels := _waarde(per_soort, soort, bron).get(veld):
            return tuple(regels)
    return ()


def _gemeente(per_soort: samenstelling.PerBron) -> Gemeentecode | None:
    code = _waarde(per_soort, Soort.INSCHRIJVING, Bron.BRP).get("gemeente")
    code = code or _waarde(per_soort, Soort.VERBLIJFPLAATS, Bron.COA).get("gemeente")
    return Gemeentecode(code) if code else None
