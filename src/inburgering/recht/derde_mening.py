"""The decision in SQL, from the days on which something changes: onset, oordeel and act, found by another road.

The engines walk periods; this asks each day. Between two days on which nothing changes every answer is the same, so
the days on which something does are enough. It knows no continuation and no bridging of interruptions (Besluit 2.1
and 2.2): `eenvoudig` says for whom that does not matter.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inburgering.primitives.datums import Dagbereik
from inburgering.primitives.periods import BEGIN, EINDE
from inburgering.recht import sql
from inburgering.recht.beeld import NIEUWE_WET, OUDE_WET, Beeld
from inburgering.recht.regelversies import Regelversie
from inburgering.recht.tijdlijn import NEE, ONBEKEND, Antwoord, Tijdlijn

SLEUTELS = {"persoon": "INTEGER", "verblijf": "INTEGER", "aanwezig": "BOOLEAN"}
_WAARDE = {Antwoord.JA: True, Antwoord.NEE: False, Antwoord.ONBEKEND: None}
_BESLUITEN = {OUDE_WET: "besluit_inburgering", NIEUWE_WET: "besluit_inburgering_2021"}


def doelen(regelversie: Regelversie) -> dict[str, sql.Doel]:
    """What is asked of every day: the duty by each act, and the question of art. 54 in reading B."""
    return {"oud": regelversie.plicht["Wi2013"], "nieuw": regelversie.plicht["Wi2021"],
            "artikel_3": (OUDE_WET, "valt_onder_artikel_3")}  # fmt: skip


def kolommen(regelversie: Regelversie) -> dict[str, str]:
    """The columns of the table of facts, one row for each person, verblijf and day, with their SQL kinds."""
    return SLEUTELS | sql.feiten(regelversie.machine, list(doelen(regelversie).values()))


def rijen(beeld: Beeld, *, persoon: int, dagen: Iterable[int]) -> Iterator[dict[str, Any]]:
    """The rows of one person on some days."""
    namen = kolommen(beeld.regelversie)
    dagen = list(dagen)
    for verblijf, (_, omgeving) in enumerate(beeld.verblijven):
        vast = {naam: waarde for naam, waarde in omgeving.feiten.items() if not isinstance(waarde, Tijdlijn)}
        lijnen = {naam: lijn for naam, lijn in omgeving.feiten.items() if isinstance(lijn, Tijdlijn)}
        basis = sql.rij(vast) | {"persoon": persoon, "verblijf": verblijf}
        for dag in dagen:
            rij = basis | {naam: _WAARDE[lijn.op(dag)] for naam, lijn in lijnen.items()}
            rij |= {"dag": dag, "aanwezig": _WAARDE[beeld.aanwezig.op(dag)]}
            yield {naam: None if rij[naam] is ONBEKEND else rij[naam] for naam in namen}


def grensdagen(beeld: Beeld) -> list[int]:
    """Every day on which an answer about this person can change, the peildatum and the turn of the acts included."""
    lijnen = [beeld.aanwezig, *beeld.plicht.values()]
    for _, omgeving in beeld.verblijven:
        lijnen += [beeld.machine.reken(*doel, omgeving) for doel in doelen(beeld.regelversie).values()]
        lijnen += [lijn for lijn in omgeving.feiten.values() if isinstance(lijn, Tijdlijn)]
    grens = _definitie(beeld.regelversie, "INWERKINGTREDING")
    dagen = {BEGIN, beeld.peildatum, beeld.peildatum + 1, grens - 1, grens}
    dagen |= {rand for lijn in lijnen for vak in (*lijn.zeker, *lijn.mogelijk) for rand in vak}
    return sorted(dag for dag in dagen if BEGIN <= dag < EINDE)


def eenvoudig(beeld: Beeld) -> bool:
    """Tell whether nothing of this person's duty can be continued or bridged, so that this opinion applies."""
    if any(len(lijn.zeker) > 1 for lijn in beeld.plicht.values()):
        return False
    return all(
        beeld.machine.reken(besluit, "voortzetting", omgeving) is NEE
        for besluit in _BESLUITEN.values()
        for _, omgeving in beeld.verblijven
    )


def besluit(regelversie: Regelversie, *, peildatum: int, bron: str = "feit", personen: str = "persoon") -> str:
    """The query that gives each person's oordeel, wet and ingangsdatum (an ordinal).

    `bron` has the rows of `rijen`, `personen` a column `persoon` with everyone, those without any verblijf included.
    Source: Wi2021 art. 54 lid 1; the table in `docs/decisions/0007`.
    """
    vragen = doelen(regelversie)
    plicht = sql.Vertaling(regelversie.machine, list(vragen.values()))
    wet = sql.Vertaling(regelversie.machine, [regelversie.wet])
    delen = {naam: sql.kolomnaam(*doel) for naam, doel in vragen.items()}
    invulling: Mapping[str, Any] = {
        "regels": plicht.stappen(bron=bron, naam="regel", sleutels=[*SLEUTELS, sql.DAG]),
        "wetregels": wet.stappen(bron="keuze", naam="gewogen", sleutels=["persoon", "soort", "vanaf", "tot"]),
        "wet": sql.kolomnaam(*regelversie.wet),
        "personen": personen,
        "peil": sql.dag(peildatum),
        "grens": sql.dag(_definitie(regelversie, "INWERKINGTREDING")),
        "oudste": sql.dag(_definitie(regelversie, "OUDSTE_ONTSTAAN")),
        "einde": sql.dag(EINDE),
        "vanaf_nummer": sql.nummer("vanaf"),
        "ingang": sql.nummer("gekozen"),
    } | {naam: _minstens_een(kolom) for naam, kolom in delen.items()}
    return _BESLUIT.format(**invulling)


def _minstens_een(kolom: str) -> str:
    """Kleene's OR over rows: `bool_or` alone would skip what is unknown."""
    return f"CASE WHEN bool_or({kolom}) THEN TRUE WHEN bool_or({kolom} IS NULL) THEN NULL ELSE FALSE END"


def _definitie(regelversie: Regelversie, naam: str) -> int:
    machine = regelversie.machine
    bereik: Dagbereik = machine.boek.tekst(NIEUWE_WET, op=machine.tekst_op).definities[naam]
    return bereik.vroegst


_BESLUIT = """WITH {regels},
per_dag AS (
  SELECT persoon, dag, {oud} AND bool_and(aanwezig) AS oud, {nieuw} AND bool_and(aanwezig) AS nieuw,
         {artikel_3} AND bool_and(aanwezig) AS artikel_3
  FROM regel GROUP BY persoon, dag),
soorten AS (
  SELECT persoon, 'oud' AS soort, dag, oud IS TRUE AS geldt FROM per_dag
  UNION ALL SELECT persoon, 'nieuw', dag, nieuw IS TRUE FROM per_dag WHERE dag >= {grens}),
stukken AS (
  SELECT *, lead(dag) OVER w AS volgend, lag(geldt) OVER w AS ervoor FROM soorten
  WINDOW w AS (PARTITION BY persoon, soort ORDER BY dag)),
vakken AS (
  SELECT *, sum(CASE WHEN ervoor IS TRUE THEN 0 ELSE 1 END) OVER (PARTITION BY persoon, soort ORDER BY dag) AS vak
  FROM stukken WHERE geldt),
perioden AS (
  SELECT persoon, soort, min(dag) AS vanaf, max(coalesce(volgend, {einde})) AS tot FROM vakken
  GROUP BY persoon, soort, vak HAVING min(dag) <= {peil}),
laatste_dag AS (
  SELECT persoon, artikel_3 IS TRUE AS onder_artikel_3_op_laatste_dag FROM per_dag WHERE dag = {grens} - 1),
kandidaten AS (
  SELECT persoon, soort, vanaf, tot FROM perioden
  UNION ALL SELECT persoon, 'grens', {grens}, {grens} FROM laatste_dag),
keuze AS (
  SELECT k.*, onder_artikel_3_op_laatste_dag, {vanaf_nummer} AS ingangsdatum_plicht_vroegst,
         {vanaf_nummer} AS ingangsdatum_plicht_laatst
  FROM kandidaten k JOIN laatste_dag USING (persoon)),
{wetregels},
voor_grens AS (
  SELECT persoon, vanaf, tot, {wet} AS wet FROM gewogen g WHERE soort = 'oud' AND vanaf = (
    SELECT max(vanaf) FROM perioden p WHERE p.persoon = g.persoon AND p.soort = 'oud' AND p.vanaf < {grens})),
oud AS (
  SELECT persoon, vanaf FROM perioden g WHERE soort = 'oud' AND vanaf = (
    SELECT max(vanaf) FROM perioden p WHERE p.persoon = g.persoon AND p.soort = 'oud')),
nieuw AS (
  SELECT persoon, vanaf, {wet} AS wet FROM gewogen g WHERE soort = 'nieuw' AND vanaf = (
    SELECT max(vanaf) FROM perioden p WHERE p.persoon = g.persoon AND p.soort = 'nieuw')),
op_grens AS (SELECT persoon, {wet} AS wet FROM gewogen WHERE soort = 'grens'),
gewogen_keuze AS (
  SELECT persoon,
    CASE WHEN v.tot >= {grens} THEN v.vanaf WHEN g.wet = 'Wi2013' THEN o.vanaf WHEN n.vanaf IS NOT NULL THEN n.vanaf
         WHEN {peil} < {grens} THEN v.vanaf END AS gekozen,
    CASE WHEN v.tot >= {grens} THEN v.wet WHEN g.wet = 'Wi2013' THEN g.wet WHEN n.vanaf IS NOT NULL THEN n.wet
         WHEN {peil} < {grens} THEN v.wet END AS wet
  FROM {personen} LEFT JOIN voor_grens v USING (persoon) LEFT JOIN oud o USING (persoon)
       LEFT JOIN nieuw n USING (persoon) LEFT JOIN op_grens g USING (persoon))
SELECT persoon,
  CASE WHEN gekozen IS NULL THEN 'niet-plichtig' WHEN gekozen < {oudste} THEN 'onbekend' ELSE 'plichtig' END AS oordeel,
  CASE WHEN gekozen >= {oudste} THEN wet END AS wet,
  CASE WHEN gekozen >= {oudste} THEN {ingang} END AS ingangsdatum
FROM gewogen_keuze ORDER BY persoon"""
