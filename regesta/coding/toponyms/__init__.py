"""Place names: spotting them, weighing the evidence, choosing among namesakes; see `coding.places`."""
