"""Where the facts that the rules name stand in the scratch arrays, as expressions for the compiled program."""

from inburgering.recht.bulk.kernen import plaatsen as p
from inburgering.recht.bulk.schrijver import Waarde
from inburgering.recht.errors import RegelOngeldig

DAG_VAN = {"einde_verblijf": p.W_EINDE, "aanvang_verblijf": p.W_AANVANG, "verkregen_op": p.W_VERKREGEN}
CODE_VAN = {"grond": p.W_GROND, "doel": p.W_DOEL, "referent_soort": p.W_REF, "referent_doel": p.W_REFDOEL}
LIJN_VAN = {
    "nederlandse_nationaliteit": p.A_NEDERLANDER,
    "eu_nationaliteit": p.A_EU,
    "recht_2004_38": p.A_RICHTLIJN,
    "vervolgstudie_loopt": p.A_VERVOLG,
    "vrijstellende_studie": p.A_STUDIE,
    "diploma": p.A_DIPLOMA,
    "bedienaar": p.A_BEDIENAAR,
    "eu_langdurig_ingezetene_elders": p.A_LTR,
}
DAGFEITEN = {
    "geboortedatum": f"P[{p.P_GEBOREN}]", "leerplicht_tot": f"A[{p.A_LEERPLICHT}]",
    "kennisgeving_datum": f"A[{p.A_KENNISGEVING}]", "eerste_pip": f"P[{p.P_PIP}]",
}  # fmt: skip
TERMIJN = "TAB, grond, k0, k1, i0, i1, h0, h1, d, p0, p1"
TERMIJNFEITEN = {
    "grond": Waarde("code", "grond", naam="grond"),
    "kennisgeving_datum": Waarde("datum", "k0", "k1"),
    "inschrijving": Waarde("datum", "i0", "i1"),
    "inschrijving_huisvesting": Waarde("datum", "h0", "h1"),
    "ingangsdatum_plicht": Waarde("datum", "d", "d"),
    "eerste_pip": Waarde("datum", "p0", "p1"),
}


def persoonsfeit(naam: str) -> Waarde:
    """The expressions of a fact of the person.

    Raises:
        RegelOngeldig: the engine has no place for it.
    """
    if naam in LIJN_VAN:
        return Waarde("waarheid", f"A[{LIJN_VAN[naam]}]", f"A[{LIJN_VAN[naam] + 1}]")
    if naam == "jaren_leerplichtig":
        return Waarde("getal", "F[0]")
    dag = DAGFEITEN.get(naam)
    if dag is None:
        raise RegelOngeldig(f"de snelle motor kent {naam} niet", veld=naam, herstel="Breid recht.bulk uit.")
    return Waarde("datum", dag, _volgend(dag))


def verblijfsfeit(naam: str) -> Waarde:
    """The expressions of a fact of the i-th verblijf, or of the person."""
    if naam in DAG_VAN:
        return Waarde("datum", f"W[i * {p.W_BREED} + {DAG_VAN[naam]}]", f"W[i * {p.W_BREED} + {DAG_VAN[naam] + 1}]")
    if naam in CODE_VAN:
        return Waarde("code", f"W[i * {p.W_BREED} + {CODE_VAN[naam]}]", naam=naam)
    if naam == "turks_bij_verkrijging":
        return Waarde("waarheid", f"W[i * {p.W_BREED} + {p.W_TURKS}]", f"W[i * {p.W_BREED} + {p.W_TURKS + 1}]")
    if naam == "tijdelijk_vastgesteld":
        cel = f"W[i * {p.W_BREED} + {p.W_TIJDELIJK}]"
        return Waarde("waarheid", f"(alles if {cel} == 1 else 0)", f"(alles if {cel} != 0 else 0)")
    return persoonsfeit(naam)


def _volgend(cel: str) -> str:
    naam, _, plek = cel.removesuffix("]").partition("[")
    return f"{naam}[{int(plek) + 1}]"
