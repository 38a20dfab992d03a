"""`inburgering incident`: lead the repair of a mistake, from opening to the last cohort."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inburgering.herstel.terms import Kring, Uitkomst, Wijze
from inburgering.hervatting.terms import CohortVoorstel, Voorwaarde
from inburgering.interfaces.cli import wie
from inburgering.interfaces.cli.uitvoer import als_json, geef, meld, stop_met
from inburgering.toegang.terms import Handeling
from inburgering.vaststelling.terms import Wet

if TYPE_CHECKING:
    from inburgering.primitives.ids import StopId

app = typer.Typer(no_args_is_help=True, help="Een fout herstellen: open, onderzoek, corrigeer, laat in groepen los.")
Incident = Annotated[str, typer.Argument(help="Code van het incident, als INC-2026-001.", metavar="INCIDENT")]
Cohort = Annotated[int, typer.Argument(help="Nummer van het cohort; `plan` geeft het.", metavar="COHORT")]
_DAG = typer.Option(parser=date.fromisoformat, help="Eerste dag van de plicht, als 2026-01-31.")


@app.command("open")
def open_(
    titel: Annotated[str, typer.Argument(help="Wat er misging, in een paar woorden zonder namen.", metavar="TITEL")],
    bewust_op: Annotated[
        datetime, typer.Option(help="Sinds wanneer u het weet; dan begint de termijn van 72 uur te lopen.")
    ],
    oud: Annotated[str, typer.Option(help="De regelversie die fout was.")],
    nieuw: Annotated[str, typer.Option(help="De regelversie die moet gelden.")],
    door: wie.Door,
    stop: Annotated[str, typer.Option(help="Kenmerk van de stop die erbij hoort.")] = "",
    ontdekt_door: Annotated[str, typer.Option(help="Hoe de fout aan het licht kwam.")] = "",
) -> None:
    """Open een incident."""
    with wie.beurt() as now:
        from inburgering.herstel import commands, queries
        from inburgering.recht import regelversies

        actor = wie.meld_aan(door)
        bewust = bewust_op if bewust_op.tzinfo else bewust_op.replace(tzinfo=wie.HIER)
        if bewust > now:
            stop_met("bewust-op: Dit moment moet nog komen. Neem het moment waarop u van de fout wist.")
        nummer = commands.open_incident(
            titel,
            bewust_op=bewust,
            regelversie_oud=regelversies.laad(oud).id,
            regelversie_nieuw=regelversies.laad(nieuw).id,
            stop_id=_stop(stop),
            door=actor,
            now=now,
            ontdekt_door=ontdekt_door,
        )
        code = queries.incident(nummer).code
    meld(f"Incident {code} is open. De termijn van 72 uur loopt.")
    geef({"incident": code, "id": nummer})


@app.command()
def onderzoek(incident: Incident, door: wie.Door) -> None:
    """Reken uit wie geraakt is: terecht, ten onrechte of onbekend."""
    with wie.beurt() as now:
        from inburgering.herstel import commands, queries

        actor, rij = wie.bevoegde(door, Handeling.INCIDENT_LEIDEN), _zoek(incident)
        nummer = commands.onderzoek(rij.pk, now=now, door=actor)
        geraakt = queries.geraakten(rij.pk)
    tel = {u.value: sum(g.uitkomst is u for g in geraakt) for u in Uitkomst}
    meld(f"Onderzoek {nummer}: {len(geraakt)} personen geraakt, over {tel['onbekend']} moeten mensen beslissen.")
    geef({"onderzoek": nummer, "geraakt": len(geraakt), "perUitkomst": tel})


@app.command("open-vragen")
def open_vragen(incident: Incident, door: wie.Door) -> None:
    """Toon over wie twee mensen nog moeten beslissen, en welk gegeven ontbreekt."""
    with wie.beurt():
        from inburgering.herstel import queries

        wie.bevoegde(door, Handeling.INCIDENT_INZIEN)
        vragen = queries.open_vragen(_zoek(incident).pk)
    geef(
        [{"geraakt": v.pk, "persoon": v.persoon_id, "wetVerteld": v.wet_oud, "ontbreekt": v.ontbreekt} for v in vragen]
    )


@app.command()
def beslis(
    geraakt: Annotated[int, typer.Argument(help="Nummer uit `open-vragen`.", metavar="GERAAKT")],
    uitkomst: Annotated[Uitkomst, typer.Option(help="Klopte wat er verteld is?")],
    reden: Annotated[str, typer.Option(help="Waar u dit op baseert, zonder namen.")],
    door: wie.Door,
    tweede: wie.Tweede,
    wet: Annotated[Wet | None, typer.Option(help="Welke wet geldt, als er een plicht is.")] = None,
    ingangsdatum: Annotated[date | None, _DAG] = None,
) -> None:
    """Beslis met twee personen over iemand van wie een gegeven ontbreekt."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.beslis(
            geraakt,
            uitkomst=uitkomst,
            reden=reden,
            door=een,
            tweede=twee,
            now=now,
            wet=wet.value if wet else None,
            ingangsdatum=ingangsdatum,
        )
    meld("De beslissing ligt vast.")
    geef({"geraakt": geraakt, "uitkomst": uitkomst.value})


@app.command()
def uitleg(
    incident: Incident,
    door: wie.Door,
    tweede: wie.Tweede,
    allen: Annotated[bool, typer.Option("--allen", help="Ook aan wie terecht bericht kreeg.")] = False,
) -> None:
    """Schrijf de brief die uitlegt wat er misging; daarna `keten druk-af`."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        kring = Kring.ALLEN if allen else Kring.FOUT_OF_ONZEKER
        brieven = commands.schrijf_uitleg(_zoek(incident).pk, door=een, tweede=twee, now=now, kring=kring)
    meld(f"{len(brieven)} brieven met uitleg in de wachtrij.")
    geef({"brieven": len(brieven)})


@app.command()
def dossier(incident: Incident, door: wie.Door) -> None:
    """Stel het concept op voor de melding bij de Autoriteit Persoonsgegevens, en toon de tekst."""
    with wie.beurt() as now:
        from inburgering.herstel import commands, queries

        actor, rij = wie.bevoegde(door, Handeling.AP_MELDEN), _zoek(incident)
        versie = commands.stel_ap_dossier_op(rij.pk, now=now, door=actor)
        tekst = queries.ap_tekst(rij.pk, versie=versie)
    meld(f"Concept {versie} staat klaar: {tekst['ingevuld']}% ingevuld. Vul de rest zelf aan.")
    geef(tekst)


@app.command("meld")
def meld_(
    incident: Incident,
    door: wie.Door,
    tweede: wie.Tweede,
    kenmerk_ap: Annotated[str, typer.Option(help="Kenmerk dat de Autoriteit Persoonsgegevens gaf.")] = "",
) -> None:
    """Leg vast dat u met twee personen hebt gemeld op de site van de Autoriteit Persoonsgegevens."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        tekst = commands.meld_voorlopig(_zoek(incident).pk, door=een, tweede=twee, now=now, kenmerk_ap=kenmerk_ap)
    meld("De melding ligt vast. Dit programma stuurt zelf niets naar de Autoriteit Persoonsgegevens.")
    geef(tekst)


@app.command()
def corrigeer(
    incident: Incident,
    door: wie.Door,
    tweede: wie.Tweede,
    categorie: Annotated[list[str] | None, typer.Option(help="Alleen deze categorie; herhaalbaar.")] = None,
) -> None:
    """Trek in wat niet klopte: correcties aan gemeenten, brieven in de wachtrij, en een lijst om ongedaan te maken."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        uit = commands.corrigeer(_zoek(incident).pk, door=een, tweede=twee, now=now, categorieen=categorie)
    meld(f"{uit.ingetrokken} signalen ingetrokken, {uit.bevroren} bevroren, {uit.brieven} brieven in de wachtrij.")
    geef(als_json(uit))


@app.command()
def plan(
    incident: Incident,
    cohort: Annotated[
        list[str], typer.Option(help="'NAAM EERSTE_DAG CATEGORIE…', als 'gezin 2026-03-01 gezins-of-overige-migrant'.")
    ],
    door: wie.Door,
    tweede: wie.Tweede,
    per_dag: Annotated[int, typer.Option(min=1, help="Hoogstens zoveel personen per gemeente per dag.")] = 25,
    wet: Annotated[Wet, typer.Option(help="Wie onder deze wet vallen.")] = Wet.WI2021,
    voorwaarde: Annotated[
        list[Voorwaarde] | None, typer.Option(help="Wat eerst gereed moet zijn; herhaalbaar. Zonder: alle vier.")
    ] = None,
) -> None:
    """Spreek met twee personen af welke groep wanneer verdergaat."""
    voorstellen = [
        _cohort(tekst, per_dag=per_dag, wet=wet.value, voorwaarden=tuple(voorwaarde or Voorwaarde)) for tekst in cohort
    ]
    with wie.beurt() as now:
        from inburgering.hervatting import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        nummers = commands.plan(_zoek(incident).pk, voorstellen, door=een, tweede=twee, now=now)
    meld(f"Het plan ligt vast: {len(nummers)} cohorten.")
    geef([{"cohort": n, "naam": v.naam, "op": v.op} for n, v in zip(nummers, voorstellen, strict=True)])


@app.command("voorwaarde")
def voorwaarde_(
    cohort: Cohort,
    voorwaarde: Annotated[Voorwaarde, typer.Argument(help="Wat gereed is.", metavar="VOORWAARDE")],
    door: wie.Door,
    toelichting: Annotated[str, typer.Option(help="Waar dat uit blijkt.")] = "",
) -> None:
    """Bevestig dat een voorwaarde van een cohort is vervuld."""
    with wie.beurt() as now:
        from inburgering.hervatting import commands, queries

        commands.bevestig_voorwaarde(cohort, voorwaarde, door=wie.meld_aan(door), now=now, toelichting=toelichting)
        klaar = [v.voorwaarde for v in queries.vervuld(cohort)]
    meld(f"Bevestigd: {voorwaarde}.")
    geef({"cohort": cohort, "vervuld": klaar})


@app.command("laat-los")
def laat_los(cohort: Cohort, door: wie.Door, tweede: wie.Tweede) -> None:
    """Laat van een cohort gaan wie vandaag aan de beurt is; geef dit elke dag, tot de rest nul is."""
    with wie.beurt() as now:
        from inburgering.hervatting import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        uit = commands.laat_los(cohort, door=een, tweede=twee, now=now)
    meld(f"{uit.hersteld} hersteld, {uit.omgeleid} omgeleid, {uit.nieuw} nieuw; {uit.rest} wachten nog.")
    geef(als_json(uit))


@app.command("keuze-aan")
def keuze_aan(incident: Incident, door: wie.Door, tweede: wie.Tweede) -> None:
    """Bied de keuze tussen de twee wetten aan wie die mag maken, met een brief in de wachtrij."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        aantal = commands.bied_keuze_aan(_zoek(incident).pk, door=een, tweede=twee, now=now)
    meld(f"{aantal} personen mogen kiezen.")
    geef({"aangeboden": aantal})


@app.command()
def keuze(
    incident: Incident,
    persoon: Annotated[int, typer.Argument(help="Nummer van de persoon in het dossier.", metavar="PERSOON")],
    wet: Annotated[Wet, typer.Option(help="Wat de persoon koos.")],
    wijze: Annotated[Wijze, typer.Option(help="Hoe dat bleek.")],
    door: wie.Door,
    tweede: wie.Tweede,
) -> None:
    """Leg vast wat een persoon koos, en doe wat daaruit volgt."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        commands.leg_keuze_vast(_zoek(incident).pk, persoon, wet=wet.value, wijze=wijze, door=een, tweede=twee, now=now)
    meld("De keuze ligt vast.")
    geef({"persoon": persoon, "wet": wet.value})


@app.command()
def standaardkeuze(incident: Incident, door: wie.Door, tweede: wie.Tweede) -> None:
    """Pas de standaard toe op wie niet koos en niet meer kan kiezen."""
    with wie.beurt() as now:
        from inburgering.herstel import commands

        een, twee = wie.meld_samen_aan(door, tweede)
        uit = commands.pas_standaardkeuze_toe(_zoek(incident).pk, door=een, tweede=twee, now=now)
    meld(f"Wi2013: {uit.wi2013}, Wi2021: {uit.wi2021}; {uit.open} kunnen nog kiezen.")
    geef(als_json(uit))


@app.command()
def toon(
    incident: Annotated[str, typer.Argument(help="Code. Zonder: de lijst van incidenten.", metavar="[INCIDENT]")] = "",
) -> None:
    """Toon hoe ver een incident is, in aantallen."""
    with wie.beurt() as now:
        from inburgering.herstel import queries
        from inburgering.hervatting import queries as hervatting

        if not incident:
            geef([{"incident": r.code, "titel": r.titel, "geopendOp": r.geopend_op} for r in queries.incidenten()])
            return
        rij = _zoek(incident)
        alles = als_json(queries.overzicht(rij.pk, now))
        weg = {"log", "gemeenten"}
        cohorten = [als_json(c) for c in hervatting.cohorten(rij.pk)]
        geef(
            {n: w for n, w in alles.items() if n not in weg} | {"cohorten": cohorten, "keuzes": queries.keuzes(rij.pk)}
        )


def _zoek(code: str) -> Any:
    """The incident with this code or id."""
    from inburgering.herstel import queries

    alle = queries.incidenten()
    gevonden = next((rij for rij in alle if code in {rij.code, str(rij.pk)}), None)
    if gevonden is None:
        stop_met(
            f"incident: {code} is er niet. Kies uit: {', '.join(rij.code for rij in alle) or 'er is er nog geen'}."
        )
    return gevonden


def _stop(kenmerk: str) -> "StopId | None":
    """The stop with this id, when one is named."""
    from uuid import UUID

    from inburgering.primitives.ids import StopId
    from inburgering.stop import queries

    if not kenmerk:
        return None
    try:
        nummer = StopId(UUID(kenmerk))
    except ValueError:
        stop_met(f"stop: {kenmerk} is geen kenmerk van een stop. Kijk met: inburgering stop toon.")
    return queries.stop(nummer).id


def _cohort(tekst: str, *, per_dag: int, wet: str, voorwaarden: tuple[Voorwaarde, ...]) -> CohortVoorstel:
    """What the words of one --cohort say: a name, the first day, and categorieen."""
    naam, _, rest = tekst.strip().partition(" ")
    try:
        dag, *categorieen = rest.split()
        eerste = date.fromisoformat(dag)
    except ValueError:
        stop_met(
            f"cohort: '{tekst}' is niet te lezen. Schrijf: 'NAAM EERSTE_DAG CATEGORIE', met de dag als 2026-03-01."
        )
    return CohortVoorstel(naam, eerste, tuple(categorieen), per_dag=per_dag, voorwaarden=voorwaarden, wet=wet)
