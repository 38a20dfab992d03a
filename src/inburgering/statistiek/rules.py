"""Who counts in a levering, what a file holds, and what a replacement changes; pure."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from inburgering.statistiek.errors import LeveringStandOngeldig, PeriodeOngeldig
from inburgering.statistiek.terms import Bestand, ErratumRegel, Mutatie, Opnamestand, Plaats, Stand

OVERGANGEN: Mapping[Stand | None, frozenset[Stand]] = {
    None: frozenset({Stand.SAMENGESTELD}),
    Stand.SAMENGESTELD: frozenset({Stand.AANGEHOUDEN, Stand.GELEVERD, Stand.VERVANGEN}),
    Stand.AANGEHOUDEN: frozenset({Stand.AANGEHOUDEN, Stand.GELEVERD, Stand.VERVANGEN}),
    Stand.GELEVERD: frozenset({Stand.ERRATUM, Stand.VERVANGEN}),
    Stand.ERRATUM: frozenset({Stand.ERRATUM, Stand.VERVANGEN}),
    Stand.VERVANGEN: frozenset(),
}
# The official layout of the statistics is not public; these are the columns that the law and the reports name.
KOLOMMEN = (
    "periode",
    "berichtgever",
    "gemeente",
    "pseudoniem",
    "categorie",
    "wet",
    "begin_plicht",
    "pip_uiterlijk",
    "brede_intake_begin",
    "brede_intake_einde",
    "leerbaarheidstoets",
    "pip_eerste",
    "leerroute",
    "mutatie",
)
_PERIODE = re.compile(r"20\d\d(K[1-4]|JR|-proef)")


def eis_periode(periode: str) -> None:
    """Refuse what is not a year and a quarter.

    Raises:
        PeriodeOngeldig: with the form that is right.
    """
    if not _PERIODE.fullmatch(periode):
        raise PeriodeOngeldig(
            "Een periode is een jaar en een kwartaal.",
            veld="periode",
            herstel="Schrijf bijvoorbeeld 2022K1, 2022JR of 2022-proef.",
        )


def eis_overgang(van: Stand | None, naar: Stand) -> None:
    """Refuse a step that the table of states does not have.

    Raises:
        LeveringStandOngeldig: with both states.
    """
    if naar not in OVERGANGEN[van]:
        raise LeveringStandOngeldig(
            f"Van '{van or 'nieuw'}' kan een levering niet naar '{naar}'.",
            veld="stand",
            herstel="Maak zo nodig een vervangende levering.",
        )


def deel_in(oordeel: str, wet: str | None, *, levend: bool | None) -> Opnamestand | None:
    """Where a person stands in a levering of Wi2021, or None when not part of it.

    `levend` tells whether what a gemeente holds of the person is usable; None when no gemeente holds anything.
    A frozen person neither vanishes nor stays: he is counted as held.
    """
    if oordeel == "plichtig" and wet == "Wi2021":
        return Opnamestand.AANGEHOUDEN if levend is False else Opnamestand.OPGENOMEN
    if oordeel == "onbekend" and levend is False:
        return Opnamestand.AANGEHOUDEN
    return None


def mutatie(oud: Plaats | None, nieuw: Plaats | None) -> Mutatie:
    """How one person's line changes between two leveringen."""
    if oud == nieuw:
        return Mutatie.GELIJK
    if oud is None:
        return Mutatie.NIEUW
    return Mutatie.VERVALLEN if nieuw is None else Mutatie.GEWIJZIGD


def errata(oud: Mapping[Plaats, int], nieuw: Mapping[Plaats, int]) -> list[ErratumRegel]:
    """Every cell whose number changed, in a fixed order."""
    cellen = sorted(set(oud) | set(nieuw), key=lambda p: (p.gemeente, p.categorie, p.wet))
    regels = (ErratumRegel(plaats=c, was=oud.get(c, 0), wordt=nieuw.get(c, 0)) for c in cellen)
    return [r for r in regels if r.was != r.wordt]


def maak_bestand(
    rijen: Sequence[Mapping[str, str]],
    *,
    periode: str,
    soort: str,
    kenmerk: str,
    aangehouden: Mapping[str, int],
    vervangt: str = "",
    erratum: Iterable[ErratumRegel] = (),
) -> Bestand:
    """The file for CBS: semicolon CSV in UTF-8, and a manifest whose totals prove that nothing fell off."""
    uit = io.StringIO(newline="")
    schrijver = csv.DictWriter(uit, KOLOMMEN, delimiter=";", lineterminator="\r\n", restval="")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    inhoud = uit.getvalue().encode()
    som = hashlib.sha256(inhoud).hexdigest()
    geteld = [r for r in rijen if r.get("mutatie") != Mutatie.VERVALLEN]
    manifest = {
        "kenmerk": kenmerk,
        "periode": periode,
        "soort": soort,
        "vervangt": vervangt or None,
        "schema": "voorlopig-1",
        "regels": len(rijen),
        "controletotalen": {
            "personen": len(geteld),
            "vervallen": len(rijen) - len(geteld),
            "perGemeente": dict(sorted(Counter(r["gemeente"] for r in geteld).items())),
            "perCategorie": dict(sorted(Counter(r["categorie"] for r in geteld).items())),
        },
        "aangehouden": {"personen": sum(aangehouden.values()), "perGemeente": dict(sorted(aangehouden.items()))},
        "erratum": [
            {
                "gemeente": e.plaats.gemeente,
                "categorie": e.plaats.categorie,
                "wet": e.plaats.wet,
                "was": e.was,
                "wordt": e.wordt,
            }
            for e in erratum
        ],
        "sha256": som,
    }
    tekst = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    return Bestand(naam=f"swi_{periode}_{soort}_{kenmerk[:8]}", csv=inhoud, manifest=tekst, sha256=som)
