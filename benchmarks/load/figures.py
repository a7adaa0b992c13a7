"""What a list of measured numbers says."""

from collections.abc import Sequence
from statistics import linear_regression, median


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie; 0 when there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values: Sequence[float]) -> float:
    """The median; 0 when there are no values."""
    return median(values) if values else 0.0


def slope(steps: Sequence[tuple[float, float]]) -> float:
    """How much y grows for one x, by least squares over (x, y) pairs."""
    return linear_regression([x for x, _ in steps], [y for _, y in steps]).slope
