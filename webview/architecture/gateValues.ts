import type { EpochEvent } from '../../src/shared/events';
import type { ModelGraph, ModelNode } from '../../src/shared/run';
import { t } from '../../src/shared/l10n';

type Gates = NonNullable<EpochEvent['gates']>;

/** What a node lets through of what it reads, by the form that its values have. */
export type GateReading =
  /** A value for each branch, which comes along the edge from a node. */
  | { readonly form: 'branches'; readonly branches: readonly Branch[] }
  /** For each output, in order, a value for each input. */
  | { readonly form: 'matrix'; readonly rows: readonly (readonly number[])[] }
  /** Mean over units. */
  | { readonly form: 'mean'; readonly mean: number };

/** By the id of the node. */
export type GateReadings = ReadonlyMap<string, GateReading>;

export interface Branch {
  readonly from: string;
  readonly value: number;
}

/**
 * Reads a gate's values by the edges into its node. As many values as edges, or one fewer where the
 * first edge is what the gate decides by, are one a branch; a mask's other values are of units; a
 * square number of values says how inputs, or equal parts of them, are mixed into outputs.
 */
export function readGate(
  { edges }: Pick<ModelGraph, 'edges'>,
  { id, kind }: Pick<ModelNode, 'id' | 'kind'>,
  values: readonly number[],
): GateReading {
  const sources = edges.filter(({ to }) => to === id).map(({ from }) => from);
  const deciding = sources.length - values.length;
  if (deciding === 0 || deciding === 1) {
    const branches = sources.slice(deciding);
    return {
      form: 'branches',
      branches: values.map((value, index) => ({ from: branches[index] ?? '', value })),
    };
  }
  const size = Math.sqrt(values.length);
  if (kind !== 'attention' && Number.isInteger(size)) {
    const row = (index: number): readonly number[] =>
      values.slice(index * size, (index + 1) * size);
    return { form: 'matrix', rows: Array.from({ length: size }, (_, index) => row(index)) };
  }
  return { form: 'mean', mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** The newest epoch's readings by the id of their node. */
export function readGates(model: ModelGraph, gates: Gates): GateReadings {
  return new Map(
    model.nodes.flatMap((node) => {
      const values = gates[node.id];
      return values ? [[node.id, readGate(model, node, values)]] : [];
    }),
  );
}

/** Values in a line of a node's box. */
const lineLength = 4;
/** Larger matrices are only in the table. */
const largestMatrix = 3;

/** The lines that a node's box says its values in. */
export function gateLines(reading: GateReading): string[] {
  switch (reading.form) {
    case 'branches': {
      const values = reading.branches.map(({ value }) => gateNumber(value));
      return Array.from({ length: Math.ceil(values.length / lineLength) }, (_, line) =>
        values.slice(line * lineLength, (line + 1) * lineLength).join(' '),
      );
    }
    case 'matrix': {
      const { rows } = reading;
      if (rows.length <= largestMatrix) return rows.map((row) => row.map(gateNumber).join(' '));
      const own = rows.reduce((sum, row, index) => sum + (row[index] ?? 0), 0) / rows.length;
      return [t`own ${gateNumber(own)}`];
    }
    case 'mean':
      return [t`mean ${gateNumber(reading.mean)}`];
  }
}

/** The same in words, without the node's name. */
export function describeGate(reading: GateReading, nodes: readonly ModelNode[]): string {
  switch (reading.form) {
    case 'branches':
      return reading.branches
        .map(({ from, value }) => `${nodeName(from, nodes)} ${gateNumber(value)}`)
        .join(', ');
    case 'matrix':
      return reading.rows
        .map((row, index) => t`output ${index + 1}: ${row.map(gateNumber).join(', ')}`)
        .join('; ');
    case 'mean':
      return t`mean ${gateNumber(reading.mean)}`;
  }
}

/** What tells a node from others with the same label: the end of its id. */
export function nodeName(id: string, nodes: readonly ModelNode[]): string {
  const node = nodes.find((each) => each.id === id);
  const isOwn = nodes.filter(({ label }) => label === node?.label).length === 1;
  return node && isOwn ? node.label : id.split('/').slice(1).join(' ') || id;
}

export const gateNumber = (value: number): string => value.toFixed(2).replace('-', '−');
