"""What happened to a signaal and what a gemeente declared has a print under the zegels of the spoor."""

from django.db import migrations

SQL = """
SELECT spoor_bewaak_bewijs('signaal_verklaring');
SELECT spoor_bewaak_bewijs('signaal_gebeurtenis');
"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0013_dagen"), ("spoor", "0007_afdruk")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
