"""No delivery is taken in while a stop of what comes in holds its bron, whoever asks."""

from django.db import migrations

SQL = """
CREATE TRIGGER feit_levering_stop BEFORE INSERT ON feit_levering FOR EACH ROW EXECUTE FUNCTION stop_eis_inkomend('.bron');
"""


class Migration(migrations.Migration):
    dependencies = [("feit", "0001_initial"), ("stop", "0005_dekking")]
    operations = [migrations.RunSQL(SQL, "DROP TRIGGER feit_levering_stop ON feit_levering")]
