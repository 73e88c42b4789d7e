/** The rows around the cursor that fit into so many lines. */
export function rowsAround<Row>(rows: readonly Row[], cursor: number, height: number): readonly Row[] {
  const top = Math.max(0, Math.min(rows.length - height, cursor - Math.floor(height / 2)));
  return rows.slice(top, top + height);
}
