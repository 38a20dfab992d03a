"""A frozen person neither vanishes nor stays, and a file proves its own totals."""

import hashlib
import json

import pytest

from inburgering.statistiek import rules
from inburgering.statistiek.errors import LeveringStandOngeldig, PeriodeOngeldig
from inburgering.statistiek.terms import ErratumRegel, Mutatie, Opnamestand, Plaats, Stand

CEL = Plaats("0363", "asielstatushouder", "Wi2021")


@pytest.mark.parametrize(
    ("oordeel", "wet", "levend", "verwacht"),
    [
        ("plichtig", "Wi2021", True, Opnamestand.OPGENOMEN),
        ("plichtig", "Wi2021", None, Opnamestand.OPGENOMEN),
        ("plichtig", "Wi2021", False, Opnamestand.AANGEHOUDEN),
        ("onbekend", None, False, Opnamestand.AANGEHOUDEN),
        ("onbekend", None, None, None),
        ("plichtig", "Wi2013", False, None),
        ("niet-plichtig", None, True, None),
    ],
)
def test_where_a_person_stands_in_a_levering(oordeel, wet, levend, verwacht) -> None:
    assert rules.deel_in(oordeel, wet, levend=levend) == verwacht


@pytest.mark.parametrize("van", [None, *Stand])
@pytest.mark.parametrize("naar", list(Stand))
def test_every_pair_of_states_is_allowed_or_refused_by_the_table(van, naar) -> None:
    if naar in rules.OVERGANGEN[van]:
        rules.eis_overgang(van, naar)
    else:
        with pytest.raises(LeveringStandOngeldig):
            rules.eis_overgang(van, naar)


def test_what_was_replaced_is_never_delivered_again() -> None:
    assert rules.OVERGANGEN[Stand.VERVANGEN] == frozenset()


def test_a_changed_line_says_how() -> None:
    ander = Plaats("0599", "asielstatushouder", "Wi2021")
    assert rules.mutatie(CEL, CEL) is Mutatie.GELIJK
    assert rules.mutatie(None, CEL) is Mutatie.NIEUW
    assert rules.mutatie(CEL, None) is Mutatie.VERVALLEN
    assert rules.mutatie(CEL, ander) is Mutatie.GEWIJZIGD


def test_the_manifest_counts_what_the_file_holds() -> None:
    rij = {
        "periode": "2022K1",
        "gemeente": "0363",
        "pseudoniem": "a",
        "categorie": "asielstatushouder",
        "wet": "Wi2021",
    }
    weg = rij | {"pseudoniem": "b", "mutatie": "vervallen"}
    bestand = rules.maak_bestand(
        [rij, weg],
        periode="2022K1",
        soort="vervanging",
        kenmerk="x",
        aangehouden={"0599": 2},
        erratum=[ErratumRegel(CEL, was=2, wordt=1)],
    )
    manifest = json.loads(bestand.manifest)
    assert manifest["controletotalen"] == {
        "personen": 1,
        "vervallen": 1,
        "perGemeente": {"0363": 1},
        "perCategorie": {"asielstatushouder": 1},
    }
    assert manifest["aangehouden"] == {"personen": 2, "perGemeente": {"0599": 2}}
    assert manifest["sha256"] == hashlib.sha256(bestand.csv).hexdigest()
    assert len(bestand.csv.decode().splitlines()) == 1 + manifest["regels"]


def test_errata_name_only_cells_that_changed() -> None:
    ander = Plaats("0599", "asielstatushouder", "Wi2021")
    assert rules.errata({CEL: 3, ander: 1}, {CEL: 2, ander: 1}) == [ErratumRegel(CEL, 3, 2)]


@pytest.mark.parametrize("periode", ["2022", "2022K5", "22K1", "1999K1"])
def test_a_period_that_does_not_exist_is_refused(periode: str) -> None:
    with pytest.raises(PeriodeOngeldig):
        rules.eis_periode(periode)
