"""Programs that name a column, a group or a label otherwise than the table does."""
