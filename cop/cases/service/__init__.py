"""Every change of a case: what authors do, what reviewers do, what is taken over."""
