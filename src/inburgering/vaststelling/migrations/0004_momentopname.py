"""A run over a whole register names the file it looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vaststelling", "0003_in_gebruik")]
    operations = [
        migrations.AddField(
            model_name="run",
            name="momentopname",
            field=models.CharField(blank=True, db_default="", help_text="SHA-256 of the file, when there was one", max_length=64),
        ),
    ]
