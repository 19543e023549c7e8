"""Who is who: finding names and descriptions, whom they mean; see `coding.mentions` and `coding.entities`."""
