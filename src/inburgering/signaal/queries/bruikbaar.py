"""Which signalen of a gemeente a holder may not use now: what a statuslijst is made of. Read as the application."""

from datetime import date

from django.db import connection

from inburgering.primitives.ids import Gemeentecode
from inburgering.recht.tijdlijn import Antwoord
from inburgering.signaal.rules import catalogus
from inburgering.stop import queries as stop_queries
from inburgering.vaststelling import queries as vaststelling_queries

_NIET = """
    SELECT s.volgnummer, CASE
        WHEN EXISTS (SELECT 1 FROM signaal_signaal c WHERE c.corrigeert_id = s.id AND c.gemeente = s.gemeente
                     AND c.correctiesoort = 'nalevering') THEN 'vervangen'
        WHEN s.status IN ('ingetrokken', 'omgeleid') THEN 'ingetrokken'
        ELSE 'gestopt' END
    FROM signaal_signaal s LEFT JOIN stop_poort p ON true LEFT JOIN stop_poortgemeente g ON g.gemeente = s.gemeente
    WHERE s.gemeente = %s AND (
        s.status IN ('ingetrokken', 'omgeleid') OR (get_bit(p.live & g.live, s.vrijgave_id) <> 0) IS NOT TRUE)"""

# What the poort leaves open and nobody withdrew, together where the law sees no difference. Read under the poort.
_OPEN = f"""
    SELECT s.soort, s.catalogusversie, n.namen, {vaststelling_queries.BETROKKENE_KOLOMMEN}, array_agg(s.volgnummer)
    FROM signaal_signaal s JOIN signaal_inhoud i ON i.signaal_id = s.id AND i.gemeente = s.gemeente
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(x ORDER BY x), '{{}}')
                        FROM jsonb_object_keys(jsonb_strip_nulls(i.inhoud)) x) n (namen)
    {vaststelling_queries.BETROKKENE}
    WHERE s.gemeente = %s AND s.status NOT IN ('ingetrokken', 'omgeleid') GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"""  # noqa: S608 - fixed text


def gemeenten_met_signalen() -> list[Gemeentecode]:
    """The gemeenten that ever got a signaal, by code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gemeente FROM signaal_teller WHERE laatste > 0 ORDER BY gemeente")
        return [Gemeentecode(rij[0]) for rij in cursor.fetchall()]


def niet_bruikbaar(gemeente: str, *, dag: date) -> tuple[list[tuple[int, str]], int]:
    """Volgnummer and reason (ingetrokken, vervangen, gestopt) of all that may not be used; and the last volgnummer.

    What the law does not let this gemeente read on that day counts as ingetrokken; while it is not known whether it
    may, as gestopt.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT laatste FROM signaal_teller WHERE gemeente = %s", [gemeente])
        rij = cursor.fetchone()
        cursor.execute(_NIET, [gemeente])
        niet = cursor.fetchall()
    return [*niet, *_dicht_door_de_wet(gemeente, dag)], 0 if rij is None else int(rij[0])


def _dicht_door_de_wet(gemeente: str, dag: date) -> list[tuple[int, str]]:
    """The same answer as the reader of the inhoud gets: somebody moved, or another act holds."""
    with stop_queries.lees_onder_poort(gemeente), connection.cursor() as cursor:
        cursor.execute(_OPEN, [gemeente])
        groepen = cursor.fetchall()
    uit = []
    for soort, versie, namen, *kolommen, nummers in groepen:
        persoon = vaststelling_queries.als_betrokkene(tuple(kolommen))
        nee = catalogus.eerste_nee(soort, versie, tuple(namen), gemeente, persoon=persoon, dag=dag)
        if nee is not None:
            hoe = "gestopt" if nee.antwoord is Antwoord.ONBEKEND else "ingetrokken"
            uit += [(nummer, hoe) for nummer in nummers]
    return uit
