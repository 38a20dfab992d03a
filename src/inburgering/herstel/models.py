"""The tables of herstel. All of it is evidence: rows are added and never changed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from inburgering.herstel import terms


class Incident(models.Model):
    """One incident: what went wrong, since when we know, and which rule was wrong and which is right."""

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=20, unique=True)
    titel = models.CharField(max_length=200)
    bewust_op = models.DateTimeField()
    ontdekt_door = models.CharField(max_length=200, default="", blank=True)
    regelversie_oud = models.CharField(max_length=40)
    regelversie_nieuw = models.CharField(max_length=40)
    stop_id = models.UUIDField(null=True)
    leiding = models.CharField(max_length=100)
    geopend_op = models.DateTimeField()

    class Meta:
        """Two different rules, and nobody opens before he knows."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(regelversie_oud=models.F("regelversie_nieuw")), name="herstel_twee_regelversies"
            ),
            models.CheckConstraint(
                condition=models.Q(geopend_op__gte=models.F("bewust_op")), name="herstel_bewust_voor_openen"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Logregel(models.Model):
    """One line of the incident's log."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField()
    soort = models.CharField(max_length=40)
    tekst = models.TextField()
    door = models.CharField(max_length=100)
    tweede = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        """Read newest first."""

        indexes: ClassVar = [models.Index(fields=["incident", "-op", "-id"], name="herstel_log_op")]

    def __str__(self) -> str:
        return self.soort


class Onderzoek(models.Model):
    """One computation of the affected set, as known at one moment."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    nummer = models.PositiveSmallIntegerField()
    moment = models.DateTimeField()
    peildatum = models.DateField()
    regelversie = models.CharField(max_length=40)
    run_id = models.CharField(max_length=40)
    vrijgaven = ArrayField(models.SmallIntegerField())
    personen = models.PositiveIntegerField()

    class Meta:
        """Numbered within the incident."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "nummer"], name="herstel_onderzoek_nummer"),
        ]

    def __str__(self) -> str:
        return f"onderzoek {self.nummer}"


class Geraakt(models.Model):
    """One touched person in one onderzoek: what was told, what is right, and whether they differ."""

    onderzoek = models.ForeignKey(Onderzoek, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    vaststelling_oud = models.UUIDField(null=True)
    vaststelling_nieuw = models.UUIDField(null=True)
    uitkomst = models.CharField(max_length=12)
    aard = models.CharField(max_length=16)
    wet_oud = models.CharField(max_length=6, default="", blank=True)
    wet_statutair = models.CharField(max_length=6, default="", blank=True)
    ingangsdatum_oud = models.DateField(null=True)
    ingangsdatum_nieuw = models.DateField(null=True)
    categorie = models.CharField(max_length=40, default="", blank=True)
    college = models.CharField(max_length=4, default="", blank=True)
    artikel = models.CharField(max_length=200, default="", blank=True)
    feiten = models.JSONField(default=dict)
    ontbreekt = models.JSONField(default=list)
    brief_op = models.DateField(null=True)
    in_keuzegroep = models.BooleanField(default=False)
    had_signaal = models.BooleanField(default=False)

    class Meta:
        """Each person once in each onderzoek; closed vocabularies; a wrong outcome says how it is wrong."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["onderzoek", "persoon_id"], name="herstel_geraakt_eenmaal"),
            models.CheckConstraint(
                condition=models.Q(uitkomst="terecht", aard__in=["gelijk", "ander-moment"])
                | models.Q(uitkomst="ten-onrechte", aard__in=["andere-wet", "geen-plicht"])
                | models.Q(uitkomst="onbekend", aard="onbekend"),
                name="herstel_geraakt_uitkomst",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["persoon_id"], name="herstel_geraakt_persoon")]

    def __str__(self) -> str:
        return self.uitkomst


class Ontvanger(models.Model):
    """Who held data of a touched person when the onderzoek was made, copied from the ledger."""

    onderzoek = models.ForeignKey(Onderzoek, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    verstrekking_id = models.BigIntegerField()
    ontvanger = models.CharField(max_length=100)
    kanaal = models.CharField(max_length=12)
    vrijgave_id = models.SmallIntegerField()
    signaal_id = models.UUIDField(null=True)
    op = models.DateTimeField()
    gegevens = ArrayField(models.CharField(max_length=60), default=list)
    is_doorgifte = models.BooleanField(default=False)

    class Meta:
        """Found by person and by recipient."""

        indexes: ClassVar = [
            models.Index(fields=["onderzoek", "persoon_id"], name="herstel_ontvanger_persoon"),
            models.Index(fields=["onderzoek", "ontvanger"], name="herstel_ontvanger_naam"),
        ]

    def __str__(self) -> str:
        return self.kanaal


class Beslissing(models.Model):
    """What a person decided where the rules could not; the newest one counts."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    uitkomst = models.CharField(max_length=12)
    aard = models.CharField(max_length=16)
    wet_statutair = models.CharField(max_length=6, default="", blank=True)
    ingangsdatum = models.DateField(null=True)
    in_keuzegroep = models.BooleanField(default=False)
    vaststelling_id = models.UUIDField(null=True)
    reden = models.TextField()
    door = models.CharField(max_length=100)
    tweede = models.CharField(max_length=100)
    op = models.DateTimeField()

    class Meta:
        """A decision is never open, and takes two different people."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(uitkomst__in=["terecht", "ten-onrechte"]), name="herstel_beslissing_uitkomst"
            ),
            models.CheckConstraint(condition=~models.Q(door=models.F("tweede")), name="herstel_beslissing_vier_ogen"),
            models.CheckConstraint(condition=~models.Q(reden=""), name="herstel_beslissing_reden"),
        ]
        indexes: ClassVar = [models.Index(fields=["incident", "persoon_id", "-id"], name="herstel_beslissing_laatste")]

    def __str__(self) -> str:
        return self.uitkomst


class Afhandeling(models.Model):
    """One thing that was done for one touched person."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    soort = models.CharField(max_length=24)
    op = models.DateTimeField()
    brief_id = models.UUIDField(null=True)
    signaal_id = models.UUIDField(null=True)
    correctie_id = models.UUIDField(null=True)
    gemeente = models.CharField(max_length=4, default="", blank=True)

    class Meta:
        """A letter of a kind goes once to a person, and a signaal is withdrawn once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(soort__in=[str(h) for h in terms.Handeling]), name="herstel_afhandeling_soort"
            ),
            models.UniqueConstraint(
                fields=["incident", "persoon_id", "soort"],
                condition=models.Q(signaal_id__isnull=True),
                name="herstel_brief_eenmaal",
            ),
            models.UniqueConstraint(
                fields=["incident", "signaal_id", "soort"],
                condition=models.Q(signaal_id__isnull=False),
                name="herstel_signaal_eenmaal",
            ),
        ]

    def __str__(self) -> str:
        return self.soort


class Ongedaan(models.Model):
    """One thing to undo for one person."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    soort = models.CharField(max_length=24)
    wie = models.CharField(max_length=20)
    gemeente = models.CharField(max_length=4, default="", blank=True)
    wat = models.TextField()
    op = models.DateTimeField()

    class Meta:
        """Asked once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "persoon_id", "soort"], name="herstel_ongedaan_eenmaal"),
        ]

    def __str__(self) -> str:
        return self.soort


class OngedaanKlaar(models.Model):
    """That something was undone, or proved not to exist."""

    taak = models.OneToOneField(Ongedaan, on_delete=models.PROTECT, related_name="+")
    uitslag = models.TextField()
    door = models.CharField(max_length=100)
    op = models.DateTimeField()

    def __str__(self) -> str:
        return self.uitslag


class Keuze(models.Model):
    """The choice that a person was offered, with what happens without an answer."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    persoon_id = models.BigIntegerField()
    categorie = models.CharField(max_length=40)
    wet_statutair = models.CharField(max_length=6)
    standaard = models.CharField(max_length=6)
    uiterlijk = models.DateField(null=True)
    aangeboden_op = models.DateTimeField()
    brief_id = models.UUIDField(null=True)

    class Meta:
        """Offered once, to someone who by law is under Wi2013."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "persoon_id"], name="herstel_keuze_eenmaal"),
            models.CheckConstraint(
                condition=models.Q(wet_statutair="Wi2013", standaard__in=["Wi2013", "Wi2021"]),
                name="herstel_keuze_wetten",
            ),
        ]

    def __str__(self) -> str:
        return self.standaard


class Toepassing(models.Model):
    """Which act is applied to a person, and how that came; the newest counts, the law's own answer stays in `Keuze`."""

    keuze = models.ForeignKey(Keuze, on_delete=models.PROTECT, related_name="+")
    wet_toegepast = models.CharField(max_length=6)
    wijze = models.CharField(max_length=16)
    op = models.DateTimeField()
    door = models.CharField(max_length=100)

    class Meta:
        """The default is applied once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wet_toegepast__in=["Wi2013", "Wi2021"], wijze__in=[str(w) for w in terms.Wijze]),
                name="herstel_toepassing_woorden",
            ),
            models.UniqueConstraint(
                fields=["keuze"], condition=models.Q(wijze="standaard"), name="herstel_standaard_eenmaal"
            ),
        ]

    def __str__(self) -> str:
        return self.wet_toegepast


class ApDossier(models.Model):
    """One version of the draft for the AP."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    versie = models.PositiveSmallIntegerField()
    fase = models.CharField(max_length=12)
    opgesteld_op = models.DateTimeField()
    feiten = models.JSONField()
    antwoorden = models.JSONField()
    ernst = models.JSONField()

    class Meta:
        """Versions run on."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "versie"], name="herstel_dossier_versie"),
            models.CheckConstraint(condition=models.Q(fase__in=["voorlopig", "vervolg"]), name="herstel_dossier_fase"),
        ]

    def __str__(self) -> str:
        return f"{self.fase} {self.versie}"


class Indiening(models.Model):
    """That a person submitted a draft through the AP's web form; by AVG art. 33 lid 5 this is the register too."""

    dossier = models.OneToOneField(ApDossier, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    fase = models.CharField(max_length=12)
    op = models.DateTimeField()
    door = models.CharField(max_length=100)
    tweede = models.CharField(max_length=100)
    kenmerk_ap = models.CharField(max_length=60, default="", blank=True)
    strikt_uiterlijk = models.DateTimeField()
    ruim_uiterlijk = models.DateTimeField()

    class Meta:
        """One preliminary submission, and two different people."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(fase="voorlopig"), name="herstel_een_voorlopige"
            ),
            models.CheckConstraint(condition=~models.Q(door=models.F("tweede")), name="herstel_indiening_vier_ogen"),
        ]

    def __str__(self) -> str:
        return self.fase
