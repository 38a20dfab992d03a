"""The inbox by deadline is read from an index: one page costs the same however many signalen there are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signaal", "0010_geheimen")]
    operations = [
        migrations.AddIndex(
            model_name="signaal",
            index=models.Index(fields=["gemeente", "deadline", "volgnummer"], name="signaal_deadline"),
        ),
    ]
