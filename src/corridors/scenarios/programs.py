"""Compiled programs are kept on disk, so that the second start of a run does not compile them again."""

import hashlib
import os
import platform
from functools import lru_cache
from pathlib import Path

LARGEST = 256 * 2**20
"""Bytes that the folder may hold; programs that were not used for longest go first. A run's programs take 1 MB."""
SHORTEST = 0.02
"""Seconds of compilation from which on a program is kept."""


@lru_cache(maxsize=1)
def keep_programs() -> None:
    """Let JAX keep what it compiles in the user's cache folder, unless the user has said what JAX shall do.

    JAX's own settings come first: `JAX_COMPILATION_CACHE_DIR` names another folder and
    `JAX_ENABLE_COMPILATION_CACHE=false` keeps nothing. Where the folder cannot be made, nothing is kept and each start
    compiles anew: results are the same. Programs of another processor or another JAX lie in folders of their own.

    Source: https://docs.jax.dev/en/latest/persistent_compilation_cache.html
    """
    import jax
    from jax.experimental.compilation_cache import compilation_cache

    settings = jax.config.values
    if settings["jax_compilation_cache_dir"] is not None or not settings["jax_enable_compilation_cache"]:
        return
    folder = _folder(jax.__version__)
    if folder is None:
        return
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_compilation_cache_max_size", LARGEST)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", SHORTEST)
    compilation_cache.reset_cache()


def _folder(version: str) -> Path | None:
    """The folder of this processor and version of JAX, or None where it cannot be written."""
    from platformdirs import user_cache_path

    mark = hashlib.sha256(_processor().encode()).hexdigest()[:12]
    folder = user_cache_path("corridors", appauthor=False) / "programs" / f"jax-{version}-{mark}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _processor() -> str:
    """What distinguishes processors: kind, name and, where the system tells, the instructions they know."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8", errors="replace").splitlines() if known.is_file() else []
    told = {line for line in lines if line.partition("\t")[0].strip() in ("flags", "Features", "model name")}
    return "\n".join([platform.machine(), platform.processor(), *sorted(told)])
