"""Council papers with plans: any file, any layout, into actions, dates, leads, targets and money."""
