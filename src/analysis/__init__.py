"""Quarterly findings on Best Start in Life and improvement plans.

A notebook opens a report, asks the calculations and shows the answers:

    report = open_report("01_indicator_gaps", "2025-26-Q3", "Havering")
"""

__all__ = ["Report", "open_report"]


def __getattr__(name: str):
    """Import what is asked for when it is asked for, so that a command's help need not wait."""
    if name == "open_report":
        from analysis.quarter import open_report

        return open_report
    if name == "Report":
        from analysis.report import Report

        return Report
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
