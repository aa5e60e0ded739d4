"""Actions of a plan: dates, ratings, leads, evidence, claims, and what changed."""
