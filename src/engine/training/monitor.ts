import type { MetricValues, PerTask } from '../../shared/events';
import type { EarlyStoppingSpec } from '../../shared/experiment';
import { describeMetric } from '../../shared/metricNames';

/** JSON-safe. */
export interface MonitorState {
  readonly best: number | null;
  readonly bestEpoch: number | null;
}

/** Watches one value: which epoch is best, and whether it is time to stop. */
export class Monitor {
  private best: number | undefined;
  private bestAt: number | undefined;

  /**
   * @param name `loss`, or `<task>.<metric>`
   * @param weights w_k by task, for `loss`
   */
  constructor(
    private readonly name: string,
    private readonly weights: PerTask<number>,
    private readonly earlyStopping: EarlyStoppingSpec | undefined,
  ) {}

  get bestEpoch(): number | undefined {
    return this.bestAt;
  }

  /** The monitored value; tasks without a label in this part do not count in `loss`. */
  value(metrics: PerTask<MetricValues>): number {
    if (this.name === 'loss') {
      const losses = Object.entries(metrics)
        .map(([task, values]) => (this.weights[task] ?? 0) * (values['loss'] ?? Number.NaN))
        .filter((loss) => !Number.isNaN(loss));
      return losses.length === 0 ? Number.NaN : losses.reduce((total, loss) => total + loss);
    }
    const dot = this.name.lastIndexOf('.');
    return metrics[this.name.slice(0, dot)]?.[this.name.slice(dot + 1)] ?? Number.NaN;
  }

  /** Takes an epoch's metrics; true when it is the best so far. */
  epochEnded(epoch: number, metrics: PerTask<MetricValues>): boolean {
    const value = this.value(metrics);
    if (!this.improves(value)) return false;
    this.best = value;
    this.bestAt = epoch;
    return true;
  }

  shouldStop(epoch: number): boolean {
    if (!this.earlyStopping) return false;
    return epoch - (this.bestAt ?? -1) >= this.earlyStopping.patience;
  }

  get state(): MonitorState {
    return { best: this.best ?? null, bestEpoch: this.bestAt ?? null };
  }

  restore({ best, bestEpoch }: MonitorState): void {
    this.best = best ?? undefined;
    this.bestAt = bestEpoch ?? undefined;
  }

  private improves(value: number): boolean {
    if (Number.isNaN(value)) return false;
    if (this.best === undefined) return true;
    const minDelta = this.earlyStopping?.minDelta ?? 0;
    const metric = this.name.slice(this.name.lastIndexOf('.') + 1);
    return describeMetric(metric).higherIsBetter
      ? value > this.best + minDelta
      : value < this.best - minDelta;
  }
}
