"""Tasks that are run one after the other or side by side."""

import threading

import pytest

from generator.system.tasks import MAX_THREADS, run_in_threads, run_serially


@pytest.mark.parametrize("run", [run_serially, run_in_threads])
@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_results_are_in_the_order_of_the_tasks(run, count):
    assert run([lambda number=number: number for number in range(count)]) == list(range(count))


@pytest.mark.parametrize("run", [run_serially, run_in_threads])
@pytest.mark.parametrize("error", [ValueError("broken"), SystemExit(2)])
def test_an_error_of_a_task_is_raised(run, error):
    def fail():
        raise error

    with pytest.raises(type(error)) as caught:
        run([lambda: 1, fail, lambda: 2])
    assert caught.value is error


def test_tasks_run_side_by_side_in_a_limited_number_of_threads():
    barrier = threading.Barrier(MAX_THREADS)

    def work():
        barrier.wait(timeout=20)  # passes only if as many tasks run at the same time
        return threading.get_ident()

    assert len(set(run_in_threads([work] * (3 * MAX_THREADS)))) == MAX_THREADS


def test_a_single_task_runs_in_the_thread_of_its_caller():
    assert run_in_threads([threading.get_ident]) == [threading.get_ident()]
