"""The forms of the portal: what people fill in, with a hint before and a plain sentence after a mistake."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings

from inburgering.interfaces.portal import vingerafdruk
from inburgering.primitives.errors import DomainError
from inburgering.signaal.rules.stappen import BEWIJS_MAX, DOCUMENT_MAX
from inburgering.signaal.terms import Bewijs

TEKST = "utrecht-textbox utrecht-textbox--html-input"
KEUZE = "utrecht-select utrecht-select--html-select"
VLAK = "utrecht-textarea utrecht-textarea--html-textarea"


@dataclass(frozen=True, slots=True)
class Foutregel:
    """One mistake, and the field it belongs to."""

    adres: str
    tekst: str


class Formulier(forms.Form):
    """A form that can list its own mistakes, in the order of the fields."""

    use_required_attribute = False

    @property
    def aantal_fouten(self) -> int:
        """How many things must be changed."""
        return len(self.foutenlijst)

    @property
    def foutenlijst(self) -> list[Foutregel]:
        """Every mistake, with a link to its field."""
        algemeen = [Foutregel("", str(tekst)) for tekst in self.non_field_errors()]
        velden = [Foutregel(str(veld.id_for_label), str(tekst)) for veld in self for tekst in veld.errors]
        return algemeen + velden

    def weiger(self, fout: DomainError) -> None:
        """Show an expected error of a room at its field, or above the form."""
        veld = fout.veld if fout.veld in self.fields else None
        self.add_error(veld, f"{fout.detail} {fout.herstel}".strip())


def tekst(label: str, hint: str = "", *, leeg: str = "Vul dit veld in.", **opties: Any) -> forms.CharField:
    """One line of text."""
    attrs = {"class": TEKST, "autocomplete": "off"} | opties.pop("attrs", {})
    fouten = {"required": leeg, "max_length": "Gebruik ten hoogste %(limit_value)d tekens."}
    return forms.CharField(
        label=label, help_text=hint, error_messages=fouten, widget=forms.TextInput(attrs=attrs), **opties
    )


def _getal(label: str, hint: str = "", *, leeg: str) -> forms.IntegerField:
    fouten = {"required": leeg, "invalid": "Vul een getal in.", "min_value": "Vul een getal van 1 of hoger in."}
    attrs = {"class": TEKST, "autocomplete": "off", "inputmode": "numeric"}
    return forms.IntegerField(
        label=label, help_text=hint, min_value=1, error_messages=fouten, widget=forms.TextInput(attrs=attrs)
    )


def geheim(label: str, *, leeg: str, gebruik: str) -> forms.CharField:
    """A field for a password."""
    return forms.CharField(
        label=label,
        strip=False,
        error_messages={"required": leeg},
        widget=forms.PasswordInput(attrs={"class": TEKST, "autocomplete": gebruik}),
    )


def vlak(
    label: str, hint: str = "", *, leeg: str = "Vul dit veld in.", hoogstens: int = 500, **opties: Any
) -> forms.CharField:
    """A few lines of text."""
    widget = forms.Textarea(attrs={"class": VLAK, "rows": 3})
    return forms.CharField(
        label=label, help_text=hint, error_messages={"required": leeg}, max_length=hoogstens, widget=widget, **opties
    )


def bestand(label: str, hint: str) -> forms.FileField:
    """A file of which only the name and SHA-256 are kept (`vingerafdruk`); never required."""
    return forms.FileField(
        label=label,
        help_text=hint,
        required=False,
        max_length=DOCUMENT_MAX,
        validators=[vingerafdruk.niet_te_groot],
        error_messages={
            "empty": "Dit bestand is leeg. Kies een ander.",
            "max_length": "De naam van het bestand is te lang.",
        },
        widget=forms.FileInput,
    )


def keuze(label: str, keuzes: Any, hint: str = "", *, leeg: str = "Maak een keuze.") -> forms.ChoiceField:
    """One of a closed list."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=keuzes,
        error_messages={"required": leeg, "invalid_choice": leeg},
        widget=forms.Select(attrs={"class": KEUZE}),
    )


def datum(label: str, hint: str = "Dag-maand-jaar, bijvoorbeeld 13-01-2022.", *, nodig: bool = True) -> forms.DateField:
    """A day, as people in the Netherlands write it."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=nodig,
        input_formats=["%d-%m-%Y", "%Y-%m-%d"],
        error_messages={
            "required": "Vul de datum in.",
            "invalid": "Vul de datum in als dag-maand-jaar, bijvoorbeeld 13-01-2022.",
        },
        widget=forms.DateInput(attrs={"class": TEKST, "inputmode": "numeric", "autocomplete": "off"}),
    )


class BevestigStop(Formulier):
    """Three statements; all of them, or the gemeente has not stopped yet."""

    gebruik = forms.BooleanField(
        label="de gegevens niet meer worden gebruikt",
        error_messages={"required": "Verklaar dat de gegevens niet meer worden gebruikt."},
    )
    uitgaand = forms.BooleanField(
        label="er geen afspraken of brieven meer uitgaan op basis van deze gegevens",
        error_messages={"required": "Verklaar dat er geen afspraken of brieven meer uitgaan."},
    )
    collegas = forms.BooleanField(
        label="alle collega's die deze gegevens gebruiken dit weten",
        error_messages={"required": "Verklaar dat alle collega's dit weten."},
    )

    def __init__(self, *args: Any, personen: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for veld in self.fields.values():
            veld.widget.attrs["class"] = "utrecht-checkbox utrecht-checkbox--html-input"
        if personen:
            wie = "de persoon" if personen == 1 else f"de {personen} personen"
            self.fields["gebruik"].label = f"de gegevens van {wie} niet meer worden gebruikt"

    @property
    def verklaringen(self) -> list[forms.BoundField]:
        """The statements, in order."""
        return list(self)


class Doorgifte(Formulier):
    """With whom the gemeente shared what it had received, and on which day."""

    ontvanger = tekst(
        "Met wie deelde u gegevens?",
        "Bijvoorbeeld de naam van een taalschool.",
        leeg="Vul in met wie u gegevens deelde.",
        max_length=80,
    )
    gegevens = keuze(
        "Wat deelde u?",
        [("", "Kies"), ("naam adres", "Naam en adres"), ("naam adres leerroute", "Naam, adres en leerroute")],
        leeg="Kies wat u deelde.",
    )
    datum = datum("Wanneer deelde u dit?")


class Verklaring(Formulier):
    """A statement from the closed list."""

    antwoord = keuze("Wat verklaart u?", [], leeg="Kies wat u verklaart.")
    toelichting = vlak("Toelichting", "Niet verplicht. Schrijf geen persoonsgegevens op.", required=False)
    bewijs = vlak(
        "Waaruit blijkt dit?",
        "Niet verplicht. Bijvoorbeeld: het logboek van ons systeem van 27 januari. Schrijf geen persoonsgegevens op.",
        required=False,
        hoogstens=BEWIJS_MAX,
    )
    document = bestand(
        "Document als bewijs",
        "Niet verplicht. Het document blijft bij u. Wij bewaren alleen de naam en een controlegetal. "
        "Zet geen naam van een persoon in de bestandsnaam.",
    )

    def bewijs_met_document(self) -> Bewijs:
        """What was filled in as evidence."""
        document = self.cleaned_data["document"]
        naam, som = (document.name, document.sha256) if document else ("", "")
        return Bewijs(self.cleaned_data["bewijs"], naam, som)

    def __init__(self, *args: Any, keuzes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["antwoord"]
        assert isinstance(veld, forms.ChoiceField)
        veld.choices = [("", "Kies"), *keuzes]


class ZoekDossier(Formulier):
    """One number; posted, so that it never stands in an address or a log."""

    nummer = tekst(
        "BSN, V-nummer of dossiernummer",
        "Een BSN heeft 9 cijfers, een V-nummer 10. Een dossiernummer begint met D-.",
        leeg="Vul een BSN, V-nummer of dossiernummer in.",
        max_length=20,
        attrs={"spellcheck": "false"},
    )


class ToonBsn(Formulier):
    """Why somebody wants to see the number."""

    reden = tekst(
        "Waarom wilt u het BSN zien?",
        "Wij bewaren uw naam, het tijdstip en de reden.",
        leeg="Vul in waarom u het BSN wilt zien.",
        min_length=5,
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reden"].error_messages["min_length"] = "Schrijf de reden iets langer op."


class Beslis(Formulier):
    """What a person decides when the law cannot be applied by itself."""

    oordeel = keuze(
        "Is deze persoon inburgeringsplichtig?",
        [("", "Kies"), ("plichtig", "Ja, inburgeringsplichtig"), ("niet-plichtig", "Nee, niet inburgeringsplichtig")],
        leeg="Kies of deze persoon inburgeringsplichtig is.",
    )
    wet = forms.ChoiceField(
        label="Welke wet geldt?",
        required=False,
        choices=[("", "Geen"), ("Wi2013", "Wet inburgering (Wi2013)"), ("Wi2021", "Wet inburgering 2021 (Wi2021)")],
        widget=forms.Select(attrs={"class": KEUZE}),
    )
    ingangsdatum = datum("Vanaf welke dag?", nodig=False)
    reden = vlak("Waarom beslist u dit?", "Noem het bewijs en het artikel.", leeg="Vul in waarom u dit beslist.")

    def clean(self) -> dict[str, Any]:
        """A duty has a law and a day; no duty has neither."""
        velden = super().clean() or {}
        if velden.get("oordeel") == "plichtig":
            if not velden.get("wet"):
                self.add_error("wet", "Kies welke wet geldt.")
            if not velden.get("ingangsdatum") and "ingangsdatum" not in self.errors:
                self.add_error("ingangsdatum", "Vul in vanaf welke dag de plicht geldt.")
        return velden


class VierOgen(Formulier):
    """What needs two people: the second proves to be there with his own password."""

    tweede = tekst(
        "Gebruikersnaam van de tweede persoon",
        leeg="Vul de gebruikersnaam van de tweede persoon in.",
        max_length=150,
    )
    wachtwoord = geheim(
        "Wachtwoord van de tweede persoon", leeg="Laat de tweede persoon het wachtwoord invullen.", gebruik="off"
    )
    bevestig = tekst("Typ STOP om te bevestigen", leeg="Typ STOP in hoofdletters om te bevestigen.", max_length=20)
    WOORD = "STOP"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.OIDC_UITGEVER:  # nobody has a password here
            del self.fields["tweede"]
            self.fields["wachtwoord"].label = "Code van de tweede persoon"
            self.fields["wachtwoord"].help_text = "De tweede persoon opent op het eigen scherm /meetekenen."
            self.fields["wachtwoord"].error_messages["required"] = "Vul de code van de tweede persoon in."

    def clean_bevestig(self) -> str:
        """The word, typed in full."""
        getypt = str(self.cleaned_data["bevestig"]).strip()
        if getypt != self.WOORD:
            raise forms.ValidationError(f"Typ {self.WOORD} in hoofdletters om te bevestigen.")
        return getypt

    @property
    def tweede_persoon(self) -> list[forms.BoundField]:
        """The fields of the second person."""
        return [self[naam] for naam in ("tweede", "wachtwoord") if naam in self.fields]

    @property
    def bevestiging(self) -> list[forms.BoundField]:
        """The word to type."""
        return [self["bevestig"]]


class StelVoor(Formulier):
    """Why a regelversie should hold, and that the report was read."""

    reden = vlak("Waarom moet deze versie gelden?", "Iedereen bij DUO kan dit lezen.", leeg="Vul de reden in.")
    gelezen = forms.BooleanField(
        label="Ik heb het rapport gelezen en kan elke verandering uitleggen.",
        error_messages={"required": "Verklaar dat u het rapport hebt gelezen."},
        widget=forms.CheckboxInput(attrs={"class": "utrecht-checkbox utrecht-checkbox--html-input"}),
    )


class BevestigVoorstel(Formulier):
    """The second person: the report was read, and the word typed in full."""

    WOORD = "GELDT"
    gelezen = forms.BooleanField(
        label="Ik heb het rapport zelf gelezen en ben het eens met het voorstel.",
        error_messages={"required": "Verklaar dat u het rapport zelf hebt gelezen."},
        widget=forms.CheckboxInput(attrs={"class": "utrecht-checkbox utrecht-checkbox--html-input"}),
    )
    bevestig = tekst("Typ GELDT om te bevestigen", leeg="Typ GELDT in hoofdletters om te bevestigen.", max_length=20)

    def clean_bevestig(self) -> str:
        """The word, typed in full."""
        getypt = str(self.cleaned_data["bevestig"]).strip()
        if getypt != self.WOORD:
            raise forms.ValidationError(f"Typ {self.WOORD} in hoofdletters om te bevestigen.")
        return getypt


class WijsAf(Formulier):
    """Why a proposal does not go through."""

    waarom = vlak("Waarom gaat dit niet door?", leeg="Vul in waarom dit niet doorgaat.")


class TrekIn(VierOgen):
    """Why a regelversie must go, and a second person."""

    WOORD = "INTREKKEN"
    field_order = ("reden", "tweede", "wachtwoord", "bevestig")
    reden = vlak("Waarom moet deze versie weg?", "Iedereen bij DUO kan dit lezen.", leeg="Vul de reden in.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bevestig"].label = "Typ INTREKKEN om te bevestigen"


class OpMoment(Formulier):
    """A day and a time in the past."""

    dag = datum("Dag")
    tijd = forms.TimeField(
        label="Tijd",
        required=False,
        input_formats=["%H:%M"],
        error_messages={"invalid": "Vul de tijd in als uren en minuten, bijvoorbeeld 14:30."},
        widget=forms.TimeInput(attrs={"class": TEKST, "autocomplete": "off"}, format="%H:%M"),
        help_text="Niet verplicht, bijvoorbeeld 14:30.",
    )


class Herhaal(Formulier):
    """Which row of numbers to send again, and to which address."""

    abonnement = keuze("Aan welk adres?", [], leeg="Kies een adres.")
    van = _getal("Eerste volgnummer", "Het eerste nummer dat de gemeente mist.", leeg="Vul het eerste volgnummer in.")
    tot = _getal("Laatste volgnummer", "Dit nummer telt mee.", leeg="Vul het laatste volgnummer in.")

    def __init__(self, *args: Any, keuzes: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        veld = self.fields["abonnement"]
        assert isinstance(veld, forms.ChoiceField)
        veld.choices = [("", "Kies"), *keuzes]


class EenBezorging(Formulier):
    """One event that was given up; empty is all of them."""

    bezorging = forms.UUIDField(required=False)
