"""What may be shown of a figure, what must be said beside it, and the sentence that a mayor can read
aloud.
"""
