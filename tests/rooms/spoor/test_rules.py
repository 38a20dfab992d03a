"""Leaves, roots and proofs, against RFC 6962 and against every small change."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inburgering.primitives.ids import PersoonId
from inburgering.spoor import rules
from inburgering.spoor.errors import VerwerkingOngeldig
from inburgering.spoor.terms import Bewijs, Trace, Verwerking

NU = datetime(2022, 1, 18, 9, 0, tzinfo=UTC)
bladen = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def _mth(rij: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word: split at the largest power of two below the length."""
    if len(rij) == 1:
        return rij[0]
    k = 1
    while k * 2 < len(rij):
        k *= 2
    return hashlib.sha256(b"\x01" + _mth(rij[:k]) + _mth(rij[k:])).digest()


@given(bladen)
def test_the_root_is_that_of_rfc_6962(rij):
    assert rules.wortel(rij) == _mth(rij)


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert rules.wortel([]) == hashlib.sha256(b"").digest()


@given(bladen, st.data())
def test_every_leaf_can_be_proved_and_no_other_in_its_place(rij, data):
    plaats = data.draw(st.integers(0, len(rij) - 1))
    goed = Bewijs(1, plaats, len(rij), rij[plaats], rules.pad(rij, plaats), rules.wortel(rij))
    assert rules.bewijst(goed)
    ander = data.draw(st.binary(min_size=32, max_size=32).filter(lambda b: b != rij[plaats]))
    assert not rules.bewijst(Bewijs(1, plaats, len(rij), ander, goed.pad, goed.wortel))
    assert not rules.bewijst(Bewijs(1, len(rij), len(rij), goed.blad, goed.pad, goed.wortel))
    assert not rules.bewijst(Bewijs(1, plaats, len(rij), goed.blad, (*goed.pad, ander), goed.wortel))
    if goed.pad:
        assert not rules.bewijst(Bewijs(1, plaats, len(rij), goed.blad, goed.pad[:-1], goed.wortel))


@given(bladen.filter(lambda r: len(set(r)) > 1), st.data())
def test_swapping_or_dropping_a_leaf_changes_the_root(rij, data):
    i, j = data.draw(st.tuples(st.integers(0, len(rij) - 1), st.integers(0, len(rij) - 1)))
    anders = list(rij)
    anders[i], anders[j] = anders[j], anders[i]
    if anders != rij:
        assert rules.wortel(anders) != rules.wortel(rij)
    assert rules.wortel(rij[:i] + rij[i + 1 :]) != rules.wortel(rij)


def test_a_leaf_is_never_a_node():
    links, rechts = b"a" * 32, b"b" * 32
    assert rules.knoop(links, rechts) != hashlib.sha256(b"\x00" + links + rechts).digest()


json_waarden = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda x: st.dictionaries(st.text(max_size=3), x, max_size=3),
)


@given(st.dictionaries(st.text(max_size=5), json_waarden, min_size=1, max_size=5), st.data())
def test_a_leaf_covers_every_column_and_does_not_depend_on_their_order(velden, data):
    omgekeerd = dict(reversed(list(velden.items())))
    assert rules.blad("regel", velden) == rules.blad("regel", omgekeerd)
    assert rules.blad("regel", velden) != rules.blad("audit", velden)
    naam = data.draw(st.sampled_from(sorted(velden)))
    anders = data.draw(json_waarden.filter(lambda w: w != velden[naam] or type(w) is not type(velden[naam])))
    assert rules.blad("regel", {**velden, naam: anders}) != rules.blad("regel", velden)
    assert rules.blad("regel", {k: v for k, v in velden.items() if k != naam}) != rules.blad("regel", velden)


def test_a_pseudonym_is_the_same_for_the_same_person_and_needs_the_key():
    assert rules.pseudoniem(PersoonId(1), b"k" * 32) == rules.pseudoniem(1, b"k" * 32)
    assert len({rules.pseudoniem(p, k) for p in (1, 2) for k in (b"k" * 32, b"l" * 32)}) == 4
    assert len(rules.pseudoniem(1, b"k" * 32)) == 64


def test_a_signature_is_of_this_value_by_this_key():
    sleutel, ander = b"1" * 32, b"2" * 32
    handtekening = rules.onderteken(b"waarde", sleutel)
    assert rules.is_ondertekend(b"waarde", handtekening, sleutel=rules.openbaar(sleutel))
    assert not rules.is_ondertekend(b"waarda", handtekening, sleutel=rules.openbaar(sleutel))
    assert not rules.is_ondertekend(b"waarde", handtekening, sleutel=rules.openbaar(ander))


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"naam": ""}, "naam"),
        ({"activiteit": ""}, "naam"),
        ({"status": "OK"}, "status"),
        ({"einde": NU - timedelta(seconds=1)}, "einde"),
        ({"trace": Trace("kort")}, "trace"),
        ({"trace": Trace("A" * 32)}, "trace"),
        ({"trace": Trace("a" * 32, "b")}, "trace"),
    ],
)
def test_what_cannot_be_a_line_is_refused_by_name(anders, veld):
    goed = {"naam": "n", "activiteit": "a", "betrokkene": None, "begin": NU, "einde": NU}
    rules.eis_verwerking(Verwerking(**goed))
    with pytest.raises(VerwerkingOngeldig) as fout:
        rules.eis_verwerking(Verwerking(**{**goed, **anders}))
    assert fout.value.veld == veld


def test_the_fixed_attributes_of_ldv_cannot_be_overwritten():
    verwerking = Verwerking(
        "n", "signaal-verstrekken", "abc", NU, NU, attributen={"dpl.core.data_subject_id": "x", "eigen": 1}
    )
    assert rules.attributen(verwerking) == {
        "eigen": 1,
        "dpl.core.processing_activity_id": "urn:nl:openinburgering:verwerkingsactiviteit:signaal-verstrekken",
        "dpl.core.data_subject_id": "abc",
        "dpl.core.data_subject_id_type": "urn:nl:openinburgering:pseudoniem:hmac-sha-256",
    }
    assert rules.activiteit_uri("https://x/y") == "https://x/y"
