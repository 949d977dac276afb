"""Data folders and datasets: the invented ones, and the project's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sound_data import copy_sound

from analysis.dataset.dataset import Dataset
from analysis.dataset.load import load_dataset


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of their own, so that the user's keeps its entries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KETNAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A sound data folder, to be broken."""
    return copy_sound(tmp_path / "data")


@pytest.fixture(scope="session")
def sound_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound data folder that all tests share: not to be changed."""
    return copy_sound(tmp_path_factory.mktemp("sound") / "data")


@pytest.fixture(scope="session")
def invented(sound_folder: Path) -> Dataset:
    """The newest edition of the invented figures."""
    return load_dataset(folder=sound_folder)


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The newest edition of the project's own data."""
    return load_dataset()
