"""A bezorging changes twice per attempt, and each index costs as much as the row: two that others cover go."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signaal", "0004_bestemming_rechten")]
    operations = [
        migrations.AlterField(
            model_name="bezorging",
            name="abonnement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="signaal.abonnement",
            ),
        ),
        migrations.AlterField(
            model_name="bezorging",
            name="signaal",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="signaal.signaal",
            ),
        ),
    ]
