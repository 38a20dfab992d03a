"""The form to log in with a password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from inburgering.interfaces.portal.formulieren import Formulier, geheim, tekst
from inburgering.toegang.errors import TeVeelVerzoeken


class Inloggen(Formulier):
    """Name and password; a wrong pair says so without telling which of the two."""

    gebruikersnaam = tekst(
        "Gebruikersnaam", leeg="Vul uw gebruikersnaam in.", max_length=150, attrs={"autocomplete": "username"}
    )
    wachtwoord = geheim("Wachtwoord", leeg="Vul uw wachtwoord in.", gebruik="current-password")

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.gebruiker: User | None = None
        self.is_fout_paar = False

    def weiger_pogingen(self, fout: TeVeelVerzoeken) -> None:
        """Look at nothing, and say how long to wait."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        self.add_error(None, f"U hebt te vaak een verkeerd wachtwoord ingevuld. {fout.herstel}")

    def clean(self) -> dict[str, Any]:
        """Find the person behind the pair."""
        velden = super().clean() or {}
        naam, wachtwoord = velden.get("gebruikersnaam"), velden.get("wachtwoord")
        if naam and wachtwoord:
            self.gebruiker = authenticate(self.request, username=naam, password=wachtwoord)
            if self.gebruiker is None:
                self.is_fout_paar = True
                raise forms.ValidationError(
                    "De gebruikersnaam of het wachtwoord klopt niet. Let op hoofdletters en probeer het opnieuw."
                )
        return velden
