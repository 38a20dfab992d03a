"""Days as whole numbers: the calendar and the arithmetic of `primitives.datums`, without objects."""

BEGIN = 1
EINDE = 3652060
_EPOCH = 719163 - 719468


def ordinaal(jaar: int, maand: int, dag: int) -> int:
    """The ordinal of a day of the Gregorian calendar."""
    y = jaar - 1 if maand <= 2 else jaar
    era = y // 400
    yoe = y - era * 400
    mp = maand - 3 if maand > 2 else maand + 9
    doy = (153 * mp + 2) // 5 + dag - 1
    return era * 146097 + yoe * 365 + yoe // 4 - yoe // 100 + doy + _EPOCH


def maandlengte(jaar: int, maand: int) -> int:
    """The number of days of a month."""
    if maand == 2:
        return 29 if jaar % 4 == 0 and (jaar % 100 != 0 or jaar % 400 == 0) else 28
    return 30 if maand in (4, 6, 9, 11) else 31


def tel_op(nummer: int, jaren: int, maanden: int, dagen: int) -> int:
    """The day after adding years and months (clamped to the month's last day), then days."""
    if nummer >= EINDE or nummer <= BEGIN:
        return nummer
    if jaren != 0 or maanden != 0:
        z = nummer - _EPOCH
        era = z // 146097
        doe = z - era * 146097
        yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
        doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
        mp = (5 * doy + 2) // 153
        dag = doy - (153 * mp + 2) // 5 + 1
        maand = mp + 3 if mp < 10 else mp - 9
        jaar = yoe + era * 400 + (1 if maand <= 2 else 0)
        totaal = jaar * 12 + maand - 1 + jaren * 12 + maanden
        jaar, maand = totaal // 12, totaal % 12 + 1
        if jaar < 1:
            return BEGIN
        if jaar > 9999:
            return EINDE
        nummer = ordinaal(jaar, maand, min(dag, maandlengte(jaar, maand)))
    return max(BEGIN, min(EINDE, nummer + dagen))
