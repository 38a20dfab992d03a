"""`inburgering spoor`: who has what, for who oversees; and a proof that somebody else can check."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inburgering.interfaces.cli.main import app
from indienst import neem_in_dienst
from signaalbouw import ALMERE, DUO, LEIDER, NU, TOEZICHT, geef, klantmanager, later

WOORD = "een lang wachtwoord"
NA = datetime(2022, 6, 1, tzinfo=UTC)


def roep(*woorden: str, status: int = 0):
    uitslag = CliRunner().invoke(app, woorden, env={"INBURGERING_WACHTWOORD": WOORD})
    assert uitslag.exit_code == status, (uitslag.output, uitslag.exception)
    return uitslag


@pytest.fixture
def grootboek(db: str, monkeypatch) -> int:
    """A signaal that was opened, exported and passed on; the number of its vrijgave."""
    from django.contrib.auth import get_user_model

    from inburgering.interfaces.cli import naspeuren
    from inburgering.interfaces.cli import wie as cli_wie
    from inburgering.signaal import commands as signaal
    from inburgering.verstrekking import commands, queries

    for module in (naspeuren, cli_wie):
        monkeypatch.setattr(module, "start_product", lambda: None)
    neem_in_dienst(DUO, LEIDER, TOEZICHT)
    for gebruiker in get_user_model().objects.all():
        gebruiker.set_password(WOORD)
        gebruiker.save(update_fields=["password"])
    vrijgave, (een,) = geef()
    wie = klantmanager(ALMERE)
    signaal.open_signaal(een, actor=wie, gemeente=ALMERE, now=later(1))
    signaal.exporteer(ALMERE, actor=wie, now=later(2))
    wortel = queries.van_signalen([een])[0].pk
    doorgifte = commands.registreer_doorgifte(
        wortel, "cursusinstelling:Taalhuis", gegevens=["naam"], datum=NU.date(), door=wie, now=later(3)
    )
    commands.trek_doorgifte_terug(doorgifte, reden="stop", door=wie, now=later(4))
    return vrijgave


def test_the_privacy_officer_sees_who_has_what_of_a_person_and_what_became_of_it(grootboek):
    uit = json.loads(roep("spoor", "wie-heeft", "D-000001", "--door", TOEZICHT.id, "--json").stdout)
    eerste, export = uit["verstrekkingen"]
    assert (eerste["naam"], eerste["vrijgave"], eerste["kanaal"]) == ("Gemeente Almere", grootboek, "portaal")
    assert (eerste["geexporteerd"], export["geexporteerd"]) == (False, True)
    assert {(g["kanaal"], g["keer"]) for g in eerste["geopend"]} == {("portaal", 1), ("export", 1)}
    (stap,) = eerste["doorgegeven"]
    assert (stap["ontvanger"], stap["bevestigdOp"]) == ("cursusinstelling:Taalhuis", None)
    assert stap["teruggeroepenOp"].startswith("2022-01-10 09:04")
    assert export["doorgegeven"] == []
    tabel = roep("spoor", "wie-heeft", "1", "--door", LEIDER.id).stdout
    assert "Almere" in tabel
    assert "export" in tabel


def test_of_a_vrijgave_everything_is_shown_and_the_looking_itself_is_recorded(grootboek):
    from inburgering.spoor import queries

    uit = json.loads(roep("spoor", "vrijgave", str(grootboek), "--door", TOEZICHT.id, "--json").stdout)
    assert [r["persoon"] for r in uit["verstrekkingen"]] == [1, 1]
    (daad,) = [d for d in queries.audit_van("vrijgave", str(grootboek)) if d["handeling"] == "grootboek.ingezien"]
    assert daad["actor"] == TOEZICHT.id
    (regel,) = [r for r in queries.verwerkingen_van(queries.pseudoniem(1)) if r["name"] == "grootboek.ingezien"]
    assert (regel["trace_id"], regel["parent_span_id"]) == (
        daad["bijzonderheden"]["trace_id"],
        daad["bijzonderheden"]["span_id"],
    )


@pytest.mark.parametrize(
    "woorden", [("wie-heeft", "1"), ("vrijgave", "1"), ("bewijs", "1")], ids=lambda woorden: woorden[0]
)
def test_who_does_not_oversee_is_refused(grootboek, woorden):
    assert "spoor-inzien" in roep("spoor", *woorden, "--door", DUO.id, status=2).stderr


def test_a_person_or_vrijgave_that_is_not_there_is_said_so(grootboek):
    for persoon in ("D-999", "iemand", "٣"):
        assert (
            "Dit nummer is van niemand" in roep("spoor", "wie-heeft", persoon, "--door", TOEZICHT.id, status=2).stderr
        )
    assert "vrijgave" in roep("spoor", "vrijgave", "3999", "--door", TOEZICHT.id, status=2).stderr


def test_the_privacy_officer_may_write_a_person_who_got_what(grootboek):
    assert "Er is geen adres" in roep("spoor", "inzage", "1", "--door", TOEZICHT.id, status=2).stderr


def test_a_line_is_proved_to_somebody_without_a_database_and_a_changed_proof_is_not(grootboek, tmp_path: Path):
    from inburgering.spoor import commands, queries
    from inburgering.spoor.models import Regel

    regel = Regel.objects.order_by("id")[0].pk
    fg = ("--door", TOEZICHT.id)
    assert "niet verzegeld" in roep("spoor", "bewijs", str(regel), *fg, status=2).stderr
    commands.verzegel(now=NA)
    plek = tmp_path / "bewijs.json"
    roep("spoor", "bewijs", str(regel), *fg, "--naar", str(plek))
    sleutel = queries.openbare_sleutel().hex()
    getuige = queries.getuige()
    uit = json.loads(roep("spoor", "toets-bewijs", str(plek), "--sleutel", sleutel).stdout)
    assert (uit["klopt"], uit["getuige"], uit["regel"]["id"]) == (True, getuige, regel)
    assert "Vergelijk de sleutel" in roep("spoor", "toets-bewijs", str(plek)).stderr
    roep("spoor", "toets-bewijs", str(plek), "--sleutel", "ab" * 32, status=1)
    echt = plek.read_text()
    for oud, nieuw in (
        ("verstrekking.portaal", "verstrekking.brief"),
        ('"plaats": ', '"plaats": 1'),
        ("2022-06-01", "2022-06-02"),
    ):
        plek.write_text(echt.replace(oud, nieuw, 1))
        assert not json.loads(roep("spoor", "toets-bewijs", str(plek), status=1).stdout)["klopt"]
    for kapot in ("{}", "geen json", "[]", '{"zegel": {}, "regel": 3}'):
        plek.write_text(kapot)
        assert "bewijs" in roep("spoor", "toets-bewijs", str(plek), status=2).stderr
    assert "niet te lezen" in roep("spoor", "toets-bewijs", str(tmp_path / "weg"), status=2).stderr
    plek.write_text(echt)
    assert "64" in roep("spoor", "toets-bewijs", str(plek), "--sleutel", "kort", status=2).stderr


def test_that_a_person_is_in_a_groep_is_proved_without_the_others(grootboek, tmp_path: Path):
    from inburgering.spoor import commands, queries, rules
    from inburgering.spoor.queries import bewijzen
    from inburgering.spoor.terms import Verwerking

    codes = queries.pseudoniemen([1, 2, 3])
    commands.leg_groep_vast(Verwerking("lezing", "x", None, NA, NA), list(codes.values()), now=NA)
    commands.verzegel(now=NA)
    from inburgering.spoor.models import Groep

    groep = Groep.objects.order_by("-id")[0].pk
    stuk = bewijzen.bewijsstuk("groep", groep, persoon_id=2)
    assert rules.toets_bewijsstuk(stuk, sleutel=queries.openbare_sleutel()) == []
    assert codes[2] in json.dumps(stuk)
    assert not any(codes[p] in json.dumps(stuk) for p in (1, 3))
    stuk["persoon"]["betrokkene"] = codes[1]
    assert rules.toets_bewijsstuk(stuk) == ["de persoon hoort niet bij deze groep"]
    fg = ("--door", TOEZICHT.id)
    assert (
        "staat niet in"
        in roep("spoor", "bewijs", str(groep), "--soort", "groep", "--persoon", "9", *fg, status=2).stderr
    )
    assert "geen soort" in roep("spoor", "bewijs", "1", "--soort", "x", *fg, status=2).stderr
