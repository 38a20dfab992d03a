"""The forms around a stop: calling one and lifting it, each with a second person."""

from typing import Any

from django import forms

from inburgering.interfaces.portal.formulieren import TEKST, VierOgen, datum, keuze, tekst, vlak
from inburgering.organisatie import gemeenten


class Gemeenten(forms.CharField):
    """Gemeenten by name or code with commas between them; becomes their codes, none when the field is empty."""

    def __init__(self, label: str, hint: str) -> None:
        widget = forms.TextInput(attrs={"class": TEKST, "autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label, help_text=hint, required=False, max_length=2000, widget=widget)

    def clean(self, value: Any) -> Any:
        """The codes, each once.

        Raises:
            ValidationError: names the word that is no gemeente.
        """
        woorden = [w.strip() for w in str(super().clean(value)).split(",")]
        return tuple(dict.fromkeys(_code(w) for w in woorden if w))


def _code(woord: str) -> str:
    """The code that belongs to a name or a code; no two gemeenten ever had the same name."""
    for gemeente in gemeenten.alle():
        if woord.casefold() in {gemeente.code, gemeente.naam.casefold()} and gemeenten.is_gemeente(gemeente.code):
            return str(gemeente.code)
    raise forms.ValidationError(f"Wij kennen geen gemeente “{woord}”. Gebruik de naam of de code van vier cijfers.")


class StopUitroepen(VierOgen):
    """What to stop, and why."""

    field_order = ("bereik", "gemeenten", "vanaf", "tot", "reden", "herzie_op", "incident", "oefening")
    bereik = keuze("Wat wilt u stoppen?", [], leeg="Kies wat u wilt stoppen.")
    gemeenten = Gemeenten(
        "Alleen in deze gemeenten", "Niet verplicht. Namen of codes met komma's, bijvoorbeeld Almere, 0363."
    )
    reden = vlak("Waarom?", "Gemeenten lezen deze reden. Schrijf geen persoonsgegevens op.", leeg="Vul de reden in.")
    vanaf = datum(
        "Alleen wat is gemaakt vanaf", "Niet verplicht. Dag-maand-jaar, bijvoorbeeld 13-01-2022.", nodig=False
    )
    tot = datum("Tot en met", "Niet verplicht.", nodig=False)
    herzie_op = datum("Wanneer kijkt u opnieuw of de stop nog nodig is?", "Niet verplicht.", nodig=False)
    incident = tekst(
        "Kenmerk van het incident", "Niet verplicht, bijvoorbeeld INC-2022-001.", required=False, max_length=80
    )
    oefening = forms.BooleanField(
        label="Dit is een oefening: de stop werkt echt, en iedereen ziet dat het een oefening is.",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "utrecht-checkbox utrecht-checkbox--html-input"}),
    )

    def __init__(self, *args: Any, keuzes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["bereik"]
        assert isinstance(veld, forms.ChoiceField)
        veld.choices = [("", "Kies"), *keuzes]

    @property
    def wat(self) -> list[forms.BoundField]:
        """The fields about the stop itself."""
        return [self[n] for n in ("bereik", "gemeenten", "vanaf", "tot", "reden", "herzie_op", "incident", "oefening")]


class StopOpheffen(VierOgen):
    """For what to lift, the second person and the word; which stop is in the address."""

    WOORD = "OPHEFFEN"
    field_order = ("deel", "gemeenten")
    deel = keuze("Wat heft u op?", [], leeg="Kies wat u opheft.")
    gemeenten = Gemeenten(
        "Alleen voor deze gemeenten", "Niet verplicht. De stop blijft dan gelden voor de andere gemeenten."
    )

    def __init__(self, *args: Any, keuzes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bevestig"].label = "Typ OPHEFFEN om te bevestigen"
        veld = self.fields["deel"]
        assert isinstance(veld, forms.ChoiceField)
        veld.choices = list(keuzes)

    @property
    def wat(self) -> list[forms.BoundField]:
        """For what the stop is lifted."""
        return [self["deel"], self["gemeenten"]]
