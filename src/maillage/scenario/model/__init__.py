"""The model: who gathers, what is written, what passes, who pays, whether it worked. Arrays only."""
