'use client';

import { useState } from 'react';
import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { draftOf, type Errors } from '@/components/forms/draft';
import { SchemaFields } from '@/components/forms/SchemaFields';
import { keys } from '@/lib/api/keys';
import type { Question } from '@/lib/api/types';
import { refused, told } from '@/lib/toasts';
import { answerOf, fieldsFor } from './answers';
import { answer, dismiss } from './queries';

/** Answering what an agent asked, by choice, form or text; or saying that nobody will. */
export function AnswerForm({ question, onDone }: { question: Question; onDone: () => void }) {
  const fields = fieldsFor(question);
  const [draft, setDraft] = useState(() => draftOf(fields));
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const sending = useSending(onDone);
  const isBusy = sending.isPending;

  const send = () => {
    const filled = answerOf(question, draft);
    if ('errors' in filled) return setErrors(filled.errors);
    setErrors({});
    sending.mutate(() => answer({ id: question.id, answer: filled.answer, note: note.trim() }));
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) send();
      }}
    >
      <Stack gap="sm">
        {question.form || question.options.length ? (
          <SchemaFields fields={fields} draft={draft} errors={errors} onChange={setDraft} />
        ) : (
          <Textarea label="Answer" withAsterisk autosize minRows={2} maxLength={4000} data-autofocus error={errors.answer} value={String(draft.answer ?? '')} onChange={(event) => setDraft({ answer: event.currentTarget.value })} />
        )}
        <TextInput label="Note" description="What to say besides; or, if you will not answer, why" maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" disabled={isBusy} onClick={() => sending.mutate(() => dismiss({ id: question.id, reason: note.trim() }))}>
            Dismiss
          </Button>
          <Button type="submit" loading={isBusy}>
            Answer
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useSending(onDone: () => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (send: () => Promise<{ status: string }>) => send(),
    onSuccess: ({ status }) => {
      told(status === 'ANSWERED' ? 'The agent has your answer' : 'The agent knows that nobody will answer');
      onDone();
    },
    onError: (error) => refused('The answer was not taken', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.questions }),
  });
}
