/** What gates let through, summed over rows. */
export class GateTotals {
  private readonly sums: number[][] = [];

  /** @param gates means over each batch, [batches, branches] a gate */
  add(gates: readonly Float32Array[], batchSize: number, batches: number): void {
    gates.forEach((values, gate) => {
      const branches = values.length / batches;
      const sums = (this.sums[gate] ??= new Array<number>(branches).fill(0));
      values.forEach((value, index) => {
        const branch = index % branches;
        sums[branch] = (sums[branch] ?? 0) + value * batchSize;
      });
    });
  }

  means(ids: readonly string[], rows: number): Readonly<Record<string, readonly number[]>> {
    return Object.fromEntries(
      ids.map((id, gate) => [id, (this.sums[gate] ?? []).map((sum) => sum / rows)]),
    );
  }
}
