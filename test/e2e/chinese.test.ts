import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copySample, trainSample, writeVariant, type WorkingCopy } from '../support/samples';
import { themeNames } from './themes';
import { takeWalkthroughPictures } from './walkthroughPictures';
import { Workbench } from './workbench';

describe('a person works in Chinese', { timeout: 120_000 }, () => {
  let sample: WorkingCopy;
  let workbench: Workbench;

  beforeAll(async () => {
    sample = await copySample('adult');
    await writeVariant(sample, 'wrong', {}, { relations: { evry: 5 } });
    workbench = await Workbench.open({
      folder: sample.folder,
      locale: 'zh-cn',
      settings: {
        'workbench.colorTheme': 'Default Light Modern',
        'mtlLab.notifyWhenDone': 'always',
      },
    });
    await workbench.page.setViewportSize({ width: 1500, height: 1100 });
    await workbench.openSidebar();
    await workbench.widenSidebar(150);
  });

  afterAll(async () => {
    await workbench.screenshot('chinese-end');
    await workbench.close();
    await sample.remove();
  });

  test('before the first run, the view says what to do', async () => {
    await workbench.metrics.button('新建实验').waitFor();
    await workbench.metrics.text(/训练一个实验，在此观察它的任务/).waitFor();
    await workbench.screenshot('chinese-empty');
  });

  test('what does not fit is said where it stands', async () => {
    await workbench.openFile('wrong.mtl.json');
    expect(await workbench.codeLenses()).toEqual(['训练', '比较', '显示架构']);
    await workbench.runCommand('MTL Lab: 训练多任务模型');
    await workbench
      .notification(/wrong\.mtl\.json，第 \d 行：relations 中没有键“evry”。您是不是要找“every”？/)
      .waitFor();
    await workbench.screenshot('chinese-error');
    await workbench.clearNotifications();
  });

  test('training the sample is told by the editor, the trainer and the page', async () => {
    await workbench.openFile('adult.mtl.json');
    await workbench.runCommand('MTL Lab: 训练多任务模型');
    await workbench.notification(/adult 已完成，用时 .*income AUC 0\.\d+.*（测试）/).waitFor();
    const { metrics } = workbench;
    await expect
      .poll(() => metrics.status.textContent())
      .toMatch(/^用时 .* 完成 · 最佳轮次 \d+ · 权重已保存$/);
    expect((await metrics.tasks())[0]).toEqual(['指标', '最新', '最佳', '轮', '测试']);
    await workbench.treeRow('运行', '已完成').waitFor();
    await workbench.view('实验').waitFor();
  });

  test('a key says what it is when the mouse is over it', async () => {
    const { page } = workbench;
    await page.locator('.view-line span', { hasText: '"epochs"' }).last().hover();
    await page.locator('.monaco-hover').getByText('训练遍历所有行的次数。').waitFor();
    await workbench.screenshot('chinese-hover');
    await page.keyboard.press('Escape');
  });

  test('the Metrics view has no English word but names', async () => {
    await workbench.toggleView('实验');
    await workbench.screenshot('chinese-metrics');
    expect(await workbench.metrics.language()).toBe('zh-cn');
    expect(englishWords(await workbench.metrics.words())).toEqual([]);
    expect(await workbench.metrics.findings()).toEqual([]);
  });

  test('the walkthrough is in Chinese, documents too', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickPick('MTL Lab 入门').click();
    const step = workbench.page.locator('.getting-started-step').filter({ hasText: '编辑器旁' });
    await step.click();
    await workbench.page
      .frameLocator('iframe.webview.ready:not([src*="extensionId=mtl-lab"])')
      .frameLocator('#active-frame')
      .getByText('四种训练方式')
      .waitFor();
    await workbench.screenshot('chinese-walkthrough');
    await workbench.runCommand('View: Close Editor');
  });

  test('nor has the dashboard, on any of its tabs', async () => {
    await trainSample(sample, '--set', 'training.epochs=3', '--set', 'relations={"every":9}');
    await workbench.openExplorer();
    await workbench.runCommand('MTL Lab: 比较运行');
    const { dashboard } = workbench;
    await dashboard.row('已完成').getByRole('checkbox').check();
    await dashboard.rows.nth(1).getByRole('checkbox').check();
    await dashboard.rows.nth(1).getByRole('button').first().click();
    await expect.poll(() => dashboard.charts.count()).toBe(2);
    for (const [tab, shown] of [
      ['冲突', '.matrix'],
      ['平行坐标', 'svg'],
      ['预测', 'section'],
      ['设置', 'table'],
    ] as const) {
      await dashboard.tab(tab).click();
      await dashboard.tabPanel.locator(shown).first().waitFor();
      await workbench.screenshot(`chinese-dashboard-${tab}`);
      expect(englishWords(await dashboard.words())).toEqual([]);
    }
    expect(await dashboard.findings()).toEqual([]);
  });

  test('the pictures of the walkthrough are those of the Chinese views', async () => {
    await workbench.openSidebar();
    await workbench.widenSidebar(120);
    await workbench.toggleView('运行');
    await workbench.clearNotifications();
    await workbench.dashboard.tab('设置').click();
    await takeWalkthroughPictures(workbench, '指标', '.zh-cn');
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.quickPick('MTL Lab 入门').click();
    await workbench.page.locator('.getting-started-step').filter({ hasText: '观察任务' }).click();
    const picture = workbench.page.locator('.getting-started-media img');
    await expect.poll(() => picture.getAttribute('srcset')).toContain('watch-dark.zh-cn.png');
    await workbench.screenshot('chinese-walkthrough-watch');
  });

  test('examples with the largest losses have no finding of axe in any theme', async () => {
    const name = 'compiler-messages';
    const messages = await copySample(name);
    const runs = path.join(sample.folder, '.mtl', 'runs');
    await trainSample(
      messages,
      ...['--set', 'training.epochs=1', '--run-dir', path.join(runs, 'messages')],
    );
    await messages.remove();
    await workbench.runCommand('View: Close All Editors');
    await workbench.toggleView('运行');
    await workbench.runCommand('MTL Lab: 刷新运行');
    const { metrics } = workbench;
    await workbench.showRun(
      workbench.treeRow('运行', name),
      metrics.title.filter({ hasText: name }),
    );
    await metrics.examples.getByRole('radio', { name: '最差' }).click();
    await expect.poll(() => metrics.exampleRows()).toContainEqual(expect.stringMatching(/损失/));
    for (const theme of themeNames) {
      await workbench.pickTheme(theme);
      await metrics.inTheme(theme).waitFor();
      await metrics.examples.evaluate((section) => section.scrollIntoView());
      await workbench.screenshot(`chinese-examples-${theme}`);
      expect(await metrics.findings(), theme).toEqual([]);
    }
  });
});

/** Words of the page that are neither names, keys nor values of the experiment. */
function englishWords(text: string): string[] {
  const names =
    /^(income|married|adult|dense|dropout|relu|linear|onnx|runtime|auc|native|country|equal|hard|sharing|epochs|every|roc|csv|svg|png)$/i;
  const known = /adult [0-9a-f]{4}|\b[a-z]+(\.[a-zA-Z]+)+/g;
  const words = text.replaceAll(known, '').match(/(?<![\w-])[A-Za-z]{2,}(?![\w-])/g) ?? [];
  return [...new Set(words.filter((word) => !names.test(word)))];
}
