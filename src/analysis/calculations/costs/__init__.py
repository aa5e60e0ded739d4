"""What money is split into, whether it adds up, and when it is paid."""
