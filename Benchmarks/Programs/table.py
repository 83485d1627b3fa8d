"""One line per measurement: what was measured, what the bar is, and whether it was met."""

MEMORY_LIMIT = 256 << 20
WIDTHS = "{:<42} {:<30} {:>12} {:>12} {:>8}  {:<16} {:>8}  {}"


class Bar:
    """What a measurement must reach: a ratio from above or below, and memory in bytes."""

    def __init__(self, sign, ratio, memory=MEMORY_LIMIT):
        self.sign, self.ratio, self.memory = sign, ratio, memory

    def is_met(self, ratio, memory):
        is_fast = ratio <= self.ratio if self.sign == "≤" else ratio >= self.ratio
        return is_fast and (memory is None or memory <= self.memory)

    def __str__(self):
        limit = f", {self.memory >> 20} MiB" if self.memory != MEMORY_LIMIT else ""
        return f"{self.sign} {self.ratio:g}×{limit}"


class Table:
    """Prints each row as soon as it is known."""

    def __init__(self):
        self.missed = 0

    def head(self):
        print(WIDTHS.format("work", "peer", "ours", "peer", "ratio", "bar", "memory", "").rstrip())

    def row(self, work, peer, bar, found, unit):
        ratio = found.ours / found.theirs
        met = bar.is_met(ratio, found.memory)
        self.missed += not met
        print(
            WIDTHS.format(
                work,
                peer,
                quantity(found.ours, unit),
                quantity(found.theirs, unit),
                f"{ratio:.2f}×",
                str(bar),
                f"{found.memory >> 20} MiB" if found.memory is not None else "",
                "met" if met else "missed",
            ),
            flush=True,
        )

    def skipped(self, work, reason):
        print(f"{work:<42} not run: {reason}", flush=True)


def quantity(value, unit):
    return f"{value:,.3f} {unit}" if unit == "s" else f"{value:,.0f} {unit}"
