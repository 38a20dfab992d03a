"""Golden cases kept with the decision; proposing and turning down a regelversie."""

import django.db.models.deletion
from django.db import migrations, models


GEVALLEN = """
ALTER TABLE vaststelling_regelversiegebeurtenis ADD CONSTRAINT vaststelling_register_gevallen
    CHECK (soort <> 'in-gebruik' OR gevallen_id IS NOT NULL) NOT VALID;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('vaststelling', '0002_rechten'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gevallenuitslag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regelversie', models.CharField(max_length=80)),
                ('wet_hash', models.CharField(max_length=64)),
                ('aantal', models.PositiveIntegerField()),
                ('goed', models.PositiveIntegerField()),
                ('op', models.DateTimeField()),
            ],
            options={
                'db_table': 'vaststelling_gevallenuitslag',
            },
        ),
        migrations.RemoveConstraint(
            model_name='regelversiegebeurtenis',
            name='vaststelling_register_soort',
        ),
        migrations.RemoveConstraint(
            model_name='regelversiegebeurtenis',
            name='vaststelling_register_reden',
        ),
        migrations.AddConstraint(
            model_name='gevallenuitslag',
            constraint=models.CheckConstraint(condition=models.Q(('aantal__gt', 0), ('goed', models.F('aantal'))), name='vaststelling_gevallen_goed'),
        ),
        migrations.AddField(
            model_name='regelversiegebeurtenis',
            name='gevallen',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vaststelling.gevallenuitslag'),
        ),
        migrations.AddConstraint(
            model_name='regelversiegebeurtenis',
            constraint=models.CheckConstraint(condition=models.Q(('soort__in', ['voorgesteld', 'afgewezen', 'ingevoerd', 'in-gebruik', 'ingetrokken'])), name='vaststelling_register_soort'),
        ),
        # What was taken into use before the golden cases were kept stays as it was; from now on it asks for them.
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(GEVALLEN, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AddConstraint(
                    model_name='regelversiegebeurtenis',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('soort', 'in-gebruik'), _negated=True), ('gevallen__isnull', False), _connector='OR'), name='vaststelling_register_gevallen'),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name='regelversiegebeurtenis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('soort', 'voorgesteld'), _negated=True), models.Q(('gevallen__isnull', False), ('rapport__isnull', False), models.Q(('reden', ''), _negated=True)), _connector='OR'), name='vaststelling_register_voorstel'),
        ),
        migrations.AddConstraint(
            model_name='regelversiegebeurtenis',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('soort__in', ['ingetrokken', 'afgewezen']), _negated=True), models.Q(('reden', ''), _negated=True), _connector='OR'), name='vaststelling_register_reden'),
        ),
    ]
