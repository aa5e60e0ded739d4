"""Pages: an executed notebook in its frame, the index, and the gate before each is written."""
