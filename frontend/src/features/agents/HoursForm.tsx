'use client';

import { useState } from 'react';
import { Button, Chip, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { DAYS, describeHours, type Hours } from './hours';

const WEEK: Hours = { days: [...DAYS.keys()].slice(0, 5), begins: '08:00', ends: '17:00' };

type Props = { hours: Hours | null; isBusy: boolean; onSubmit: (hours: Hours) => void };

/** Days, and from when to when; where it ends sooner than it begins it goes on past midnight. */
export function HoursForm({ hours, isBusy, onSubmit }: Props) {
  const [wish, set] = useState(hours ?? WEEK);
  const isWhole = wish.days.length > 0 && wish.begins !== '' && wish.ends !== '';
  const chosen = { ...wish, days: wish.days.toSorted((one, other) => one - other) };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !isBusy) onSubmit(chosen);
      }}
    >
      <Stack gap="md">
        <Input.Wrapper label="Days" error={wish.days.length ? null : 'Choose one at least.'} labelElement="div" id="days">
          <Chip.Group multiple value={wish.days.map(String)} onChange={(days) => set({ ...wish, days: days.map(Number) })}>
            <Group gap={6} mt={6} role="group" aria-label="Days">
              {DAYS.map((day, index) => (
                <Chip key={day} value={String(index)} size="xs" variant="outline">
                  {day}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Input.Wrapper>
        <Group grow align="start">
          <TextInput label="From" description="In UTC" type="time" required data-autofocus value={wish.begins.slice(0, 5)} onChange={(event) => set({ ...wish, begins: event.currentTarget.value })} />
          <TextInput label="To" description="In UTC, not included" type="time" required value={wish.ends.slice(0, 5)} onChange={(event) => set({ ...wish, ends: event.currentTarget.value })} />
        </Group>
        <Text size="sm" c="dimmed" aria-live="polite">
          {isWhole && `${describeHours(chosen)}. `}Orders and positions live on outside of these hours.
        </Text>
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={!isWhole}>
            Set the hours
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
