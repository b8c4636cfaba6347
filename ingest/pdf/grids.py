"""Find the grids that rules make on a page, and in which cell of one a place lies."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.pdf.lines import Box

_ONE = 2.5
"""Points within which rules lie on one line, and within which they touch."""


@dataclass(frozen=True)
class _Rule:
    """A stretch of a straight line: at `at`, from `start` to `end`, in points."""

    flat: bool
    """True where it runs across the page."""
    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Say whether a place along the line lies on the stretch."""
        return self.start - _ONE <= place <= self.end + _ONE


@dataclass(frozen=True)
class Grid:
    """Rows and columns between rules; some of these may be missing, where cells span."""

    across: Sequence[_Rule]
    """The horizontal rules."""
    down: Sequence[_Rule]
    """The vertical rules."""
    heights: Sequence[float]
    """Where rows may meet, from the lowest up."""
    sides: Sequence[float]
    """Where columns may meet, from the left."""

    def holds(self, box: Box) -> bool:
        """Say whether the middle of a box lies in the grid."""
        across, down = _middle(box)
        inside = self.sides[0] - _ONE <= across <= self.sides[-1] + _ONE
        return inside and self.heights[0] - _ONE <= down <= self.heights[-1] + _ONE

    def cell(self, box: Box) -> tuple[int, int]:
        """Return row, from the top, and column of the cell that holds a box.

        A cell that spans rows or columns lies in the first of each.
        """
        across, down = _middle(box)
        row = min(max(bisect_right(self.heights, down), 1), len(self.heights) - 1)
        while row < len(self.heights) - 1 and not _ruled(self.across, self.heights[row], across):
            row += 1
        column = min(max(bisect_right(self.sides, across), 1), len(self.sides) - 1) - 1
        while column > 0 and not _ruled(self.down, self.sides[column], down):
            column -= 1
        return len(self.heights) - 1 - row, column

    def columns(self, row: int) -> list[int]:
        """Return where the cells of a row start that no cell from the left reaches into."""
        place = len(self.heights) - 1 - row
        middle = (self.heights[place - 1] + self.heights[place]) / 2
        starts = enumerate(self.sides[:-1])
        return [n for n, side in starts if not n or _ruled(self.down, side, middle)]


def find_grids(rules: Iterable[Box]) -> list[Grid]:
    """Return the grids of at least two rows and two columns."""
    across, down = _by_direction(rules)
    grids: list[Grid] = []
    for group in _connected(across, down):
        steep = [rule for rule in down if rule in group]
        # The line under a link may reach one side of its cell.
        least = 2 if len(steep) > 2 else 1
        flat = [rule for rule in across if rule in group and _met(rule, steep) >= least]
        # A row that goes on on the next page has no rule below it, and some tables none beside.
        heights = _places([rule.at for rule in flat], steep)
        sides = _places([rule.at for rule in steep], flat)
        if len(heights) > 2 and len(sides) > 2:
            grids.append(Grid(flat, steep, heights, sides))
    return grids


def _middle(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.bottom + box.top) / 2


def _ruled(rules: Sequence[_Rule], at: float, place: float) -> bool:
    return any(abs(rule.at - at) <= _ONE and rule.covers(place) for rule in rules)


def _met(flat: _Rule, steep: Sequence[_Rule]) -> int:
    """Return how many vertical rules a horizontal one meets."""
    return sum(flat.covers(rule.at) and rule.covers(flat.at) for rule in steep)


def _by_direction(rules: Iterable[Box]) -> tuple[list[_Rule], list[_Rule]]:
    """Return horizontal and vertical rules, the pieces of each put together."""
    flat: list[_Rule] = []
    steep: list[_Rule] = []
    for box in rules:
        across, down = _middle(box)
        if box.right - box.left >= box.top - box.bottom:
            flat.append(_Rule(True, down, box.left, box.right))
        else:
            steep.append(_Rule(False, across, box.bottom, box.top))
    return _whole(flat), _whole(steep)


def _whole(pieces: Sequence[_Rule]) -> list[_Rule]:
    """Return rules with those put together that touch on one line."""
    on_line: list[list[_Rule]] = []
    for piece in sorted(pieces, key=lambda rule: rule.at):
        if on_line and piece.at - on_line[-1][0].at <= _ONE:
            on_line[-1].append(piece)
        else:
            on_line.append([piece])
    whole: list[_Rule] = []
    for line in on_line:
        line.sort(key=lambda rule: rule.start)
        held = line[0]
        for piece in line[1:]:
            if piece.start <= held.end + _ONE:
                held = _Rule(held.flat, held.at, held.start, max(held.end, piece.end))
            else:
                whole.append(held)
                held = piece
        whole.append(held)
    return whole


def _connected(across: Sequence[_Rule], down: Sequence[_Rule]) -> list[set[_Rule]]:
    """Return the groups of rules that cross or touch each other."""
    touching: defaultdict[_Rule, list[_Rule]] = defaultdict(list)
    for flat in across:
        for steep in down:
            if flat.covers(steep.at) and steep.covers(flat.at):
                touching[flat].append(steep)
                touching[steep].append(flat)
    groups: list[set[_Rule]] = []
    seen: set[_Rule] = set()
    for rule in across:
        if rule in seen or rule not in touching:
            continue
        group, waiting = {rule}, [rule]
        while waiting:
            for other in touching[waiting.pop()]:
                if other not in group:
                    group.add(other)
                    waiting.append(other)
        seen |= group
        groups.append(group)
    return groups


def _places(ats: Sequence[float], crossing: Iterable[_Rule]) -> list[float]:
    """Return the distinct places of rules, and the ends of those across them, in order."""
    ends = [end for rule in crossing for end in (rule.start, rule.end)]
    lowest, highest = min([*ats, *ends]), max([*ats, *ends])
    places: list[float] = []
    for at in sorted([lowest, *ats, highest]):
        if not places or at - places[-1] > _ONE:
            places.append(at)
    return places
