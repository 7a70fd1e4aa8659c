import type { ReactNode } from 'react';
import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';

/** A component as the console shows it, without animations. */
export const show = (element: ReactNode) => render(<MantineProvider env="test">{element}</MantineProvider>);
