/** VS Code's own colour themes: as a person picks them, and as a page is told. */
export const themes = {
  dark: { label: 'Dark Modern', id: 'Default Dark Modern' },
  light: { label: 'Light Modern', id: 'Default Light Modern' },
  'high-contrast': { label: 'Dark High Contrast', id: 'Default High Contrast' },
  'high-contrast-light': { label: 'Light High Contrast', id: 'Default High Contrast Light' },
} as const;

export type Theme = keyof typeof themes;

export const themeNames = Object.keys(themes) as Theme[];
