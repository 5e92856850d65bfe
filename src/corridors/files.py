"""Writing files whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from corridors.errors import CannotWrite


def write_whole(path: Path, content: bytes | str) -> Path:
    """Write a file so that a reader sees either the old content or all of the new one, never a part.

    The content goes to a temporary file in the same folder, is flushed to the disk and then renamed over `path`
    (atomic on POSIX and Windows); an interruption leaves no trace.

    Args:
        path: where to write; missing parent folders are made.
        content: text (UTF-8) or bytes.

    Raises:
        CannotWrite: the folder or file cannot be written.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> write_whole(folder / "a.txt", "whole").read_text()
        'whole'
    """
    write_together({Path(path): content})
    return Path(path)


def write_together(files: Mapping[Path, bytes | str]) -> None:
    """Write files that belong together: none is put in place before all of them lie on the disk.

    Args:
        files: content by path, as in `write_whole`.

    Raises:
        CannotWrite: a folder or file cannot be written; no file is changed then.
    """
    waiting: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            waiting[path] = _temporary(path)
            _fill(waiting[path], path, content)
        for path, temporary in waiting.items():
            try:
                temporary.replace(path)
            except OSError as error:
                raise cannot_write(path, error) from error
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def _temporary(path: Path) -> Path:
    """An empty file beside `path`, whose folder is made where it is missing."""
    if path.is_dir():
        raise CannotWrite(f"Cannot write {path}: it is a folder.", hint="Name a file in it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.", suffix=".part")
    except OSError as error:
        raise cannot_write(path, error) from error
    os.close(handle)
    return Path(name)


def _fill(temporary: Path, path: Path, content: bytes | str) -> None:
    try:
        with temporary.open("wb") as stream:
            stream.write(content.encode() if isinstance(content, str) else content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> CannotWrite:
    """Say in one sentence why a path cannot be written, and what to do.

    >>> print(cannot_write(Path("x/y"), OSError(13, "Permission denied")))
    Cannot write x/y: permission denied. Choose a folder that you may write to.
    """
    in_a_file = isinstance(error, FileExistsError | NotADirectoryError)
    reason = "a file stands where its folder should be" if in_a_file else (error.strerror or str(error)).lower()
    return CannotWrite(f"Cannot write {path}: {reason}.", hint="Choose a folder that you may write to.")


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
