"""Tables in and out as csv or Excel files: what people already have, read strictly, and written so that it can be read back."""

from registry.kit.spreadsheets.delimited import write_csv
from registry.kit.spreadsheets.reading import read_table
from registry.kit.spreadsheets.table import Row, Table, TableTooLarge, TableUnreadable
from registry.kit.spreadsheets.workbook import write_xlsx

__all__ = ["Row", "Table", "TableTooLarge", "TableUnreadable", "read_table", "write_csv", "write_xlsx"]
