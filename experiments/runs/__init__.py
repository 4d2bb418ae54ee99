"""One run and many: tasks, worker processes, the tables they leave, and making them again."""
