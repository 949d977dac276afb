"""What a machine makes briefs with: where it differs, the same brief could come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.paths import find_project
from analysis.reporting.inputs import digest, hash_file, read_tools, versions
from analysis.reporting.kernels.kernel import KERNEL

_VERSION, _CODE = "version of ", "code "
_MISSING = "none"
# Differences that are told one by one; of more, how many there are.
_NAMED = 5


def read_identity(notebooks: Sequence[str]) -> dict[str, str]:
    """Return what briefs are made with here, as it is on disk now: versions and hashes, by name.

    Args:
        notebooks: The notebooks that shall run, as paths below the folder of notebooks.

    Raises:
        CallerError: There is no project here.
        DataError: The data have faults.
    """
    from analysis.dataset.load import load_dataset

    for cached in (versions, read_tools):
        cached.cache_clear()  # who lives long may have been brought up to date meanwhile
    folder = find_project().notebooks
    files = {f"notebook {name}": folder / name for name in notebooks}
    found = {name: hash_file(file) if file.is_file() else _MISSING for name, file in files.items()}
    return read_tools() | found | {"the kernel": _kernel(), "the data": load_dataset().data_hash}


def _kernel() -> str:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        spec = KernelSpecManager().get_kernel_spec(KERNEL)
    except NoSuchKernel:
        return _MISSING
    # The first word is this machine's Python.
    return digest([spec.argv[1:], spec.env, spec.metadata])


def tell_differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    """Return in words where another machine's identity differs from this one's."""
    told = list(_differences(ours, theirs))
    more = [f"{len(told) - _NAMED} more"] if told[_NAMED:] else []
    return ", ".join(told[:_NAMED] + more)


def _differences(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(ours.keys() | theirs.keys(), key=_rank):
        here, there = ours.get(name, _MISSING), theirs.get(name, _MISSING)
        if here == there:
            continue
        if name.startswith(_VERSION):
            yield f"{name.removeprefix(_VERSION)} {there} instead of {here}"
        elif _MISSING in (here, there):
            yield f"{name}, which {'it lacks' if there == _MISSING else 'is not here'}"
        else:
            yield name


def _rank(name: str) -> tuple[bool, bool, str]:
    """Put versions first, code last: that may be many files."""
    return not name.startswith(_VERSION), name.startswith(_CODE), name
