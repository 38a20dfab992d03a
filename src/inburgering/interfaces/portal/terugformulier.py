"""The forms for what a gemeente tells back: their fields are made from the catalogue."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from inburgering.interfaces.portal import formulieren
from inburgering.interfaces.portal.formulieren import TEKST, Formulier
from inburgering.organisatie import gemeenten
from inburgering.signaal.terms import Signaalsoort, Veld
from inburgering.terugmelding.terms import Uitslag

WOORDEN = {
    "b1-route": "B1-route",
    "onderwijsroute": "Onderwijsroute",
    "z-route": "Z-route (zelfredzaamheid)",
    "pvt": "participatieverklaringstraject",
    "map": "Module Arbeidsmarkt en Participatie",
}
UITSLAGEN = {
    Uitslag.HOORT_BIJ_U: "De persoon hoort bij deze gemeente",
    Uitslag.GAAT_NAAR_ANDER: "Het signaal gaat naar een andere gemeente",
    Uitslag.SIGNAAL_VOLGT: "De gemeente krijgt een signaal",
    Uitslag.NIET_PLICHTIG: "De persoon is niet inburgeringsplichtig",
    Uitslag.NIET_GEVONDEN: "Wij kunnen de persoon niet vinden",
}
_JA_NEE = [("", "Kies"), ("ja", "Ja"), ("nee", "Nee")]


class Terugmelden(Formulier):
    """One kind of terugmelding; a field that the catalogue asks for must be filled in."""

    def __init__(self, *args: Any, kind: Signaalsoort, vandaag: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for veld in kind.velden:
            self.fields[veld.naam] = _veld(veld, vandaag)

    def velden(self) -> dict[str, Any]:
        """What was filled in, in the forms of the catalogue; what stayed empty is left out."""
        vormen = {v.naam: v.vorm for v in self.kind.velden}
        return {
            naam: _waarde(vormen[naam], waarde)
            for naam, waarde in self.cleaned_data.items()
            if naam in vormen and waarde not in {None, ""}
        }


class Intrekken(Formulier):
    """Why something was told by mistake."""

    reden = formulieren.vlak(
        "Waarom trekt u dit in?", "Schrijf geen persoonsgegevens op.", leeg="Vul in waarom u dit intrekt."
    )


class Beantwoorden(Formulier):
    """The answer of DUO, from the closed list."""

    uitslag = formulieren.keuze(
        "Wat is het antwoord?",
        [("", "Kies"), *((u.value, zin) for u, zin in UITSLAGEN.items())],
        leeg="Kies het antwoord.",
    )
    toelichting = formulieren.vlak("Toelichting", "Niet verplicht. Schrijf geen persoonsgegevens op.", required=False)


def beginwaarden(kind: Signaalsoort, velden: Mapping[str, Any]) -> dict[str, Any]:
    """What was told before, as the form shows it."""
    return {v.naam: _als_invoer(v.vorm, velden[v.naam]) for v in kind.velden if v.naam in velden}


def in_woorden(waarde: str) -> str:
    """A code of the catalogue as people say it."""
    return WOORDEN.get(waarde, waarde.replace("-", " ").capitalize())


def _veld(veld: Veld, vandaag: date) -> forms.Field:
    label = veld.titel if veld.verplicht else f"{veld.titel} (niet verplicht)"
    if veld.vorm == "datum":
        return formulieren.datum(label, nodig=veld.verplicht)
    if veld.vorm == "ja-nee":
        gekozen = formulieren.keuze(label, _JA_NEE, leeg="Kies ja of nee.")
    elif veld.vorm == "gemeente":
        codes = [(str(g.code), g.naam) for g in sorted(gemeenten.gemeenten_op(vandaag), key=lambda g: g.naam)]
        gekozen = formulieren.keuze(label, [("", "Kies"), *codes], leeg="Kies een gemeente.")
    elif veld.waarden:
        gekozen = formulieren.keuze(label, [("", "Kies"), *((w, in_woorden(w)) for w in veld.waarden)])
    elif veld.vorm == "getal":
        return _getal(label, veld)
    else:
        return formulieren.tekst(label, max_length=200, required=veld.verplicht)
    gekozen.required = veld.verplicht
    return gekozen


def _getal(label: str, veld: Veld) -> forms.IntegerField:
    grens = f"Vul een heel getal in van {veld.minimaal} tot en met {veld.maximaal}."
    return forms.IntegerField(
        label=label,
        required=veld.verplicht,
        help_text=grens,
        min_value=veld.minimaal,
        max_value=veld.maximaal,
        error_messages={"required": grens, "invalid": grens, "min_value": grens, "max_value": grens},
        widget=forms.TextInput(attrs={"class": TEKST, "inputmode": "numeric", "autocomplete": "off"}),
    )


def _waarde(vorm: str, waarde: Any) -> Any:
    if vorm == "datum":
        return waarde.isoformat()
    return waarde == "ja" if vorm == "ja-nee" else waarde


def _als_invoer(vorm: str, waarde: Any) -> Any:
    if vorm == "datum":
        return date.fromisoformat(waarde)
    return ("ja" if waarde else "nee") if vorm == "ja-nee" else waarde
