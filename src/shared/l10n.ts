/** A language that MTL Lab speaks, as VS Code and browsers name it. */
export type Language = 'en' | 'zh-cn';

/** Translations by the English message: see {@link messageKey}. */
export type Bundle = Readonly<Record<string, string>>;

let current: ReturnType<typeof currentL10n> = { language: 'en', bundle: {} };

/**
 * Sets what {@link t} says from now on. An entry point of a process does this before it loads
 * anything else, so that constants may hold translated texts.
 */
export function configureL10n(language: Language, bundle: Bundle): void {
  current = { language, bundle };
}

/** What was configured: English and no translations at first. */
export function currentL10n(): { readonly language: Language; readonly bundle: Bundle } {
  return current;
}

/** The locale of dates: the person's own, unless the language is another than its. */
export function dateLocale(): string | undefined {
  return current.language === 'en' ? undefined : current.language;
}

/** The language that a locale asks for: `zh-cn`, `zh_CN.UTF-8` or `zh-Hans-SG`, say; else English. */
export function languageOf(locale: string | undefined): Language {
  return /^zh([-_](cn|sg|hans([-_]\w+)?))?([.@]|$)/i.test(locale ?? '') ? 'zh-cn' : 'en';
}

/**
 * A text for people in their language: t`No column '${name}'.` The English text, with its
 * values numbered, is its key in `l10n/bundle.l10n.<language>.json`.
 */
export function t(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  const translated = current.bundle[messageKey(strings)];
  if (translated === undefined) return String.raw({ raw: strings }, ...values);
  return translated.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}

/** Words or names one after the other, as people's language separates them. */
export function listed(items: readonly (string | number)[]): string {
  return items.join(current.language === 'zh-cn' ? '、' : ', ');
}

/** Sentences one after the other: after a Chinese full stop or colon there is no space. */
export function sentences(parts: readonly string[]): string {
  return parts.join(current.language === 'zh-cn' ? '' : ' ');
}

/** A text that is not in the code, such as one of the schema, in the language of people. */
export function translated(text: string): string {
  return current.bundle[text] ?? text;
}

/** The English text with `{0}`, `{1}` where its values stand. */
export function messageKey(strings: readonly string[]): string {
  return strings.reduce((key, text, index) => `${key}{${index - 1}}${text}`);
}
