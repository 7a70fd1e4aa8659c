"""Parquet files of a recorded market. Only imports load this: Arrow is heavy."""

from pathlib import Path

from pyarrow import ArrowInvalid
from pyarrow.parquet import ParquetFile

from apps.system.errors import Invalid
from apps.trading.services.recordings import CHUNK, Table


def read_parquet(path: Path) -> Table:
    """A Parquet file, read a few thousand rows at a time. Raises OSError, and Invalid (`invalid_file`)."""
    try:
        file = ParquetFile(path)
    except ArrowInvalid as error:
        raise Invalid(f"{path.name} is no Parquet file: {error}", code="invalid_file") from error
    rows = (record for batch in file.iter_batches(batch_size=CHUNK) for record in batch.to_pylist())
    numbered = ((f"Row {number}", record) for number, record in enumerate(rows, start=1))
    return Table(file.schema_arrow.names, file.metadata.num_rows, numbered)
