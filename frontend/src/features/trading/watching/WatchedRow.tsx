'use client';

import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import { Percent, Price } from '@/components/numbers/Amount';
import { Provenance } from '@/components/numbers/Provenance';
import type { Watched } from '@/lib/api/types';
import { useTick } from '@/lib/realtime/hooks';
import classes from './Watching.module.css';

type Props = { watched: Watched; onOpen: () => void; onRemove: () => void; onMove: (by: -1 | 1) => void };

/** One symbol with its latest price, as it ticks. */
export function WatchedRow({ watched, onOpen, onRemove, onMove }: Props) {
  const tick = useTick(watched.venue, watched.symbol);
  return (
    <li data-row={`${watched.venue} ${watched.symbol}`} className={classes.row}>
      <UnstyledButton className={classes.open} onClick={onOpen} aria-label={`Show ${watched.symbol}`}>
        <span className={classes.symbol}>{watched.symbol}</span>
        <Provenance source={watched.source} asOf={tick?.asOf ?? watched.asOf} />
        <span className={classes.price}>
          <Price value={tick?.last ?? watched.price} flash name="price" />
          <Percent value={tick?.change24h ?? watched.change24h} tone name="change24h" />
        </span>
      </UnstyledButton>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`Order or remove ${watched.symbol}`}>
            <IconDotsVertical size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onMove(-1)}>Move up</Menu.Item>
          <Menu.Item onClick={() => onMove(1)}>Move down</Menu.Item>
          <Menu.Item color="red" onClick={onRemove}>Take off the list</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
