"""Figures on the admission of Party members in Vietnam's provinces, each with its source."""
