"""What the application may change of addresses and mails; and the address of each abonnement that was there already."""

from django.db import migrations

SQL = r"""
-- Who subscribed before we asked is asked now; until then events wait.
INSERT INTO signaal_bestemming (abonnement_id, reeks, ruimte)
    SELECT id, 0, 2 FROM signaal_abonnement ON CONFLICT DO NOTHING;
UPDATE signaal_abonnement SET valideren_op = aangemaakt_op WHERE beeindigd_op IS NULL AND gevalideerd_op IS NULL;

GRANT UPDATE (sink, soorten, contact, geheim, vorig_geheim, vorig_tot, gevalideerd_op, valideren_op, validaties)
    ON signaal_abonnement TO inburgering_app;
GRANT UPDATE (reeks, ruimte, open_tot, mislukt_sinds, gelukt_op, laatste_status, gewaarschuwd_op)
    ON signaal_bestemming TO inburgering_app;
GRANT UPDATE (beurt) ON signaal_bezorging TO inburgering_app;
GRANT UPDATE (verzonden_op, pogingen, volgende_op) ON signaal_waarschuwing TO inburgering_app;
"""


class Migration(migrations.Migration):
    dependencies = [("signaal", "0003_bestemming")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
