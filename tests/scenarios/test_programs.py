import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import jax
from corridors.scenarios.programs import keep_programs
keep_programs()
compiled = []
jax.monitoring.register_event_listener(lambda name, **_: compiled.append(name))
print(float(jax.jit(lambda x: jax.numpy.linalg.inv(x @ x + 2).sum())(jax.numpy.eye(4))))
print(jax.config.jax_compilation_cache_dir)
print("/jax/compilation_cache/cache_hits" in compiled)
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))

    def lines():
        done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=120)
        return done.stdout.split("\n")[:3]

    return lines


def test_a_second_process_finds_what_the_first_compiled(run):
    first, second = run(), run()
    assert first[0] == second[0], "the same program gives the same bits"
    assert Path(first[1]).is_dir() and first[1] == second[1]
    assert (first[2], second[2]) == ("False", "True")


def test_a_folder_that_the_user_named_is_kept(run, monkeypatch, tmp_path):
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", str(tmp_path / "mine"))
    assert run()[1] == str(tmp_path / "mine")


def test_where_nothing_can_be_written_nothing_is_kept(run, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder would be")
    (tmp_path / "Library").write_text("the same on another system")
    assert run()[1:] == ["None", "False"]
