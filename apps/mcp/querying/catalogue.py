"""What `query_database` can read: curated views that apps declare in `apps/<app>/queryable.py`.

Each names its columns, says where they come from, and whose its rows are. The row filter is added here, so
that no declaration can forget it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

SCHEMA = "queryable"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class View:
    """A curated view. `columns` maps each name to its SQL and meaning; `whose` is the SQL of an actor's id.

    Without `whose` its rows are facts of the market that everybody may see.
    """

    name: str
    description: str
    source: str
    columns: Mapping[str, tuple[str, str]]
    whose: str | None = None

    @property
    def definition(self) -> str:
        """The statement that creates it, with its row filter."""
        shown = ", ".join(f"{sql} AS {name}" for name, (sql, _) in self.columns.items())
        return (
            f"CREATE VIEW {SCHEMA}.{self.name} WITH (security_barrier) AS SELECT {shown} FROM {self.source} "
            f"{self._filter()}"
        )

    def _filter(self) -> str:
        """Rows of the asker's seats and all below; of a public view all, and only while somebody asks."""
        if self.whose is None:
            return f"WHERE cardinality((SELECT {SCHEMA}.seats())) > 0"
        return (
            f"JOIN system_actor AS whose ON whose.id = {self.whose} "
            f"WHERE whose.lineage && (SELECT {SCHEMA}.seats())"
        )


_views: dict[str, View] = {}


def view(
    name: str,
    *,
    description: str,
    source: str,
    columns: Mapping[str, tuple[str, str]],
    whose: str | None,
) -> View:
    """Declare a curated view. Its name and columns are part of the wire: added to, and not changed."""
    made = View(name, description, source, columns, whose)
    unfit = [each for each in (name, *columns) if not NAME.fullmatch(each) or each.startswith("pg_")]
    if name in _views or unfit:
        raise ValueError(f"The view {name} is declared twice, or these names do not fit: {unfit}.")
    _views[name] = made
    return made


def list_views() -> list[View]:
    """Every declared view, by name."""
    return [_views[name] for name in sorted(_views)]


def outline() -> str:
    """Every view with its columns, in one text for a model to read."""
    return "; ".join(f"{each.name}({', '.join(each.columns)})" for each in list_views())
