"""The herstelkamer: one incident, everything that counts, and what must be done next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from inburgering.herstel.terms import ApKlok, GemeenteStand, LogRij, Overzicht, Staaf, Stand
from inburgering.herstel.terms import Balk as Voortgangsbalk
from inburgering.hervatting.terms import CohortStand, Voortgang, Voorwaarde
from inburgering.interfaces.portal.onderdelen import (
    NEDERLAND,
    Balk,
    Etiket,
    Kruimel,
    Tijdstap,
    balk,
    dag_tekst,
    meervoud,
    moment_tekst,
)
from inburgering.interfaces.portal.schermen import kaart, klok, lijn
from inburgering.interfaces.portal.schermen.kaart import Kaart, Plek
from inburgering.interfaces.portal.schermen.klok import Klok
from inburgering.interfaces.portal.schermen.lijn import Lijn
from inburgering.interfaces.portal.schermen.stop import bereik_tekst, werking_tekst
from inburgering.stop.terms import Richting, StopRij, Werking

_LOGICONEN = {
    "incident": ("flag", ""),
    "stop": ("hand-stop", "stop"),
    "onderzoek": ("git-compare", "law"),
    "dossier": ("file-text", "law"),
    "datalek": ("file-text", "law"),
    "brieven": ("mail", ""),
    "correctie": ("send", ""),
    "geraakte": ("gavel", "law"),
    "keuze": ("user", ""),
    "hervatting": ("player-play", "ok"),
    "cohort": ("player-play", "ok"),
}
_VOORWAARDEN = {
    Voorwaarde.REGEL: "regel goedgekeurd",
    Voorwaarde.BRIEVEN: "brieven klaar",
    Voorwaarde.GEMEENTEN: "gemeenten ingelicht",
    Voorwaarde.COA: "COA klaar",
}


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One key figure."""

    naam: str
    getal: str
    van: str = ""


@dataclass(frozen=True, slots=True)
class NogNiet:
    """One gemeente that has not confirmed."""

    naam: str
    personen: int
    etiket: Etiket


@dataclass(frozen=True, slots=True)
class Cohort:
    """One group that restarts together."""

    code: str
    naam: str
    tekst: str
    stand: str


@dataclass(frozen=True, slots=True)
class Herstelkamer:
    """The whole screen."""

    code: str
    titel: str
    leiding: str
    etiketten: tuple[Etiket, ...]
    klok: Klok
    dossier: str
    cijfers: tuple[Cijfer, ...]
    kaart: Kaart
    nog_niet: tuple[NogNiet, ...]
    groepen: tuple[Balk, ...]
    verspreid: tuple[tuple[str, str], ...]
    voortgang: tuple[Balk, ...]
    te_beslissen: str
    cohorten: tuple[Cohort, ...]
    achterstand: Lijn | None
    wachtend: str
    logboek: tuple[Tijdstap, ...]
    kruimels: tuple[Kruimel, ...]


@dataclass(frozen=True, slots=True)
class Stopregel:
    """One stop in the list."""

    reden: str
    etiket: Etiket | None
    sinds: str
    bereik: str
    herzie_op: str
    werking: str
    adres_opheffen: str


@dataclass(frozen=True, slots=True)
class Incidentregel:
    """One incident in the list."""

    code: str
    titel: str
    adres: str
    sinds: str
    klok: str


@dataclass(frozen=True, slots=True)
class Herstel:
    """The list of stops and incidents."""

    zin: str
    mag_stoppen: bool
    mag_opheffen: bool
    stops: tuple[Stopregel, ...]
    incidenten: tuple[Incidentregel, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What the list needs of one incident."""

    code: str
    titel: str
    klok: ApKlok
    adres: str


def lijst(
    incidenten: Sequence[Incident],
    stops: Sequence[tuple[StopRij, Werking, str]],
    *,
    mag_stoppen: bool,
    mag_opheffen: bool,
    now: datetime,
) -> Herstel:
    """The list; `stops` come with how far they are and the address where they can be lifted."""
    aantal = meervoud(len(stops), "stop van kracht", "stops van kracht") if stops else "Geen stop van kracht"
    return Herstel(
        zin=f"{aantal} · {meervoud(len(incidenten), 'incident', 'incidenten')}",
        mag_stoppen=mag_stoppen,
        mag_opheffen=mag_opheffen,
        stops=tuple(_stopregel(*rij) for rij in stops),
        incidenten=tuple(
            Incidentregel(
                i.code,
                i.titel,
                i.adres,
                moment_tekst(i.klok.bewust_op),
                klok.in_woorden(i.klok.strikt_uiterlijk, ingediend_op=i.klok.ingediend_op, now=now),
            )
            for i in incidenten
        ),
    )


def _stopregel(stop: StopRij, werking: Werking, adres: str) -> Stopregel:
    oefening = Etiket("warn", "info-circle", "Oefening") if stop.oefening else None
    return Stopregel(
        reden=stop.reden,
        etiket=oefening,
        sinds=moment_tekst(stop.op),
        bereik=bereik_tekst(stop.bereik),
        herzie_op=f"Kijk opnieuw op {stop.herzie_op:%d-%m-%Y}" if stop.herzie_op else "",
        werking=werking_tekst(werking) if stop.bereik.richting is Richting.UIT else "",
        adres_opheffen=adres,
    )


def maak(
    overzicht: Overzicht,
    voortgang: Voortgang,
    *,
    plekken: Sequence[Plek],
    opvolgers: Mapping[str, str],
    terug: str,
    now: datetime,
) -> Herstelkamer:
    """The screen."""
    o, c = overzicht, overzicht.cijfers
    return Herstelkamer(
        code=o.code,
        titel=o.titel,
        leiding=o.leiding,
        etiketten=_etiketten(o),
        klok=klok.maak(o.klok.bewust_op, uiterlijk=o.klok.strikt_uiterlijk, ingediend_op=o.klok.ingediend_op, now=now),
        dossier=f"Concept {o.dossier_versie}, {o.dossier_ingevuld}% ingevuld."
        if o.dossier_versie
        else "Nog geen concept.",
        cijfers=(
            Cijfer("Betrokken personen", _nl(c.betrokken_personen)),
            Cijfer("Gemeenten met een stop", _nl(c.gemeenten_met_stop), f"van {c.gemeenten_totaal}"),
            Cijfer("Stop bevestigd", _nl(c.stop_bevestigd), f"van {c.gemeenten_met_stop}"),
            Cijfer("Verklaring gegeven", _nl(c.verklaard), f"van {c.gemeenten_met_stop}"),
            Cijfer("Verklaringen met bewijs", _nl(c.met_bewijs), f"van {_nl(c.verklaringen)}"),
            Cijfer("Doorgiften gemeld", _nl(c.doorgiften)),
        ),
        kaart=kaart.maak(plekken, o.gemeenten, opvolgers=opvolgers),
        nog_niet=tuple(map(_nog_niet, o.open_gemeenten)),
        groepen=_groepen(o.geraakt),
        verspreid=tuple((s.naam, _nl(s.aantal)) for s in o.gevolgen),
        voortgang=tuple(map(_voortgang, o.balken)),
        te_beslissen=meervoud(o.te_beslissen, "persoon wacht", "personen wachten") if o.te_beslissen else "",
        cohorten=tuple(map(_cohort, voortgang.cohorten)),
        achterstand=_achterstand(voortgang, now=now),
        wachtend=_wachtend(voortgang),
        logboek=tuple(map(_log, o.log)),
        kruimels=(Kruimel("Herstelkamer", terug), Kruimel(o.code)),
    )


def _etiketten(o: Overzicht) -> tuple[Etiket, ...]:
    stop = (
        Etiket("hold", "hand-stop", "Stop van kracht") if o.stop_van_kracht else Etiket("ok", "check", "Stop opgeheven")
    )
    return (
        stop,
        Etiket(
            "late" if o.ernst.niveau in {"hoog", "zeer hoog", "zeer-hoog"} else "warn",
            "flame",
            f"Ernst: {o.ernst.niveau}",
        ),
    )


def _nog_niet(g: GemeenteStand) -> NogNiet:
    gelezen = g.stand is Stand.GELEZEN
    return NogNiet(
        g.naam,
        g.personen,
        Etiket("warn", "mail-opened", "Gelezen") if gelezen else Etiket("late", "mail", "Niet geopend"),
    )


def _groepen(staven: Sequence[Staaf]) -> tuple[Balk, ...]:
    hoogste = max((s.aantal for s in staven), default=0)
    return tuple(balk(s.naam, (("f-blauw", s.aantal),), hoogste, waarde=_nl(s.aantal)) for s in staven)


def _voortgang(b: Voortgangsbalk) -> Balk:
    waarde = f"{_nl(b.klaar)} van {_nl(b.totaal)}"
    return balk(b.naam, (("f-blauw", b.klaar), ("f-licht", b.half)), b.totaal, waarde=waarde, toelichting=b.zin)


def _cohort(c: CohortStand) -> Cohort:
    if c.personen and c.losgelaten >= c.personen:
        tekst, stand = f"Klaar. {_nl(c.losgelaten)} personen zijn verder sinds {dag_tekst(c.op)}.", "done"
    elif c.losgelaten:
        tekst, stand = (
            f"Vanaf {dag_tekst(c.op)}. {_nl(c.losgelaten)} van {_nl(c.personen)} personen zijn verder.",
            "plan",
        )
    else:
        wie = f" {meervoud(c.personen, 'persoon', 'personen')}." if c.personen else ""
        nog = f" Nog nodig: {', '.join(_VOORWAARDEN[v] for v in c.open)}." if c.open else " Klaar om te starten."
        tekst, stand = f"Vanaf {dag_tekst(c.op)}.{wie}{nog}", ""
    return Cohort(c.code, c.naam, tekst, stand)


def _achterstand(v: Voortgang, *, now: datetime) -> Lijn | None:
    """The chart, once somebody went or is expected to go."""
    vandaag = now.astimezone(NEDERLAND).date()
    komend = [p for p in v.verwachting if p.week > vandaag]
    daalt = any(p.verwacht < v.achterstand for p in komend)
    if not daalt and not v.reeks:
        return None
    punten = [lijn.Punt(dag, aantal) for dag, aantal in v.reeks] or [lijn.Punt(vandaag, v.achterstand)]
    if daalt:
        punten += [lijn.Punt(p.week, p.verwacht, verwacht=True, laag=p.laag, hoog=p.hoog) for p in komend]
    leeg = next((p.week for p in komend if p.verwacht == 0), None) if daalt else None
    eerste, laatste = punten[0].dag, punten[-1].dag
    starts = [lijn.Start(c.op, c.code) for c in v.cohorten if eerste <= c.op <= laatste]
    return lijn.maak(_kop(leeg, wacht=punten[-1].aantal if not daalt else v.achterstand), punten, starts=starts)


def _kop(leeg: date | None, *, wacht: int) -> str:
    if leeg:
        return f"De achterstand is naar verwachting weg in de week van {dag_tekst(leeg)}"
    return "De achterstand neemt af" if wacht else "De achterstand is weg"


def _wachtend(v: Voortgang) -> str:
    wacht = (
        meervoud(v.achterstand, "persoon wacht nog", "personen wachten nog") if v.achterstand else "Niemand wacht meer"
    )
    laat = (
        f" Bij {meervoud(v.termijn_overschreden, 'persoon', 'personen')} ging een termijn voorbij."
        if v.termijn_overschreden
        else ""
    )
    return f"{wacht}.{laat}"


def _log(r: LogRij) -> Tijdstap:
    icoon, soort = _LOGICONEN.get(r.soort.split(".")[0], ("info-circle", ""))
    wie = f"Door {r.door}{f' en {r.tweede}' if r.tweede else ''}." if r.door else ""
    return Tijdstap(moment_tekst(r.op), r.op.isoformat(), r.tekst, wie, soort, icoon)


def _nl(aantal: int) -> str:
    return f"{aantal:,}".replace(",", ".")
