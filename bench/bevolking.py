"""An invented register as Parquet (registerbeeld), up to ten million persons; the same seed gives the same file.

    python -m bench.bevolking --personen 1000000 --uit /tmp/beeld.parquet [--zaad 1]

The shares below are chosen to look like a register of persons with a residence right, not taken from one.

| fact | share |
|---|---|
| permits per person | 55 % one, 27 % two, 12 % three, 6 % four; 70 % of the next ones follow on directly |
| ground | 8a 62 %, 8c 22 %, 8e 6 %, 8d 4 %, 8b 3 %, others 3 % |
| nationality | third country 79.5 %, EU 8 %, Turkish 5 %, Dutch 4 %, stateless 2 %, code unknown 1.5 %; 10 % have two |
| onset | first mostly 2013-2025, half from 2020 on; made known 0-400 days after its start |
| registration | 1-3 gemeenten, 8 % departed; 55 % had a kennisgeving, 60 % of 8c has huisvesting |
| left out | date of birth 0.5 %, nationalities 1 %, permits 1 %, ground 0.5 %, purpose 1 %, bekendmaking 1.5 % |
| left out too | referent 3 %, the purpose of one 3 %, tijdelijkBepaald 3 %, gemeente 0.5 %, gone out of school 15 % |
| partial birth date | 3 %: 1.5 % year, 1 % year and month, 0.5 % unknown |
| rare | diploma 8 %, ingeburgerd 15 %, ontheffing 2 %, study 3 %, school years 6 %, clergy 0.3 %, dir. 2004/38 1.5 % |
"""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inburgering.organisatie import gemeenten, nationaliteiten
from inburgering.recht import wetten
from inburgering.recht.bulk import codes, registerbeeld

PORTIE = 131_072
DAG = np.datetime64
VANDAAG = DAG("2026-01-01", "D").astype(int)


def maak(aantal: int, bestand: Path, *, zaad: int = 1) -> Path:
    """Write a register of this many persons, a portion at a time."""
    with pq.ParquetWriter(bestand, registerbeeld.SCHEMA, compression="snappy") as uit:
        for begin in range(0, aantal, PORTIE):
            uit.write_batch(portie(begin, min(PORTIE, aantal - begin), zaad=zaad), row_group_size=PORTIE)
    return bestand


def portie(begin: int, aantal: int, *, zaad: int) -> pa.RecordBatch:
    """These persons of the register; the same for the same seed and place."""
    kans = np.random.default_rng([zaad, begin])
    wie = Wie(kans, aantal)
    kolommen = {
        "persoonId": pa.array(np.char.mod("P%010d", np.arange(begin, begin + aantal))),
        "jaren_leerplichtig": pa.array(np.where(kans.random(aantal) < 0.06, kans.integers(1, 12, aantal), 0.0)),
    }
    for maakdeel in (_geboorte, _nationaliteiten, _verblijf, _inschrijvingen, _kennisgevingen, _school, _besluiten):
        kolommen |= maakdeel(wie)
    schema = registerbeeld.SCHEMA
    gevuld = [kolommen[v.name].cast(v.type) if v.name in kolommen else pa.nulls(aantal, v.type) for v in schema]
    return pa.RecordBatch.from_arrays(gevuld, schema=schema)


class Wie:
    """The persons of one portion: the chance they are drawn with, and what other facts hang on."""

    def __init__(self, kans: np.random.Generator, aantal: int) -> None:
        self.kans, self.aantal = kans, aantal
        self.geboren = _uit_jaren(kans, aantal, 1940, 2012)
        self.vergunningen = kans.choice([1, 2, 3, 4], aantal, p=[0.55, 0.27, 0.12, 0.06])
        self.vergunningen[kans.random(aantal) < 0.01] = -1  # the list itself is not given
        laat = kans.random(aantal) < 0.5
        self.eerste = np.where(laat, _uit_jaren(kans, aantal, 2020, 2026), _uit_jaren(kans, aantal, 2013, 2020))
        self.asiel = kans.random(aantal) < 0.22

    def deel(self, kans: float) -> np.ndarray:
        """A share of the persons."""
        return self.kans.random(self.aantal) < kans


def _uit_jaren(kans, aantal, van, tot):
    begin, eind = (DAG(f"{jaar}-01-01", "D").astype(int) for jaar in (van, tot))
    return kans.integers(begin, eind, aantal)


def _datum(dagen, weg=None, laatst=None):
    """The two columns of a date."""
    vroegst = pa.array(np.asarray(dagen, np.int32), mask=weg).cast(pa.date32())
    if laatst is None:
        return vroegst, pa.nulls(len(vroegst), pa.date32())
    anders = np.asarray(laatst) == np.asarray(dagen) if weg is None else (np.asarray(laatst) == dagen) | weg
    return vroegst, pa.array(np.asarray(laatst, np.int32), mask=anders).cast(pa.date32())


def _lijst(lengten, waarden, weg=None):
    plaatsen = pa.array(np.concatenate(([0], np.cumsum(lengten))).astype(np.int32))
    return pa.ListArray.from_arrays(plaatsen, waarden, mask=None if weg is None else pa.array(weg))


def _zet(naam, lengten, weg=None, **velden):
    """The columns of one list; dates are given as pairs."""
    uit = {}
    for veld, waarde in velden.items():
        if isinstance(waarde, tuple):
            uit[f"{naam}_{veld}_vroegst"], uit[f"{naam}_{veld}_laatst"] = (_lijst(lengten, w, weg) for w in waarde)
        else:
            uit[f"{naam}_{veld}"] = _lijst(lengten, waarde, weg)
    return uit


def _paar(naam, paar):
    return {f"{naam}_vroegst": paar[0], f"{naam}_laatst": paar[1]}


def _geboorte(wie):
    dagen = wie.geboren.copy()
    jaar, maand = dagen.astype("M8[D]").astype("M8[Y]"), dagen.astype("M8[D]").astype("M8[M]")
    laatst, trek = dagen.copy(), wie.kans.random(wie.aantal)
    for keuze, begin, eind in (
        (trek < 0.015, jaar, jaar + 1),
        ((trek >= 0.015) & (trek < 0.025), maand, maand + 1),
    ):
        dagen = np.where(keuze, begin.astype("M8[D]").astype(int), dagen)
        laatst = np.where(keuze, eind.astype("M8[D]").astype(int) - 1, laatst)
    heel = (trek >= 0.025) & (trek < 0.03)
    dagen = np.where(heel, DAG("0001-01-01", "D").astype(int), dagen)
    laatst = np.where(heel, DAG("9999-12-31", "D").astype(int), laatst)
    return _paar("geboren", _datum(dagen, wie.deel(0.005), laatst))


_EU = ("0055", "0064", "0067", "0056", "0052", "0060")
_DERDE = ("0336", "0110", "0263", "0070", "0328", "0308", "0053", "0331", "0355", "0204", "0223")


def _nationaliteiten(wie):
    soorten = [
        np.array([int(c) for c in groep if nationaliteiten.bestaat(c, None)])
        for groep in (_DERDE, _EU, ("0339",), ("0001",), ("0499",), ("0000",))
    ]
    lengten = np.where(wie.deel(0.1), 2, 1)
    weg = wie.deel(0.01)
    lengten[weg] = 0
    n = int(lengten.sum())
    welke = wie.kans.choice(len(soorten), n, p=[0.795, 0.08, 0.05, 0.04, 0.02, 0.015])
    code = np.zeros(n, np.int16)
    for i, groep in enumerate(soorten):
        code[welke == i] = wie.kans.choice(groep, int((welke == i).sum()))
    code[code == 0] = -1
    geen = _datum(np.zeros(n), np.ones(n, bool))
    return _zet("nationaliteiten", lengten, weg, code=pa.array(code), vanaf=geen, tot=geen)


_GEWOON = {
    "gezinslid": 0.45, "arbeid-in-loondienst": 0.1, "kennismigrant": 0.11, "studie": 0.1, "overig": 0.03,
    "niet-tijdelijke-humanitaire-gronden": 0.08, "medische-behandeling": 0.01, "tijdelijke-humanitaire-gronden": 0.04,
    "zelfstandige": 0.03, "onderzoek": 0.02, "zoeken-en-verrichten-van-arbeid": 0.03,
}  # fmt: skip
_REFERENTEN = {
    "nederlander": 0.42, "unieburger": 0.08, "asiel-bepaalde-tijd": 0.17, "asiel-onbepaalde-tijd": 0.08,
    "regulier-bepaalde-tijd": 0.17, "regulier-onbepaalde-tijd": 0.08,
}  # fmt: skip


def _trek(kans, aantal, verdeling, tabel):
    namen, delen = np.array([tabel[n] for n in verdeling]), np.array(list(verdeling.values()))
    return kans.choice(namen, aantal, p=delen / delen.sum()).astype(np.int8)


def _verblijf(wie):
    kans, weg = wie.kans, wie.vergunningen < 0
    lengten = np.maximum(wie.vergunningen, 0)
    n = int(lengten.sum())
    eigenaar = np.repeat(np.arange(wie.aantal), lengten)
    plek = np.arange(n) - np.repeat(np.cumsum(lengten) - lengten, lengten)
    duur = kans.choice([365, 730, 1826], n, p=[0.4, 0.25, 0.35])
    gat = np.where(kans.random(n) < 0.7, 1, kans.integers(2, 700, n))
    stap = np.where(plek > 0, np.roll(duur + gat, 1), 0)
    verder = _vanaf_begin(stap, plek)
    laatste = plek == np.repeat(lengten, lengten) - 1
    # Nobody's last permit starts after today: then the whole history lies earlier.
    heeft = lengten > 0
    wie.eerste[heeft] = np.minimum(
        wie.eerste[heeft], VANDAAG - verder[laatste] - kans.integers(1, 400, int(heeft.sum()))
    )
    ingang = wie.eerste[eigenaar] + verder
    bekend = np.where(kans.random(n) < 0.6, ingang + kans.integers(0, 120, n), ingang + kans.integers(0, 400, n))
    eind = ingang + duur - 1
    asiel = wie.asiel[eigenaar] & (plek == 0)
    gronden = np.array([codes.GROND[g] for g in ("8a", "8e", "8d", "8b", "8h", "8f")])
    grond = kans.choice(gronden, n, p=[0.795, 0.077, 0.051, 0.038, 0.02, 0.019])
    grond = np.where(asiel, codes.GROND["8c"], grond).astype(np.int8)
    doel = np.where(asiel, codes.DOEL["asiel"], _trek(kans, n, _GEWOON, codes.DOEL)).astype(np.int8)
    gezin, overig = doel == codes.DOEL["gezinslid"], doel == codes.DOEL["overig"]
    soort = _trek(kans, n, _REFERENTEN, codes.REFERENT)
    bepaald = gezin & (soort == codes.REFERENT["regulier-bepaalde-tijd"])
    return _zet(
        "verblijf",
        lengten,
        weg,
        grond=pa.array(grond, mask=kans.random(n) < 0.005),
        doel=pa.array(doel, mask=kans.random(n) < 0.01),
        ingangsdatum=_datum(ingang, kans.random(n) < 0.005),
        beschikkingsdatum=_datum(bekend - kans.integers(0, 15, n), kans.random(n) < 0.3),
        bekendmaking=_datum(bekend, kans.random(n) < 0.015),
        einddatum=_datum(eind, laatste & (kans.random(n) < 0.6)),
        referent_soort=pa.array(np.where(kans.random(n) < 0.03, -1, soort).astype(np.int8), mask=~gezin),
        referent_doel=pa.array(_trek(kans, n, _GEWOON, codes.DOEL), mask=~bepaald | (kans.random(n) < 0.03)),
        tijdelijk=pa.array(kans.integers(0, 2, n).astype(np.int8), mask=~overig | (kans.random(n) < 0.03)),
    )


def _vanaf_begin(stap, plek):
    """The sum of the steps of one person up to and with each."""
    som = np.cumsum(stap)
    begin = np.maximum.accumulate(np.where(plek == 0, np.arange(len(plek)), 0))
    return som - som[begin]


def _inschrijvingen(wie):
    kans = wie.kans
    bestaand = np.array([int(g.code) for g in gemeenten.alle() if gemeenten.is_gemeente(g.code)])
    lengten = kans.choice([0, 1, 2, 3], wie.aantal, p=[0.02, 0.68, 0.22, 0.08])
    n = int(lengten.sum())
    plek = np.arange(n) - np.repeat(np.cumsum(lengten) - lengten, lengten)
    duur = kans.integers(60, 1500, n)
    begin = np.repeat(wie.eerste, lengten) + kans.integers(0, 200, n) * 0 + 30
    begin = begin + _vanaf_begin(np.where(plek > 0, np.roll(duur, 1), 0), plek)
    laatste = plek == np.repeat(lengten, lengten) - 1
    blijft = laatste & (kans.random(n) < 0.92)
    gemeente = pa.array(kans.choice(bestaand, n).astype(np.int16), mask=kans.random(n) < 0.005)
    huis = wie.asiel & wie.deel(0.6)
    return {
        **_zet("inschrijvingen", lengten, gemeente=gemeente, vanaf=_datum(begin), tot=_datum(begin + duur, blijft)),
        "huisvesting_gemeente": pa.array(kans.choice(bestaand, wie.aantal).astype(np.int16), mask=~huis),
    }


def _kennisgevingen(wie):
    lengten = wie.deel(0.55).astype(int)
    n = int(lengten.sum())
    dagen = np.repeat(wie.eerste, lengten) + wie.kans.integers(20, 200, n)
    return _zet("kennisgevingen", lengten, datum=_datum(dagen))


def _school(wie):
    kans = wie.kans
    achttien = wie.geboren + 6575
    jong = wie.geboren > DAG("2003-01-01", "D").astype(int)
    uit = _paar("leerplicht_tot", _datum(achttien, ~(jong & wie.deel(0.85))))
    lengten = wie.deel(0.03).astype(int)
    n = int(lengten.sum())
    begin = _uit_jaren(kans, n, 2014, 2025)
    uit |= _zet(
        "opleidingen", lengten, vanaf=_datum(begin), tot=_datum(begin + 1200, kans.random(n) < 0.4),
        aansluitend=pa.array(kans.integers(0, 2, n).astype(np.int8)),
        vrijstellend=pa.array(kans.integers(0, 2, n).astype(np.int8), mask=kans.random(n) < 0.02),
    )  # fmt: skip
    lengten = wie.deel(0.08).astype(int)
    n = int(lengten.sum())
    bekend = len(codes.diplomas(wetten.laad(wetten.wortel())))
    soort = pa.array(kans.integers(0, bekend, n).astype(np.int8), mask=kans.random(n) < 0.02)
    return uit | _zet("diplomas", lengten, soort=soort, behaald=_datum(_uit_jaren(kans, n, 2012, 2025)))


def _besluiten(wie):
    kans, uit = wie.kans, {}
    for naam, deel in (("bedienaar", 0.003), ("richtlijn", 0.015)):
        lengten = wie.deel(deel).astype(int)
        n = int(lengten.sum())
        begin = _uit_jaren(kans, n, 2015, 2025)
        uit |= _zet(naam, lengten, vanaf=_datum(begin), tot=_datum(begin + 900, kans.random(n) < 0.6))
    for naam, deel in (("ontheffing", 0.02), ("ingeburgerd", 0.15), ("eerste_pip", 0.1)):
        dagen = _datum(wie.eerste + kans.integers(200, 1500, wie.aantal), ~wie.deel(deel))
        uit |= _paar(naam if naam == "eerste_pip" else f"{naam}_vanaf", dagen)
    uit["ontheffing_gedeeltelijk"] = pa.array(kans.integers(0, 2, wie.aantal).astype(np.int8))
    uit["ingeburgerd_gedeeltelijk"] = pa.array(np.zeros(wie.aantal, np.int8))
    return uit | {"eu_ltr": pa.array(np.ones(wie.aantal, np.int8), mask=~wie.deel(0.005))}


def main() -> None:
    """Write a register."""
    vraag = argparse.ArgumentParser(prog="python -m bench.bevolking", description=__doc__.splitlines()[0])
    vraag.add_argument("--personen", type=int, default=1_000_000)
    vraag.add_argument("--uit", type=Path, required=True)
    vraag.add_argument("--zaad", type=int, default=1)
    keuze = vraag.parse_args()
    maak(keuze.personen, keuze.uit, zaad=keuze.zaad)
    print(f"{keuze.personen} personen in {keuze.uit} ({keuze.uit.stat().st_size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main()
