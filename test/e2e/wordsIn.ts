import manifestTexts from '../../package.nls.json';
import manifestTextsInChinese from '../../package.nls.zh-cn.json';
import textsInChinese from '../../l10n/bundle.l10n.zh-cn.json';

/** The languages that a walk is taken in. */
export const locales = ['en', 'zh-cn'] as const;
type Locale = (typeof locales)[number];
type View = 'experiments' | 'metrics' | 'runs';

/** What a person reads in a language, by the English of it. */
export function wordsIn(locale: Locale) {
  const texts: Readonly<Record<string, string>> = locale === 'en' ? {} : textsInChinese;
  const titles = locale === 'en' ? manifestTexts : manifestTextsInChinese;
  const view = (id: View): string => titles[`view.${id}`];
  return {
    /** A text; `values` are put where it has `{0}`, `{1}` and so on. */
    text: (english: string, ...values: readonly string[]): string =>
      (texts[english] ?? english).replaceAll(
        /\{(\d)\}/g,
        (_, index) => values[Number(index)] ?? '',
      ),
    /** The title of a command in the palette. */
    command: (id: string): string => `MTL Lab: ${titles[`command.${id}` as keyof typeof titles]}`,
    /** The title of a command in a menu of a view of MTL Lab. */
    menu: (id: string): string => titles[`command.${id}` as keyof typeof titles],
    view,
    /** The command of VS Code, which is in English, that moves the focus to a view. */
    focusOn: (id: View): string => `Focus on ${view(id)} View`,
  };
}
