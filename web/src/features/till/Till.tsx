export function Till() {
  return null;
}
