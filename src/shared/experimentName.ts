/** A text as the name of an experiment: what a name cannot hold becomes a dash. */
export function toExperimentName(text: string): string {
  const name = text.replace(/[^\p{L}\p{N}_ .-]+/gu, '-');
  return /^[\p{L}\p{N}_]/u.test(name) ? name : `experiment${name}`;
}

/** The name of an experiment that does not say one. */
export function nameAfterFile(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  return toExperimentName(base.replace(/\.mtl\.json$/i, ''));
}
