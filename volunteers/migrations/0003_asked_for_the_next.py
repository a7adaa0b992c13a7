from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("volunteers", "0002_on_call"),
    ]

    operations = [
        migrations.AddField(
            model_name="presence",
            name="asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
