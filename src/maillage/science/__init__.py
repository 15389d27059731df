"""Pure numbers: arrays in, frozen dataclasses out. One statistic per file, its citation in the docstring.

Modules write `import scipy` and never `from scipy import stats`: scipy loads its parts at their first use,
and most processes (a page, a command) never need the 70 MB of them.
"""
