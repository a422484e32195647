/** The order of pictures while they are moved: what the screen shows before the server has answered. */

/** The rows with the one of this id moved to `to`. It is known by its id: places change while a move is under way. */
export function moved<T extends { id: string }>(rows: readonly T[], id: string, to: number): T[] {
  const rest = rows.filter((row) => row.id !== id);
  return [...rest.slice(0, to), ...rows.filter((row) => row.id === id), ...rest.slice(to)];
}
