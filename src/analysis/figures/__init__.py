"""How measures are shown: theme, labels, charts, tables, source marks."""
