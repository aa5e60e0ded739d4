"""What each report is called, and who publishes it."""

PUBLISHER = "Best Start Analysis"
TITLES = {
    "01_indicator_gaps": "Indicators and targets",
    "02_cost_splits": "Improvement funding",
    "03_disadvantage_gaps": "Disadvantage gaps",
    "04_plan_progress": "Plan progress",
    "05_target_trajectories": "Paths to targets",
}
