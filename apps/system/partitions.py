"""Tables that grow with time are partitioned by month, on the time within their UUIDv7 primary key.

Because the key itself is the partition key, it stays an ordinary single-column primary key for Django and
for every lookup, and a lookup by id reads one partition.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.db import connection, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunSQL
from django.db.migrations.state import ProjectState

from apps.system.ids import id_floor

MONTHS_AHEAD = 3

_PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass"


@dataclass(frozen=True)
class Partition:
    """One month of a table, and when it ends."""

    name: str
    end: datetime


class CreatePartitionedModel(migrations.CreateModel):
    """CreateModel whose table is `PARTITION BY RANGE (id)`, and a default partition: no row is refused."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        table = model._meta.db_table
        sql, parameters = schema_editor.table_sql(model)
        schema_editor.execute(f"{sql} PARTITION BY RANGE (id)", parameters)
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))  # type: ignore[attr-defined]
        schema_editor.execute(f'CREATE TABLE "{table}_default" PARTITION OF "{table}" DEFAULT')
        for statement in month_statements(table, datetime.now(UTC)):
            schema_editor.execute(statement)


def partitioned_models() -> list[type[models.Model]]:
    """Every model that declares `partitioned = True`."""
    return [model for model in apps.get_models() if getattr(model, "partitioned", False)]


def ensure_partitions(now: datetime) -> list[str]:
    """Create the partitions of this month and the next three where missing; answers the tables."""
    tables = [model._meta.db_table for model in partitioned_models()]
    with connection.cursor() as cursor:
        for table in tables:
            for statement in month_statements(table, now):
                cursor.execute(statement)
    return tables


def list_partitions(table: str) -> list[Partition]:
    """A table's partitions by month, the oldest first; the default one, which is of no month, is none."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTITIONS, [table])
        names = [str(name) for (name,) in cursor.fetchall()]
    months = {name: name.removeprefix(f"{table}_") for name in names}
    return [
        Partition(name, _first_of(int(month[:4]), int(month[4:]) + 1))
        for name, month in sorted(months.items())
        if month.isdigit() and len(month) == 6
    ]


def months_before(now: datetime, months: int) -> datetime:
    """The first moment of the month so many months before this one."""
    years, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return _first_of(years, month + 1)


def month_statements(table: str, now: datetime) -> list[str]:
    """The statements that create a table's monthly partitions from this month on."""
    return [_month_statement(table, now.year, now.month + ahead) for ahead in range(MONTHS_AHEAD + 1)]


def _month_statement(table: str, year: int, month: int) -> str:
    start, end = _first_of(year, month), _first_of(year, month + 1)
    return (
        f'CREATE TABLE IF NOT EXISTS "{table}_{start:%Y%m}" PARTITION OF "{table}" '
        f"FOR VALUES FROM ('{id_floor(start)}') TO ('{id_floor(end)}')"
    )


def _first_of(year: int, month: int) -> datetime:
    extra, zero_based = divmod(month - 1, 12)
    return datetime(year + extra, zero_based + 1, 1, tzinfo=UTC)


def forbid_rewrite(table: str, *, may_fill: str | None = None) -> list[RunSQL]:
    """Migration operations that make a table append-only: at most `may_fill` may go from NULL to a value."""
    name = f"{table}_is_append_only"
    create = f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {_exception_for(may_fill) if may_fill else ""}
            RAISE EXCEPTION '{table} is append-only';
        END $$;
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}();
    """
    return [RunSQL(create, f'DROP TRIGGER {name} ON "{table}"; DROP FUNCTION {name};')]


def _exception_for(column: str) -> str:
    return f"""
            IF TG_OP = 'UPDATE' AND OLD.{column} IS NULL
               AND to_jsonb(NEW) - '{column}' = to_jsonb(OLD) - '{column}' THEN
                RETURN NEW;
            END IF;"""
