"""Time expressions: the lexer, the grammar, the calendar; see `coding.times`."""
