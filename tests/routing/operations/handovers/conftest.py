from tests.support.quick import quick_return_codes

__all__ = ["quick_return_codes"]
