"""Systems with a number, keys and machtigingen; our own token keys; buckets, used proofs and answers to repeat."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


# A system from before gets the number for trying things out, and may what every system then could.
ALLES = [
    'abonnementen:lezen', 'abonnementen:schrijven', 'correcties:bevestigen', 'correcties:lezen', 'doorgiften:lezen',
    'doorgiften:schrijven', 'signalen:bevestigen', 'signalen:lezen', 'stops:bevestigen', 'stops:lezen',
    'verklaringen:lezen', 'verklaringen:schrijven',
]
OIN = "UPDATE toegang_apiclient SET oin = '00000099' || lpad((gemeente::int + 10000)::text, 12, '0')"
RECHTEN = """
-- A bucket is written at every request and worth nothing after a crash: no write-ahead log, room to update in place.
ALTER TABLE toegang_emmer SET UNLOGGED;
ALTER TABLE toegang_emmer SET (fillfactor = 50);
GRANT UPDATE (rest, op), DELETE ON toegang_emmer TO inburgering_app;
GRANT DELETE ON toegang_gebruiktbewijs, toegang_verzoek TO inburgering_app;
GRANT UPDATE (ingetrokken_op) ON toegang_clientsleutel, toegang_tokensleutel TO inburgering_app;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('toegang', '0003_bevoegd'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClientSleutel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=64)),
                ('jwk', models.JSONField()),
                ('sinds', models.DateTimeField()),
                ('ingetrokken_op', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'toegang_clientsleutel',
            },
        ),
        migrations.CreateModel(
            name='Emmer',
            fields=[
                ('naam', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('rest', models.FloatField()),
                ('op', models.DateTimeField()),
            ],
            options={
                'db_table': 'toegang_emmer',
            },
        ),
        migrations.CreateModel(
            name='GebruiktBewijs',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('jti', models.CharField(max_length=128)),
                ('tot', models.DateTimeField()),
            ],
            options={
                'db_table': 'toegang_gebruiktbewijs',
            },
        ),
        migrations.CreateModel(
            name='Tokensleutel',
            fields=[
                ('kid', models.CharField(max_length=16, primary_key=True, serialize=False)),
                ('openbaar', models.BinaryField(max_length=32)),
                ('sinds', models.DateTimeField()),
                ('ingetrokken_op', models.DateTimeField(null=True)),
            ],
            options={
                'db_table': 'toegang_tokensleutel',
            },
        ),
        migrations.CreateModel(
            name='Verzoek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sleutel', models.CharField(max_length=64)),
                ('afdruk', models.BinaryField(max_length=32)),
                ('status', models.SmallIntegerField()),
                ('antwoord', models.BinaryField()),
                ('locatie', models.CharField(blank=True, default='', max_length=200)),
                ('op', models.DateTimeField()),
            ],
            options={
                'db_table': 'toegang_verzoek',
            },
        ),
        migrations.AddField(
            model_name='apiclient',
            name='machtigingen',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=ALLES, size=None),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='apiclient',
            name='oin',
            field=models.CharField(default='00000099000000000000', help_text='identification number of the organisation', max_length=20),
            preserve_default=False,
        ),
        migrations.RunSQL(OIN, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='apiclient',
            name='geheim_hash',
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='apiclient',
            name='sleutel',
            field=models.CharField(help_text='the public number: client_id', max_length=16, unique=True),
        ),
        migrations.AddConstraint(
            model_name='apiclient',
            constraint=models.CheckConstraint(condition=models.Q(('oin__regex', '^000000(01|03|04|06|08|99)[0-9]{12}$')), name='toegang_apiclient_oin'),
        ),
        migrations.AddConstraint(
            model_name='apiclient',
            constraint=models.CheckConstraint(condition=models.Q(('machtigingen__len__gt', 0)), name='toegang_apiclient_machtigingen'),
        ),
        migrations.AddField(
            model_name='clientsleutel',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='toegang.apiclient'),
        ),
        migrations.AddField(
            model_name='gebruiktbewijs',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='toegang.apiclient'),
        ),
        migrations.AddField(
            model_name='verzoek',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='toegang.apiclient'),
        ),
        migrations.AddConstraint(
            model_name='clientsleutel',
            constraint=models.UniqueConstraint(condition=models.Q(('ingetrokken_op__isnull', True)), fields=('client', 'kid'), name='toegang_clientsleutel_eens'),
        ),
        migrations.AddConstraint(
            model_name='gebruiktbewijs',
            constraint=models.UniqueConstraint(fields=('client', 'jti'), name='toegang_gebruiktbewijs_eens'),
        ),
        migrations.AddConstraint(
            model_name='verzoek',
            constraint=models.UniqueConstraint(fields=('client', 'sleutel'), name='toegang_verzoek_eens'),
        ),
        migrations.AddIndex(
            model_name='gebruiktbewijs',
            index=models.Index(fields=['tot'], name='toegang_gebruiktbewijs_tot'),
        ),
        migrations.AddIndex(
            model_name='verzoek',
            index=models.Index(fields=['op'], name='toegang_verzoek_op'),
        ),
        migrations.RunSQL(RECHTEN, migrations.RunSQL.noop),
    ]
