"""Compare the fast engine with the readable one on invented persons: `python -m bench.gelijk --personen 200000`."""

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bulkpersonen import personen, plat
from inburgering.recht import feiten, regelversies, scalar
from inburgering.recht.bulk import motor, registerbeeld

REGELS = ("bekendmaking", "bekendmaking-b", "kennisgeving", "ingangsdatum")
PEILDATA = (date(2026, 1, 1), date(2022, 1, 1), date(2021, 12, 31), date(2023, 3, 1), date(2018, 7, 1))


def vergelijk(zaad, aantal, regel, peildatum, leeg, deels):  # noqa: PLR0917 - mapped over processes
    """Counts, and the first differences, of one lot of persons under one regelversie."""
    bronnen = personen(aantal, zaad=zaad, leeg=leeg, deels=deels)
    gelezen = [feiten.lees(bron) for bron in bronnen]
    regelversie = regelversies.laad(regel)
    uit, telling = motor.stel_vast_en_tel(registerbeeld.van_feiten(gelezen), regelversie, peildatum=peildatum, draden=1)
    tellers, fouten = Counter(personen=aantal, open=telling.open, leesbaar=telling.leesbare_motor), []
    for bron, een, snel in zip(bronnen, gelezen, uit.to_pylist(), strict=True):
        goed = plat(scalar.stel_vast(een, regelversie, peildatum=peildatum))
        tellers[goed["oordeel"]] += 1
        anders = {k: (w, snel[k]) for k, w in goed.items() if snel[k] != w}
        if anders:
            tellers["anders"] += 1
            tellers.update(f"anders {k}" for k in anders)
            fouten.append((regel, peildatum, anders, bron))
    return tellers, fouten[:3]


def main():
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--personen", type=int, default=20_000)
    lezer.add_argument("--vanaf", type=int, default=0, help="go on after so many, in lots of five hundred")
    lezer.add_argument("--zaad", type=int, default=1)
    lezer.add_argument("--processen", type=int, default=2)
    lezer.add_argument("--regel", choices=REGELS)
    lezer.add_argument("--leeg", type=float, default=0.002, help="share of values that are null")
    lezer.add_argument("--deels", type=float, default=0.004, help="share of dates known in part: some 3%% of persons")
    keuze = lezer.parse_args()
    partij, begin = 500, time.perf_counter()
    regels = [keuze.regel] if keuze.regel else REGELS
    for regel in regels:  # compile once, before the processes ask for it
        vergelijk(0, 1, regel, PEILDATA[0], 0, 0)
    taken = []
    for n, van in enumerate(range(0, keuze.personen, partij)):
        aantal = min(partij, keuze.personen - van)
        regel = regels[n % len(regels)]
        peildatum = PEILDATA[(n // len(regels)) % len(PEILDATA)]
        if van < keuze.vanaf:
            continue
        taken.append((keuze.zaad * 1_000_000 + n, aantal, regel, peildatum, keuze.leeg, keuze.deels))
    totaal, fouten = Counter(), []
    with ProcessPoolExecutor(keuze.processen) as pool:
        for tellers, gevonden in pool.map(vergelijk, *zip(*taken, strict=True)):
            totaal += tellers
            duur = time.perf_counter() - begin
            print(
                f"{keuze.vanaf + totaal['personen']} vergeleken, {totaal['anders']} verschillend, in {duur:.0f} s",
                file=sys.stderr,
                flush=True,
            )
            fouten += gevonden
    for regel, peildatum, anders, bron in fouten[:10]:
        print(f"ANDERS {regel} {peildatum} {anders}\n  {bron}")
    print(f"{totaal['personen']} vergeleken, {totaal['anders']} verschillend, in {time.perf_counter() - begin:.0f} s")
    print(dict(sorted(totaal.items())))
    return 1 if totaal["anders"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
