"""Tables as files that a spreadsheet program opens: CSV, XLSX and ODS."""
