"""Second libraries: what they answer to the questions of the analysis tools, live and recorded."""
