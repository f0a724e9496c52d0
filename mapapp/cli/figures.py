"""The figures of an evaluation in words, for the terminal and the page."""

from collections.abc import Iterator

from mapapp.desk import Figures


def rows_of(found: Figures) -> Iterator[tuple[str, str]]:
    """What each figure is called, and the figure as it is written; the wrong-pin rate first."""
    yield "wrong pins", wrong_pins(found)
    yield "resolved and right", part(found.right, found.phrases)
    among = f"the truth is among the choices of {found.ambiguous_with_truth:,}"
    yield "ambiguous", f"{part(found.ambiguous, found.phrases)}; {among}"
    yield "area", f"{part(found.area, found.phrases)}; the truth is inside {found.area_with_truth:,}"
    yield "refused", _refused(found)
    yield from _of_the_resolved(found)
    if found.phrases:
        yield "time for a phrase", f"{_ms(found.seconds_p50)} median, {_ms(found.seconds_p99)} p99"
        yield "speed", speed(found)
    if found.unusable:
        yield "rows left out", f"{found.unusable:,} that cannot be used"


def _of_the_resolved(found: Figures) -> Iterator[tuple[str, str]]:
    """How far off the resolved are, and what they say of it; nothing where none is."""
    if not found.resolved:
        return
    errors = found.error_m
    finer = f"{metres(errors.p90)} p90, {metres(errors.p95)} p95, {metres(errors.max)} most"
    yield "error of the resolved", f"{metres(errors.p50)} median, {finer}"
    yield "truth inside the radius", f"{percent(found.radius_coverage)} of the resolved"
    yield "stated radius", f"{metres(found.radius_median_m)} median"


def wrong_pins(found: Figures) -> str:
    """The headline: the rate, the counts and the interval."""
    if found.wrong_pin_interval is None:
        return "none: nothing was resolved"
    low, high = found.wrong_pin_interval
    return (
        f"{percent(found.wrong_pin_rate)}: {found.wrong:,} of {found.resolved:,} resolved are more than "
        f"100 m off (95 % interval {percent(low)} to {percent(high)})"
    )


def speed(found: Figures) -> str:
    """Phrases a second, reading the table and starting up included."""
    processes = f"{found.jobs} process{'es' if found.jobs > 1 else ''}"
    return f"{found.phrases_per_second or 0:,.0f} phrases a second, {processes}, starting up included"


def percent(rate: float | None) -> str:
    """A rate in per cent, finer where it is small."""
    if rate is None:
        return "–"
    return f"{100 * rate:.2f} %" if 0 < rate < 0.1 else f"{100 * rate:.1f} %"


def metres(length: float | None) -> str:
    """A length in metres, or kilometres where it is long."""
    if length is None:
        return "–"
    return f"{length:,.0f} m" if length < 10_000 else f"{length / 1000:,.0f} km"


def part(some: int, of: int) -> str:
    """A share, with what it is a share of."""
    return f"{percent(some / of if of else None)} ({some:,} of {of:,})"


def _refused(found: Figures) -> str:
    outcomes = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in found.refused.items())
    share = part(sum(found.refused.values()), found.phrases)
    return f"{share}: {outcomes}" if outcomes else share


def _ms(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds * 1000:.2f} ms"
