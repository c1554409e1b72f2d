/**
 * Whether a task can have a name: not that of every task's head, nor one that every object of
 * JavaScript knows, such as `constructor`; the values of tasks are kept in objects.
 */
export function isTaskName(name: string): boolean {
  return name !== 'default' && !(name in {});
}
