"""Proportions, rates, ratios and means with their limits, standardised or not; funnels."""
