"""The static files are what the pinned packages give, byte for byte, and nothing in them is idle."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

WORTEL = Path(__file__).parents[2]
FRONTEND = WORTEL / "frontend"
PORTAAL = WORTEL / "src/inburgering/interfaces/portal"
STATISCH = PORTAAL / "static/portal"
SJABLONEN = sorted((PORTAAL / "templates").rglob("*.html"))
BRONNEN = [p.read_text("utf-8") for p in [*SJABLONEN, *PORTAAL.rglob("*.py")]]


def test_the_manifest_names_every_file_with_its_hash():
    manifest = json.loads((STATISCH / "MANIFEST.json").read_text("utf-8"))
    assert manifest == {
        p.relative_to(STATISCH).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in STATISCH.rglob("*")
        if p.is_file() and p.name != "MANIFEST.json"
    }


def test_a_new_build_gives_the_same_bytes(tmp_path):
    if not (FRONTEND / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=FRONTEND, check=True)
    subprocess.run([sys.executable, str(FRONTEND / "build.py"), "--uit", str(tmp_path / "uit")], check=True)
    gebouwd = {
        p.relative_to(tmp_path / "uit").as_posix(): p.read_bytes() for p in (tmp_path / "uit").rglob("*") if p.is_file()
    }
    assert gebouwd == {p.relative_to(STATISCH).as_posix(): p.read_bytes() for p in STATISCH.rglob("*") if p.is_file()}


def test_every_package_has_one_exact_version_and_no_registry_address():
    pakket = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    versies = {**pakket["dependencies"], **pakket["devDependencies"]}
    assert [v for v in versies.values() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []
    slot = (FRONTEND / "package-lock.json").read_text("utf-8")
    assert "resolved" not in slot
    assert "http" not in re.sub(r'"url": "[^"]*"', "", slot)


def test_every_icon_in_the_sprite_is_used_and_every_icon_used_is_there():
    from inburgering.interfaces.portal.templatetags.portal import iconen

    tekst = "\n".join(BRONNEN)
    in_sjabloon = set(re.findall(r'{% icon "([a-z0-9-]+)" %}', tekst))
    assert in_sjabloon - set(iconen()) == set()
    assert {naam for naam in iconen() if f'"{naam}"' not in tekst} == set()


def test_every_class_of_our_own_css_is_used_somewhere():
    css = (FRONTEND / "src/app.css").read_text("utf-8")
    klassen = set(re.findall(r"\.(-?[a-z_][a-z0-9_-]*)", re.sub(r"\{[^{}]*\}", "{}", re.sub(r"url\([^)]*\)", "", css))))
    eigen = {k for k in klassen if not k.startswith(("utrecht-", "nl-", "app-theme"))}
    tekst = "\n".join([*BRONNEN, (FRONTEND / "src/portaal.js").read_text("utf-8")])
    woorden = set(re.findall(r"[a-z0-9_-]+", tekst))
    samengesteld = {"tag--", "tl--", "node--", "st-hero--"}
    assert {k for k in eigen if k not in woorden and not k.startswith(tuple(samengesteld))} == set()


@pytest.mark.parametrize("sjabloon", SJABLONEN, ids=lambda p: p.stem)
def test_a_template_has_no_inline_style_script_or_handler_and_passes_no_text_unescaped(sjabloon):
    tekst = sjabloon.read_text("utf-8")
    for verboden in (r"\sstyle=", r"<style", r"<script(?![^>]*\ssrc=)", r"\son[a-z]+=", r"\|safe", r"autoescape off"):
        assert not re.search(verboden, tekst), verboden


def test_only_what_is_ours_is_fetched():
    for tekst in (*(p.read_text("utf-8") for p in SJABLONEN), *(p.read_text("utf-8") for p in STATISCH.glob("*.css"))):
        gehaald = re.findall(r"""(?:src|href)=["']?(https?:[^"'\s>]+)|url\(["']?(?!#)([^)"']+)""", tekst)
        assert [b for a, b in gehaald if b and not b.startswith(("fonts/", "pijl.svg"))] == []
        assert [a for a, _ in gehaald if a] == []
