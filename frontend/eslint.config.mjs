import { readdirSync } from 'node:fs';
import next from 'eslint-config-next/core-web-vitals';
import typescript from 'eslint-config-next/typescript';

const features = readdirSync(new URL('src/features', import.meta.url));

/** A feature may import itself, components and lib; routes put features together. */
const isolation = features.map((own) => ({
  files: [`src/features/${own}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: ['@/features/*', `!@/features/${own}`, '@/app/*'], message: 'Features do not know each other.' }] },
    ],
  },
}));

const below = {
  files: ['src/components/**', 'src/lib/**'],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: ['@/features/*', '@/app/*'], message: 'Calls go down.' }] }],
  },
};

const config = [
  ...next,
  ...typescript,
  { ignores: ['.next/**', 'next-env.d.ts', 'test-results/**'] },
  {
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Figures come from the API.' }],
      eqeqeq: 'error',
    },
  },
  below,
  ...isolation,
];

export default config;
