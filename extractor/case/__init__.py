"""From the rows of a results folder to the case: links, chain, deadlines, responsibility, papers."""
