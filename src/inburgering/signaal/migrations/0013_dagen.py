"""Each vrijgave learns on which days what it holds now was made, so that a stop of a period finds it."""

from django.db import migrations

SQL = """
SELECT stop_verruim(vrijgave_id, NULL, NULL, min(stop_dag(aangemaakt_op)), max(stop_dag(aangemaakt_op)))
FROM signaal_signaal WHERE vrijgave_id <> 4095 GROUP BY vrijgave_id;
"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0012_inzage_samen"), ("stop", "0008_deur_en_dagen")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
