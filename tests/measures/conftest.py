"""Datasets for these tests: the real one, and invented ones."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def real():
    """The dataset of the project, newest edition."""
    from analysis.dataset.load import load_dataset

    return load_dataset()


@pytest.fixture(scope="session")
def invent():
    """The function that makes a dataset of invented observations."""
    from invented import invent_dataset

    return invent_dataset
