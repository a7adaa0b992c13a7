import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('krisechat', '0011_the_help_directory'),
    ]

    operations = [
        migrations.AddField(
            model_name='accesstoken',
            name='used_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='conversation',
            name='gone',
            field=models.CharField(blank=True, choices=[('', ''), ('hurried', 'hurried'), ('still', 'still')], default='', max_length=8),
        ),
        migrations.AddIndex(
            model_name='accesstoken',
            index=models.Index(condition=models.Q(('device', True), ('ended_at', None)), fields=['used_at'], name='access_token_device_in_use'),
        ),
    ]
