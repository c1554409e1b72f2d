/** Where nodes belong: the start of their ids, and who owns their parameters. */
export interface Part {
  readonly prefix: string;
  /** Undefined for what is shared. */
  readonly task: string | undefined;
}

export const sharedPart: Part = { prefix: 'shared', task: undefined };

export function taskPart(task: string): Part {
  return { prefix: `tasks/${task}`, task };
}

/** A part of a part, such as a level or a column. */
export function within({ prefix, task }: Part, name: string): Part {
  return { prefix: `${prefix}/${name}`, task };
}
