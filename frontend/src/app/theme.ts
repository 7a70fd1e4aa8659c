import {
  createTheme,
  type BadgeProps,
  type ButtonProps,
  type CSSVariablesResolver,
  type InputWrapperProps,
  type MantineColorsTuple,
  type ModalProps,
  type SelectProps,
  type TabsProps,
  type TextInputProps,
  type TooltipProps,
} from '@mantine/core';

const iris: MantineColorsTuple = [
  '#eef0ff', '#dde1ff', '#b9c0ff', '#939eff', '#7a87fb', '#6673f5', '#5563ea', '#4653d6', '#3a46b8', '#2d3790',
];
const ink: MantineColorsTuple = [
  '#e8edf4', '#c4cedb', '#9fadbe', '#7d8b9d', '#3a4656', '#252f3c', '#1b232e', '#131920', '#0d1218', '#090c11',
];

export const theme = createTheme({
  colors: { iris, dark: ink },
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  fontFamily: 'var(--font-sans), system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-mono), ui-monospace, monospace',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  // Named by text: the components themselves would be in the first load of every page.
  components: {
    Button: { defaultProps: { size: 'sm' } satisfies ButtonProps },
    Badge: { defaultProps: { radius: 'sm', variant: 'default', tt: 'none', fw: 550 } satisfies BadgeProps },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.5, blur: 3 } } satisfies Partial<ModalProps> },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } satisfies InputWrapperProps,
      styles: { label: { fontSize: 13, fontWeight: 550, marginBottom: 5 }, description: { fontSize: 12, marginTop: 5 } },
    },
    TextInput: { defaultProps: { size: 'sm' } satisfies TextInputProps },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } satisfies SelectProps },
    Tabs: { defaultProps: { keepMounted: false } satisfies TabsProps },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250 } satisfies Partial<TooltipProps> },
  },
});

/** Mantine's defaults for faint text miss the contrast that small figures need. */
export const variables: CSSVariablesResolver = () => ({
  variables: { '--mantine-heading-font-weight': '650' },
  light: {
    '--mantine-color-body': '#f5f6f8',
    '--mantine-color-text': '#131a24',
    '--mantine-color-dimmed': '#55606f',
    '--mantine-color-placeholder': '#687485',
    '--mantine-color-default-border': '#dfe4ea',
    '--mantine-color-anchor': '#3a46b8',
  },
  dark: {
    '--mantine-color-body': '#090c11',
    '--mantine-color-text': '#e8edf4',
    '--mantine-color-dimmed': '#94a2b4',
    '--mantine-color-placeholder': '#8592a4',
    '--mantine-color-default': '#131920',
    '--mantine-color-default-hover': '#1b232e',
    '--mantine-color-default-border': '#252f3c',
    '--mantine-color-anchor': '#a5afff',
  },
});
