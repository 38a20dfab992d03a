"""What a gemeente told back, and the answer, has a print under the zegels of the spoor."""

from django.db import migrations

SQL = """
SELECT spoor_bewaak_bewijs('terugmelding_terugmelding');
SELECT spoor_bewaak_bewijs('terugmelding_beantwoording');
"""


class Migration(migrations.Migration):
    dependencies = [("terugmelding", "0003_inkomend"), ("spoor", "0007_afdruk")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
