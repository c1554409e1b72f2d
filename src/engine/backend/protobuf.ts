import { Root } from 'protobufjs/light';

type Field = readonly [id: number, type: string, rule?: 'repeated'];

/** Messages of a protobuf format by name, each with its fields by name. */
export type MessageTypes = Readonly<Record<string, Readonly<Record<string, Field>>>>;

/** Rules of protobuf by which a field that is set is written, be it 0 or false. */
const edition = '2023';

/** A function that writes messages of one of the types. */
export function messageEncoder(types: MessageTypes, name: string): (message: object) => Uint8Array {
  const root = Root.fromJSON({
    nested: Object.fromEntries(
      Object.entries(types).map(([type, fields]) => [type, { edition, fields: describe(fields) }]),
    ),
  });
  const type = root.lookupType(name);
  return (message) => type.encode(message).finish();
}

function describe(fields: Readonly<Record<string, Field>>) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, [id, type, rule]]) => [
      name,
      { id, type, ...(rule ? { rule } : {}) },
    ]),
  );
}
