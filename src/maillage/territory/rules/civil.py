"""Civil time of a territory: its clock and its own public holidays, by the code of its département.

Alsace-Moselle keeps two more days; each overseas territory has its own, and its own hour.
"""

METROPOLITAN = "Europe/Paris"
ZONES = {
    "971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne",
    "974": "Indian/Reunion", "975": "America/Miquelon", "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy", "978": "America/Marigot", "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti", "988": "Pacific/Noumea",
}  # fmt: skip
# The names that the calendar of public holidays gives to these territories.
SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974",
    "975": "PM", "976": "976", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
REGIONS = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}  # regions of one département


def civil_code(*, department: str, region: str) -> str:
    """The département that gives the hour and the holidays; empty: those common to mainland France."""
    return department or REGIONS.get(region, "")


def zone_of(code: str) -> str:
    """The name of the time zone of a département or collectivity."""
    return ZONES.get(code, METROPOLITAN)


def subdivision_of(code: str) -> str | None:
    """The part of the calendar of holidays that this territory adds to the common one, or None."""
    return SUBDIVISIONS.get(code)
