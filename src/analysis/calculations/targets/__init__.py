"""Whether a target is on the way: pace required, pace so far, probability."""
