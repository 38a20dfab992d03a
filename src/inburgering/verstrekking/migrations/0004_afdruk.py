"""Every row of the ledger has a print under the zegels of the spoor."""

from django.db import migrations

SQL = """
SELECT spoor_bewaak_bewijs('verstrekking_verstrekking');
SELECT spoor_bewaak_bewijs('verstrekking_doorgifte');
SELECT spoor_bewaak_bewijs('verstrekking_doorgifteterugroep');
SELECT spoor_bewaak_bewijs('verstrekking_toegepastewet');
"""


class Migration(migrations.Migration):
    dependencies = [("verstrekking", "0003_toegepaste_wet"), ("spoor", "0007_afdruk")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
