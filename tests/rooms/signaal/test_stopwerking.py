"""How far a stop has come, as numbers: delivered to systems, opened, and declared by gemeenten."""

import json

from typer.testing import CliRunner

from signaalbouw import ALMERE, UTRECHT, geef, klantmanager, later, maak_vrijgave, zet_stop
from webhookhulp import abonneer


def bezorg(gemeente: str, minuut: float) -> None:
    """The message about the stop reached the system of this gemeente at that minute."""
    from inburgering.signaal.models import Bezorging, Poging

    (bericht,) = Bezorging.objects.filter(gemeente=gemeente, stop_id__isnull=False)
    Poging.objects.create(bezorging=bericht, op=later(minuut - 1), uitkomst="mislukt")
    Poging.objects.create(bezorging=bericht, op=later(minuut), uitkomst="bezorgd", http_status=204)
    Bezorging.objects.filter(pk=bericht.pk).update(stand="bezorgd")


def test_a_stop_counts_what_was_delivered_opened_and_declared_and_how_soon(db, monkeypatch):
    from inburgering.interfaces.cli import wie as cli_wie
    from inburgering.interfaces.cli.main import app
    from inburgering.signaal import commands, queries
    from inburgering.signaal.terms import Antwoord
    from inburgering.stop import commands as stop

    abonneer("http://127.0.0.1:9/a")
    abonneer("http://127.0.0.1:9/u", UTRECHT)
    vrijgave, (een, twee) = geef(2)
    geef(1, UTRECHT, vrijgave_id=vrijgave)
    geef(1, UTRECHT, vrijgave_id=maak_vrijgave("ander"))
    wie = klantmanager(ALMERE)
    commands.verklaar(twee, Antwoord.GEWIST, toelichting="", door=wie, now=later(-5))
    gezet = zet_stop(vrijgave)
    commands.kondig_stops_aan(now=later(0))
    voor = queries.stopwerking(gezet)
    assert (voor.berichten, voor.gemeenten_bereikt, voor.mediaan_bezorgd_minuten) == ({"wacht": 2}, 0, None)
    assert (voor.signalen, voor.verklaard) == (3, 0), "what was declared before the stop is no answer to it"
    bezorg(ALMERE, 4)
    stop.lees(gezet, UTRECHT, door=klantmanager(UTRECHT, 11), now=later(9))
    commands.verklaar(een, Antwoord.GEBRUIKT_IN_BESLUIT, toelichting="", door=wie, now=later(10))
    commands.verklaar(een, Antwoord.NIET_GEBRUIKT, toelichting="", door=wie, now=later(11))
    monkeypatch.setattr(cli_wie, "start_product", lambda: None)
    uitslag = CliRunner().invoke(app, ["stop", "werking", str(gezet)])
    assert uitslag.exit_code == 0, (uitslag.output, uitslag.exception)
    uit = json.loads(uitslag.stdout)
    assert uit["berichten"] == {"bezorgd": 1, "wacht": 1}
    assert (uit["gemeentenBereikt"], uit["mediaanBezorgdMinuten"], uit["gelezen"]) == (2, 4.0, 1)
    assert (uit["signalenOnderDeStop"], uit["signalenVerklaard"]) == (3, 1)
    assert uit["verklaringen"] == {"niet-gebruikt": 1}
