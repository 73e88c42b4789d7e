import type { RequestRecord } from '../domain/request-record.ts';
import type { AppState } from './app-state.ts';
import type { Layer } from './layers.ts';
import { shownAfter } from './shown-request.ts';

const KEPT_REQUESTS = 200;

/** The state after a request was told of: it is the newest, or is now further than it was. */
export function withRecord(state: AppState, record: RequestRecord): AppState {
  const at = state.requests.findLastIndex(({ id }) => id === record.id);
  const all = at < 0 ? [...state.requests, record] : state.requests.with(at, record);
  const gone = Math.max(0, all.length - KEPT_REQUESTS);
  const requests = gone === 0 ? all : all.slice(gone);
  return {
    ...state,
    requests,
    layers: gone === 0 ? state.layers : state.layers.map((layer) => movedUp(layer, gone)),
    shownRequest: shownAfter(state.shownRequest, record, requests),
    notice: noticeAfter(state, record),
  };
}

/** The cursor of the list stays on its request. */
function movedUp(layer: Layer, rows: number): Layer {
  return layer.type === 'requests' ? { ...layer, cursor: Math.max(0, layer.cursor - rows) } : layer;
}

/** A notice stays until the next key, but a request that goes wrong is told at once. */
function noticeAfter({ notice }: AppState, { outcome }: RequestRecord): AppState['notice'] {
  return outcome === 'failed' || outcome === 'waiting' ? null : notice;
}
