import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Chapter } from '@/lib/api/types';

/** The story that a thing belongs to. It may go on, so it is asked for again while somebody reads it. */
export const storyOf = (thingId: string) =>
  queryOptions({
    queryKey: keys.story(thingId),
    queryFn: ({ signal }) => read(api.GET('/api/v1/system/stories/{thing_id}', { params: { path: { thing_id: thingId } }, signal })),
    refetchInterval: 5000,
  });

const KINDS: Record<string, string> = { audit: 'audit entry' };

export const kindOf = ({ kind }: Chapter): string => KINDS[kind] ?? kind;

/** Milliseconds from the beginning of a story to one of its chapters. */
export const after = (beganAt: string, at: string): number => Math.max(0, Date.parse(at) - Date.parse(beganAt));

/** What caused each chapter, where that is in the story, too. */
export function causesOf(chapters: Chapter[]): Map<string, Chapter> {
  const known = new Map(chapters.filter(({ kind }) => kind !== 'audit').map((chapter) => [chapter.id, chapter]));
  return new Map(chapters.flatMap((each) => (each.causationId && known.has(each.causationId) ? [[each.id, known.get(each.causationId)!] as const] : [])));
}
