import { Alert, Fieldset, Stack, Text } from '@mantine/core';
import type { Draft } from '@/components/forms/draft';
import type { Field } from '@/components/forms/schema';
import { SchemaFields } from '@/components/forms/SchemaFields';
import type { WishForm } from './CreateForm';
import { SETTINGS, type WishErrors } from './wish';
import classes from './StrategySettings.module.css';

type Props = { form: WishForm; fields: Field[]; description: string };

/** How the strategy is set: its own words, and a form made from its schema. */
export function StrategySettings({ form, fields, description }: Props) {
  const before = form.values.parameters;
  const change = (next: Draft) => {
    form.setFieldValue(SETTINGS, next);
    for (const name of Object.keys(next).filter((each) => next[each] !== before[each])) form.clearFieldError(`${SETTINGS}.${name}`);
  };
  return (
    <Fieldset legend="How it decides" className={classes.settings}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {description}
        </Text>
        {form.errors[SETTINGS] && (
          <Alert color="red" variant="outline" role="alert" p="sm">
            {form.errors[SETTINGS]}
          </Alert>
        )}
        <SchemaFields fields={fields} draft={before} errors={form.errors as WishErrors} onChange={change} path={`${SETTINGS}.`} columns={2} />
      </Stack>
    </Fieldset>
  );
}
