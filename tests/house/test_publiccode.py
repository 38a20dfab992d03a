"""publiccode.yml carries every key that version 0.7 requires, within its bounds, and agrees with the package."""

import re
import tomllib
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from house import source

REQUIRED = (
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
    "legal.license", "maintenance.type", "maintenance.contacts", "localisation.localisationReady",
    "localisation.availableLanguages",
)  # fmt: skip
OUTDATED = ("genericName", "monochromeLogo", "inputTypes", "outputTypes")
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
         "standalone/other", "addon", "library", "configurationFiles"}  # fmt: skip


@pytest.fixture
def code() -> dict[str, Any]:
    """The file as read."""
    return yaml.safe_load((source.ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def look(code: dict[str, Any], key: str) -> Any:
    """The value at a dotted key, or None."""
    value: Any = code
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def test_every_required_key_is_there(code: dict[str, Any]) -> None:
    missing = [k for k in REQUIRED if look(code, k) in (None, "", [])]
    assert not missing, f"publiccode.yml: give {missing}"


def test_no_key_is_used_that_the_standard_has_dropped(code: dict[str, Any]) -> None:
    used = [k for k in (*OUTDATED, "legal.repoOwner") if look(code, k) is not None]
    used += [f"description.{lang}.genericName" for lang, d in code["description"].items() if "genericName" in d]
    assert not used, f"publiccode.yml: remove {used}"


def test_values_come_from_the_lists_of_the_standard(code: dict[str, Any]) -> None:
    assert code["publiccodeYmlVersion"] == "0.7"
    assert code["developmentStatus"] in STATUSES
    assert code["softwareType"] in TYPES
    assert code["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert isinstance(code["localisation"]["localisationReady"], bool)


def test_it_is_described_in_dutch_and_in_english_within_the_bounds(code: dict[str, Any]) -> None:
    for lang in ("nl", "en"):
        words = code["description"][lang]
        assert 0 < len(words["shortDescription"]) <= 150, lang
        assert 150 <= len(words["longDescription"]) <= 10_000, lang
        assert words["features"], lang


def test_addresses_are_on_a_reserved_domain_until_there_is_a_home(code: dict[str, Any]) -> None:
    addresses = [code["url"], *(c["email"] for c in code["maintenance"]["contacts"])]
    hosts = [urlsplit(a).hostname or a.rpartition("@")[2] for a in addresses]
    assert all(h.endswith(".example") for h in hosts), f"publiccode.yml: {hosts} may belong to somebody"


def test_version_and_licence_agree_with_the_package(code: dict[str, Any]) -> None:
    project = tomllib.loads((source.ROOT / "pyproject.toml").read_text())["project"]
    changelog = (source.ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert code["softwareVersion"] == project["version"]
    assert code["legal"]["license"] == project["license"]
    assert re.search(rf"^## \[{re.escape(project['version'])}\]", changelog, re.MULTILINE), "CHANGELOG.md misses it"
