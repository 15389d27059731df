"""What the observatory writes down: the cards of its indicators."""
