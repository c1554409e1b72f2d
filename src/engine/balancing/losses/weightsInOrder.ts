/** The weights in the order of the tasks, [K]. @throws Error when a task has none */
export function weightsInOrder(
  weightOf: Readonly<Record<string, number>>,
  tasks: readonly string[],
): number[] {
  return tasks.map((task) => {
    const weight = weightOf[task];
    if (weight === undefined) throw new Error(`no weight for task ${task}`);
    return weight;
  });
}
