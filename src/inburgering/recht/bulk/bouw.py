"""From source text to a compiled module: glued, written beside numba's own cache, and imported.

The cache lies under INBURGERING_VAR, or else in the user's own cache folder; its name is the hash of the text, so a
change of a rule file or of the engine is another program.
"""

import ast
import hashlib
import importlib.util
import os
import sys
import tempfile
import threading
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np

from inburgering.primitives.datums import Dagbereik
from inburgering.recht.bulk.kernen import dagen
from inburgering.recht.bulk.schrijver import Schrijver, Tabellen, Waarde
from inburgering.recht.machine import Omgeving

KOP = """import numpy as np
from numba import njit, types

Any = object


def stil(functie):
    # Compiled once for all numbers: numba would make another function for each constant that it is called with.
    uit = njit(nogil=True, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False, error_model="numpy")(functie)
    vraag = uit.get_call_template
    uit.get_call_template = lambda args, kws: vraag(tuple(map(types.unliteral, args)), kws)
    return uit


"""
STIL = "@stil\n"
MERK = {"register": "@njit(nogil=True, cache=True)\n"}
TABEL_BEGIN, TABEL_EINDE = date(1890, 1, 1).toordinal(), date(2060, 1, 1).toordinal()
_BEURT = threading.Lock()


def map_() -> Path:
    """The folder for compiled programs; made when it is not there."""
    genoemd = os.environ.get("INBURGERING_VAR") or os.environ.get("XDG_CACHE_HOME")
    wortel = Path(genoemd) if genoemd else Path.home() / ".cache"
    plek = wortel / "open-inburgering" / "bulk"
    plek.mkdir(parents=True, exist_ok=True)
    return plek


def bron(module: ModuleType) -> str:
    """The functions and constants of a module as text, each function marked for numba, without its imports."""
    assert module.__file__ is not None
    tekst = Path(module.__file__).read_text(encoding="utf-8")
    delen = []
    for knoop in ast.parse(tekst).body[1:]:
        if isinstance(knoop, ast.Import | ast.ImportFrom):
            continue
        merk = MERK.get(getattr(knoop, "name", ""), STIL) if isinstance(knoop, ast.FunctionDef) else ""
        if isinstance(knoop, ast.FunctionDef):
            knoop.body = knoop.body[1:]  # the docstring and the layout make no other program
        delen.append(f"{merk}{ast.unparse(knoop)}")
    return "\n\n".join(delen)


def laad(delen: Iterable[str]) -> ModuleType:
    """The module made of these texts, compiled when it is first called."""
    with _BEURT:  # two threads that ask for the same program get it whole
        return _laad(KOP + "\n\n".join(delen))


def _laad(tekst: str) -> ModuleType:
    som = hashlib.sha256(tekst.encode()).hexdigest()[:20]
    naam = f"inburgering_bulk_{som}"
    if naam in sys.modules:
        return sys.modules[naam]
    pad = map_() / f"{naam}.py"
    if not pad.exists():
        _schrijf(pad, tekst.encode())
    spec = importlib.util.spec_from_file_location(naam, pad)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[naam] = module
    spec.loader.exec_module(module)
    return module


def _schrijf(pad: Path, inhoud: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=pad.parent, delete=False) as tijdelijk:
        tijdelijk.write(inhoud)
    Path(tijdelijk.name).replace(pad)


def functie(naam: str, parameters: str, regels: Iterable[str], uit: str, *, merk: str = STIL.rstrip()) -> str:
    """The text of one function."""
    lichaam = "".join(f"    {regel}\n" for regel in regels)
    return f"{merk}\ndef {naam}({parameters}):\n{lichaam}    return {uit}\n"


# ── functions of the date of birth ───────────────────────────────────────────────────────────────


def tabel(tabellen: Tabellen) -> np.ndarray:
    """One row for each function of the date of birth, filled by the readable engine and kept in the cache."""
    if not tabellen.knopen:
        return np.zeros((1, TABEL_EINDE - TABEL_BEGIN), np.int32)
    sleutel = f"{tabellen.machine.boek.hash}|{tabellen.machine.tekst_op}|{'|'.join(tabellen.knopen)}|{TABEL_BEGIN}"
    pad = map_() / f"tabel_{hashlib.sha256(sleutel.encode()).hexdigest()[:20]}.npy"
    if pad.exists():
        gelezen: np.ndarray = np.load(pad)
        return gelezen
    uit = np.empty((len(tabellen.knopen), TABEL_EINDE - TABEL_BEGIN), np.int32)
    for rij, knoop in enumerate(tabellen.knopen.values()):
        for n in range(TABEL_BEGIN, TABEL_EINDE):
            waarde = tabellen.machine.waarde(knoop, Omgeving({"geboortedatum": Dagbereik(n, n)}))
            uit[rij, n - TABEL_BEGIN] = waarde.vroegst
    with tempfile.NamedTemporaryFile(dir=pad.parent, delete=False) as tijdelijk:
        np.save(tijdelijk, uit)
    Path(tijdelijk.name).replace(pad)
    return uit


def datumfuncties(tabellen: Tabellen, waarden: np.ndarray, *, per_dag: bool = False) -> str:
    """The text of the functions that look a date up, and compute it for a day outside the table."""
    delen = []
    cel = (
        f"TAB[({{dag}} - {TABEL_BEGIN}) * {len(waarden)} + {{rij}}]"
        if per_dag
        else f"TAB[{{rij}}, {{dag}} - {TABEL_BEGIN}]"
    )
    for rij, knoop in enumerate(tabellen.knopen.values()):
        lo, hi = (cel.format(rij=rij, dag=dag) for dag in ("lo", "hi"))
        schrijver = Schrijver(tabellen.machine, lambda _: Waarde("datum", "lo", "hi"), voor="0")
        uit = schrijver.waarde(knoop)
        regels = ["alles = 1", *schrijver.regels]
        delen.append(functie(f"reken_{rij}", "lo, hi", regels, f"{uit.een}, {uit.ander}"))
        stijgt = bool(np.all(np.diff(waarden[rij]) >= 0))
        binnen = f"lo >= {TABEL_BEGIN} and hi < {TABEL_EINDE}" + ("" if stijgt else " and lo == hi")
        opzoek = [
            f"if {binnen}:",
            f"    return np.int64({lo}), np.int64({hi})",
        ]
        delen.append(functie(f"datum_{rij}", "TAB, lo, hi", opzoek, f"reken_{rij}(lo, hi)"))
    return "\n\n".join(delen)


def dagfuncties() -> str:
    """The text of the calendar."""
    return bron(dagen)
