"""Every stop, lifting and answer to a stop has a print under the zegels of the spoor."""

from django.db import migrations

SQL = """
SELECT spoor_bewaak_bewijs('stop_stop');
SELECT spoor_bewaak_bewijs('stop_aanvulling');
SELECT spoor_bewaak_bewijs('stop_ontvangst');
SELECT spoor_bewaak_bewijs('stop_opheffing');
SELECT spoor_bewaak_bewijs('stop_lezing');
SELECT spoor_bewaak_bewijs('stop_bevestiging');
SELECT spoor_bewaak_bewijs('stop_aandrang');
SELECT spoor_bewaak_bewijs('stop_weigering');
"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0008_deur_en_dagen"), ("spoor", "0007_afdruk")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
