"""How unequally a total is spread over units: one measure a file. What got nothing is kept, as zero."""
