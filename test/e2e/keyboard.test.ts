import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, writeVariant, type WorkingCopy } from '../support/samples';
import { Workbench } from './workbench';

const words = {
  en: {
    train: 'Train Multi-Task Model',
    ...{ metrics: 'Metrics', pause: 'Pause', next: 'Continue', step: 'Step', stop: 'Stop' },
  },
  'zh-cn': {
    train: '训练多任务模型',
    ...{ metrics: '指标', pause: '暂停', next: '继续', step: '单步', stop: '停止' },
  },
} as const;

describe.for(Object.keys(words) as (keyof typeof words)[])(
  'a person works with the keyboard only, in %s',
  { timeout: 120_000 },
  (locale) => {
    const say = words[locale];
    let sample: WorkingCopy;
    let workbench: Workbench;

    beforeAll(async () => {
      sample = await copySample('adult');
      await writeVariant(sample, 'long', { epochs: 100_000, patience: 100_000 });
      workbench = await Workbench.open({ folder: sample.folder, locale });
    });

    afterAll(async () => {
      await workbench.screenshot(`keyboard-${locale}-end`);
      await workbench.close();
      await sample.remove();
    });

    test('trains from the palette, and reaches the buttons of the run', async () => {
      const { page } = workbench;
      await page.keyboard.press('Control+P');
      await workbench.quickInput.fill('long.mtl.json');
      await workbench.quickPick('long.mtl.json').waitFor();
      await page.keyboard.press('Enter');
      await workbench.editorTab('long.mtl.json').waitFor();
      await workbench.typeCommand(`MTL Lab: ${say.train}`);
      await workbench.metrics.button(say.pause).waitFor();
      await workbench.typeCommand(`Focus on ${say.metrics} View`);
      await tabTo(say.pause);
    });

    test('pausing, continuing and stopping leave the focus where one goes on', async () => {
      const { metrics, page } = workbench;
      await page.keyboard.press('Enter');
      await expect.poll(() => metrics.focused()).toBe(say.next);
      await page.keyboard.press('Tab');
      expect(await metrics.focused()).toBe(say.step);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect.poll(() => metrics.focused()).toBe(say.pause);
      await page.keyboard.press('Tab');
      await expect.poll(() => metrics.focused()).toBe(say.stop);
      await workbench.screenshot(`keyboard-${locale}-stop`);
      await page.keyboard.press('Enter');
      await expect.poll(() => metrics.button(say.stop).isVisible()).toBe(false);
      expect(await metrics.focused()).toBe('adult');
    });

    /** Presses Tab until what has these words has the focus. */
    async function tabTo(label: string): Promise<void> {
      for (let press = 0; press < 12; press++) {
        if ((await workbench.metrics.focused()) === label) return;
        await workbench.page.keyboard.press('Tab');
      }
      expect(await workbench.metrics.focused()).toBe(label);
    }
  },
);
