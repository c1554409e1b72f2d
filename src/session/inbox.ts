import { EventEmitter, on } from 'node:events';

/** What happened, to be handled one after another in order. */
export class Inbox<Item> implements AsyncIterable<Item> {
  private readonly emitter = new EventEmitter();
  private readonly items = on(this.emitter, 'item') as AsyncIterable<[Item]>;

  push(item: Item): void {
    this.emitter.emit('item', item);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item> {
    for await (const [item] of this.items) yield item;
  }
}
