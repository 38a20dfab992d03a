"""What a verklaring rests on: in words, and a document by its name and SHA-256."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signaal', '0006_aankondiging'),
    ]

    operations = [
        migrations.AddField(
            model_name='verklaring',
            name='bewijs',
            field=models.CharField(blank=True, db_default='', default='', max_length=1000),
        ),
        migrations.AddField(
            model_name='verklaring',
            name='document',
            field=models.CharField(blank=True, db_default='', default='', max_length=200),
        ),
        migrations.AddField(
            model_name='verklaring',
            name='sha256',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddConstraint(
            model_name='verklaring',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('document', ''), ('sha256', '')), models.Q(models.Q(('document', ''), _negated=True), ('sha256__regex', '^[0-9a-f]{64}$')), _connector='OR'), name='verklaring_document'),
        ),
    ]
