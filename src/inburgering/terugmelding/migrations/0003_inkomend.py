"""No terugmelding is taken in while a stop of what comes in holds them, whoever asks."""

from django.db import migrations

SQL = """
CREATE TRIGGER terugmelding_stop BEFORE INSERT ON terugmelding_terugmelding
    FOR EACH ROW EXECUTE FUNCTION stop_eis_inkomend('terugmelding');
"""


class Migration(migrations.Migration):
    dependencies = [("terugmelding", "0002_verwijzingen"), ("stop", "0005_dekking")]
    operations = [migrations.RunSQL(SQL, "DROP TRIGGER terugmelding_stop ON terugmelding_terugmelding")]
