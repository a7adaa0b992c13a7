from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('krisechat', '0005_texts_in_parts_and_in_order'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='helpline',
            name='closed_until',
        ),
    ]
