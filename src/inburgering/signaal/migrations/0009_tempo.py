"""How many events a minute an address lets us send, and until when its rate is filled."""

from django.db import migrations, models

_RECHTEN = """
GRANT UPDATE (per_minuut) ON signaal_abonnement TO inburgering_app;
GRANT UPDATE (tempo_op) ON signaal_bestemming TO inburgering_app"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0008_herinnering")]
    operations = [
        migrations.AddField(model_name="abonnement", name="per_minuut", field=models.IntegerField(null=True)),
        migrations.AddField(model_name="bestemming", name="tempo_op", field=models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="abonnement",
            constraint=models.CheckConstraint(condition=models.Q(per_minuut__gte=1), name="abonnement_tempo"),
        ),
        migrations.RunSQL(_RECHTEN, migrations.RunSQL.noop),
    ]
