"""Which stops gemeenten hear of: all but a step inside another stop."""

from django.db import migrations, models

# What was quarantined before this is such a step too.
_STAPPEN = """UPDATE stop_stop s SET aankondigen = false FROM stop_vrijgave v
    WHERE s.vrijgaven = ARRAY[v.id] AND v.regelversie = 'quarantaine'"""


class Migration(migrations.Migration):
    dependencies = [("stop", "0005_dekking")]
    operations = [
        migrations.AddField(
            model_name="stop", name="aankondigen", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.RunSQL(_STAPPEN, migrations.RunSQL.noop),
    ]
