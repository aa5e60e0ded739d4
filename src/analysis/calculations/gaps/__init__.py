"""How far a figure is from a comparator, and disadvantaged children from others."""
