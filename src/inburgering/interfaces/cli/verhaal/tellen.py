"""Counts everything from the database after the run: the rooms' own queries, and plain SQL for what is only a count."""

from typing import Any
from uuid import UUID

from django.db import connection

from inburgering.herstel import queries as herstel
from inburgering.hervatting import queries as hervatting
from inburgering.primitives.ids import StopId
from inburgering.signaal import queries as signaal
from inburgering.spoor import queries as spoor
from inburgering.statistiek import queries as statistiek
from inburgering.stop import queries as stop
from inburgering.stop.terms import Kanaal
from inburgering.verstrekking import queries as verstrekking

_GELEZEN = "SELECT sum(gelezen), sum(geweigerd) FROM feit_levering WHERE bron = 'ind'"
_VASTGESTELD = """SELECT count(*) FILTER (WHERE oordeel = 'plichtig'), count(*) FILTER (WHERE wet = 'Wi2013'),
        count(*) FILTER (WHERE wet = 'Wi2021'), count(*) FILTER (WHERE oordeel = 'onbekend')
    FROM (SELECT DISTINCT ON (persoon_id) * FROM vaststelling_vaststelling WHERE regelversie = %s
          ORDER BY persoon_id, op DESC) v"""
_VERZONDEN = """SELECT count(*) FROM kennisgeving_brief b JOIN stop_vrijgave v ON v.id = b.vrijgave_id
    WHERE b.soort = 'kennisgeving' AND v.regelversie = %s AND b.stand = 'gedrukt'"""
_BEZORGD = """SELECT count(DISTINCT r.signaal_id), count(DISTINCT r.ontvanger),
        count(DISTINCT r.signaal_id) FILTER (WHERE EXISTS (
            SELECT 1 FROM signaal_inzage i WHERE i.signalen @> ARRAY[r.signaal_id] AND i.op < %s)),
        (SELECT count(*) FROM verstrekking_doorgifte)
    FROM verstrekking_verstrekking r JOIN stop_vrijgave v ON v.id = r.vrijgave_id
    WHERE r.kanaal = 'portaal' AND r.signaal_id IS NOT NULL AND v.regelversie = %s AND v.soort = 'signaal'"""
_GEMETEN = """SELECT (bijzonderheden ->> 'voor')::int, (bijzonderheden ->> 'na')::int FROM spoor_audit
    WHERE handeling = 'leesbaarheid.gemeten' ORDER BY id LIMIT 1"""
_BEVESTIGD = """SELECT count(*) FROM signaal_signaal WHERE correctiesoort IN ('intrekking', 'omleiding')
    AND corrigeert_id IS NOT NULL AND status = 'bevestigd'"""
_GEVRAAGD = """SELECT count(DISTINCT o.ontvanger), count(DISTINCT b.gemeente)
    FROM herstel_ontvanger o LEFT JOIN stop_bevestiging b ON b.gemeente = o.ontvanger AND b.stop_id = %s
    WHERE o.ontvanger ~ '^[0-9]{4}$'
        AND o.onderzoek_id = (SELECT min(id) FROM herstel_onderzoek WHERE incident_id = %s)"""
_MOMENTEN = "SELECT soort, ms FROM stop_ontvangst WHERE stop_id = %s"
_INDIENING = "SELECT op, op <= strikt_uiterlijk FROM herstel_indiening WHERE incident_id = %s ORDER BY id LIMIT 1"
_GETROFFEN = """SELECT count(DISTINCT persoon_id), count(DISTINCT ontvanger) FILTER (WHERE ontvanger <> 'persoon')
    FROM herstel_ontvanger WHERE onderzoek_id = (SELECT min(id) FROM herstel_onderzoek WHERE incident_id = %s)"""


def tel(verhaal: str, *, personen: int, zaad: int) -> dict[str, Any]:
    """The document of the contract about the story that was played on the open database."""
    incident = herstel.incidenten()[0]
    assert incident.stop_id is not None, "this story has a stop"
    rem = stop.stop(StopId(incident.stop_id))
    gelezen, geweigerd = _rij(_GELEZEN)
    plichtig, wi2013, wi2021, onbekend = _rij(_VASTGESTELD, incident.regelversie_oud)
    bezorgd, gemeenten, geopend, doorgiften = _rij(_BEZORGD, rem.op, incident.regelversie_oud)
    return {
        "verhaal": verhaal,
        "personen": personen,
        "zaad": zaad,
        "feiten": {"gelezen": gelezen, "geweigerd": geweigerd},
        "vaststelling": {
            "regelversie": incident.regelversie_oud,
            "plichtig": plichtig,
            "wi2013": wi2013,
            "wi2021": wi2021,
            "onbekend": onbekend,
        },
        "kennisgeving": {"verzonden": _rij(_VERZONDEN, incident.regelversie_oud)[0]},
        "signaal": {"bezorgd": bezorgd, "gemeenten": gemeenten, "geopend": geopend, "doorgiften": doorgiften},
        "stop": _stop(incident.stop_id, incident.pk),
        "datalek": _datalek(incident),
        "herstel": herstel.tellingen.herstel(incident.pk),
        "brieven": herstel.tellingen.brieven(incident.pk),
        "correctie": _correctie(incident.pk),
        "statistiek": {soort: statistiek.aantallen()[soort] for soort in ("aangehouden", "vervangen")},
        "hervatting": _hervatting(incident.pk),
        "sluitend": _sluitend(),
    }


def _stop(stop_id: UUID, incident_id: UUID) -> dict[str, Any]:
    momenten = dict(_rijen(_MOMENTEN, stop_id))
    voor, na = _rij(_GEMETEN)
    geweigerd = stop.weigeringen()
    gevraagd, bevestigd = _rij(_GEVRAAGD, stop_id, incident_id)
    return {
        "vastgelegdMs": round(momenten["vastgelegd"], 3),
        "leeggelopenMs": round(momenten["leeggelopen"], 3),
        "leesbaarVoor": voor,
        "leesbaarNa": na,
        "geweigerd": {kanaal.value: geweigerd.get(kanaal, 0) for kanaal in Kanaal},
        "gemeentenGevraagd": gevraagd,
        "gemeentenBevestigd": bevestigd,
    }


def _correctie(incident_id: UUID) -> dict[str, int]:
    aantallen = herstel.tellingen.correctie(incident_id)
    return {
        "ingetrokken": aantallen["ingetrokken"],
        "omgeleid": aantallen["omgeleid"],
        "nageleverd": aantallen["nageleverd"],
        "bevestigd": _rij(_BEVESTIGD)[0],
        "naarRechtsopvolger": aantallen["naarRechtsopvolger"],
    }


def _datalek(incident: Any) -> dict[str, Any]:
    klaar, binnen = _rij(_INDIENING, incident.pk)
    betrokkenen, ontvangers = _rij(_GETROFFEN, incident.pk)
    return {
        "bewustOp": incident.bewust_op.isoformat(),
        "voorlopigKlaarOp": klaar.isoformat(),
        "binnen72uur": binnen,
        "betrokkenen": betrokkenen,
        "ontvangers": ontvangers,
    }


def _hervatting(incident_id: UUID) -> dict[str, Any]:
    return {
        "cohorten": [
            {"naam": c.naam, "op": c.op.isoformat(), "personen": c.personen} for c in hervatting.cohorten(incident_id)
        ],
        "achterstand": hervatting.achterstand(),
        "termijnOverschreden": hervatting.termijn_overschreden(incident_id),
    }


def _sluitend() -> dict[str, Any]:
    return {
        "personenZonderEindstand": herstel.zonder_eindstand() + hervatting.achterstand(),
        "signalenZonderEindstand": signaal.zonder_eindstand(),
        "dubbelBezorgd": signaal.dubbel_bezorgd(),
        "verstrekkingenZonderSpoor": verstrekking.zonder_spoor(),
        "spoorKlopt": spoor.controleer().klopt,
    }


def _rij(vraag: str, *waarden: Any) -> tuple[Any, ...]:
    rijen = _rijen(vraag, *waarden)
    assert len(rijen) == 1, "a count is one row"
    return rijen[0]


def _rijen(vraag: str, *waarden: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(vraag, list(waarden))
        return list(cursor.fetchall())
