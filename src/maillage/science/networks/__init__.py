"""Networks between a few dozen units: edge arrays in, one statistic per file. Undirected unless it says so.

Opposite edges of one pair become one tie whose weight is their sum; where weights count, distance is
1/weight.
"""
