"""How fast do signalen go out in bulk? Prints a ratio, with the target of the issue.

    python bench/vrijgave.py [signalen] [--beurten 3] [--json]

`signaal.commands.geef_vrij` of 100,000 signalen for 342 gemeenten that all have an abonnement: checks against the
catalogue and the law, numbers, enveloppen, inhoud, ledger, lines of the spoor, outbox. Against plain COPY of the very
rows that it made into the very same tables, emptied first: indexes, foreign keys and triggers included.
"""

from typing import Any

from _hulp import NU, Verhouding, baas, databank, seconden, toon, vraag

TABELLEN = [
    "signaal_signaal",
    "signaal_inhoud",
    "signaal_gebeurtenis",
    "spoor_regel",
    "verstrekking_verstrekking",
    "signaal_bezorging",
]
_LEEG = f"TRUNCATE {', '.join(TABELLEN)}, spoor_open, spoor_blad, signaal_teller CASCADE"


def bereid(aantal: int) -> list[Any]:
    """342 abonnementen, the persons and their vaststellingen; the opdrachten."""
    import signaalbouw
    from inburgering.organisatie import gemeenten
    from inburgering.primitives.ids import Gemeentecode, nieuw_id
    from inburgering.signaal import commands
    from inburgering.signaal.terms import Opdracht
    from inburgering.toegang.terms import Actor, Rol

    codes = [g.code for g in gemeenten.gemeenten_op(NU.date())][:342]
    for i, code in enumerate(codes):
        wie = Actor(f"medewerker:{i + 2}", "Bench", Rol.KLANTMANAGER, Gemeentecode(code))
        commands.maak_abonnement(code, f"https://gemeente{code}.example/inkomend", door=wie, now=NU)
    signaalbouw.stel_vast({i: codes[i % len(codes)] for i in range(1, aantal + 1)})
    inhoud = {"naam": "N. Bench", "geboortedatum": "1990-05-01", "wet": "Wi2021", "ingangsdatum": "2022-01-05",
              "categorie": "asielstatushouder"}  # fmt: skip
    return [
        Opdracht(
            persoon_id=i,
            gemeente=codes[i % len(codes)],
            soort="A1",
            inhoud=inhoud,
            vaststelling_id=nieuw_id(NU),
        )
        for i in range(1, aantal + 1)
    ]


def geef_vrij(opdrachten: list[Any]) -> None:
    """What the product does."""
    from inburgering.signaal import commands
    from inburgering.stop import commands as stop
    from inburgering.toegang.terms import Actor, Rol

    vrijgave = stop.maak_vrijgave("bench", "A1", run=str(id(opdrachten)), now=NU)
    duo = Actor("medewerker:1", "Bench", Rol.DUO_MEDEWERKER)
    assert len(commands.geef_vrij(opdrachten, vrijgave_id=vrijgave, door=duo, now=NU)) == len(opdrachten)


def uitgelezen(sessie: Any) -> dict[str, list[bytes]]:
    """The rows of every table, as COPY gives them."""
    uit = {}
    for tabel in TABELLEN:
        with sessie.cursor().copy(f"COPY {tabel} TO STDOUT") as kopie:
            uit[tabel] = [bytes(stuk) for stuk in kopie]
    return uit


def kopieer(sessie: Any, rijen: dict[str, list[bytes]]) -> None:
    """Put them back, in one transaction."""
    for tabel in TABELLEN:
        with sessie.cursor().copy(f"COPY {tabel} FROM STDIN") as kopie:
            kopie.write(b"".join(rijen[tabel]))
    sessie.commit()


def meet(aantal: int, beurten: int) -> list[Verhouding]:
    """In turns: the product, then COPY of what it made."""
    opdrachten = bereid(aantal)
    tijden: dict[str, list[tuple[float, float]]] = {"product": [], "kopie": []}
    with baas() as sessie:
        for _ in range(beurten):
            sessie.execute(_LEEG)
            sessie.commit()
            tijden["product"].append(seconden(lambda: geef_vrij(opdrachten)))
            rijen = uitgelezen(sessie)
            assert all(len(r) >= aantal for r in rijen.values()), {t: len(r) for t, r in rijen.items()}
            sessie.execute(_LEEG)
            sessie.commit()
            tijden["kopie"].append(seconden(lambda r=rijen: kopieer(sessie, r)))
    product, kopie = min(tijden["product"]), min(tijden["kopie"])
    return [
        Verhouding(
            f"geef_vrij of {aantal} / plain COPY of the same rows (speed)",
            kopie[0] / product[0],
            0.25,
            minstens=True,
            toelichting=f"{product[0]:.1f} s, of which cpu here {product[1]:.1f} / {kopie[0]:.1f} s;"
            f" {aantal / product[0]:.0f} signalen per second",
        )
    ]


if __name__ == "__main__":
    keuze = vraag(__doc__, aantal=100_000, waarvan="signalen")
    with databank():
        gevonden = meet(keuze.aantal, keuze.beurten)
    toon(gevonden, als_json=keuze.json)
