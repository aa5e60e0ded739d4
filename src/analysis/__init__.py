"""Quarterly findings on Best Start in Life and improvement plans.

A notebook opens a report, asks the calculations and shows the answers:

    report = open_report("01_indicator_gaps", "2025-26-Q3", "Havering")
"""

from analysis.report import Report, open_report

__all__ = ["Report", "open_report"]
