"""Words of speech: quotations, cues and their complements, speakers, circumstances; see `coding.statements`."""
