"""One target and one count as the calculations give them, for tests of their words and charts."""

import pandas as pd

# Havering's own target as the calculations give it.
HAVERING = {
    "target_id": "hav_gld_2028",
    "target_of": "plan",
    "indicator": "gld",
    "area_code": "E09000016",
    "area_name": "Havering",
    "value": 68.4720,
    "period": "2024/25",
    "period_kind": "academic_year",
    "time": 2025,
    "at": 2028,
    "target": 75.8,
    "direction": "at least",
    "due_label": "2028",
    "due_period": "2027/28",
    "first_period": "2021/22",
    "time_left": 3.0,
    "needed": 7.328,
    "reached": False,
    "required_rate": 2.44266,
    "achieved_rate": 1.33837,
    "projection": 72.48708,
    "short": 3.31292,
    "time_to_target": 5.47536,
    "points": 4,
    "degrees_of_freedom": 2,
    "widening": 2.19527,
    "trend_projection": 72.18098,
    "lower_pi": 66.80631,
    "upper_pi": 76.98520,
    "probability": 0.042921,
    "lowest": 0.042453,
    "highest": 0.141512,
    "trend_note": "",
    "source_id": "dfe_eyfsp_2025_extract",
    "target_source": "havering_best_start_plan",
    "source_ref": "rows 21 to 23",
    "target_ref": "quality",
}
NO_TREND = {
    name: float("nan")
    for name in ("trend_projection", "lower_pi", "upper_pi", "probability", "lowest", "highest")
}
# Herefordshire's online courses.
ONLINE = {
    "target_id": "her_4_4_3",
    "label": "Parents on the online courses",
    "evidence": "number",
    "value": 2_690.0,
    "target": 2_771.0,
    "direction": "at least",
    "due": pd.Timestamp("2024-12-31"),
    "due_label": "end of 2024",
    "reported_value": 2_690.0,
    "reported_unit": "count",
    "reported_period": "to July 2024",
    "reported_scope": "",
    "reported_ref": "progress",
    "scope": "Parents",
    "remark": "",
    "source_id": "paper",
    "counted_to": pd.Timestamp("2024-07-31"),
    "gained": 381.0,
    "gained_in": "January to July 2024",
    "gained_ref": "progress",
    "gained_remark": "",
    "time_taken": 7.0,
    "time_left": 5.0,
    "needed": 81.0,
    "reached": False,
    "required_rate": 16.2,
    "achieved_rate": 381 / 7,
    "projection": 2_962.142857,
    "time_to_target": 1.488189,
    "probability": 0.999999,
    "lower_pi": 2_921.0,
    "upper_pi": 3_006.0,
    "growth": 20.0,
    "baseline": 2_309.166667,
    "baseline_counted": 2_309.0,
    "baseline_period": "2023",
    "baseline_ref": "target",
    "profile": 2_577.938525,
}
NO_RATE = {
    name: float("nan")
    for name in (
        "gained", "time_taken", "achieved_rate", "projection", "time_to_target", "probability",
        "lower_pi", "upper_pi", "baseline", "baseline_counted", "profile",
    )
} | {"gained_in": None, "gained_remark": None, "gained_ref": None}  # fmt: skip
