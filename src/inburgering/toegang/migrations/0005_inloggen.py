"""Login through the own organisation: identities, sessions that end together, and a role that follows its source."""

import django.db.models.deletion
from django.db import migrations, models

SQL = r"""
GRANT DELETE ON toegang_inlogsessie, toegang_meetekencode TO inburgering_app;

-- Name, role and gemeente follow the organisation, and only for who logs in there. Never silently: a change of role leaves
-- an audit line. The number stays, because four eyes are counted by number.
CREATE FUNCTION toegang_werk_bij(wie bigint, nieuwe_naam text, nieuwe_rol text, nieuwe_gemeente text, op timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE oud toegang_medewerker;
BEGIN
    SELECT m.* INTO oud FROM toegang_medewerker m JOIN toegang_identiteit i ON i.medewerker_id = m.id WHERE m.id = wie FOR UPDATE OF m;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'medewerker % logt hier in en volgt geen organisatie', wie USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE toegang_medewerker SET naam = nieuwe_naam, rol = nieuwe_rol, gemeente = nieuwe_gemeente WHERE id = wie;
    IF (oud.rol, oud.gemeente) IS DISTINCT FROM (nieuwe_rol::varchar, nieuwe_gemeente::varchar) THEN
        INSERT INTO spoor_audit (moment, actor, handeling, object_soort, object_id, bijzonderheden)
        VALUES (op, 'systeem', 'medewerker.gewijzigd', 'medewerker', 'medewerker:' || wie,
                jsonb_build_object('rol', nieuwe_rol, 'gemeente', nieuwe_gemeente, 'was', oud.rol, 'was_gemeente', oud.gemeente));
    END IF;
END $$;
REVOKE ALL ON FUNCTION toegang_werk_bij(bigint, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION toegang_werk_bij(bigint, text, text, text, timestamptz) TO inburgering_app;
"""


class Migration(migrations.Migration):

    dependencies = [('toegang', '0004_systemen'), ('spoor', '0002_bewijs')]

    operations = [
        migrations.CreateModel(
            name='Identiteit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uitgever', models.CharField(max_length=255)),
                ('onderwerp', models.CharField(help_text='sub: a number of the provider, no name', max_length=255)),
                ('sinds', models.DateTimeField()),
                ('medewerker', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='toegang.medewerker')),
            ],
            options={
                'db_table': 'toegang_identiteit',
                'constraints': [models.UniqueConstraint(fields=('uitgever', 'onderwerp'), name='toegang_identiteit_een')],
            },
        ),
        migrations.CreateModel(
            name='Inlogsessie',
            fields=[
                ('sessie', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('uitgever', models.CharField(max_length=255)),
                ('sid', models.CharField(max_length=255)),
                ('sinds', models.DateTimeField()),
            ],
            options={
                'db_table': 'toegang_inlogsessie',
                'indexes': [models.Index(fields=['uitgever', 'sid'], name='toegang_inlogsessie_sid')],
            },
        ),
        migrations.CreateModel(
            name='Meetekencode',
            fields=[
                ('code_hash', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('tot', models.DateTimeField()),
                ('medewerker', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='toegang.medewerker')),
            ],
            options={
                'db_table': 'toegang_meetekencode',
            },
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
