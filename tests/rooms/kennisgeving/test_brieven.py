"""The letters as they lie on the mat: read back from the PDF, in plain words, with every value literally."""

import io
import re
from datetime import date
from uuid import UUID

import pikepdf
import pypdf
import pytest

from inburgering.feit.terms import Persoonsgegevens
from inburgering.kennisgeving import rules
from inburgering.kennisgeving.errors import BriefOnmogelijk
from inburgering.kennisgeving.terms import Hapering, Soort

DAG = date(2022, 1, 10)
NUMMER = UUID("01900000-0000-7000-8000-00000000abcd")
ASIEL, GEZIN = "asielstatushouder", "gezins-of-overige-migrant"
PLICHT = {"ingangsdatum": date(2021, 11, 18), "gemeente": "0855", "examen_uiterlijk": "2024-11-17"}
UITLEG = {"brief_datum": DAG, "gemeenten": ["0855", "0796"], "gedeeld": ["naam", "burgerservicenummer"]}
ALMERE = {
    "wie": "Gemeente Almere", "keren": 2, "eerst": DAG, "laatst": date(2022, 1, 14),
    "gegevens": ["naam", "burgerservicenummer"], "grond": "Wet inburgering 2021, artikel 33",
    "verder": [{"wie": "taalschool Het Begin", "gegevens": ["naam"], "terug": True}],
}  # fmt: skip
BUREAU = ALMERE | {"wie": "CBS", "keren": 1, "gegevens": ["categorie"], "verder": []}
BRIEVEN = {
    "kennisgeving-2021-asiel": (Soort.KENNISGEVING, PLICHT | {"wet": "Wi2021", "categorie": ASIEL}),
    "kennisgeving-2021-gezin": (Soort.KENNISGEVING, PLICHT | {"wet": "Wi2021", "categorie": GEZIN, "gemeente": None}),
    "kennisgeving-2013": (Soort.KENNISGEVING, PLICHT | {"wet": "Wi2013", "pvt_uiterlijk": "2023-02-06"}),
    "uitleg-wet": (Soort.UITLEG, UITLEG | {"gemeld_ap": True, "zeker": True, "antwoord_voor": "2022-03-01"}),
    "uitleg-gemeente": (Soort.UITLEG, UITLEG | {"fout": "verkeerde-gemeente", "verder": ["taalschool Het Begin"]}),
    "uitleg-gemist": (Soort.UITLEG, {"fout": "gemiste-kennisgeving"}),
    "correctie-2013": (Soort.CORRECTIE, PLICHT | {"uitkomst": "Wi2013", "brief_datum": DAG, "gemeenten": ["0855"]}),
    "correctie-2021": (Soort.CORRECTIE, PLICHT | {"uitkomst": "Wi2021", "brief_datum": DAG}),
    "correctie-geen": (Soort.CORRECTIE, {"uitkomst": "geen-plicht", "brief_datum": DAG, "gemeenten": ["0855"]}),
    "keuze-asiel": (Soort.KEUZE, {"categorie": ASIEL, "brief_datum": DAG}),
    "keuze-gezin": (Soort.KEUZE, {"categorie": GEZIN, "brief_datum": DAG}),
    "wijziging": (Soort.WIJZIGING, PLICHT | {"wet": "Wi2021", "brief_datum": DAG}),
    "niet-plichtig": (Soort.NIET_PLICHTIG, {}),
    "inzage": (Soort.INZAGE, {"ontvangers": [ALMERE, BUREAU], "brieven": 2}),
    "inzage-niemand": (Soort.INZAGE, {}),
}
VERBODEN = re.compile(
    r"\b(helaas|middels|conform|derhalve|betreffende|notificatie|teneinde|indien|reeds|omtrent|jegens|alsmede|inzake"
    r"|terzake|krachtens|desbetreffende|dossiernummer|case|record|hierbij|tevens|aangaande|gelieve)\b",
    re.IGNORECASE,
)


def persoon(naam="Selam Tesfay", adres=("Voorbeeldstraat 12", "5038 AA Tilburg"), **anders):
    velden = {"geboortedatum_tekst": "", "bsn": None, "vnummer": None, "gemeente": None, "taal": "nl"}
    return Persoonsgegevens(1, naam, adresregels=adres, **(velden | anders))


def maak(soort, gegevens, wie=None):
    from inburgering.kennisgeving.commands import zetten

    waarden = rules.bereid(
        soort, gegevens, persoon=wie or persoon(), kenmerk=rules.kenmerk(NUMMER, DAG), dagtekening=DAG
    )
    return zetten.zet(waarden, dagtekening=DAG)


def tekst(pdf):
    """The text in reading order, without the marks that keep its direction."""
    ruw = "\n".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\u2066-\u2069]", "", ruw)


def plat(pdf):
    return " ".join(tekst(pdf).split())


@pytest.fixture(params=BRIEVEN, scope="module")
def brief(request):
    return maak(*BRIEVEN[request.param])


def test_a_letter_is_one_page(brief):
    assert len(pypdf.PdfReader(io.BytesIO(brief)).pages) == 1


def test_a_letter_is_accessible_dutch_with_a_title(brief):
    with pikepdf.open(io.BytesIO(brief)) as pdf:
        assert str(pdf.Root.Lang).startswith("nl")
        assert bool(pdf.Root.MarkInfo.Marked)
        assert pdf.docinfo["/Title"]
        with pdf.open_metadata() as meta:
            assert meta["pdfuaid:part"] == "1"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_a_letter_embeds_its_fonts(brief):
    with pikepdf.open(io.BytesIO(brief)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all("/FontFile2" in f or "/FontFile3" in f for f in fonts)


def test_a_letter_has_name_and_address_in_order_and_its_date(brief):
    gelezen = plat(brief)
    assert "Selam Tesfay Voorbeeldstraat 12 5038 AA Tilburg" in gelezen
    assert "10 januari 2022" in gelezen
    assert rules.kenmerk(NUMMER, DAG) in gelezen
    assert "Beste Selam Tesfay," in gelezen


def zinnen(pdf):
    """The sentences of the body: after the salutation, before the greeting."""
    romp = plat(pdf).split("Beste Selam Tesfay,")[1].split("Met vriendelijke groet")[0]
    return [z for z in re.split(r"(?<=[.!?])\s+|\s*•\s*|:\s", romp) if re.search(r"\w", z)]


def test_a_letter_is_written_in_short_sentences(brief):
    lengten = [len(z.split()) for z in zinnen(brief)]
    assert sum(lengten) / len(lengten) <= 10
    assert max(lengten) <= 21, max(zinnen(brief), key=lambda z: len(z.split()))


def test_a_letter_avoids_office_words(brief):
    assert VERBODEN.findall(plat(brief)) == []


def test_a_letter_says_what_to_do_before_why(brief):
    titel = str(pypdf.PdfReader(io.BytesIO(brief)).metadata.title)
    begin = " ".join([titel, *zinnen(brief)[:9]]).lower()
    assert re.search(r"u hoeft|zoek een school|u mag kiezen|haal alle|uw plicht begon", begin)


def test_a_letter_has_a_phone_number_and_the_rules_at_the_end(brief):
    gelezen = plat(brief)
    assert gelezen.index("050 000 00 00") < gelezen.index("Met vriendelijke groet") < gelezen.index("De regels.")


def test_the_same_values_give_the_same_bytes():
    assert maak(*BRIEVEN["uitleg-wet"]) == maak(*BRIEVEN["uitleg-wet"])


# ── What each letter must say ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("welke", "woorden"),
    [
        (
            "kennisgeving-2021-asiel",
            ["Wet inburgering 2021", "18 november 2021", "Tilburg", "De gemeente betaalt", "PIP"],
        ),
        ("kennisgeving-2021-gezin", ["waar u gaat wonen", "U kunt geld bij ons lenen"]),
        ("kennisgeving-2013", ["2013", "17 november 2024", "6 februari 2023", "participatieverklaring", "niveau A2"]),
        ("uitleg-wet", ["U hoeft nu niets te doen", "vóór 1 maart 2022", "verkeerde datum", "onze fout"]),
        ("uitleg-gemeente", ["verkeerde gemeente", "taalschool Het Begin"]),
        ("uitleg-gemist", ["niet op tijd", "niet aan een gemeente gegeven"]),
        ("correctie-2013", ["Onze brief van 10 januari 2022 geldt niet meer", "17 november 2024", "Tilburg"]),
        ("correctie-2021", ["Wet inburgering 2021", "geldt niet meer"]),
        ("correctie-geen", ["U hoeft niet in te burgeren", "geen examens"]),
        ("keuze-asiel", ["Wilt u de wet van 2021? Dan hoeft u niets te doen", "eerste gesprek"]),
        ("keuze-gezin", ["Wilt u de wet van 2013? Dan hoeft u niets te doen", "op of vóór 7 maart 2022"]),
        ("wijziging", ["in de plaats van die brief", "10 januari 2022"]),
        ("niet-plichtig", ["niet verplicht"]),
        (
            "inzage",
            [
                "2 organisaties",
                "2 keer: van 10 januari 2022 tot en met 14 januari 2022",
                "taalschool Het Begin: naam. Wij hebben gevraagd om dit te wissen",
                "2 brieven",
            ],
        ),
        ("inzage-niemand", ["Niemand kreeg uw gegevens"]),
    ],
)
def test_the_letter_says(welke, woorden):
    gelezen = plat(maak(*BRIEVEN[welke]))
    assert [w for w in woorden if w not in gelezen] == []


def test_the_explanation_holds_what_avg_34_asks():
    gelezen = plat(maak(*BRIEVEN["uitleg-wet"]))
    for deel in (
        "Wat ging er mis?",
        "burgerservicenummer (BSN)",
        "Tilburg en 's-Hertogenbosch",
        "Wat merkt u daarvan?",
        "Wat doen wij?",
        "Autoriteit Persoonsgegevens",
        "functionaris gegevensbescherming",
    ):
        assert deel in gelezen.replace("’", "'"), deel


def test_the_explanation_promises_no_more_than_was_decided():
    zonder = plat(maak(Soort.UITLEG, UITLEG))
    met = plat(maak(Soort.UITLEG, UITLEG | {"geen_boete": True, "gemeld_ap": True}))
    assert "boete" not in zonder
    assert "gemeld bij" not in zonder
    assert "U krijgt geen boete" in met
    assert "gemeld bij" in met


# ── Names that try to steer ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "naam",
    [
        "<Onbekend> & </Onbemind>",
        "#set text(red)",
        '"; DROP TABLE',
        "$x^2$ *vet* _schuin_ `code` @label",
        "\\ ' \" #{1+1} [x]",
        "ሰላም ተስፋይ",
        "Łukasz Žižek-Çelik",
        "Nguyễn Thị Ánh",
        "Ελένη Παπαδοπούλου",
        "Наталія Шевченко",
        "'s-Gravenmoer, Ĳsbrand d'",
        "A" * 200,
    ],
)
def test_a_name_comes_out_literally(naam):
    pdf = maak(Soort.NIET_PLICHTIG, {}, persoon(naam))
    gelezen = tekst(pdf).replace("\n", "").replace(" ", "").replace("’", "'")
    assert naam.replace(" ", "") in gelezen
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


def test_an_arabic_name_is_printed_with_every_letter_of_it():
    """The reader of PDFs gives right-to-left text in visual order, so letters are compared and not their order."""
    gelezen = tekst(maak(Soort.NIET_PLICHTIG, {}, persoon("محمد الأحمد")))
    assert set("محمدالأحمد") <= set(gelezen)


def test_a_date_keeps_its_order_beside_an_arabic_name():
    from inburgering.kennisgeving.commands import zetten

    bron = (zetten.SJABLONEN / "huisstijl.typ").read_text()
    assert 'let w(waarde) = [#("\\u{2066}" + waarde + "\\u{2069}")]' in bron
    assert "10 januari 2022" in plat(
        maak(Soort.NIET_PLICHTIG, {}, persoon("محمد الأحمد", ("محمد 12", "5038 AA Tilburg")))
    )


def test_no_template_shows_a_value_outside_an_isolate():
    """`#d.x` in running text would be a value without isolate; `w(d.x)` and `naam(d.x)` are not."""
    from inburgering.kennisgeving.commands import zetten

    for bestand in zetten.SJABLONEN.glob("*.typ"):
        los = re.findall(r"#d\.\w+(?:\.\w+)*", bestand.read_text())
        assert los == [], bestand.name


@pytest.mark.parametrize("teken", ["\u202e", "\u2069", "\u200f", "\x00", "\n"])
def test_marks_that_turn_or_break_the_text_are_taken_out(teken):
    assert rules.schoon(f"Jan{teken}Piet") == "Jan Piet"


# ── What cannot be written ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("soort", "gegevens", "veld"),
    [
        (Soort.KENNISGEVING, {"wet": "Wi2021"}, "ingangsdatum"),
        (Soort.KENNISGEVING, {"ingangsdatum": DAG}, "wet"),
        (Soort.KENNISGEVING, {"ingangsdatum": DAG, "wet": "Wi2007"}, "wet"),
        (Soort.UITLEG, {}, "brief_datum"),
        (Soort.CORRECTIE, {"brief_datum": DAG}, "uitkomst"),
        (Soort.CORRECTIE, {"brief_datum": DAG, "uitkomst": "Wi2013"}, "ingangsdatum"),
        (Soort.KEUZE, {"brief_datum": DAG}, "categorie"),
        (Soort.NIET_PLICHTIG, {"datum_brief": DAG}, "datum_brief"),
        (Soort.UITLEG, {"brief_datum": "10-01-2022"}, "brief_datum"),
    ],
)
def test_a_letter_that_misses_something_is_refused_by_name(soort, gegevens, veld):
    with pytest.raises(BriefOnmogelijk) as fout:
        rules.lees_gegevens(soort, gegevens, dagtekening=DAG)
    assert fout.value.veld == veld


@pytest.mark.parametrize("soort", [Soort.KENNISGEVING, Soort.CORRECTIE, Soort.WIJZIGING, Soort.NIET_PLICHTIG])
def test_what_is_onbekend_is_told_to_nobody(soort):
    with pytest.raises(BriefOnmogelijk):
        rules.uit_vaststelling(
            soort, oordeel="onbekend", wet=None, ingangsdatum=None, categorie=None, college=None, termijn={},
            dagtekening=DAG,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("wie", "reden"),
    [
        (persoon(adres=()), Hapering.ZONDER_ADRES),
        (persoon(adres=("", " ")), Hapering.ZONDER_ADRES),
        (persoon(naam=" "), Hapering.ZONDER_ADRES),
        (persoon(overleden=True), Hapering.OVERLEDEN),
        (persoon(), None),
    ],
)
def test_an_address_is_never_guessed(wie, reden):
    assert rules.hapering(wie) is reden


def test_a_character_without_a_glyph_is_a_reason_for_a_person_to_look():
    from inburgering.kennisgeving.commands import zetten

    with pytest.raises(zetten.Ondrukbaar):
        maak(Soort.NIET_PLICHTIG, {}, persoon("王小明"))


def test_a_reference_is_short_and_has_no_letters_that_look_alike():
    assert re.fullmatch(r"K-2022-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", rules.kenmerk(NUMMER, DAG))


def test_the_last_day_of_objection_is_a_working_day():
    """Six weeks after 6 March 2022 is Easter Sunday 17 April; the term ends after Easter Monday (Atw art. 1)."""
    waarden = rules.bereid(
        Soort.NIET_PLICHTIG, {}, persoon=persoon(), kenmerk="K-2022-00000-00000", dagtekening=date(2022, 3, 6)
    )
    assert waarden["bezwaar_voor"] == "19 april 2022"
