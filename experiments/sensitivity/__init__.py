"""What the runs of a study say of its assumptions: indices of sensitivity, regret, and where a choice turns."""
