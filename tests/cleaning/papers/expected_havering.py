"""Havering's draft action plan, read by eye: years of the plan, leads, and what the last column says.

One line an action: id after the plan's name | years of each phase | leads | targets in order, "w" for
words only, a number with its unit otherwise | rhythm | ongoing.
"""

PLAN = "havering_best_start"
FILE = "havering-best-start-action-plan.txt"
ACTIONS = """
s1_01 | 1, 2, 3 | Early Years Planning Lead; Family Hub Manager; SEND Manager | w w | annual | no
s1_02 | 1, 2-3 | Early Years Marketing Officer; SEND Manager | w w | annual | no
s1_03 | 1 | Early Years Marketing Officer | 100% | | no
s1_04 | 1, 2, 3 | Early Years Planning Lead; Legal Team | w w | annual | no
s1_05 | 2, 2-3 | Early Years QA Manager; Children’s Centre Lead | w w | | no
s1_06 | 1-3 | Early Years SEND Manager; Area SENCos; SEND Advisors | w w w | annual | yes
s1_07 | 1, 2-3 | Early Years QA Manager; Early Help Lead; Parent Engagement Officer | w w | annual | no
s1_08 | 1, 2-3 | Public Health Lead; Early Years QA Manager | w w | | no
s2_01 | 1, 2-3 | School Organisation Manager; Early Years Planning Lead | | | no
s2_02 | 1, 2, 3 | Early Years Planning Lead; Legal Team | 100% w | annual | no
s2_03 | 1-3 | Early Years QA Manager; Early Years Planning Lead; SEND Manager | w w | annual | yes
s2_04 | 2, 2-3 | School Organisation Manager; Community Partners | w w | | no
s2_05 | 1-3 | Early Years Planning Lead; Data Analyst | w w | quarterly | no
s2_06 | 1, 2-3 | Early Years QA Manager; Outreach Coordinator; Early Years Marketing Officer | w w | annual | no
s2_07 | 1, 2-3 | School Organisation Manager; Senior Early Years Officer; Community Partners | w w | | no
s2_08 | 1, 2, 3 | Data Analyst; Early Years Planning Lead | w w w | annual | no
s3_01 | 1-3 | Early Years QA Manager; QA Team | w w | termly | no
s3_02 | 1, 2-3 | Early Years QA Manager; Early Years SEND Manager; Programme Leads; SEND Advisors | w w | | no
s3_03 | 1, 2-3 | Early Years QA Manager; Training Coordinator | w w | | no
s3_04 | 1-3 | Early Years QA Manager | w w | | yes
s3_05 | 1, 2, 2-3 | Early Years QA Manager; Public Health Lead | w w | | no
s3_06 | 1, 2-3 | Early Years QA Manager; Public Health Lead | w w | | yes
s3_07 | 1, 2-3 | Early Years QA Manager; Data Analyst Lead | w w 75.8% | annual | no
s3_08 | 1, 2-3 | Early Years QA Manager; Local training provider (Havering Adult College etc) | w w | annual | no
s3_09 | 1, 2-3 | Early Years QA Manager | w w | | no
s3_10 | 1, 2-3 | Early Years QA Manager; Inclusion Lead | w w | | no
s3_11 | 1, 2 | Early Years QA Manager | w w | | no
s3_12 | 1-3 | Early Years QA Manager | w w | | yes
s3_13 | 1, 2, 3 | Early Years SEND Manager; Early Years Planning Lead; Early Years QA Manager | w w | | no
s3_14 | 1, 2-3 | Early Years SEND Manager; Early Years QA Manager; PVI Managers | w w | | no
"""
# Every action has no rating column and no progress column; two rows are cut by a page break.
JOINED = {14: 12, 41: 39}

COST_FILE = "havering-improvement-plan-cabinet-report.txt"
COST_PLAN = "havering_improvement_y2"
# proposal | funder | pounds | posts; "x" where the cell holds no sum
COSTS = """
Yr2a | grant | 100000 | 2
Yr2a | council | 80000 | 1
Yr2b | grant | 57000 | 1
Yr2b | council | 60000 |
Yr2c | grant | 40000 | 1
Yr2c | council | 6500 |
Yr2d | grant | 3000 | 1
Yr2d | council | 47000 |
Yr2e | grant | x |
Yr2e | council | x |
"""
# sum | pounds | the last pound printed | posts
TOTALS = """
yr2a_cost | 180000 | 10000 | 3
yr2b_cost | 117000 | 1000 | 1
yr2c_cost | 46500 | 100 | 1
yr2d_cost | 50000 | 10000 | 1
yr2e_cost | x | |
cost_column | x | |
grant_column | 200000 | 100000 |
council_column | 193500 | 100 |
"""
