from tests.support.append_only import append_only

__all__ = ["append_only"]
