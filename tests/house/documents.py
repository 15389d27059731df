"""The documents of a diagnosis, written once in a run for each version and format: all roles get the same."""

from maillage.diagnosis import documents

_WRITTEN = {}


def render(snapshot, file_format):
    key = (snapshot.digest, file_format)
    if key not in _WRITTEN:
        _WRITTEN[key] = documents.render(snapshot, file_format)
    return _WRITTEN[key]
