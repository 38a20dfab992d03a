"""The chain by the command line alone: from an empty database to a signaal, the brake, and the repair."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from inburgering.client import Koppeling, NietBereikbaar, Signaal
from inburgering.interfaces.cli.main import app
from inburgering.interfaces.cli.verhaal import leveringen, personen
from inburgering.organisatie import gemeenten

ROEP = [sys.executable, "-c", "from inburgering.interfaces.cli.main import app; app()"]
WORTEL = Path(__file__).parents[3]
MENSEN = [("fg", "privacy-officer"), ("jurist", "duo-jurist"), ("leider", "incidentleider"),
          ("leider2", "incidentleider"), ("medewerker", "duo-medewerker")]  # fmt: skip
KLAAR, VERKEERD, GESTOPT = 0, 2, 3
Roep = Callable[..., Any]


def wachtwoord(naam: str) -> str:
    return f"wachtwoord-van-{naam}"


def omgeving(woorden: tuple[str, ...]) -> dict[str, str]:
    """The passwords of whoever is named in the command."""
    gegeven = {}
    for optie, variabele in (("--door", "INBURGERING_WACHTWOORD"), ("--tweede", "INBURGERING_WACHTWOORD_TWEEDE")):
        if optie in woorden:
            gegeven[variabele] = wachtwoord(woorden[woorden.index(optie) + 1])
    return gegeven


def maak_mensen(roep: Roep, map_: Path, mensen: list[tuple[str, str]] = MENSEN) -> None:
    for naam, rol in mensen:
        bestand = map_ / f"{naam}.wachtwoord"
        bestand.write_text(wachtwoord(naam) + "\n")
        door = ["--door", "fg"] if naam != "fg" else []
        roep("beheer", "medewerker", naam, "--rol", rol, "--wachtwoord-bestand", str(bestand), *door)


def schrijf_leveringen(map_: Path, aantal: int) -> tuple[list[personen.Mens], dict[str, Path]]:
    """A delivery of each source about people whose gemeenten existed then and do now."""
    dag = date(2022, 1, 5)
    mensen = [
        m
        for m in personen.bedenk(40, 1)
        if m.gemeente != personen.WEESP and gemeenten.bestaat(m.huisvesting or m.gemeente, dag)
        if gemeenten.bestaat(m.gemeente, dag)
    ][:aantal]
    return mensen, leveringen.schrijf(map_, mensen, nummer=1, datum=dag)


# ── In processes of their own ────────────────────────────────────────────────────────────────────


@pytest.fixture
def los(tmp_path: Path) -> Iterator[Roep]:
    """The command as an operator gives it, on a product of its own; the document, or else what was said."""
    eigen = {
        n: w for n, w in os.environ.items() if n not in {"INBURGERING_DB_APP", "INBURGERING_DB_BEHEER", "DATABASE_URL"}
    }
    eigen |= {"INBURGERING_VAR": str(tmp_path / "v"), "PYTHONPATH": str(WORTEL / "src")}

    def roep(*woorden: str, status: int = KLAAR) -> Any:
        klaar = subprocess.run(
            [*ROEP, *woorden], capture_output=True, text=True, check=False, env=eigen | omgeving(woorden)
        )
        assert klaar.returncode == status, (woorden, klaar.stderr)
        return json.loads(klaar.stdout) if klaar.stdout else klaar.stderr

    roep.env = eigen  # type: ignore[attr-defined]  # the server needs the same
    yield roep
    roep("stop-databank")


@contextmanager
def open_portaal(env: dict[str, str]) -> Iterator[str]:
    """The real server on a free port while the block lasts."""
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    server = subprocess.Popen(
        [*ROEP, "serve", "--poort", str(poort), "--werkers", "1"], env=env, stderr=subprocess.PIPE
    )
    try:
        yield f"http://127.0.0.1:{poort}"
    finally:
        server.terminate()
        server.communicate(timeout=120)


def haal(adres: str, systeem: Any) -> list[Signaal]:
    """Every signaal that this system can fetch, as soon as the server is open."""
    koppeling = Koppeling(adres, systeem["client"], systeem["geheim"])
    einde = time.monotonic() + 120
    while True:
        try:
            return list(koppeling.signalen())
        except NietBereikbaar:
            if time.monotonic() > einde:
                raise
            time.sleep(0.2)


def test_an_operator_takes_the_chain_from_an_empty_database_to_a_gemeente_and_stops_it(
    los: Roep, tmp_path: Path
) -> None:
    maak_mensen(los, tmp_path, [m for m in MENSEN if m[0] != "leider2"])
    mensen, bestanden = schrijf_leveringen(tmp_path, 6)
    for bron, bestand in bestanden.items():
        assert los("lees", bron, str(bestand), "--json")["geweigerd"] == []

    rapport = los("regelversie", "rapport", "bekendmaking", "--door", "jurist")
    assert rapport["gelezen"] == len(mensen)
    gebruik = ("regelversie", "neem-in-gebruik", "bekendmaking", "--rapport", rapport["rapport"], "--door", "jurist")
    los(*gebruik, "--tweede", "leider")

    rond = los("keten", "draai", "--door", "medewerker")
    assert rond["druk"]["gedrukt"] == rond["vaststelling"]["plichtig"] > 0
    assert rond["signalen"]["signalen"] > 0

    een = next(m for m in mensen if (m.verblijf[0]["bekendmaking"] or "") >= "2022")
    gemeente = een.huisvesting or een.gemeente
    systeem = los("beheer", "client", "systeem", "--gemeente", gemeente, "--door", "fg")
    with open_portaal(los.env) as adres:  # type: ignore[attr-defined]  # set by the fixture
        gezien = haal(adres, systeem)
        assert een.naam in {s.inhoud["naam"] for s in gezien}
        assert {s.inhoud["wet"] for s in gezien} == {"Wi2021"}

        stop = los("stop", "zet", "--reden", "Er klopt iets niet.", "--door", "leider", "--tweede", "fg")["stop"]
        gestopt = haal(adres, systeem)
        assert len(gestopt) == len(gezien)
        assert not any(s.inhoud for s in gestopt)

    levering = los("statistiek", "stel-samen", "2026K4", "--door", "medewerker")["id"]
    assert los("statistiek", "lever", levering, "--door", "medewerker", status=GESTOPT)["stand"] == "aangehouden"
    los("stop", "hef-op", stop, "--door", "leider", "--tweede", "fg")
    assert los("statistiek", "lever", levering, "--door", "medewerker")["stand"] == "geleverd"


# ── In this process ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def roep(db: str, monkeypatch: pytest.MonkeyPatch) -> Roep:
    """The same command in this process, on a fresh database."""

    def geef(*woorden: str, status: int = KLAAR, env: dict[str, str] | None = None) -> Any:
        for naam in ("INBURGERING_WACHTWOORD", "INBURGERING_WACHTWOORD_TWEEDE"):
            monkeypatch.delenv(naam, raising=False)
        uitslag = CliRunner().invoke(app, woorden, env=omgeving(woorden) if env is None else env)
        assert uitslag.exit_code == status, (woorden, uitslag.output, uitslag.exception)
        return json.loads(uitslag.stdout) if uitslag.stdout else uitslag.stderr

    return geef


@pytest.fixture
def duo(roep: Roep, tmp_path: Path) -> Roep:
    """The command, with people to give it."""
    maak_mensen(roep, tmp_path)
    return roep


def neem_in_gebruik(roep: Roep, naam: str) -> None:
    kenmerk = roep("regelversie", "rapport", naam, "--door", "jurist")["rapport"]
    roep("regelversie", "neem-in-gebruik", naam, "--rapport", kenmerk, "--door", "jurist", "--tweede", "leider")


def test_nobody_lets_others_in_without_the_privacy_officer_once_there_is_one(roep: Roep, tmp_path: Path) -> None:
    maak_mensen(roep, tmp_path, MENSEN[:1])
    nieuw = ("beheer", "medewerker", "iemand", "--rol", "duo-jurist", "--wachtwoord-bestand", str(tmp_path / "w"))
    (tmp_path / "w").write_text("lang-genoeg-voor-hier")
    assert "privacy officer" in roep(*nieuw, status=VERKEERD)
    roep(*nieuw, "--door", "fg")
    ander = [w if w != "iemand" else "nog-iemand" for w in nieuw]
    env = {"INBURGERING_WACHTWOORD": "lang-genoeg-voor-hier"}
    assert "staat dit niet toe" in roep(*ander, "--door", "iemand", status=VERKEERD, env=env)
    assert [m["rol"] for m in roep("beheer", "medewerkers")] == ["privacy-officer", "duo-jurist"]


def test_a_short_password_is_refused_and_makes_nobody(roep: Roep, tmp_path: Path) -> None:
    (tmp_path / "w").write_text("kort")
    woorden = ("beheer", "medewerker", "fg", "--rol", "privacy-officer", "--wachtwoord-bestand", str(tmp_path / "w"))
    assert "wachtwoord" in roep(*woorden, status=VERKEERD)
    assert roep("beheer", "medewerkers") == []


def test_two_names_without_two_passwords_never_move_the_brake(duo: Roep) -> None:
    zet = ("stop", "zet", "--reden", "Proef.", "--door", "leider", "--tweede", "fg")
    een = {"INBURGERING_WACHTWOORD": wachtwoord("leider")}
    for env in ({}, een, een | {"INBURGERING_WACHTWOORD_TWEEDE": wachtwoord("leider")}):
        duo(*zet, status=VERKEERD, env=env)
    zelf = [w if w != "fg" else "leider" for w in zet]
    assert "Twee verschillende mensen" in duo(*zelf, status=VERKEERD)
    assert duo("stop", "toon") == []


def test_a_stop_holds_the_letters_and_the_signalen_of_the_chain(duo: Roep, tmp_path: Path) -> None:
    _, bestanden = schrijf_leveringen(tmp_path, 4)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    neem_in_gebruik(duo, "bekendmaking")
    vast = duo("keten", "stel-vast", "--door", "medewerker", "--personen-uit-levering", "1")
    assert vast["personen"] == 4
    brieven = duo("keten", "brieven", "--door", "medewerker")["brieven"]
    assert brieven == vast["plichtig"]
    stop = duo("stop", "zet", "--reden", "Proef.", "--door", "leider", "--tweede", "fg")["stop"]
    assert duo("keten", "druk-af", "--door", "medewerker", status=GESTOPT) == {"gedrukt": 0, "geweigerd": brieven}
    assert duo("keten", "signalen", "--door", "medewerker")["zonderBrief"] > 0
    duo("stop", "hef-op", stop, "--door", "leider", "--tweede", "fg")
    assert duo("keten", "druk-af", "--door", "medewerker") == {"gedrukt": brieven, "geweigerd": 0}
    stop = duo("stop", "zet", "--reden", "Proef.", "--door", "leider", "--tweede", "fg")["stop"]
    assert "er gaat niets uit" in duo("keten", "signalen", "--door", "medewerker", status=GESTOPT)
    duo("stop", "hef-op", stop, "--door", "leider", "--tweede", "fg")
    assert duo("keten", "signalen", "--door", "medewerker")["signalen"] > 0
    assert duo("keten", "draai", "--door", "medewerker")["signalen"]["signalen"] == 0, "nothing goes twice"


def test_a_delivery_to_cbs_is_made_written_to_a_file_and_replaced_by_command(duo: Roep, tmp_path: Path) -> None:
    _, bestanden = schrijf_leveringen(tmp_path, 4)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    neem_in_gebruik(duo, "bekendmaking")
    duo("keten", "draai", "--door", "medewerker")
    door = ("--door", "medewerker")
    eerste = duo("statistiek", "stel-samen", "2026K4", *door)
    assert eerste["opgenomen"] > 0
    duo("statistiek", "lever", eerste["id"], *door)
    gemaakt = duo("statistiek", "bestand", eerste["id"], "--map", str(tmp_path), *door)
    assert len((tmp_path / gemaakt["bestand"]).read_bytes().splitlines()) == 1 + eerste["opgenomen"]
    nieuw = duo("statistiek", "vervang", eerste["id"], *door)
    assert nieuw["vervangt"] == eerste["id"]
    assert "staat dit niet toe" in duo("statistiek", "bestand", nieuw["id"], "--door", "jurist", status=VERKEERD)
    assert [rij["stand"] for rij in duo("statistiek", "toon")] == ["vervangen", "samengesteld"]


def test_what_a_withdrawn_regelversie_said_is_not_written_to_anybody(duo: Roep, tmp_path: Path) -> None:
    _, bestanden = schrijf_leveringen(tmp_path, 4)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    neem_in_gebruik(duo, "kennisgeving")
    plichtig = duo("keten", "stel-vast", "--door", "medewerker")["plichtig"]
    intrekken = ("regelversie", "trek-in", "kennisgeving", "--reden", "Fout.", "--door", "jurist", "--tweede", "leider")
    duo(*intrekken)
    neem_in_gebruik(duo, "bekendmaking")
    uit = duo("keten", "brieven", "--door", "medewerker")
    assert (uit["brieven"], uit["andereRegelversie"]) == (0, plichtig)


def test_letters_that_do_not_hold_are_taken_out_of_the_queue_and_made_anew(duo: Roep, tmp_path: Path) -> None:
    _, bestanden = schrijf_leveringen(tmp_path, 3)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    neem_in_gebruik(duo, "bekendmaking")
    duo("keten", "stel-vast", "--door", "medewerker")
    eerste = duo("keten", "brieven", "--door", "medewerker")
    weg = ("keten", "laat-vervallen", str(eerste["vrijgave"]), "--reden", "Fout adres.", "--door", "medewerker")
    assert duo(*weg) == {"vervallen": eerste["brieven"]}
    assert duo("keten", "druk-af", "--door", "medewerker") == {"gedrukt": 0, "geweigerd": 0}
    assert duo("keten", "draai", "--door", "medewerker")["druk"]["gedrukt"] == eerste["brieven"]


def test_a_mistake_is_repaired_and_restarted_by_command(duo: Roep, tmp_path: Path) -> None:
    _, bestanden = schrijf_leveringen(tmp_path, 30)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    neem_in_gebruik(duo, "kennisgeving")
    rond = duo("keten", "draai", "--door", "medewerker")
    assert rond["signalen"]["signalen"] > 0
    samen = ("--door", "leider", "--tweede", "leider2")
    stop = duo("stop", "zet", "--reden", "Verkeerde wet.", "--door", "leider", "--tweede", "fg")["stop"]
    duo("regelversie", "trek-in", "kennisgeving", "--reden", "Fout.", "--door", "jurist", "--tweede", "leider")
    neem_in_gebruik(duo, "bekendmaking")
    welke = ("--oud", "kennisgeving", "--nieuw", "bekendmaking", "--stop", stop)
    code = duo("incident", "open", "Verkeerde wet", "--bewust-op", "2026-01-05T09:00:00", *welke, "--door", "leider")[
        "incident"
    ]
    gevonden = duo("incident", "onderzoek", code, "--door", "leider")
    assert gevonden["perUitkomst"]["ten-onrechte"] > 0
    for vraag in duo("incident", "open-vragen", code, "--door", "jurist"):
        keuze = ("--uitkomst", "ten-onrechte", "--wet", "Wi2013", "--ingangsdatum", "2021-12-01", "--reden", "IND.")
        duo("incident", "beslis", str(vraag["geraakt"]), *keuze, "--door", "jurist", "--tweede", "leider")
    assert duo("incident", "open-vragen", code, "--door", "jurist") == []
    assert duo("incident", "dossier", code, "--door", "fg")["versie"] == 1
    duo("incident", "meld", code, "--door", "fg", "--tweede", "leider")
    assert duo("incident", "uitleg", code, *samen)["brieven"] > 0
    assert duo("incident", "corrigeer", code, *samen)["ingetrokken"] > 0
    dag = date.today().isoformat()  # noqa: TID251 - the command itself reads the clock
    cohort = duo("incident", "plan", code, "--cohort", f"gezin {dag} gezins-of-overige-migrant",
                 "--voorwaarde", "regel-goedgekeurd", "--door", "leider", "--tweede", "fg")[0]["cohort"]  # fmt: skip
    los = ("incident", "laat-los", str(cohort), "--door", "leider", "--tweede", "fg")
    assert "regel-goedgekeurd" in duo(*los, status=VERKEERD)
    duo("incident", "voorwaarde", str(cohort), "regel-goedgekeurd", "--door", "leider")
    gegaan = duo(*los)
    assert gegaan["hersteld"] + gegaan["omgeleid"] > 0
    assert duo("incident", "keuze-aan", code, *samen) == {"aangeboden": 0}, "only for letters of January 2022"
    assert duo("incident", "standaardkeuze", code, *samen) == {"wi2013": 0, "wi2021": 0, "open": 0}
    duo("incident", "keuze", code, "1", "--wet", "Wi2021", "--wijze", "verklaring", *samen, status=VERKEERD)
    staat = duo("incident", "toon", code)
    assert staat["teBeslissen"] == 0
    assert staat["cohorten"][0]["losgelaten"] == staat["cohorten"][0]["personen"]


def test_a_message_for_everybody_and_an_abonnement_and_a_mandaat_are_made_by_command(duo: Roep) -> None:
    assert duo("beheer", "abonneer", "0363", "https://systeem.example/signalen", "--door", "fg")["geheim"]
    assert duo("beheer", "mandaat", "0363", "0344", "--vanaf", "2026-01-01", "--door", "fg")["mandaat"]
    opnieuw = ("beheer", "mandaat", "0363", "0344", "--vanaf", "2026-01-01", "--tot", "2099-01-02", "--door", "fg")
    assert "mandaat-einde" in duo(*opnieuw, status=VERKEERD)
    duo("beheer", "mandaat-einde", "0363", "0344", "--tot", "2099-01-02", "--door", "fg")
    assert [m["tot"] for m in duo("beheer", "mandaten")] == ["2099-01-02"]
    assert "past niet" in duo(
        "beheer", "mandaat-einde", "0363", "a\ud800b", "--tot", "2099-01-02", "--door", "fg", status=VERKEERD
    )
    assert "Amsterdam" in duo("beheer", "client", "x", "--gemeente", "0457", "--door", "fg", status=VERKEERD)
    tekst = ("--weten", "Het klopt niet.", "--moet-doen", "Wacht.", "--volgende-op", "2099-01-01T12:00:00")
    duo("bericht", "plaats", *tekst, "--door", "leider")
    assert [b["weten"] for b in duo("bericht", "toon")] == [["Het klopt niet."]]


def test_every_command_has_its_line_in_the_reference() -> None:
    pagina = (WORTEL / "docs" / "reference" / "commando.md").read_text(encoding="utf-8")
    beschreven = re.findall(r"^\| `inburgering ([a-z -]+)` \|", pagina, re.MULTILINE)

    def namen(opdracht: Any, weg: tuple[str, ...] = ()) -> Iterator[str]:
        for naam, kind in getattr(opdracht, "commands", {}).items():
            yield from namen(kind, (*weg, naam)) if getattr(kind, "commands", None) else [" ".join((*weg, naam))]

    assert sorted(beschreven) == sorted(namen(typer.main.get_command(app)))


def test_a_system_is_registered_with_its_own_key_listed_and_shut_out(duo: Roep, tmp_path: Path) -> None:
    from apibouw import openbaar, sleutel

    eigen, vers = tmp_path / "jwks.json", tmp_path / "vers.json"
    eigen.write_text(json.dumps({"keys": openbaar(sleutel())}))
    vers.write_text(json.dumps(openbaar(sleutel("Ed25519", "vers"))[0]))
    maak = ("beheer", "client", "Pakket", "--gemeente", "0034", "--door", "fg")
    nieuw = duo(*maak, "--machtiging", "stops:lezen", "--jwks", str(eigen))
    assert nieuw["geheim"] is None
    duo("beheer", "client-sleutel", nieuw["client"], str(vers), "--door", "fg")
    duo("beheer", "trek-client-sleutel-in", nieuw["client"], "een", "--door", "fg")
    (rij,) = duo("beheer", "clienten")
    assert (rij["machtigingen"], rij["sleutels"], rij["oin"]) == (["stops:lezen"], ["vers"], "00000099000000010034")
    assert duo("beheer", "draai-tokensleutel", "--per-direct", "--door", "fg")["perDirect"] is True
    assert duo("beheer", "trek-client-in", nieuw["client"], "--door", "fg")["ingetrokken"] is True
    assert "al ingetrokken" in duo("beheer", "trek-client-in", nieuw["client"], "--door", "fg", status=VERKEERD)
    geheim = tmp_path / "geheim.json"
    geheim.write_text(json.dumps(sleutel().as_dict(private=True)))
    assert "geheime sleutel" in duo(*maak, "--jwks", str(geheim), status=VERKEERD)
    assert "twintig cijfers" in duo(*maak, "--oin", "123", status=VERKEERD)


# ── A momentopname asks the brake before and after it is written, and leaves a line ───────────────

_PAAR = ("--door", "leider", "--tweede", "fg")


def _neem(duo, uit, *woorden, **anders):
    return duo("register", "momentopname", "--uit", str(uit), "--door", "medewerker", *woorden, **anders)


def _vul(duo, tmp_path):
    mensen, bestanden = schrijf_leveringen(tmp_path, 4)
    for bron, bestand in bestanden.items():
        duo("lees", bron, str(bestand), "--json")
    return mensen


def _zet_stop(duo, *keus):
    return duo("stop", "zet", "--reden", "Er klopt iets niet.", *_PAAR, *keus)["stop"]


def test_who_made_it_and_what_for_is_written_down_with_its_sum(duo, tmp_path):
    from inburgering.spoor.models import Audit
    from inburgering.verstrekking.models import Verstrekking

    mensen = _vul(duo, tmp_path)
    uit = _neem(duo, tmp_path / "beeld.parquet", "--doel", "Doorrekenen van lezing B.")
    regel = Audit.objects.get(handeling="register-momentopname")
    assert (regel.object_id, regel.bijzonderheden["personen"]) == (uit["sha256"], uit["personen"])
    assert uit["personen"] >= len(mensen)
    assert regel.bijzonderheden["doel"] == "Doorrekenen van lezing B."
    assert not Verstrekking.objects.exists(), "nobody else received anything"
    assert "Het doel ontbreekt" in _neem(duo, tmp_path / "b.parquet", "--doel", " ", status=VERKEERD)


def test_under_a_stop_of_what_leaves_there_is_no_file_until_two_people_lift_it_for_this(duo, tmp_path):
    from inburgering.stop import queries
    from inburgering.stop.terms import Kanaal

    _vul(duo, tmp_path)
    doel = tmp_path / "beeld.parquet"
    for keus in ((), ("--wet", "Wi2021"), ("--soort", "momentopname")):
        stop = _zet_stop(duo, *keus)
        gezegd = _neem(duo, doel, status=GESTOPT)
        assert "Een stop houdt de momentopname tegen" in gezegd
        assert not doel.exists()
        (vrijgave,) = [v for v in queries.vrijgaven() if v.soort == "momentopname"]
        assert f"vrijgave {vrijgave.id} alleen" in gezegd
        if not keus:
            duo("stop", "hef-op", stop, "--vrijgave", str(vrijgave.id), *_PAAR)
            assert _neem(duo, doel)["sha256"]
            doel.unlink()
        duo("stop", "hef-op", stop, *_PAAR)
    assert queries.weigeringen()[Kanaal.EXPORT] == 3


def test_a_stop_of_something_else_or_of_what_comes_in_does_not_hold_it(duo, tmp_path):
    _vul(duo, tmp_path)
    _zet_stop(duo, "--soort", "brief")
    _zet_stop(duo, "--inkomend")
    assert _neem(duo, tmp_path / "beeld.parquet")["sha256"]


def test_a_stop_that_comes_while_it_is_written_leaves_no_file_and_no_line(duo, tmp_path, monkeypatch):
    from inburgering.feit.queries import stroom
    from inburgering.spoor.models import Audit

    _vul(duo, tmp_path)
    echt = stroom.feiten_van_allen

    def midden(**keuze):
        yield from echt(**keuze)
        _zet_stop(duo)

    monkeypatch.setattr(stroom, "feiten_van_allen", midden)
    _neem(duo, tmp_path / "beeld.parquet", status=GESTOPT)
    assert [p for p in tmp_path.iterdir() if p.suffix == ".parquet" or p.name.startswith(".inburgering")] == []
    assert not Audit.objects.filter(handeling="register-momentopname").exists()
