from tests.support.append_only import append_only, superuser
from tests.support.ring import keys

__all__ = ["append_only", "keys", "superuser"]
