const read = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The page's colours as the canvas needs them; they change with the colour scheme. */
export const chartColours = () => ({
  text: read('--mantine-color-dimmed'),
  line: read('--line'),
  surface: read('--surface'),
  rise: read('--rise'),
  fall: read('--fall'),
  accent: read('--accent'),
});
