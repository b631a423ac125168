"""Words that no criterion, label about an agent or measure may bear, and the acts that a criterion may begin with."""
