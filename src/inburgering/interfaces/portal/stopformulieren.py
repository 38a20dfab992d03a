"""The forms around a stop: calling one and lifting it, each with a second person."""

from typing import Any

from django import forms

from inburgering.interfaces.portal.formulieren import VierOgen, datum, keuze, tekst, vlak


class StopUitroepen(VierOgen):
    """What to stop, and why."""

    field_order = ("bereik", "vanaf", "tot", "reden", "herzie_op", "incident", "oefening")
    bereik = keuze("Wat wilt u stoppen?", [], leeg="Kies wat u wilt stoppen.")
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
        return [self[n] for n in ("bereik", "vanaf", "tot", "reden", "herzie_op", "incident", "oefening")]


class StopOpheffen(VierOgen):
    """The second person and the word; which stop is in the address."""

    WOORD = "OPHEFFEN"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bevestig"].label = "Typ OPHEFFEN om te bevestigen"

    @property
    def wat(self) -> list[forms.BoundField]:
        """Nothing else to fill in."""
        return []
