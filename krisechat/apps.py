from django.apps import AppConfig


class KrisechatConfig(AppConfig):
    name = "krisechat"
    default_auto_field = "django.db.models.BigAutoField"
