"""Small counts hidden or rounded by a policy, and the attack that tests it."""
