"""The secrets of abonnementen are locked where they are kept; what is there is locked now. There is no way back."""

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import migrations, models

_SLOT = "gAAAA"  # how everything that Fernet locked begins


def sluit_weg(apps, schema_editor):
    """Lock what is there under the first key."""
    slot = Fernet(settings.WEBHOOK_SLEUTELS[0])
    abonnementen = apps.get_model("signaal", "Abonnement").objects.using(schema_editor.connection.alias)
    for rij in abonnementen.all():
        velden = {
            naam: slot.encrypt(waarde.encode()).decode()
            for naam in ("geheim", "vorig_geheim")
            if (waarde := getattr(rij, naam)) and not waarde.startswith(_SLOT)
        }
        if velden:
            abonnementen.filter(pk=rij.pk).update(**velden)


class Migration(migrations.Migration):
    dependencies = [("signaal", "0009_tempo")]
    operations = [
        migrations.AlterField(
            model_name="abonnement",
            name="geheim",
            field=models.CharField(help_text="locked (commands.geheimen)", max_length=300),
        ),
        migrations.AlterField(
            model_name="abonnement",
            name="vorig_geheim",
            field=models.CharField(blank=True, default="", help_text="locked", max_length=300),
        ),
        migrations.RunPython(sluit_weg),
        migrations.AddConstraint(
            model_name="abonnement",
            constraint=models.CheckConstraint(
                condition=models.Q(geheim__startswith=_SLOT)
                & (models.Q(vorig_geheim="") | models.Q(vorig_geheim__startswith=_SLOT)),
                name="abonnement_geheim_op_slot",
            ),
        ),
    ]
