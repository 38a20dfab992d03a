"""What is appended always leads from what a source said before to what it says now."""

from dataclasses import replace
from datetime import date
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from inburgering.feit.rules.verschil import Bekend, verschil
from inburgering.feit.terms import Invoer, Sleutelsoort, Soort, Uitspraak

DAGEN = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5))
UITSPRAKEN = st.lists(
    st.builds(
        Uitspraak,
        st.sampled_from([Soort.VERBLIJF, Soort.INSCHRIJVING, Soort.NAAM]),
        st.fixed_dictionaries({"grond": st.sampled_from(["8a", "8c"]), "doel": st.sampled_from(["asiel", "studie"])}),
        DAGEN,
        st.none(),
        st.none(),
        st.booleans(),
    ),
    max_size=5,
)
SOORTEN = st.frozensets(st.sampled_from([Soort.VERBLIJF, Soort.INSCHRIJVING, Soort.NAAM]))


def pas_toe(bekend, invoer, nummers):
    toe = verschil(bekend, invoer)
    weg = [t.vervangt for t in toe if t.vervangt is not None]
    assert len(weg) == len(set(weg)), "a fact is replaced once"
    blijft = [b for b in bekend if b.feit_id not in weg]
    return blijft + [Bekend(next(nummers), t.uitspraak) for t in toe if t.uitspraak is not None], toe


def invoer(uitspraken, soorten, *, alleen_actueel=False):
    gezegd = tuple(u for u in uitspraken if u.soort in soorten)
    return Invoer("regel 2", {Sleutelsoort.BSN: "1"}, gezegd, soorten, alleen_actueel=alleen_actueel)


def op_volgorde(uitspraken):
    return sorted(repr(replace(u, waarde=sorted(u.waarde.items()))) for u in uitspraken)


@settings(max_examples=200, deadline=None)
@given(UITSPRAKEN, SOORTEN, UITSPRAKEN, SOORTEN)
def test_after_a_record_the_source_says_just_that_and_keeps_the_rest(eerst, soorten_eerst, dan, soorten_dan):
    nummers = count()
    bekend, _ = pas_toe([], invoer(eerst, soorten_eerst), nummers)
    na, _ = pas_toe(bekend, invoer(dan, soorten_dan), nummers)

    verwacht = [u for u in dan if u.soort in soorten_dan]
    verwacht += [u for u in eerst if u.soort in soorten_eerst - soorten_dan]
    assert op_volgorde(b.uitspraak for b in na) == op_volgorde(verwacht)


@settings(max_examples=200, deadline=None)
@given(UITSPRAKEN, SOORTEN, st.booleans())
def test_the_same_record_again_appends_nothing(uitspraken, soorten, alleen_actueel):
    nummers = count()
    record = invoer(uitspraken, soorten, alleen_actueel=alleen_actueel)
    bekend, _ = pas_toe([], record, nummers)
    _, toe = pas_toe(bekend, record, nummers)
    assert toe == []
