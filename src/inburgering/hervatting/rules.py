"""When a cohort may go, who goes on which day, and when the waiting is over; pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta

from inburgering.herstel.terms import Maatregel
from inburgering.hervatting.errors import NogNietZover, PlanOngeldig, VoorwaardeOpen
from inburgering.hervatting.terms import CohortVoorstel, Kandidaat, Plek, Punt, Voorwaarde, Weg

_ZATERDAG = 5


def is_werkdag(dag: date, feestdagen: Collection[date] = ()) -> bool:
    """Tell whether a gemeente works on that day."""
    return dag.weekday() < _ZATERDAG and dag not in feestdagen


def spreid(
    kandidaten: Iterable[Kandidaat],
    *,
    vanaf: date,
    per_dag: int,
    werkdag: Callable[[date], bool] = is_werkdag,
) -> list[Plek]:
    """One day for every person: no gemeente gets more than `per_dag` a day, and the nearest deadline goes first.

    Days are working days from `vanaf` on; persons without a deadline go last.

    Raises:
        PlanOngeldig: a cap below one lets nobody go.
    """
    if per_dag < 1:
        raise PlanOngeldig("Per dag moet er ten minste één persoon gaan.", veld="per_dag", herstel="Kies één of meer.")
    per_gemeente: dict[str, list[Kandidaat]] = defaultdict(list)
    for kandidaat in kandidaten:
        per_gemeente[kandidaat.gemeente].append(kandidaat)
    langste = max((len(groep) for groep in per_gemeente.values()), default=0)
    dagen = _werkdagen(vanaf, -(-langste // per_dag), werkdag)
    return [
        Plek(persoon_id=k.persoon_id, gemeente=gemeente, dag=dagen[rang // per_dag])
        for gemeente, groep in sorted(per_gemeente.items())
        for rang, k in enumerate(sorted(groep, key=_dringendst))
    ]


def _dringendst(kandidaat: Kandidaat) -> tuple[date, int]:
    return kandidaat.deadline or date.max, kandidaat.persoon_id


def _werkdagen(vanaf: date, aantal: int, werkdag: Callable[[date], bool]) -> list[date]:
    dagen: list[date] = []
    dag = vanaf
    while len(dagen) < aantal:
        if werkdag(dag):
            dagen.append(dag)
        dag += timedelta(days=1)
    return dagen


def eis_klaar(voorwaarden: Collection[Voorwaarde], vervuld: Collection[Voorwaarde], *, op: date, vandaag: date) -> None:
    """Refuse to let a cohort go before its day, or while a condition is open.

    Raises:
        NogNietZover: with the day.
        VoorwaardeOpen: with what is still open.
    """
    if vandaag < op:
        raise NogNietZover(
            f"Dit cohort mag vanaf {op:%d-%m-%Y}.", veld="op", herstel="Wacht tot die dag, of maak een nieuw plan."
        )
    nog_open = [v for v in Voorwaarde if v in voorwaarden and v not in vervuld]
    if nog_open:
        raise VoorwaardeOpen(
            f"Nog open: {', '.join(nog_open)}.",
            veld="voorwaarden",
            herstel="Laat degene die erover gaat dit eerst bevestigen.",
        )


def eis_plan(cohorten: Sequence[CohortVoorstel]) -> None:
    """Refuse a plan with double names, an empty cohort, or one person in two cohorts.

    Raises:
        PlanOngeldig: what is wrong.
    """
    namen = [c.naam for c in cohorten]
    if not namen or len(set(namen)) != len(namen):
        raise PlanOngeldig("Elk cohort heeft een eigen naam.", veld="naam", herstel="Geef elk cohort een andere naam.")
    for cohort in cohorten:
        if not cohort.categorieen and not cohort.persoon_ids:
            raise PlanOngeldig(
                f"Cohort '{cohort.naam}' is leeg.", veld="categorieen", herstel="Noem een categorie of personen."
            )
        if cohort.per_dag < 1:
            raise PlanOngeldig(
                f"Cohort '{cohort.naam}' laat niemand gaan.", veld="per_dag", herstel="Kies één of meer."
            )
    genoemd = [p for c in cohorten for p in c.persoon_ids]
    if len(set(genoemd)) != len(genoemd):
        raise PlanOngeldig(
            "Een persoon staat in twee cohorten.", veld="persoon_ids", herstel="Laat hem in één cohort staan."
        )


def weg(maatregel: Maatregel | None) -> Weg | None:
    """How someone who was told before goes on; a new signaal for who was never told, nothing for who must wait."""
    if maatregel is None:
        return Weg.NIEUW
    return {Maatregel.HERSTELLEN: Weg.HERSTELD, Maatregel.OMLEIDEN: Weg.OMGELEID}.get(maatregel)


def verwacht(
    stand: int, *, instroom: float, capaciteit: float, vanaf: date, weken: int, onzekerheid: float = 0.2
) -> list[Punt]:
    """How many persons are expected to wait, week by week, with a band.

    The band takes inflow and capacity both `onzekerheid` better and worse; it never goes below nought.
    """
    punten = []
    laag = midden = hoog = float(stand)
    for week in range(weken + 1):
        punten.append(Punt(vanaf + timedelta(weeks=week), laag=int(laag), verwacht=int(midden), hoog=int(hoog)))
        laag = max(0.0, laag + instroom * (1 - onzekerheid) - capaciteit * (1 + onzekerheid))
        midden = max(0.0, midden + instroom - capaciteit)
        hoog = max(0.0, hoog + instroom * (1 + onzekerheid) - capaciteit * (1 - onzekerheid))
    return punten


def weg_in_week(punten: Sequence[Punt]) -> date | None:
    """The first week in which nobody is expected to wait; None when that is not in sight."""
    return next((p.week for p in punten if p.verwacht == 0), None)
