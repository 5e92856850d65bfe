"""Answers on labour: who moves by skill, what getting a job costs, who recruits, who is covered by insurance."""
