"""The evidence under a verklaring: by screen, API, library and export. The document itself stays where it is."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apibouw import aangemeld, systeem
from inburgering.client import GeweigerdDoorDienst, Koppeling
from inburgering.signaal.errors import InhoudOngeldig
from inburgering.signaal.terms import Bewijs
from signaalbouw import ALMERE, NU, geef, klantmanager

KLANT = klantmanager(ALMERE)
INHOUD = b"logboek van het klantvolgsysteem\n" * 5000
SOM = hashlib.sha256(INHOUD).hexdigest()
VOL = Bewijs("Logboek van ons systeem.", "logboek.txt", SOM)


def verklaar(signaal, bewijs=VOL, antwoord="niet-gebruikt"):
    from inburgering.signaal import commands

    commands.verklaar(signaal, antwoord, toelichting="", bewijs=bewijs, door=KLANT, now=NU)


def laatste(signaal):
    from inburgering.signaal import queries

    return queries.verklaringen([signaal])[signaal].bewijs


@pytest.mark.parametrize(
    ("bewijs", "veld"),
    [
        (Bewijs("x" * 1001), "bewijs"),
        (Bewijs("Het gaat om 999999990."), "bewijs"),
        (Bewijs("", "dossier 999999990.pdf", SOM), "document"),
        (Bewijs("", "x" * 201, SOM), "document"),
        (Bewijs("", "logboek.txt", ""), "sha256"),
        (Bewijs("", "", SOM), "document"),
        (Bewijs("", "logboek.txt", SOM[:-1]), "sha256"),
    ],
)
def test_evidence_that_is_too_long_not_whole_or_about_a_person_is_refused(db, bewijs, veld):
    _, (signaal,) = geef()
    with pytest.raises(InhoudOngeldig) as fout:
        verklaar(signaal, bewijs)
    assert fout.value.veld == veld


def test_a_later_verklaring_has_evidence_of_its_own_and_the_audit_says_whether_there_was_any(db):
    from inburgering.spoor.models import Audit

    _, (signaal,) = geef()
    verklaar(signaal)
    assert laatste(signaal) == VOL
    verklaar(signaal, Bewijs(), "gewist")
    assert not laatste(signaal)
    assert [a.bijzonderheden["bewijs"] for a in Audit.objects.filter(handeling="signaal.verklaard")] == [True, False]


def test_the_database_keeps_no_document_without_its_sum(db):
    from django.db import IntegrityError

    from inburgering.signaal.models import Verklaring

    _, (signaal,) = geef()
    with pytest.raises(IntegrityError):
        Verklaring.objects.create(
            signaal_id=signaal, gemeente=ALMERE, antwoord="gewist", document="x.pdf", door="x", op=NU
        )


def test_the_export_shows_what_was_declared_on_what_evidence_only_when_something_was(db):
    from inburgering.signaal import commands
    from inburgering.signaal.rules import export

    _, (signaal, _) = geef(2)
    uit = commands.exporteer(ALMERE, actor=KLANT, now=NU)
    assert "sha256" not in export.als_csv(uit.rijen, verklaringen=uit.verklaringen)
    verklaar(signaal, Bewijs("=1+1", "logboek.txt", SOM))
    uit = commands.exporteer(ALMERE, actor=KLANT, now=NU)
    kop, een, twee, _ = export.als_csv(uit.rijen, verklaringen=uit.verklaringen).split("\r\n")
    assert kop.endswith(";verklaring;verklaard op;bewijs;document;sha256")
    assert een.endswith(f";niet-gebruikt;{NU:%Y-%m-%d %H:%M};'=1+1;logboek.txt;{SOM}")
    assert twee.endswith(";;;;;")


# ── The screen ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def scherm(db):
    from django.contrib.auth import get_user_model

    from inburgering.primitives import clock
    from inburgering.toegang import commands
    from inburgering.toegang.terms import Rol

    commands.maak_medewerker(
        "sanne", "Sanne", rol=Rol.KLANTMANAGER, gemeente=ALMERE, wachtwoord="lang-genoeg-woord", now=NU
    )
    _, (signaal,) = geef(now=clock.now())
    client = Client()
    client.force_login(get_user_model().objects.get(username="sanne"))
    return client, signaal


def stuur(scherm, **velden):
    client, signaal = scherm
    return client.post(f"/signalen/{signaal}/verklaring", {"antwoord": "gewist", "toelichting": ""} | velden)


def test_a_document_is_hashed_on_its_way_in_and_kept_nowhere(scherm, tmp_path, settings_van):
    settings_van(FILE_UPLOAD_TEMP_DIR=str(tmp_path))
    antwoord = stuur(scherm, bewijs="Ons logboek.", document=SimpleUploadedFile("C:\\map\\logboek.txt", INHOUD))
    assert antwoord.status_code == 302
    assert laatste(scherm[1]) == Bewijs("Ons logboek.", "logboek.txt", SOM)
    assert list(tmp_path.iterdir()) == []
    pagina = scherm[0].get(f"/signalen/{scherm[1]}").content.decode()
    assert f"Bewijs: Ons logboek. Document: logboek.txt (SHA-256 {SOM})." in pagina


@pytest.mark.parametrize(
    ("naam", "inhoud", "zin"),
    [
        ("leeg.txt", b"", "Dit bestand is leeg"),
        ("groot.bin", b"x" * (25 * 1024 * 1024 + 1), "groter dan 25 MB"),
        ("dossier 999999990.pdf", INHOUD, "Noem geen persoonsgegevens in het bewijs"),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused_at_its_field(scherm, naam, inhoud, zin):
    from inburgering.signaal import queries

    antwoord = stuur(scherm, bewijs="", document=SimpleUploadedFile(naam, inhoud))
    assert zin in antwoord.content.decode()
    assert queries.verklaringen([scherm[1]]) == {}


# ── API and library ──────────────────────────────────────────────────────────────────────────────


def test_the_api_takes_evidence_and_gives_it_back(db):
    api = aangemeld(systeem(ALMERE))
    _, (signaal, kaal) = geef(2)
    body = {"antwoord": "gewist", "bewijs": "Logboek.", "document": {"naam": "logboek.txt", "sha256": SOM}}
    for nummer, verklaring in ((signaal, body), (kaal, {"antwoord": "gewist"})):
        pad = f"/v1/signalen/{nummer}/verklaringen"
        assert api.post(pad, verklaring, content_type="application/json").status_code == 201
    een, twee = api.get("/v1/verklaringen").json()["verklaringen"]
    assert (een["bewijs"], een["document"]) == ("Logboek.", body["document"])
    assert (twee["bewijs"], twee["document"]) == ("", None)
    fout = api.post(pad, body | {"document": {"naam": "x"}}, content_type="application/json")
    assert fout.status_code == 400


def test_the_library_sends_the_name_and_the_sum_of_a_document_and_not_the_document(live, tmp_path):
    nieuw = systeem(ALMERE)
    koppeling = Koppeling(live, nieuw.id, nieuw.geheim)
    _, (signaal,) = geef()
    document = tmp_path / "logboek.txt"
    document.write_bytes(INHOUD)
    koppeling.verklaar(str(signaal), "gewist", bewijs="Logboek van ons systeem.", document=document)
    assert laatste(signaal) == VOL
    with pytest.raises(GeweigerdDoorDienst):
        koppeling.verklaar(str(signaal), "gewist", bewijs="BSN 999999990")
