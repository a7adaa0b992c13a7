from tests.support.append_only import append_only, superuser
from tests.support.quick import quick_return_codes
from tests.support.ring import own_keys

__all__ = ["append_only", "own_keys", "quick_return_codes", "superuser"]
