'use client';

import { useState, type ReactNode } from 'react';
import { Button, Code, Group, Modal, Stack, Text, TextInput } from '@mantine/core';

type Props = {
  opened: boolean;
  onClose: () => void;
  title: string;
  word: string;
  action: string;
  color?: string;
  isBusy: boolean;
  needsReason?: boolean;
  onConfirm: (reason: string) => void;
  children: ReactNode;
};

/** For what must not happen by a slip of the hand: the word has to be typed. */
export function TypedConfirm({ opened, onClose, title, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened && <Form {...rest} onClose={onClose} />}
    </Modal>
  );
}

function Form({ word, action, color = 'red.9', isBusy, needsReason, onConfirm, onClose, children }: Omit<Props, 'opened' | 'title'>) {
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const isSure = typed.trim() === word && (!needsReason || reason.trim() !== '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isSure && !isBusy) onConfirm(reason.trim());
      }}
    >
      <Stack gap="sm">
        <Text size="sm" component="div">
          {children}
        </Text>
        {needsReason && <TextInput label="Reason" description="For those who find it engaged" data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />}
        <TextInput
          label={
            <>
              Type <Code>{word}</Code> to confirm
            </>
          }
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep as it is
          </Button>
          <Button type="submit" color={color} disabled={!isSure} loading={isBusy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
