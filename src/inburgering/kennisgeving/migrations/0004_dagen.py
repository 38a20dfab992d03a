"""Each vrijgave learns on which days what it holds now was made, so that a stop of a period finds it."""

from django.db import migrations

SQL = """
SELECT stop_verruim(vrijgave_id, NULL, NULL, min(stop_dag(gemaakt_op)), max(stop_dag(gemaakt_op)))
FROM kennisgeving_brief WHERE vrijgave_id <> 4095 GROUP BY vrijgave_id;
"""


class Migration(migrations.Migration):
    dependencies = [("kennisgeving", "0003_inzage"), ("stop", "0008_deur_en_dagen")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
