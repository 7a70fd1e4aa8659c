'use client';

import { Modal } from '@mantine/core';
import type { Agent } from '@/lib/api/types';
import { CloneForm } from './CloneForm';

/** Around the form by which an agent is cloned. */
export function CloneDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={`An agent like ${agent.name}`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <CloneForm agent={agent} />
    </Modal>
  );
}
