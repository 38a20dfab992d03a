"""A record of the COA: where someone will be housed, and where the person stays now."""

from datetime import date
from typing import Any

from inburgering.feit.rules import datums, velden
from inburgering.feit.terms import Invoer, Sleutelsoort, Soort, Uitspraak
from inburgering.organisatie import gemeenten
from inburgering.primitives.errors import OngeldigeInvoer

_RECORD = velden.groep(
    {
        "burgerservicenummer": lambda waarde, _: waarde,
        "vNummer": lambda waarde, _: waarde,
        "huisvesting": velden.groep({"gemeente": velden.code4, "vanaf": velden.dag}),
        "verblijfplaats": velden.groep(
            {"gemeente": velden.code4, "soort": velden.tekst, "adresregels": velden.lijst(velden.tekst)}
        ),
    }
)


def lees(waarde: Any, plaats: str, *, peildatum: date) -> Invoer:
    """What a record says. A gemeente is judged on the day of housing, else on the day of the delivery.

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
    soorten = {"huisvesting": Soort.HUISVESTING, "verblijfplaats": Soort.VERBLIJFPLAATS}
    uitspraken = []
    for veld, soort in soorten.items():
        if (inhoud := record.get(veld)) is not None:
            vanaf = datums.precies(inhoud.get("vanaf"))
            _eis_gemeente(inhoud.get("gemeente"), vanaf or peildatum, veld=f"{veld}.gemeente")
            uitspraken.append(Uitspraak(soort, inhoud, vanaf))
    volledig = frozenset(soort for veld, soort in soorten.items() if veld in record)
    return Invoer(plaats, sleutels, tuple(uitspraken), volledig, fouten)


def _eis_gemeente(code: str | None, dag: date, *, veld: str) -> None:
    if code is not None and not (gemeenten.is_gemeente(code) and gemeenten.bestaat(code, dag)):
        raise OngeldigeInvoer(
            f"Gemeente {code} bestond niet op {dag.isoformat()}.",
            veld=veld,
            herstel="Gebruik de gemeentecode die op die dag gold (landelijke tabel 33).",
        )
