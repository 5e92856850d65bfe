"""The process that draws: the same picture as here, started again when it ends, gone when the explorer is."""

import subprocess
import sys
import time

import psutil
import pytest

from corridors.explorer.drawing import SMALLEST, Drawer, picture


@pytest.fixture
def drawer():
    made = Drawer()
    yield made
    made.close()


def test_it_draws_what_is_drawn_here(drawer):
    assert drawer.draw(SMALLEST) == picture(SMALLEST)


def test_when_its_process_ends_the_next_picture_comes_all_the_same(drawer):
    drawer.draw(SMALLEST)
    first = drawer.process
    first.kill()
    assert drawer.draw(SMALLEST) == picture(SMALLEST)
    assert drawer.draw(SMALLEST) == picture(SMALLEST)
    assert drawer.process is not None and drawer.process.pid != first.pid


def test_where_no_process_can_be_started_it_is_drawn_here(drawer, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert drawer.draw(SMALLEST) == picture(SMALLEST)
    assert drawer.process is None


def test_a_specification_that_vega_does_not_understand_is_refused_and_the_next_one_is_drawn(drawer):
    with pytest.raises(ValueError, match="Vega-Lite"):
        drawer.draw({"mark": 3})
    assert drawer.draw(SMALLEST) == picture(SMALLEST)


def test_it_ends_with_the_process_that_started_it_even_when_that_is_killed():
    code = (
        "from corridors.explorer.drawing import DRAWER, SMALLEST; DRAWER.draw(SMALLEST); print('ready', flush=True); "
    )
    parent = subprocess.Popen([sys.executable, "-c", code + "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout.readline() == b"ready\n"
    (child,) = psutil.Process(parent.pid).children()
    parent.kill()
    parent.communicate()
    gone, alive = psutil.wait_procs([child], timeout=20)
    assert gone and not alive, time.strftime("%X")


def test_a_picture_drawn_ahead_is_the_same(drawer):
    assert [drawer.ahead(SMALLEST).result(60) for _ in range(2)] == [picture(SMALLEST)] * 2
