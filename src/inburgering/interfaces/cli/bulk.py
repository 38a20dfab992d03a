"""`inburgering stel-vast --motor bulk` and `vergelijk --motor bulk`: whole registers, in portions, on every core."""

from datetime import date

from inburgering.interfaces.cli import feitenbron
from inburgering.organisatie import gemeenten, nationaliteiten
from inburgering.recht.register.vorm import Toets


def toets_op(dag: date) -> Toets:
    """What facts are held against on this day."""
    return Toets(
        controleer=lambda feiten: feitenbron.controleer(feiten, dag),
        bestaat_gemeente=lambda code: gemeenten.bestaat(code, None),
        bestaat_nationaliteit=lambda code: nationaliteiten.bestaat(code, None),
        ontleed=lambda tekst: feitenbron.ontleed(tekst.encode()),
        peildatum=dag.toordinal(),
    )
