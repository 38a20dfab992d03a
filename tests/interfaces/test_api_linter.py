"""The description of the API against the published rule set of the NL GOV API Design Rules 2.2.0."""

import json
import subprocess
from pathlib import Path

from django.test import Client

from inburgering.interfaces.api import openapi

FRONTEND = Path(__file__).parents[2] / "frontend"
SPECTRAL = FRONTEND / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"


def lint(document: dict[str, object], ruleset: Path, map_: Path) -> list[dict[str, object]]:
    """Everything that the linter says of the document, hints too."""
    if not SPECTRAL.exists():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--silent"], cwd=FRONTEND, check=True)
    bestand = map_ / "openapi.json"
    bestand.write_text(json.dumps(document), encoding="utf-8")
    opdracht = ["node", str(SPECTRAL), "lint", "--format", "json", "--quiet", "--fail-severity", "hint"]
    klaar = subprocess.run(
        [*opdracht, "--ruleset", str(ruleset), str(bestand)], capture_output=True, text=True, check=False, timeout=240
    )
    assert klaar.returncode in {0, 1}, klaar.stderr
    gevonden = json.loads(klaar.stdout)
    assert bool(gevonden) == bool(klaar.returncode)
    return gevonden


def test_the_description_passes_every_rule_without_error_or_warning(gegevens, tmp_path):
    document = Client().get("/v1/openapi.json").json()
    gevonden = lint(document, gegevens / "adr" / "adr-spectral-ruleset-2.2.0.yaml", tmp_path)
    assert [(r["code"], r["message"], r["path"]) for r in gevonden] == []


def test_the_linter_would_have_said_so(gegevens, tmp_path):
    document = json.loads(json.dumps(openapi.beschrijving()))
    del document["components"]["schemas"]["Probleem"]["properties"]["detail"]
    del document["paths"]["/signalen"]["get"]["responses"]["400"]
    document["paths"]["/Signalen_lijst"] = document["paths"]["/stops"]
    gevonden = lint(document, gegevens / "adr" / "adr-spectral-ruleset-2.2.0.yaml", tmp_path)
    assert {"nlgov:problem-schema-members", "nlgov:problem-invalid-input", "nlgov:paths-kebab-case"} <= {
        r["code"] for r in gevonden
    }
