import io
import json
import tracemalloc
from datetime import timedelta

import pytest

from inburgering.feit import commands, queries
from inburgering.feit.commands import vormen
from inburgering.feit.errors import LeveringAndersDanEerder, LeveringOngeldig
from inburgering.feit.rules import kop as regels_kop
from inburgering.feit.terms import Bron
from leveringen import ASIEL, BSN, NU, kop, levering, persoon

NIET_ELF = "999999245"


def record(**velden):
    return json.dumps({"burgerservicenummer": BSN[5]} | velden).encode()


WRONG_LINES = [
    (b'{"burgerservicenummer": "', "record", "geen geldige JSON"),
    (b"[1, 2]", "record", "geen object"),
    (b"nonsens", "record", "geen geldige JSON"),
    (b'{"taal": "nl", "taal": "ti"}', "record", "twee keer"),
    (b'{"taal": NaN}', "record", "NaN"),
    (record(verblijv=[]), "verblijv", "niet bekend"),
    (record(verblijf=[ASIEL | {"doell": "asiel"}]), "verblijf[0].doell", "niet bekend"),
    (record(verblijf=[ASIEL | {"doel": "vakantie"}]), "verblijf[0].doel", "niet bekend"),
    (record(verblijf=[ASIEL | {"bekendmaking": "2022-02-30"}]), "verblijf[0].bekendmaking", "bestaat niet"),
    (record(verblijf=[ASIEL | {"einddatum": "2020-01-01"}]), "verblijf[].einddatum", "voor de ingangsdatum"),
    (record(geboortedatum="14-03-1990"), "geboortedatum", "bestaat niet"),
    (record(geboortedatum={"type": "JaarDatum", "jaar": 0}), "geboortedatum", "bestaat niet"),
    (record(nationaliteiten=[{"code": "9998"}]), "nationaliteiten[0].code", "tabel 32"),
    (record(nationaliteiten=[{"code": "0028", "vanaf": "1980-01-01"}]), "nationaliteiten[0].code", "tabel 32"),
    (record(naam={"geslachtsnaam": "a\x00b"}), "record", "nulteken"),
    (record(naam={"geslachtsnaam": "\ud800"}), "record", "geen geldige JSON"),
    (json.dumps({"burgerservicenummer": NIET_ELF}).encode(), "burgerservicenummer", "11-proef"),
    (b'{"taal": "nl"}', "burgerservicenummer", "geen geldig nummer"),
    ('{"taal": "caf\u00e9"}'.encode("latin-1"), "tekens", "UTF-8"),
    (b'{"taal": ' + b"[" * 100_000, "record", "geen geldige JSON"),
]  # fmt: skip


def test_every_wrong_line_is_named_and_the_rest_goes_on(lees):
    goed = [{"burgerservicenummer": bsn} for bsn in BSN[:2]]
    regels = [json.dumps(goed[0]).encode(), *(slecht for slecht, _, _ in WRONG_LINES), json.dumps(goed[1]).encode()]
    som = sum(regels_kop.bijdrage(regel) or 0 for regel in regels)
    verslag = lees("ind", b"\n".join([json.dumps(kop(goed, aantal=len(regels), controlegetal=som)).encode(), *regels]))

    geweigerd = verslag.geweigerd()
    assert (verslag.gelezen, verslag.opgenomen, verslag.ongewijzigd) == (len(regels), 2, 0)
    assert [fout.plaats for fout in geweigerd] == [f"regel {nummer}" for nummer in range(3, len(regels) + 1)]
    for fout, (_, veld, woord) in zip(geweigerd, WRONG_LINES, strict=True):
        assert veld in fout.veld
        assert woord in fout.reden
        assert fout.herstel
    assert queries.blokkades() == []


def test_a_gemeente_that_does_not_exist_on_that_day_is_refused(lees):
    gevallen = [("9999", "2022-01-01"), ("1999", "2022-01-01"), ("0457", "2022-03-24"), ("1810", None)]
    records = [
        {"burgerservicenummer": bsn, "huisvesting": {"gemeente": code, "vanaf": vanaf}}
        for bsn, (code, vanaf) in zip(BSN, gevallen, strict=False)
    ]
    verslag = lees("coa", levering(records, leverancier="COA"))

    assert verslag.opgenomen == 0
    assert [fout.veld for fout in verslag.geweigerd()] == ["huisvesting.gemeente"] * 4
    assert [code in fout.reden for fout, (code, _) in zip(verslag.geweigerd(), gevallen, strict=True)] == [True] * 4


def test_weesp_can_house_someone_until_it_is_gone(lees):
    record = {"burgerservicenummer": BSN[0], "huisvesting": {"gemeente": "0457", "vanaf": "2022-03-23"}}
    verslag = lees("coa", levering([record], leverancier="COA"))
    assert verslag.opgenomen == 1


def test_a_wrong_bsn_is_left_out_and_the_person_is_kept_under_another_number(lees):
    verslag = lees("ind", levering([persoon(burgerservicenummer=NIET_ELF, vNummer="1234567890")]))

    (fout,) = verslag.geweigerd()
    assert (verslag.gelezen, verslag.opgenomen, fout.veld) == (1, 0, "burgerservicenummer")
    pk = queries.zoek(vnummer="1234567890")
    assert queries.feiten([pk], moment=NU)[pk]["verblijf"] == [ASIEL]
    assert queries.persoonsgegevens([pk], moment=NU)[pk].bsn is None


def test_no_refusal_shows_the_number_itself(lees):
    verslag = lees("ind", levering([persoon(burgerservicenummer=NIET_ELF)]))
    assert NIET_ELF not in str(verslag.geweigerd())


def test_a_person_twice_in_one_delivery_is_refused_the_second_time(lees):
    verslag = lees("ind", levering([persoon(0), persoon(0, verblijf=[])]))

    (fout,) = verslag.geweigerd()
    assert (verslag.opgenomen, fout.plaats) == (1, "regel 3")
    pk = queries.zoek(bsn=BSN[0])
    assert queries.feiten([pk], moment=NU)[pk]["verblijf"] == [ASIEL]


def test_a_number_with_other_content_is_refused_as_a_whole(lees):
    lees("ind", levering([persoon(0)]))
    with pytest.raises(LeveringAndersDanEerder):
        lees("ind", levering([persoon(1)]))
    assert queries.zoek(bsn=BSN[1]) is None


@pytest.mark.parametrize("bron", ["brp", "ind", "coa"])
def test_an_empty_file_is_no_delivery(bron):
    with pytest.raises(LeveringOngeldig, match="leeg"):
        vormen.herken(Bron(bron), io.BytesIO())


@pytest.mark.parametrize("bron", ["duo", "gba", "", "IND"])
def test_an_unknown_source_is_refused(bron):
    with pytest.raises(LeveringOngeldig, match="bron"):
        commands.neem_op(bron, io.BytesIO(b"x"), now=NU)


@pytest.mark.parametrize(
    ("hoofd", "veld"),
    [
        (persoon(0), "burgerservicenummer"),
        (kop([], nummer=0), "nummer"),
        (kop([], nummer="1"), "nummer"),
        (kop([], datum="2022-13-01"), "datum"),
        (kop([], aantal=True), "aantal"),
        (kop([], controlegetal=None), "controlegetal"),
        (kop([], leverancier="x" * 81), "leverancier"),
    ],
)
def test_a_wrong_header_names_its_field(hoofd, veld):
    with pytest.raises(LeveringOngeldig) as fout:
        vormen.herken(Bron.IND, io.BytesIO(json.dumps(hoofd).encode()))
    assert fout.value.veld == veld


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(LeveringOngeldig, match="niet te openen"):
        commands.neem_op("ind", tmp_path / "weg.jsonl", now=NU)


def test_the_refusals_of_a_delivery_come_back_when_it_is_read_again(lees):
    inhoud = levering([persoon(0), persoon(burgerservicenummer=NIET_ELF)])
    eerste = lees("ind", inhoud)
    tweede = lees("ind", inhoud, now=NU + timedelta(days=1))
    assert (tweede.gelezen, tweede.opgenomen, tweede.ongewijzigd) == (2, 0, 1)
    assert tweede.geweigerd() == eerste.geweigerd()
    assert tweede.ontbrekend == eerste.ontbrekend


def test_a_line_of_a_hundred_megabytes_is_refused_without_holding_it(db, tmp_path):
    records = [persoon(0), persoon(1)]
    pad = tmp_path / "groot.jsonl"
    with pad.open("wb") as bestand:
        bestand.write(json.dumps(kop(records, aantal=3)).encode() + b"\n" + json.dumps(records[0]).encode() + b"\n")
        bestand.write(b'{"taal": "')
        for _ in range(100):
            bestand.write(b"x" * 1_000_000)
        bestand.write(b'"}\n' + json.dumps(records[1]).encode())

    tracemalloc.start()
    verslag = commands.neem_op("ind", pad, now=NU)
    piek = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (verslag.gelezen, verslag.opgenomen) == (3, 2)
    assert [(f.plaats, f.veld) for f in verslag.geweigerd()] == [("regel 3", "record")]
    assert piek < 20_000_000


# ── The BRP as JSON ──────────────────────────────────────────────────────────────────────────────

BRP = {"burgerservicenummer": BSN[0], "geboorte": {"datum": {"type": "JaarDatum", "jaar": 1990, "langFormaat": "1990"}}}


def test_persons_of_the_brp_may_come_with_a_header(lees):
    hoofd = kop([BRP], leverancier="RvIG")
    verslag = lees("brp", json.dumps(hoofd | {"personen": [BRP]}).encode())
    assert (verslag.gelezen, verslag.opgenomen) == (1, 1)
    lees("brp", json.dumps(hoofd | {"nummer": 3, "personen": [BRP]}).encode())
    assert [b.nummers for b in queries.blokkades()] == [(2,)]
    assert "geboortedatum" in queries.feiten(None, moment=NU)[queries.zoek(bsn=BSN[0])]


@pytest.mark.parametrize(
    ("inhoud", "veld"),
    [
        (b'{"leverancier": "RvIG"}', "personen"),
        (b'{"leverancier": "RvIG", "personen": []}', "nummer"),
        (b"[{}", "persoon 2"),
        (b'[{"a": "', "persoon 1"),
        (b"[]]", "einde"),
        (b"zomaar tekst", "kop"),
        (b";01.01.10;01.01.20\n", "kop"),
        ("; caf\u00e9".encode("latin-1"), "tekens"),
    ],
)
def test_a_file_that_is_no_delivery_of_the_brp_is_refused_as_a_whole(inhoud, veld):
    with pytest.raises(LeveringOngeldig) as fout:
        list(vormen.herken(Bron.BRP, io.BytesIO(inhoud)).records())
    assert fout.value.veld == veld
    assert fout.value.herstel


def test_a_wrong_person_among_others_is_named(lees):
    ander = BRP | {"burgerservicenummer": BSN[1], "naam": {"geslachtsnaam": "Caf\u00e9]}"}}
    stukken = [
        json.dumps(BRP).encode(),
        b"12",
        json.dumps(BRP | {"nationaliteitn": []}).encode(),
        json.dumps(ander, ensure_ascii=False).encode("latin-1"),
        json.dumps(ander | {"burgerservicenummer": BSN[2]}, ensure_ascii=False).encode(),
    ]
    verslag = lees("brp", b"[" + b",\n".join(stukken) + b"]")

    assert (verslag.gelezen, verslag.opgenomen) == (5, 2)
    assert [(f.plaats, f.veld) for f in verslag.geweigerd()] == [
        ("persoon 2", "record"),
        ("persoon 3", "nationaliteitn"),
        ("persoon 4", "tekens"),
    ]
    assert queries.zoek(bsn=BSN[2])


def test_values_of_the_brp_that_do_not_exist_are_listed_and_unknown(lees):
    slecht = BRP | {
        "geboorte": {"datum": {"type": "Datum", "datum": "2001-02-30", "langFormaat": "?"}},
        "nationaliteiten": [{"type": "Nationaliteit", "nationaliteit": {"code": "9998"}}],
        "gemeenteVanInschrijving": {"code": "1810"},
        "verblijfstitel": {"aanduiding": {"code": "77"}},
    }
    verslag = lees("brp", json.dumps([slecht]).encode())

    (fout,) = verslag.geweigerd()
    for veld in ("geboorte.datum", "nationaliteiten[0]", "gemeenteVanInschrijving", "verblijfstitel"):
        assert veld in fout.veld
    pk = queries.zoek(bsn=BSN[0])
    bekend = queries.feiten([pk], moment=NU)[pk]
    assert "geboortedatum" not in bekend
    assert "inschrijvingen" not in bekend
    assert bekend["nationaliteiten"] == [{"code": "0000"}]
    assert {v["grond"] for v in bekend["verblijf"]} == {None}


def test_an_element_without_end_is_not_held_in_memory():
    class Lang(io.RawIOBase):
        """A hundred megabytes that start an array and never close it."""

        def __init__(self):
            self.over = 100_000_000

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, plek, _vanaf=0):
            self.over = 100_000_000 - plek
            return plek

        def tell(self):
            return 100_000_000 - self.over

        def readinto(self, buffer):
            n = min(len(buffer), self.over)
            begin = b'["' if self.over == 100_000_000 else b""
            buffer[:n] = (begin + b"x" * n)[:n]
            self.over -= n
            return n

    tracemalloc.start()
    with pytest.raises(LeveringOngeldig, match="langer dan"):
        list(vormen.herken(Bron.BRP, io.BufferedReader(Lang())).records())
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
