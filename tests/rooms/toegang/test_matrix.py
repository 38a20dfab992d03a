"""Who may do what: the whole matrix, cell by cell."""

import pytest

from inburgering.primitives.ids import Gemeentecode
from inburgering.toegang import rules
from inburgering.toegang.errors import GeenBevoegdheid, VierOgenNodig
from inburgering.toegang.terms import SYSTEEM, Actor, Handeling, Rol

UTRECHT, LEIDEN = Gemeentecode("0344"), Gemeentecode("0546")
# Written out a second time, by hand, in the order of `Rol`: K klantmanager, M duo-medewerker, J duo-jurist,
# I incidentleider, P privacy-officer, C cbs, S systeem. A dot means: may not.
TABEL = """
signaal-inzien           K......
signaal-behandelen       K......
signaal-exporteren       K......
signaal-vrijgeven        .M.I..S
verklaren                K......
stop-bevestigen          K......
stop-zetten              .MJIP..
stop-opheffen            ...IP..
stop-inzien              KMJIPCS
feit-opnemen             .M....S
dossier-inzien           .MJIP..
vaststellen              .MJ...S
beslissen                .MJ....
regelversie-vrijgeven    ..JI...
brief-aanmaken           .M.I..S
inzage-geven             .M.IP..
brief-drukken            .M.I..S
incident-leiden          ...I...
incident-inzien          .MJIP..
geraakte-beslissen       ..JI...
ap-melden                ...IP..
hervatten                ...IP..
bericht-plaatsen         ..JI...
statistiek-leveren       .M....S
statistiek-ontvangen     .....C.
doorgifte-registreren    K......
spoor-inzien             ...IP..
toegang-beheren          ....P..
terugmelden              K......
terugmelding-beantwoorden .MJ....
abonnement-beheren       K...P..
bezorging-inzien         KMJIP..
bezorging-herstellen     KM.I...
"""
CELLEN = [
    (Handeling(regel.split()[0]), rol, regel.split()[1][plaats] != ".")
    for regel in TABEL.strip().splitlines()
    for plaats, rol in enumerate(Rol)
]


def _actor(rol: Rol, nummer: int = 1) -> Actor:
    return Actor(f"medewerker:{nummer}", "Naam", rol, UTRECHT if rol is Rol.KLANTMANAGER else None)


def test_the_matrix_speaks_about_every_handeling_and_every_rol():
    assert {(h, r) for h, r, _ in CELLEN} == {(h, r) for h in Handeling for r in Rol}
    assert set(rules.MATRIX) == set(Handeling)


@pytest.mark.parametrize(("handeling", "rol", "mag"), CELLEN)
def test_each_cell_of_the_matrix(handeling, rol, mag):
    actor = _actor(rol)
    assert rules.mag(actor, handeling) is mag
    if mag:
        rules.eis(actor, handeling)
    else:
        with pytest.raises(GeenBevoegdheid):
            rules.eis(actor, handeling)


@pytest.mark.parametrize("handeling", [h for h, r, mag in CELLEN if r is Rol.KLANTMANAGER and mag])
def test_a_klantmanager_acts_only_for_the_own_gemeente(handeling):
    assert rules.mag(_actor(Rol.KLANTMANAGER), handeling, gemeente=UTRECHT)
    assert not rules.mag(_actor(Rol.KLANTMANAGER), handeling, gemeente=LEIDEN)
    assert not rules.mag(Actor("medewerker:1", "Zonder", Rol.KLANTMANAGER), handeling)


def test_no_rol_may_read_the_content_of_gemeenten_but_the_gemeente_itself():
    for handeling in (Handeling.SIGNAAL_INZIEN, Handeling.SIGNAAL_EXPORTEREN):
        assert [rol for rol in Rol if rules.mag(_actor(rol), handeling)] == [Rol.KLANTMANAGER]


@pytest.mark.parametrize("handeling", sorted(rules.VIER_OGEN))
def test_two_different_people_who_both_may_are_enough_and_nothing_less_is(handeling):
    mogen = [rol for rol in Rol if rules.mag(_actor(rol), handeling)]
    een, ander = _actor(mogen[0], 1), _actor(mogen[-1], 2)
    rules.eis_vier_ogen(een, ander, handeling)
    for tweede in (None, een, _actor(mogen[-1], 1), SYSTEEM):
        with pytest.raises(VierOgenNodig):
            rules.eis_vier_ogen(een, tweede, handeling)
    with pytest.raises(VierOgenNodig):
        rules.eis_vier_ogen(SYSTEEM, een, handeling)
    with pytest.raises(GeenBevoegdheid):
        rules.eis_vier_ogen(een, _actor(Rol.CBS, 2), handeling)


def test_what_needs_four_eyes_is_never_done_by_the_product_itself():
    assert not rules.VIER_OGEN & rules.SYSTEEM_MAG
