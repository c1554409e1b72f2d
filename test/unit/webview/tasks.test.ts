import { describe, expect, it } from 'vitest';
import { taskStyle } from '../../../webview/tasks';

describe('the style of a task', () => {
  it('is another colour and another mark for each of the first five', () => {
    const styles = [0, 1, 2, 3, 4].map(taskStyle);
    expect(new Set(styles.map(({ variable }) => variable)).size).toBe(5);
    expect(new Set(styles.map(({ mark }) => mark)).size).toBe(5);
    expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(5);
  });

  it('tells thirty tasks apart by colour and mark together', () => {
    const looks = Array.from({ length: 30 }, (_, index) => taskStyle(index));
    expect(new Set(looks.map(({ variable, mark }) => variable + mark)).size).toBe(30);
  });
});
