"""Who may do what: one matrix, as data."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from inburgering.primitives.ids import Gemeentecode
from inburgering.toegang.errors import GeenBevoegdheid, MandaatOngeldig, MedewerkerOngeldig, VierOgenNodig
from inburgering.toegang.terms import Actor, Handeling, Rol

_H, _R = Handeling, Rol
_DUO = frozenset({_R.DUO_MEDEWERKER, _R.DUO_JURIST, _R.INCIDENTLEIDER})
_TOEZICHT = frozenset({_R.PRIVACY_OFFICER})

MATRIX: Mapping[Handeling, frozenset[Rol]] = MappingProxyType(
    {
        _H.SIGNAAL_INZIEN: frozenset({_R.KLANTMANAGER}),
        _H.SIGNAAL_BEHANDELEN: frozenset({_R.KLANTMANAGER}),
        _H.SIGNAAL_EXPORTEREN: frozenset({_R.KLANTMANAGER}),
        _H.SIGNAAL_VRIJGEVEN: frozenset({_R.DUO_MEDEWERKER, _R.INCIDENTLEIDER}),
        _H.VERKLAREN: frozenset({_R.KLANTMANAGER}),
        _H.DOORGIFTE_REGISTREREN: frozenset({_R.KLANTMANAGER}),
        _H.TERUGMELDEN: frozenset({_R.KLANTMANAGER}),
        _H.TERUGMELDING_BEANTWOORDEN: frozenset({_R.DUO_MEDEWERKER, _R.DUO_JURIST}),
        _H.STOP_BEVESTIGEN: frozenset({_R.KLANTMANAGER}),
        _H.STOP_INZIEN: _DUO | _TOEZICHT | {_R.KLANTMANAGER, _R.CBS},
        _H.STOP_ZETTEN: _DUO | _TOEZICHT,
        _H.STOP_OPHEFFEN: frozenset({_R.INCIDENTLEIDER, _R.PRIVACY_OFFICER}),
        _H.FEIT_OPNEMEN: frozenset({_R.DUO_MEDEWERKER}),
        _H.DOSSIER_INZIEN: _DUO | _TOEZICHT,
        _H.VASTSTELLEN: frozenset({_R.DUO_MEDEWERKER, _R.DUO_JURIST}),
        _H.BESLISSEN: frozenset({_R.DUO_MEDEWERKER, _R.DUO_JURIST}),
        _H.REGELVERSIE_VRIJGEVEN: frozenset({_R.DUO_JURIST, _R.INCIDENTLEIDER}),
        _H.BRIEF_AANMAKEN: frozenset({_R.DUO_MEDEWERKER, _R.INCIDENTLEIDER}),
        _H.INZAGE_GEVEN: frozenset({_R.DUO_MEDEWERKER, _R.INCIDENTLEIDER, _R.PRIVACY_OFFICER}),
        _H.BRIEF_DRUKKEN: frozenset({_R.DUO_MEDEWERKER, _R.INCIDENTLEIDER}),
        _H.INCIDENT_LEIDEN: frozenset({_R.INCIDENTLEIDER}),
        _H.INCIDENT_INZIEN: _DUO | _TOEZICHT,
        _H.GERAAKTE_BESLISSEN: frozenset({_R.DUO_JURIST, _R.INCIDENTLEIDER}),
        _H.AP_MELDEN: frozenset({_R.PRIVACY_OFFICER, _R.INCIDENTLEIDER}),
        _H.HERVATTEN: frozenset({_R.INCIDENTLEIDER, _R.PRIVACY_OFFICER}),
        _H.BERICHT_PLAATSEN: frozenset({_R.INCIDENTLEIDER, _R.DUO_JURIST}),
        _H.STATISTIEK_LEVEREN: frozenset({_R.DUO_MEDEWERKER}),
        _H.STATISTIEK_ONTVANGEN: frozenset({_R.CBS}),
        _H.SPOOR_INZIEN: frozenset({_R.PRIVACY_OFFICER, _R.INCIDENTLEIDER}),
        _H.TOEGANG_BEHEREN: frozenset({_R.PRIVACY_OFFICER}),
        _H.ABONNEMENT_BEHEREN: frozenset({_R.KLANTMANAGER, _R.PRIVACY_OFFICER}),
        _H.BEZORGING_INZIEN: _DUO | _TOEZICHT | {_R.KLANTMANAGER},
        _H.BEZORGING_HERSTELLEN: frozenset({_R.KLANTMANAGER, _R.DUO_MEDEWERKER, _R.INCIDENTLEIDER}),
    }
)
# The product itself does what a schedule or an earlier decision of people tells it; never what people must decide.
SYSTEEM_MAG = frozenset(
    {
        _H.FEIT_OPNEMEN, _H.VASTSTELLEN, _H.SIGNAAL_VRIJGEVEN, _H.BRIEF_AANMAKEN, _H.BRIEF_DRUKKEN,
        _H.STATISTIEK_LEVEREN, _H.STOP_INZIEN,
    }
)  # fmt: skip
VIER_OGEN = frozenset({_H.STOP_OPHEFFEN, _H.REGELVERSIE_VRIJGEVEN, _H.GERAAKTE_BESLISSEN, _H.AP_MELDEN, _H.HERVATTEN})


def mag(actor: Actor, handeling: Handeling, *, gemeente: str | None = None) -> bool:
    """Tell whether the actor may do this; somebody of a gemeente only for that gemeente.

    Work for another gemeente under a mandate: the desk makes an actor per gemeente from `queries.gemeenten_van`.
    """
    if actor.rol is Rol.SYSTEEM:
        return handeling in SYSTEEM_MAG
    if actor.rol not in MATRIX[handeling]:
        return False
    return actor.rol is not Rol.KLANTMANAGER or (actor.gemeente is not None and gemeente in {None, actor.gemeente})


def eis(actor: Actor, handeling: Handeling, *, gemeente: str | None = None) -> None:
    """Refuse an act the actor may not do.

    Raises:
        GeenBevoegdheid: the role may not, or not for this gemeente.
    """
    if not mag(actor, handeling, gemeente=gemeente):
        raise GeenBevoegdheid(
            f"Uw rol ({actor.rol}) staat dit niet toe: {handeling}.",
            herstel="Vraag het iemand die dit wel mag, of laat uw rol aanpassen.",
        )


def eis_vier_ogen(door: Actor, tweede: Actor | None, handeling: Handeling) -> None:
    """Refuse an act without two different people who both may do it.

    Raises:
        VierOgenNodig: no second person, or the same one, or the product itself.
        GeenBevoegdheid: one of the two may not do it.
    """
    if tweede is None or tweede.id == door.id or Rol.SYSTEEM in {door.rol, tweede.rol}:
        raise VierOgenNodig(
            f"Twee verschillende mensen moeten dit samen doen: {handeling}.",
            veld="tweede",
            herstel="Laat een collega met dezelfde bevoegdheid meebeslissen.",
        )
    eis(door, handeling)
    eis(tweede, handeling)


def eis_medewerker(rol: Rol, gemeente: str | None) -> None:
    """Refuse a role and gemeente that do not go together.

    Raises:
        MedewerkerOngeldig: a klantmanager without gemeente, another role with one, or the product as a person.
    """
    if rol is Rol.SYSTEEM:
        raise MedewerkerOngeldig("Het systeem is geen medewerker.", veld="rol")
    if (rol is Rol.KLANTMANAGER) != (gemeente is not None):
        raise MedewerkerOngeldig("Alleen een klantmanager hoort bij een gemeente.", veld="gemeente")
    if gemeente is not None:
        eis_gemeentecode(gemeente)


def eis_gemeentecode(gemeente: str) -> Gemeentecode:
    """The code, when it has four digits.

    Raises:
        MedewerkerOngeldig: otherwise.
    """
    if len(gemeente) != 4 or not gemeente.isascii() or not gemeente.isdigit():
        raise MedewerkerOngeldig("Een gemeentecode heeft vier cijfers.", veld="gemeente")
    return Gemeentecode(gemeente)


def eis_mandaat(gemeente: str, uitvoerder: str, *, vanaf: date, tot: date | None) -> None:
    """Pass for a mandate between two gemeenten with at least one day in it.

    Raises:
        MandaatOngeldig: of itself, or it ends before it begins.
    """
    if gemeente == uitvoerder:
        raise MandaatOngeldig("Een gemeente heeft geen mandaat van zichzelf nodig.", veld="uitvoerder")
    if tot is not None and tot <= vanaf:
        raise MandaatOngeldig("De laatste dag ligt niet na de eerste.", veld="tot", herstel="Kies een latere dag.")
