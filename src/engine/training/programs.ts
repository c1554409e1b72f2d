import type { Backend, Program, ProgramSpec } from '../backend/program';

/** Compiles a program for each batch size that occurs: the usual one and the last, smaller one. */
export class Programs {
  private readonly compiled = new Map<number, Promise<Program>>();

  constructor(
    private readonly backend: Backend,
    private readonly specFor: (batchSize: number) => ProgramSpec,
  ) {}

  forBatch(batchSize: number): Promise<Program> {
    const known = this.compiled.get(batchSize);
    if (known) return known;
    const program = this.backend.compile(this.specFor(batchSize));
    this.compiled.set(batchSize, program);
    return program;
  }

  async dispose(): Promise<void> {
    const programs = await Promise.allSettled(this.compiled.values());
    this.compiled.clear();
    for (const program of programs) {
      if (program.status === 'fulfilled') await program.value.dispose();
    }
  }
}
