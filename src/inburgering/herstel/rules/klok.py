"""The AP clock: how much is left of the 72 hours, in both readings."""

from datetime import datetime, timedelta

from inburgering.herstel.terms import ApKlok


def ap_klok(
    bewust_op: datetime, *, strikt: datetime, ruim: datetime, ingediend_op: datetime | None, now: datetime
) -> ApKlok:
    """The clock as it stands at `now`, or as it stood when the first submission was made.

    The strict reading is the deadline; the lenient one is shown beside it.
    """
    meting = ingediend_op or now
    rest = max(timedelta(0), strikt - meting)
    duur = strikt - bewust_op
    return ApKlok(
        bewust_op=bewust_op,
        strikt_uiterlijk=strikt,
        ruim_uiterlijk=ruim,
        resterend_minuten=int(rest.total_seconds() // 60),
        verstreken_deel=min(1.0, max(0.0, (meting - bewust_op) / duur)),
        ingediend_op=ingediend_op,
        binnen_termijn=ingediend_op <= strikt if ingediend_op else (None if now <= strikt else False),
    )
