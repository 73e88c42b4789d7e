import type { RequestRecord } from '../domain/request-record.ts';
import type { Job } from '../domain/transfer.ts';
import type { AppAction, AppState } from './app-state.ts';
import { layoutOf } from './layout.ts';
import { reduceLayers, type LayerAction } from './layers.ts';
import { reducePane, withCursor, type PaneAction } from './pane.ts';

const KEPT_REQUESTS = 200;

/** The state after the action. Pure: what did not change is the same object. */
export function reduce(state: AppState, action: AppAction): AppState {
  if (isPaneAction(action)) {
    const pane = reducePane(state[action.side], action, layoutOf(state).listHeight);
    return pane === state[action.side] ? state : { ...state, [action.side]: pane };
  }
  if (isLayerAction(action)) {
    const layers = reduceLayers(state.layers, action);
    return layers === state.layers ? state : { ...state, layers };
  }
  switch (action.type) {
    case 'resized':
      return scrolled({ ...state, size: action.size });
    case 'focused':
      return { ...state, active: action.side };
    case 'swapped':
      return { ...state, left: state.right, right: state.left };
    case 'signed-in':
      return { ...state, account: action.account };
    case 'job':
      return scrolled({ ...state, jobs: withJob(state.jobs, action.job) });
    case 'request':
      return { ...state, requests: withRequest(state.requests, action.record), notice: null };
    case 'notice':
      return { ...state, notice: action.notice };
  }
}

function isPaneAction(action: AppAction): action is PaneAction {
  return action.type.startsWith('pane/');
}

function isLayerAction(action: AppAction): action is LayerAction {
  return action.type.startsWith('layer/');
}

/** Both panes with their cursors on the screen, after its height or the job strip's has changed. */
function scrolled(state: AppState): AppState {
  const { listHeight } = layoutOf(state);
  const left = withCursor(state.left, state.left.cursor, listHeight);
  const right = withCursor(state.right, state.right.cursor, listHeight);
  return left === state.left && right === state.right ? state : { ...state, left, right };
}

function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const at = jobs.findIndex(({ spec }) => spec.id === job.spec.id);
  return at < 0 ? [...jobs, job] : jobs.with(at, job);
}

function withRequest(requests: readonly RequestRecord[], record: RequestRecord): readonly RequestRecord[] {
  const at = requests.findLastIndex(({ id }) => id === record.id);
  return at < 0 ? [...requests, record].slice(-KEPT_REQUESTS) : requests.with(at, record);
}
