/** The name of an experiment or a task without what file names cannot have. */
export function fileNameOf(given: string): string {
  const name = given.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '');
  return name || 'run';
}

/**
 * A name of a file for each of some names: a later one that would have the file of one before it gets
 * a number, `to-French`, `to-French-2`. Capitals tell no names apart, as on most file systems.
 */
export function fileNamesOf(given: readonly string[]): string[] {
  const taken = new Set<string>();
  const keyOf = (name: string): string => name.normalize().toLowerCase();
  return given.map((each) => {
    const plain = fileNameOf(each);
    let name = plain;
    for (let count = 2; taken.has(keyOf(name)); count++) name = `${plain}-${count}`;
    taken.add(keyOf(name));
    return name;
  });
}
