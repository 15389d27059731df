"""The one error of this package."""


class FileRejected(ValueError):
    """The file cannot be read as a table. The message is French and says what was found and what to do."""
