"""Pure numbers: arrays in, frozen dataclasses out. One statistic per file, its citation in the docstring."""
