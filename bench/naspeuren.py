"""How fast is the question who has gegevens of these persons? Prints ratios, with the targets of the issue.

    python bench/naspeuren.py [disclosures] [--beurten 3] [--json]

10,000 persons out of a million, over 5 million disclosures and 1 million onward (up to three deep), in the real tables
with their real indexes. Against fetching the same rows by primary key, as plain tuples.
"""

import random
from typing import Any

from _hulp import Verhouding, baas, databank, seconden, toon, vraag

PERSONEN = 10_000
# Loaded without foreign keys being looked up, and not written ahead: that is about loading, not about asking.
_VUL = """
    SET session_replication_role = replica;
    ALTER TABLE verstrekking_doorgifteterugroep SET UNLOGGED;
    ALTER TABLE verstrekking_doorgifte SET UNLOGGED;
    ALTER TABLE verstrekking_verstrekking SET UNLOGGED;
    DROP INDEX verstrekking_persoon, verstrekking_vrijgave, verstrekking_signaal, doorgifte_persoon, doorgifte_vrijgave;
    INSERT INTO verstrekking_verstrekking (persoon_id, ontvanger, kanaal, soort, gegevens, grondslag, vrijgave_id,
            signaal_id, actor, op, verwerking_id)
        SELECT 1 + (i * 7919::bigint) %% {personen}, lpad((1 + i %% 342)::text, 4, '0'), 'portaal', 'A1',
            '{{naam,geboortedatum,wet}}', 'Bi2021 art. 9.3', 1 + i %% 400, gen_random_uuid(), 'medewerker:1', now(), i
        FROM generate_series(1, {aantal}) i;
    INSERT INTO verstrekking_doorgifte (verstrekking_id, ouder_id, diepte, persoon_id, vrijgave_id, ontvanger, gegevens,
            grondslag, toegestaan, datum, door, op)
        SELECT v.id, CASE WHEN v.id %% 10 < 7 THEN NULL ELSE v.id / 5 END, CASE WHEN v.id %% 10 < 7 THEN 1 ELSE 2 END,
            v.persoon_id, v.vrijgave_id, 'taalschool ' || v.id %% 50, '{{naam}}', 'Bi2021', true, '2022-03-01',
            'client:1', now()
        FROM verstrekking_verstrekking v WHERE v.id %% 5 = 0;
    CREATE INDEX verstrekking_persoon ON verstrekking_verstrekking (persoon_id);
    CREATE INDEX verstrekking_vrijgave ON verstrekking_verstrekking (vrijgave_id);
    CREATE INDEX verstrekking_signaal ON verstrekking_verstrekking (signaal_id, kanaal, actor);
    CREATE INDEX doorgifte_persoon ON verstrekking_doorgifte (persoon_id);
    CREATE INDEX doorgifte_vrijgave ON verstrekking_doorgifte (vrijgave_id)"""
_OP_SLEUTEL = (
    """SELECT persoon_id, ontvanger, kanaal, gegevens, grondslag, vrijgave_id, id FROM verstrekking_verstrekking
       WHERE id = ANY (%s)""",
    """SELECT persoon_id, ontvanger, diepte, gegevens, grondslag, vrijgave_id, verstrekking_id, id
       FROM verstrekking_doorgifte WHERE id = ANY (%s)""",
)


def op_sleutel(sleutels: list[list[int]]) -> int:
    """Fetch these rows by key."""
    from django.db import connection

    aantal = 0
    with connection.cursor() as cursor:
        for tekst, ids in zip(_OP_SLEUTEL, sleutels, strict=True):
            cursor.execute(tekst, [ids])
            aantal += len(cursor.fetchall())
    return aantal


def meet(aantal: int, beurten: int) -> list[Verhouding]:
    """Load, ask, compare."""
    from inburgering.verstrekking import queries

    bestaan = max(aantal // 5, PERSONEN)
    with baas() as sessie:
        for opdracht in _VUL.format(aantal=aantal, personen=bestaan).replace("%%", "%").split(";"):
            sessie.execute(opdracht)
    with baas() as sessie:
        sessie.autocommit = True
        sessie.execute("VACUUM ANALYZE verstrekking_verstrekking, verstrekking_doorgifte")
    personen = random.Random(4).sample(range(1, bestaan + 1), PERSONEN)
    houders = queries.wie_heeft(personen)
    sleutels = [
        [h.verstrekking_id for h in houders if h.doorgifte_id is None],
        [h.doorgifte_id for h in houders if h.doorgifte_id is not None],
    ]
    assert op_sleutel(sleutels) == len(houders), "the peer fetches the same rows"
    tijden: dict[str, list[tuple[float, float]]] = {"spoor": [], "sleutel": []}
    for _ in range(beurten):
        tijden["spoor"].append(seconden(lambda: queries.wie_heeft(personen)))
        tijden["sleutel"].append(seconden(lambda: op_sleutel(sleutels)))
    return _verhoudingen(tijden, len(houders))


def _verhoudingen(tijden: dict[str, Any], rijen: int) -> list[Verhouding]:
    spoor, sleutel = min(tijden["spoor"]), min(tijden["sleutel"])
    uit = f"{rijen} rows; cpu {spoor[1]:.2f} s"
    return [
        Verhouding(f"trace of {PERSONEN} persons, seconds", spoor[0], 0.5, minstens=False, toelichting=uit),
        Verhouding(
            "trace / the same rows by key",
            spoor[0] / sleutel[0],
            3.0,
            minstens=False,
            toelichting=f"{spoor[0]:.3f} / {sleutel[0]:.3f} s",
        ),
    ]


if __name__ == "__main__":
    keuze = vraag(__doc__, aantal=5_000_000, waarvan="disclosures")
    with databank():
        gevonden = meet(keuze.aantal, keuze.beurten)
    toon(gevonden, als_json=keuze.json)
