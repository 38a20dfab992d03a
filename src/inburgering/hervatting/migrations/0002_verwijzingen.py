"""A plan belongs to an incident that exists, a member is a person that exists, an opening names vrijgaven that exist."""

from django.db import migrations

VERWIJZINGEN = r"""
ALTER TABLE hervatting_plan ADD CONSTRAINT incident_bestaat FOREIGN KEY (incident_id) REFERENCES herstel_incident (id);
ALTER TABLE hervatting_lid
    ADD CONSTRAINT incident_bestaat FOREIGN KEY (incident_id) REFERENCES herstel_incident (id),
    ADD CONSTRAINT persoon_bestaat FOREIGN KEY (persoon_id) REFERENCES feit_persoon (id);
ALTER TABLE hervatting_opening
    ADD CONSTRAINT vrijgave_signaal_bestaat FOREIGN KEY (vrijgave_signaal) REFERENCES stop_vrijgave (id),
    ADD CONSTRAINT vrijgave_brief_bestaat FOREIGN KEY (vrijgave_brief) REFERENCES stop_vrijgave (id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("hervatting", "0001_initial"),
        ("herstel", "0002_verwijzingen"),
        ("stop", "0002_poort"),
        ("feit", "0001_initial"),
    ]
    operations = [migrations.RunSQL(VERWIJZINGEN, migrations.RunSQL.noop)]
