"""How the partnership fares: indicators, networks, fragility, many territories; no figure of a person."""
