"""Checked tables kept as Parquet, so that a folder of sound data is checked once and not at every load.

The folder is `KETNAP_CACHE`, else `ketnap` in the user's cache folder (`XDG_CACHE_HOME`, else `~/.cache`). An entry is
a folder named by the hash of all that it was made from: nothing ever has to be made invalid. A cache that is missing,
unreadable or not writable is no error: then there is none.
"""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pandas as pd

# Entries that are kept, the newest.
_KEPT = 8
# Seconds after which an entry that was begun and never finished is swept away.
_ABANDONED = 3600
# Names of entries; nothing else in the folder is ever touched.
_WHOLE, _BEGUN = "dataset-", "begun-dataset-"
_NAMES, _SUFFIX = "tables.txt", ".parquet"
# Bytes of a file from which on it pays to read it on all cores.
_LARGE = 5_000_000
# Rooms whose code decides what is read from a file.
_CODE = ("dataset", "text")


def cache_folder() -> Path:
    """Return the folder of the cache, whether it is there or not.

    Raises:
        RuntimeError: No variable names one, and the user has no home folder.
    """
    named, shared = os.environ.get("KETNAP_CACHE"), os.environ.get("XDG_CACHE_HOME")
    if named:
        return Path(named)
    return (Path(shared) if shared else Path.home() / ".cache") / "ketnap"


@functools.cache
def code_version() -> str:
    """Return the SHA-256 over the source code that reads and checks data, and the version of pandas."""
    digest = hashlib.sha256(pd.__version__.encode())
    package = Path(__file__).resolve().parents[1]
    for file in sorted(file for room in _CODE for file in (package / room).glob("*.py")):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def read_entry(key: str) -> dict[str, pd.DataFrame] | None:
    """Return the tables of an entry by name, None if it is not there or can't be read."""
    try:
        entry = cache_folder() / f"{_WHOLE}{key}"
        names = (entry / _NAMES).read_text(encoding="utf-8").split()
        tables = {name: _read(entry / f"{name}{_SUFFIX}") for name in names}
        # The time says when it was last of use.
        os.utime(entry)
    except Exception:
        # Whatever is wrong (pyarrow has errors of many kinds), the data themselves are still there.
        return None
    return tables


def _read(file: Path) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # A process that forks must have no thread, and small tables are read as fast without.
    threads = file.stat().st_size > _LARGE
    with pq.ParquetFile(file, pre_buffer=threads) as parquet:
        table = parquet.read(use_threads=threads)
    names, schema, columns = table.column_names, table.schema, []
    for name in names:
        # In one piece, for rows are taken from it; and one column after the other, so that no two tables are held.
        columns.append(table.column(name).combine_chunks())
        table = table.drop([name])
    whole = pa.table(columns, schema=schema)
    frame: pd.DataFrame = whole.to_pandas(split_blocks=True, self_destruct=True, use_threads=threads)
    # Parquet has no days in seconds, the unit in which they are loaded.
    return frame.astype(dict.fromkeys(frame.columns[frame.dtypes == "datetime64[ms]"], "datetime64[s]"))


def write_entry(key: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Keep tables as an entry, whole or not at all, and sweep away the oldest ones.

    Args:
        key: Hash of all that the tables were made from.
        tables: Frames by name; their index is not kept.
    """
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        begun = Path(tempfile.mkdtemp(prefix=_BEGUN, dir=folder))
    except (OSError, RuntimeError):
        return
    with suppress(OSError):
        for name, frame in tables.items():
            _write(begun / f"{name}{_SUFFIX}", frame)
        (begun / _NAMES).write_text("\n".join(tables), encoding="utf-8")
        entry = folder / f"{_WHOLE}{key}"
        # An entry that is there could not be read, or another process was faster: either way this one is as good.
        shutil.rmtree(entry, ignore_errors=True)
        begun.replace(entry)
    shutil.rmtree(begun, ignore_errors=True)
    _sweep(folder)


def _write(file: Path, frame: pd.DataFrame) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False)
    pq.write_table(table, file, compression="lz4", row_group_size=max(1, len(frame)))


def _sweep(folder: Path) -> None:
    whole = sorted(_ages(folder, _WHOLE), reverse=True)[_KEPT:]
    begun = [(when, path) for when, path in _ages(folder, _BEGUN) if time.time() - when > _ABANDONED]
    for _, path in whole + begun:
        shutil.rmtree(path, ignore_errors=True)


def _ages(folder: Path, prefix: str) -> Iterator[tuple[float, Path]]:
    for path in folder.glob(f"{prefix}*/"):
        with suppress(OSError):
            yield path.stat().st_mtime, path
