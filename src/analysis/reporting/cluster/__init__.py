"""Briefs built on a Dask cluster: the pool, its crew of workers, what runs on them, and what they must have alike."""
