"""What is done: triggers, arguments, candidates, decisions, the relation model; see `coding.events`."""
