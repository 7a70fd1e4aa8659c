import { queryOptions } from '@tanstack/react-query';
import { api, read } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { LanguageEndpoint } from '@/lib/api/types';

export const endpoints = queryOptions({
  queryKey: keys.languageEndpoints,
  queryFn: ({ signal }) => read(api.GET('/api/v1/agents/language-endpoints', { signal })),
});

/** What stands in the form. An empty key leaves the one that is there; empty prices are taken from a list. */
export type Draft = { name: string; kind: 'openai' | 'anthropic'; baseUrl: string; model: string; key: string; position: string; inputPrice: string; outputPrice: string; enabled: boolean };

export const BLANK: Draft = { name: '', kind: 'openai', baseUrl: '', model: '', key: '', position: '0', inputPrice: '', outputPrice: '', enabled: true };

export const draftOf = (endpoint: LanguageEndpoint): Draft => ({
  name: endpoint.name,
  kind: endpoint.kind as Draft['kind'],
  baseUrl: endpoint.baseUrl,
  model: endpoint.model,
  key: '',
  position: String(endpoint.position),
  inputPrice: endpoint.inputPrice ?? '',
  outputPrice: endpoint.outputPrice ?? '',
  enabled: endpoint.enabled,
});

const given = (text: string) => text.trim() || null;

export function bodyOf({ kind, baseUrl, model, key, position, inputPrice, outputPrice, enabled }: Draft) {
  return {
    kind,
    base_url: baseUrl.trim(),
    model: model.trim(),
    key: given(key),
    position: Number(position) || 0,
    input_price: given(inputPrice),
    output_price: given(outputPrice),
    enabled,
  };
}

export const save = (draft: Draft) =>
  read(api.PUT('/api/v1/agents/language-endpoints/{name}', { params: { path: { name: draft.name.trim() } }, body: bodyOf(draft) }));

export const remove = (name: string) => read(api.DELETE('/api/v1/agents/language-endpoints/{name}', { params: { path: { name } } }));
