"""How fast the spine is, beside references measured in the same run: `python -m benchmarks.run`."""
