from tests.support.append_only import superuser
from tests.support.ring import own_keys

__all__ = ["own_keys", "superuser"]
