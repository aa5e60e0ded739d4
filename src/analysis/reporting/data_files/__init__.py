"""The files that go with the pages: CSV for every table, and an accessible spreadsheet."""
