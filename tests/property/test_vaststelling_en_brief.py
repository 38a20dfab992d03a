"""What holds for every input of vaststelling and kennisgeving, not only for the worked persons."""

import io
from datetime import UTC, date, datetime
from uuid import UUID

import pypdf
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inburgering.feit.terms import Persoonsgegevens
from inburgering.kennisgeving import rules as brief_rules
from inburgering.kennisgeving.terms import Soort
from inburgering.vaststelling import rules
from inburgering.vaststelling.errors import BeslissingOngeldig
from inburgering.vaststelling.terms import Gebeurtenis, Oordeel, Registersoort, Werksoort, Wet

DAGEN = st.dates(date(2013, 1, 1), date(2030, 12, 31))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda deel: st.lists(deel, max_size=3) | st.dictionaries(st.text(max_size=5), deel, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_the_order_in_which_facts_are_said_does_not_change_their_hash(feiten):
    omgekeerd = dict(reversed(list(feiten.items())))
    assert rules.hash_van(feiten) == rules.hash_van(omgekeerd)


@given(st.lists(DAGEN, max_size=4), DAGEN)
def test_an_intended_kennisgeving_is_added_once_and_nothing_else_changes(bekend, dag):
    feiten = {"persoonId": "1", "kennisgevingen": [{"datum": d.isoformat()} for d in bekend]}
    eens = rules.met_voorgenomen(feiten, dag)
    assert rules.met_voorgenomen(eens, dag) == eens
    assert {k["datum"] for k in eens["kennisgevingen"]} == {d.isoformat() for d in [*bekend, dag]}
    assert len(feiten["kennisgevingen"]) == len(bekend)


@given(
    st.sampled_from(["niet-plichtig", "onbekend"]),
    st.sampled_from([None, "Wi2013", "Wi2021"]),
    st.none() | DAGEN,
    DAGEN,
)
def test_without_a_sure_duty_nothing_is_said_that_only_a_duty_has(oordeel, wet, begin, peildatum):
    ruw = {"oordeel": oordeel, "wet": wet, "ingangsdatum": begin and begin.isoformat()}
    inhoud = rules.lees_uitkomst(ruw, peildatum=peildatum)
    assert (inhoud.wet, inhoud.ingangsdatum, inhoud.einde) == (None, None, None)


@given(st.sampled_from(list(Oordeel)), st.none() | st.sampled_from(list(Wet)), st.none() | DAGEN)
def test_a_decision_that_passes_leaves_no_work(oordeel, wet, dag):
    try:
        rules.eis_beslissing(oordeel, wet=wet, ingangsdatum=dag, reden="Gezien op kantoor.")
    except BeslissingOngeldig:
        return
    assert rules.werksoort(oordeel, wet=wet, ingangsdatum=dag) is None


@given(st.none() | st.sampled_from(list(Wet)), st.none() | DAGEN)
def test_what_is_onbekend_is_always_work(wet, dag):
    assert rules.werksoort("onbekend", wet=wet, ingangsdatum=dag) is Werksoort.ONBEKEND


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Registersoort))), max_size=12))
def test_a_withdrawn_regelversie_is_never_in_use(gebeurtenissen):
    nu = datetime(2022, 1, 1, tzinfo=UTC)
    rij = [Gebeurtenis(r, s, nu, "a", "b", "h", "w", "") for r, s in gebeurtenissen]
    stapel = rules.in_gebruik(rij)
    beslist = {Registersoort.IN_GEBRUIK, Registersoort.INGETROKKEN}  # a proposal decides nothing
    laatste = {g.regelversie: g.soort for g in rij if g.soort in beslist}
    assert set(stapel) == {r for r, soort in laatste.items() if soort is Registersoort.IN_GEBRUIK}
    assert len(stapel) == len(set(stapel))


LATIJN = st.text(
    st.characters(whitelist_categories=("Lu", "Ll", "Nd", "Po", "Ps", "Pe", "Sm"), max_codepoint=0x17F), min_size=1
).map(brief_rules.schoon)


@settings(max_examples=40, deadline=None)
@given(LATIJN)
def test_any_latin_name_is_printed_literally_or_not_at_all(naam):
    from inburgering.kennisgeving.commands import zetten

    assume(naam)
    wie = Persoonsgegevens(1, naam, "", None, None, ("Voorbeeldstraat 12",), None, "nl")
    waarden = brief_rules.bereid(
        Soort.NIET_PLICHTIG, {}, persoon=wie, kenmerk="K-2022-00000-00000", dagtekening=date(2022, 1, 10)
    )
    try:
        pdf = zetten.zet(waarden, dagtekening=date(2022, 1, 10))
    except zetten.Ondrukbaar:
        return
    tekst = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    gelezen = "".join(t for t in tekst if t not in "\u2066\u2068\u2069" and not t.isspace())
    assert "".join(naam.split()) in gelezen


@given(st.uuids(version=4), DAGEN)
def test_a_reference_fits_its_column(nummer, dag):
    assert len(brief_rules.kenmerk(UUID(str(nummer)), dag)) == 18


@given(DAGEN)
def test_a_date_in_words_can_be_read_back(dag):
    nummer, maand, jaar = brief_rules.datum_in_woorden(dag).split()
    assert date(int(jaar), brief_rules._MAANDEN.index(maand) + 1, int(nummer)) == dag
