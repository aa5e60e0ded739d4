"""Council papers with plans, in any file and layout, into actions, dates, leads and money."""
