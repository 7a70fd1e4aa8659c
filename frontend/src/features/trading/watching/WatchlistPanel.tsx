'use client';

import { useState } from 'react';
import { ActionIcon, Button, Group, Menu, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconDots, IconEye, IconPlus } from '@tabler/icons-react';
import { Panel } from '@/components/data/Panel';
import { Answer } from '@/components/feedback/Answer';
import { Empty } from '@/components/feedback/States';
import { keys } from '@/lib/api/keys';
import type { Watchlist } from '@/lib/api/types';
import { refused } from '@/lib/toasts';
import { NameDialog } from './NameDialog';
import { moved } from './order';
import { changeWatchlist, createWatchlist, deleteWatchlist, watchlists, type Change } from './queries';
import { WatchedRow } from './WatchedRow';
import classes from './Watching.module.css';

type Props = { venue: string; symbol: string; onSymbol: (venue: string, symbol: string) => void };

/** The symbols one follows, with their latest prices; what the chart shows can be put on the list. */
export function WatchlistPanel(props: Props) {
  const query = useQuery(watchlists);
  const [chosen, choose] = useState<string | null>(null);
  const [isNaming, setNaming] = useState(false);
  const lists = query.data?.watchlists ?? [];
  const list = lists.find(({ id }) => id === chosen) ?? lists[0];
  return (
    <Panel
      title="Watchlist"
      flush
      aside={
        <>
          {lists.length > 1 && <Select size="xs" w={130} aria-label="Which list" allowDeselect={false} data={lists.map(({ id, name }) => ({ value: id, label: name }))} value={list!.id} onChange={choose} />}
          {list && <Manage list={list} onNew={() => setNaming(true)} />}
        </>
      }
    >
      <Answer query={query}>
        {() =>
          list ? (
            <Listed list={list} {...props} />
          ) : (
            <Empty title="No watchlist yet" icon={IconEye} action={<Button size="xs" variant="default" onClick={() => setNaming(true)}>Begin one</Button>}>
              It keeps the symbols that you follow in sight.
            </Empty>
          )
        }
      </Answer>
      <NameDialog title="New watchlist" action="Begin" opened={isNaming} onClose={() => setNaming(false)} write={createWatchlist} onDone={choose} />
    </Panel>
  );
}

function useChange(list: Watchlist) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) => changeWatchlist({ id: list.id, ...change }),
    onError: (error) => refused('The watchlist was not changed', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.watchlists }),
  });
}

function Listed({ list, venue, symbol, onSymbol }: Props & { list: Watchlist }) {
  const change = useChange(list);
  const isListed = list.symbols.some((each) => each.symbol === symbol && each.venue === venue);
  const namesAt = (place: string) => list.symbols.filter((each) => each.venue === place).map((each) => each.symbol);
  return (
    <>
      <ul className={classes.list} aria-label={list.name}>
        {list.symbols.map((each) => (
          <WatchedRow
            key={`${each.venue} ${each.symbol}`}
            watched={each}
            onOpen={() => onSymbol(each.venue, each.symbol)}
            onRemove={() => change.mutate({ venue: each.venue, remove: [each.symbol] })}
            onMove={(by) => change.mutate({ venue: each.venue, symbols: moved(namesAt(each.venue), each.symbol, by) })}
          />
        ))}
      </ul>
      {!isListed && (
        <Group p="xs" justify="center">
          <Button variant="subtle" size="xs" leftSection={<IconPlus size={14} />} loading={change.isPending} onClick={() => change.mutate({ venue, add: [symbol] })}>
            Watch {symbol}
          </Button>
        </Group>
      )}
    </>
  );
}

function Manage({ list, onNew }: { list: Watchlist; onNew: () => void }) {
  const cache = useQueryClient();
  const [isNaming, setNaming] = useState(false);
  const deleting = useMutation({
    mutationFn: deleteWatchlist,
    onError: (error) => refused('The watchlist was not removed', error),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.watchlists }),
  });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label="Manage the watchlist">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={onNew}>New watchlist</Menu.Item>
          <Menu.Item onClick={() => setNaming(true)}>Rename</Menu.Item>
          <Menu.Item color="red" onClick={() => deleting.mutate({ id: list.id })}>Remove {list.name}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <NameDialog title="Rename" action="Rename" initial={list.name} opened={isNaming} onClose={() => setNaming(false)} write={({ name }) => changeWatchlist({ id: list.id, name })} />
    </>
  );
}
