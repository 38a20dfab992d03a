"""A mail can also remind of a stop: once per address of a gemeente."""

import inburgering.signaal.terms
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('signaal', '0007_bewijs'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='waarschuwing',
            name='waarschuwing_soort',
        ),
        migrations.AddField(
            model_name='waarschuwing',
            name='stop_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='waarschuwing',
            name='soort',
            field=models.CharField(choices=[(inburgering.signaal.terms.Waarschuwingsoort['DOOD'], inburgering.signaal.terms.Waarschuwingsoort['DOOD']), (inburgering.signaal.terms.Waarschuwingsoort['BEEINDIGD'], inburgering.signaal.terms.Waarschuwingsoort['BEEINDIGD']), (inburgering.signaal.terms.Waarschuwingsoort['NIET_GEVALIDEERD'], inburgering.signaal.terms.Waarschuwingsoort['NIET_GEVALIDEERD']), (inburgering.signaal.terms.Waarschuwingsoort['STOP_OPEN'], inburgering.signaal.terms.Waarschuwingsoort['STOP_OPEN'])], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='waarschuwing',
            constraint=models.CheckConstraint(condition=models.Q(('soort__in', [inburgering.signaal.terms.Waarschuwingsoort['DOOD'], inburgering.signaal.terms.Waarschuwingsoort['BEEINDIGD'], inburgering.signaal.terms.Waarschuwingsoort['NIET_GEVALIDEERD'], inburgering.signaal.terms.Waarschuwingsoort['STOP_OPEN']])), name='waarschuwing_soort'),
        ),
        migrations.AddConstraint(
            model_name='waarschuwing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('soort', inburgering.signaal.terms.Waarschuwingsoort['STOP_OPEN']), ('stop_id__isnull', False)), models.Q(models.Q(('soort', inburgering.signaal.terms.Waarschuwingsoort['STOP_OPEN']), _negated=True), ('stop_id__isnull', True)), _connector='OR'), name='waarschuwing_stop'),
        ),
        migrations.RunSQL(
            "ALTER TABLE signaal_waarschuwing ADD CONSTRAINT stop_bestaat FOREIGN KEY (stop_id) REFERENCES stop_stop (id)",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='waarschuwing',
            constraint=models.UniqueConstraint(condition=models.Q(('stop_id__isnull', False)), fields=('stop_id', 'abonnement'), name='waarschuwing_stop_eens'),
        ),
    ]
