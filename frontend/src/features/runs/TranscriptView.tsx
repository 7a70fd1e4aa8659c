'use client';

import { useState } from 'react';
import { Button, Collapse, Group, UnstyledButton } from '@mantine/core';
import { IconBulb, IconChevronDown, IconTool } from '@tabler/icons-react';
import { Json } from '@/components/data/Json';
import { humanise } from '@/lib/format';
import type { Interrupt, Piece, Transcript } from './transcript';
import classes from './Talk.module.css';

type Props = { transcript: Transcript; decide?: (approved: boolean) => void; isDeciding?: boolean };

/** What a run says: text as it comes; reasoning, calls and state folded, for who wants to see them. */
export function TranscriptView({ transcript, decide, isDeciding = false }: Props) {
  const { pieces, step, error, interrupts, state } = transcript;
  return (
    <div className={classes.transcript} role="log" aria-label="What the run says" aria-live="polite">
      {pieces.map((piece) => (
        <PieceView key={piece.id} piece={piece} />
      ))}
      {step && <p className={classes.step}>{humanise(step)}…</p>}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      {interrupts.length > 0 && <Asked interrupts={interrupts} decide={decide} isDeciding={isDeciding} />}
      {state !== null && (
        <Folded title="State">
          <Json value={state} label="State of the agent" />
        </Folded>
      )}
    </div>
  );
}

function PieceView({ piece }: { piece: Piece }) {
  if (piece.kind === 'tool') {
    return (
      <Folded title={humanise(piece.name)} aside={piece.result === null ? 'waits' : 'answered'} icon={<IconTool size={14} aria-hidden />}>
        <Json value={parsed(piece.args)} label={`Arguments of ${piece.name}`} />
        {piece.result !== null && <Json value={parsed(piece.result)} label={`Result of ${piece.name}`} />}
      </Folded>
    );
  }
  if (piece.kind === 'text') return <p className={classes.text}>{piece.text}</p>;
  return (
    <Folded title="Reasoning" icon={<IconBulb size={14} aria-hidden />} isOpen={piece.isOpen}>
      <p className={classes.reasoning}>{piece.text}</p>
    </Folded>
  );
}

type FoldedProps = { title: string; aside?: string; icon?: React.ReactNode; isOpen?: boolean; children: React.ReactNode };

function Folded({ title, aside, icon, isOpen = false, children }: FoldedProps) {
  const [chosen, choose] = useState<boolean | null>(null);
  const shown = chosen ?? isOpen;
  return (
    <div className={classes.folded}>
      <UnstyledButton className={classes.foldedHead} aria-expanded={shown} onClick={() => choose(!shown)}>
        {icon}
        <span>{title}</span>
        {aside && <span className={classes.aside}>{aside}</span>}
        <IconChevronDown size={14} className={classes.chevron} aria-hidden />
      </UnstyledButton>
      <Collapse expanded={shown}>{shown && children}</Collapse>
    </div>
  );
}

/** What the run waits for. What is said here approves or rejects the calls, as in the inbox. */
function Asked({ interrupts, decide, isDeciding }: { interrupts: Interrupt[]; decide?: (approved: boolean) => void; isDeciding: boolean }) {
  return (
    <section className={classes.asked} aria-label="Waits for a person">
      {interrupts.map((each) => (
        <div key={each.id}>
          <p>{each.message}</p>
          {each.metadata?.arguments !== undefined && <Json value={each.metadata.arguments} label={`Arguments of ${each.metadata.tool}`} />}
        </div>
      ))}
      {decide && (
        <Group gap="xs">
          <Button size="xs" loading={isDeciding} onClick={() => decide(true)}>
            Approve
          </Button>
          <Button size="xs" variant="default" disabled={isDeciding} onClick={() => decide(false)}>
            Decline
          </Button>
        </Group>
      )}
    </section>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
