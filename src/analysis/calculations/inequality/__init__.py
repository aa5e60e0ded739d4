"""How an outcome runs from the most to the least deprived: quantiles, slopes, parts."""
