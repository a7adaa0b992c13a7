import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("routing", "0003_a_whole_night")]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="good_until",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
    ]
