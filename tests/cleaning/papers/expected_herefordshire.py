"""Herefordshire's implementation plan, read by eye.

One line an action: reference | heading above it | due dates as month (or Ongoing), in the cell's order |
leads, under one name | targets in order: "w" words, "p" placeholder, "x" cross-reference, "r" relative
to England, "+" a change, else a number | rating | progress | sub-actions.
"""

PLAN = "herefordshire_best_start"
FILE = "herefordshire-best-start-implementation-plan.txt"
ACTIONS = """
A | s1 | 2024-12 | WVT; ICB; Herefordshire General Practice; PCNs | w | - | yes | 1
B | s1 | 2024-09 | Herefordshire Council; WVT; ICB; PCNs; CP & CVS; One Herefordshire Communication Group | w | - | yes | 1
C | s1 | 2024-03 | Herefordshire Council; WVT; ICB; CVS | p | - | yes | 1
D | s1 | 2024-06 | CVS; all partners | 100% 100% | Amber | yes | 1
1.1.1 | 1.1 | 2024-12 | Public Health; WVT | 40 100% 85% | - | yes | 2
1.1.2 | 1.1 | 2024-10 | WVT | 50% | - | yes | 1
1.1.3 | 1.1 | 2024-12 | ICB; ORAL; Health Improvement Board | 2 | - | yes | 1
1.1.4 | 1.1 | 2024-12 | Public Health | 40 60 | - | yes | 1
1.2.1 | 1.2 | 2024-12 2024-06 2024-03 | Midwifery; WVT; Children Centres | w | - | yes | 1
1.3.1 | 1.3 | 2024-12 2024-06 | Talk Community | 80% w w w 1 | - | yes | 3
1.4.1 | 1.4 | 2025-04 | Public Health | 300 75 50 | Green | yes | 2
1.4.2 | 1.4 | 2024-12 | Children Centres; WVT | w 100% 100% | Green | yes | 1
1.4.3 | 1.4 | 2024-12 | Herefordshire Council; CVS | 25% w w | - | yes | 1
2.1.1 | 2.1 | Ongoing | Herefordshire Council and stakeholders | w | - | yes | 1
2.2.1 | 2.2 | 2024-06 | WVT health visiting service | w | - | yes | 1
2.2.2 | 2.2 | 2025-01 | Children Centres | 100% | - | yes | 1
2.3.1 | 2.3 | 2024-09 | Herefordshire Council; CVS partners; community stakeholders | p | - | yes | 1
2.4.1 | 2.4 | 2024-12 2024-06 | Public Health | 40 | - | yes | 1
3.1.1 | 3.1 | 2024-12 | WVT | 30% | - | yes | 1
3.1.2 | 3.1 | 2024-12 | Herefordshire Council; CVS partners; education; community stakeholders | r w w w w | - | yes | 3
3.2.1 | 3.2 | 2024-06 | WVT health visiting service | w | - | yes | 1
3.2.2 | 3.2 | 2024-12 | Herefordshire Council; Talk Community; CVS; health partners | p | - | yes | 2
3.3.1 | 3.3 | 2024-06 | WVT; Public Health; ICB | w | - | yes | 1
3.3.2 | 3.3 | 2024-06 | Herefordshire Council | 75% | - | yes | 1
3.3.3 | 3.3 | 2024-09 | Herefordshire Council | 100% | - | yes | 1
4.1.1 | 4.1 | 2024-09 | Public Health; Education partners | 580 | - | yes | 1
4.2.1 | | 2024-12 | WVT | w | - | yes | 1
4.2.2 | | 2024-12 | Public Health; CVS | w | - | yes | 1
4.3.1 | 4.2 | 2024-03 2024-12 | Public Health; WVT | 100% | - | yes | 2
4.4.1 | 4.4 | 2024-06 | H & W MH collaborative | w | - | no | 1
4.4.2 | 4.4 | 2024-12 | Herefordshire Council; WVT; CVS | x | - | cross-reference | 1
4.4.3 | 4.4 | 2024-06 | Public Health | +20% | - | yes | 1
"""
JOINED = {36: 33, 53: 51, 93: 91}
# Dates in the words of the action or its targets, which do not count as due
IN_PROSE = {
    "1.3.1": ["2024-07"], "2.2.1": ["2024-09"], "3.2.1": ["2024-07"], "4.3.1": ["2024-09"],
}  # fmt: skip
CROSS = {
    "4.2.2": "outcome 1; outcome 2; outcome 3",
    "4.4.2": "ambition 2; 2.2.2",
    "4.4.3": "ambition 1; ambition 2; ambition 3",
}

# Middlesbrough: reference | sub-actions proposed | recommendations that it refers to
MIDDLESBROUGH_FILE = "middlesbrough-early-help-action-plan.txt"
MIDDLESBROUGH = """
a) | 3 |
b) | 2 |
c) | 1 |
d) | 1 | recommendation i
e) | 3 |
f) | 1 |
g) | 2 |
h) | 1 |
i) | 1 | recommendation d
j) | 1 |
"""
MIDDLESBROUGH_JOINED = {19: 17, 25: 23}
NEWHAM_FILE = "newham-early-years-hub.txt"
NEWHAM_FURNITURE = [24, 26, 48, 50]
