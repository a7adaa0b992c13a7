from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('krisechat', '0004_texts_in_and_out'),
    ]

    operations = [
        migrations.AddField(
            model_name='inboundreceipt',
            name='sender_digest',
            field=models.BinaryField(db_index=True, null=True),
        ),
        migrations.AddField(
            model_name='outbound',
            name='part',
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
