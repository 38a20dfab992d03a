"""Everything the herstelkamer shows of one incident, counted from the database at one moment."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from inburgering.herstel import models
from inburgering.herstel.queries import dossier as dossiers
from inburgering.herstel.queries import kern
from inburgering.herstel.terms import (
    Aard,
    Balk,
    GemeenteStand,
    GeraaktRij,
    Handeling,
    Kerncijfers,
    Overzicht,
    Staaf,
    Stand,
    Uitkomst,
)
from inburgering.kennisgeving import queries as kennisgeving_queries
from inburgering.organisatie import gemeenten
from inburgering.primitives.ids import StopId
from inburgering.signaal import queries as signaal_queries
from inburgering.stop import queries as stop_queries
from inburgering.verstrekking import queries as verstrekking_queries

_LOG_MAX = 50


def overzicht(incident_id: UUID, now: datetime) -> Overzicht:
    """The whole room at `now`."""
    rij = kern.incident(incident_id)
    geraakten = kern.geraakten(incident_id)
    stand = per_gemeente(incident_id)
    klok = dossiers.klok(incident_id, now)
    concept = dossiers.ap_dossier(incident_id)
    onderzoek = kern.laatste_onderzoek(incident_id)
    return Overzicht(
        id=rij.pk,
        code=rij.code,
        titel=rij.titel,
        leiding=rij.leiding,
        ernst=dossiers.ernst(incident_id),
        stop_id=rij.stop_id,
        stop_van_kracht=_van_kracht(rij),
        klok=klok,
        uren_over=klok.resterend_minuten // 60,
        minuten_over=klok.resterend_minuten % 60,
        dossier_versie=concept.versie if concept else None,
        dossier_ingevuld=dossiers.ap_tekst(incident_id, versie=concept.versie)["ingevuld"] if concept else 0,
        onderzoek=onderzoek.nummer if onderzoek else None,
        cijfers=_cijfers(incident_id, stand, now=now),
        gemeenten=tuple(stand),
        open_gemeenten=tuple(g for g in stand if g.stand in {Stand.NIET_GEOPEND, Stand.GELEZEN}),
        geraakt=_geraakt(geraakten),
        gevolgen=_gevolgen(incident_id, geraakten) if onderzoek else (),
        balken=_balken(incident_id, geraakten) if onderzoek else (),
        te_beslissen=sum(g.uitkomst is Uitkomst.ONBEKEND for g in geraakten),
        zonder_eindstand=kern.zonder_eindstand(incident_id),
        log=tuple(kern.log(incident_id, aantal=_LOG_MAX)),
    )


def _van_kracht(rij: models.Incident) -> bool:
    return rij.stop_id is not None and any(s.id == rij.stop_id for s in stop_queries.actieve_stops())


def per_gemeente(incident_id: UUID) -> list[GemeenteStand]:
    """Per gemeente that received a signaal: how many persons, and the furthest step it took; most persons first."""
    rij = kern.incident(incident_id)
    signalen = _oorspronkelijke_signalen(incident_id)
    verklaard = signaal_queries.verklaringen([s for s, _, _ in signalen])
    antwoord = {str(b.gemeente): b for b in stop_queries.bevestigingen(StopId(rij.stop_id))} if rij.stop_id else {}
    personen: defaultdict[str, set[int]] = defaultdict(set)
    aantal, met, bewezen = Counter[str](), Counter[str](), Counter[str]()
    for signaal_id, gemeente, persoon_id in signalen:
        personen[gemeente].add(persoon_id)
        aantal[gemeente] += 1
        met[gemeente] += signaal_id in verklaard
        bewezen[gemeente] += signaal_id in verklaard and bool(verklaard[signaal_id].bewijs)
    provincie = {str(g.code): g.provincie for g in gemeenten.gemeenten_op(rij.geopend_op.date())}
    rijen = [
        GemeenteStand(
            code=code,
            naam=gemeenten.naam(code),
            provincie=provincie.get(code, ""),
            personen=len(wie),
            stand=_stand(antwoord.get(code), alles_verklaard=met[code] == aantal[code]),
            verklaard=met[code],
            met_bewijs=bewezen[code],
            signalen=aantal[code],
        )
        for code, wie in personen.items()
    ]
    return sorted(rijen, key=lambda g: (-g.personen, g.naam))


def _oorspronkelijke_signalen(incident_id: UUID) -> list[tuple[UUID, str, int]]:
    """The signalen that went out wrongly or under suspicion, wherever they are now: (signaal, gemeente, person)."""
    geboekt = verstrekking_queries.van_vrijgaven(kern.vrijgaven(incident_id))
    gezien: dict[UUID, tuple[UUID, str, int]] = {}
    for v in geboekt:
        if v.signaal_id is not None:
            gezien.setdefault(v.signaal_id, (v.signaal_id, v.ontvanger, v.persoon_id))
    return list(gezien.values())


def _stand(antwoord: object, *, alles_verklaard: bool) -> Stand:
    if alles_verklaard:
        return Stand.VERKLAARD
    if getattr(antwoord, "bevestigd_op", None):
        return Stand.BEVESTIGD
    return Stand.GELEZEN if getattr(antwoord, "gelezen_op", None) else Stand.NIET_GEOPEND


def _cijfers(incident_id: UUID, stand: Sequence[GemeenteStand], *, now: datetime) -> Kerncijfers:
    feiten = dossiers.lek_feiten(incident_id)
    return Kerncijfers(
        betrokken_personen=feiten.betrokkenen_max,
        gemeenten_met_stop=len(stand),
        gemeenten_totaal=len(gemeenten.gemeenten_op(now.date())),
        stop_bevestigd=sum(g.stand in {Stand.BEVESTIGD, Stand.VERKLAARD} for g in stand),
        verklaard=sum(g.stand is Stand.VERKLAARD for g in stand),
        verklaringen=sum(g.verklaard for g in stand),
        met_bewijs=sum(g.met_bewijs for g in stand),
        doorgiften=feiten.doorgiften,
    )


def _geraakt(geraakten: Sequence[GeraaktRij]) -> tuple[Staaf, ...]:
    """The affected set in the words of the screen."""
    tel = Counter((g.uitkomst, g.aard, g.wet_statutair) for g in geraakten)
    fout = Uitkomst.TEN_ONRECHTE
    return (
        Staaf("Ten onrechte Wi2021, de wet is Wi2013", tel[(fout, Aard.ANDERE_WET, "Wi2013")]),
        Staaf("Ten onrechte Wi2013, de wet is Wi2021", tel[(fout, Aard.ANDERE_WET, "Wi2021")]),
        Staaf("Geen inburgeringsplicht", sum(n for (u, a, _), n in tel.items() if u is fout and a is Aard.GEEN_PLICHT)),
        Staaf("Nog met de hand te beoordelen", sum(n for (u, _, _), n in tel.items() if u is Uitkomst.ONBEKEND)),
        Staaf("Terecht", sum(n for (u, _, _), n in tel.items() if u is Uitkomst.TERECHT)),
    )


def _gevolgen(incident_id: UUID, geraakten: Sequence[GeraaktRij]) -> tuple[Staaf, ...]:
    """What happened with the data after it was shared."""
    houders = kern.houders(incident_id)
    verder = [h for h in houders if h.is_doorgifte]
    taken = Counter(models.Ongedaan.objects.filter(incident_id=incident_id).values_list("soort", flat=True))
    return (
        Staaf("Gedeeld met een gemeente", sum(g.had_signaal for g in geraakten)),
        Staaf("Daarna gedeeld met een ander", len({h.persoon_id for h in verder})),
        Staaf("Andere ontvangers", len({h.ontvanger for h in verder})),
        Staaf("Al in een besluit gebruikt", taken["besluit-gemeente"]),
        Staaf("Termijn begonnen zonder grond", taken["inburgeringstermijn"]),
        Staaf("Boete of lening na te gaan", taken["boete"] + taken["lening"]),
    )


def _balken(incident_id: UUID, geraakten: Sequence[GeraaktRij]) -> tuple[Balk, ...]:
    return (_brieven(incident_id, geraakten), _correcties(incident_id, geraakten), _teruggeroepen(incident_id))


def _brieven(incident_id: UUID, geraakten: Sequence[GeraaktRij]) -> Balk:
    """Explanation letters: printed, ready, and all who should get one."""
    ids = models.Afhandeling.objects.filter(incident_id=incident_id, soort=Handeling.UITLEG).values_list(
        "brief_id", flat=True
    )
    gemaakt = {i for i in ids if i}
    wachten = {b.pk for b in kennisgeving_queries.wachtrij()} & gemaakt
    doel = sum(g.had_brief and g.uitkomst is not Uitkomst.TERECHT for g in geraakten)
    gedrukt = len(gemaakt) - len(wachten)
    zin = f"{gedrukt} verstuurd, {len(wachten)} klaar voor verzending, {max(0, doel - len(gemaakt))} nog te maken"
    return Balk("Brief aan inburgeraars", gedrukt, len(wachten), max(doel, len(gemaakt)), zin)


def _correcties(incident_id: UUID, geraakten: Sequence[GeraaktRij]) -> Balk:
    """Correction signalen: accepted, sent, and all that are due."""
    ids = models.Afhandeling.objects.filter(incident_id=incident_id, soort=Handeling.INGETROKKEN).values_list(
        "correctie_id", flat=True
    )
    verstuurd = {i for i in ids if i}
    personen = [g.persoon_id for g in geraakten if g.uitkomst is Uitkomst.TEN_ONRECHTE and g.had_signaal]
    aanvaard = sum(
        s.pk in verstuurd and s.status in {"bevestigd", "afgehandeld"} for s in signaal_queries.van_personen(personen)
    )
    totaal = max(len(personen), len(verstuurd))
    zin = f"{len(verstuurd)} verstuurd, {aanvaard} door de gemeente aanvaard"
    return Balk("Correctiesignaal aan gemeenten", aanvaard, len(verstuurd) - aanvaard, totaal, zin)


def _teruggeroepen(incident_id: UUID) -> Balk:
    """What was passed on: called back, and all."""
    wortels = sorted({h.verstrekking_id for h in kern.houders(incident_id)})
    houders = verstrekking_queries.wie_heeft(sorted({h.persoon_id for h in kern.houders(incident_id)}))
    verder: Mapping[int, bool] = {
        h.doorgifte_id: h.teruggeroepen
        for h in houders
        if h.doorgifte_id is not None and h.verstrekking_id in set(wortels)
    }
    klaar = sum(verder.values())
    zin = f"{klaar} teruggehaald, {len(verder) - klaar} nog niet gestart"
    return Balk("Doorgiften die de gemeente terughaalt", klaar, 0, len(verder), zin)
