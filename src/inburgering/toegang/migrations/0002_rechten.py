"""What the application's role may change: logins and sessions are state, people and mandates are not."""

from django.db import migrations

SQL = r"""
GRANT UPDATE (password, last_login, is_active) ON auth_user TO inburgering_app;
GRANT UPDATE, DELETE ON django_session TO inburgering_app;
GRANT UPDATE (naam, rol, gemeente) ON toegang_medewerker TO inburgering_app;
GRANT UPDATE (ingetrokken_op) ON toegang_apiclient TO inburgering_app;
GRANT UPDATE (tot) ON toegang_mandaat TO inburgering_app;
ALTER TABLE toegang_mandaat ADD CONSTRAINT toegang_mandaat_een EXCLUDE USING gist
    (gemeente WITH =, uitvoerder WITH =, daterange(vanaf, tot) WITH &&);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("toegang", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
