"""The real clock."""

from generator.system.clock import Clock


def test_time_increases():
    clock = Clock()
    before = clock.monotonic()

    clock.sleep(0.001)

    assert clock.monotonic() >= before + 0.001


def test_jitter_is_a_number_from_0_to_1():
    assert all(0 <= Clock().jitter() <= 1 for _ in range(100))
