from tests.support.ring import keys

__all__ = ["keys"]
