"""The pages of the employee, the evaluator and the works council."""
