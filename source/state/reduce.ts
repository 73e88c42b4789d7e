import { isSameLocation } from '../domain/location.ts';
import { withRecent } from '../domain/places.ts';
import type { Job } from '../domain/transfer.ts';
import type { AppAction, AppState } from './app-state.ts';
import { recompared, swappedComparison, takesLong } from './compare.ts';
import { atOnce } from './at-once.ts';
import { isUnderWay, layoutOf } from './layout.ts';
import { signInLayer, type SignInNeed } from './account-layers.ts';
import { reduceLayers, type LayerAction } from './reduce-layers.ts';
import { withRecord } from './told-request.ts';
import { rowHolding } from './jump.ts';
import type { PaneAction } from './pane-action.ts';
import { withCursor } from './pane.ts';
import { reducePane } from './reduce-pane.ts';

const KEPT_UNDO = 100;

/** The state after the action. Pure: what did not change is the same object. */
export function reduce(state: AppState, action: AppAction): AppState {
  const next = reduceParts(state, action);
  return withSignIn(withQuestion(action.type === 'layer/edited' ? withTyped(next) : next));
}

/** What is typed into the filter or the jump acts on the active pane with every letter. */
function withTyped(state: AppState): AppState {
  const top = state.layers.at(-1);
  const { active: side } = state;
  if (top?.type === 'filter') return reduceParts(state, { type: 'pane/filtered', side, filter: top.field.text });
  if (top?.type !== 'jump') return state;
  const to = rowHolding(state[side], top.field.text, { from: top.origin, step: 1 });
  return to === null ? state : reduceParts(state, { type: 'pane/cursor', side, to });
}

/** A job's question opens by itself, but never over another layer: it would take the keys meant for that one. */
function withQuestion(state: AppState): AppState {
  if (state.layers.length > 0) return state;
  const question = state.jobs.find((job) => isOpen(state, job.question?.id))?.question ?? null;
  return question === null ? state : { ...state, layers: [{ type: 'conflict', question, choice: 0, forAll: false }] };
}

/** A sign-in that ran out is asked for, but never over another layer: it would take the keys meant for that one. */
function withSignIn(state: AppState): AppState {
  const { layers, signInNeed } = state;
  if (layers.length > 0 || signInNeed === null) return state;
  return { ...state, layers: [signInLayer(signInNeed)], signInNeed: null };
}

/** Asked once: neither while it is, nor after it was declined. */
function withNeed(state: AppState, need: SignInNeed): AppState {
  const isAsked = state.layers.some(({ type }) => type === 'sign-in');
  return isAsked || state.signInDeclined.has(need.email) ? state : { ...state, signInNeed: need };
}

function isOpen({ answered }: AppState, questionId: string | undefined): boolean {
  return questionId !== undefined && !answered.has(questionId);
}

function reduceParts(state: AppState, action: AppAction): AppState {
  if (isPaneAction(action)) {
    const pane = reducePane(state[action.side], action, layoutOf(state).listHeight);
    if (pane === state[action.side]) return state;
    const next = { ...state, [action.side]: pane, places: placesAfter(state, action) };
    return { ...next, comparison: comparisonAfter(state, next, action) };
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
      return swapped(state);
    case 'single':
      return { ...state, isSingle: action.isSingle };
    case 'signed-in':
      return { ...state, account: action.account };
    case 'job/moved':
      return { ...state, jobs: movedJob(state.jobs, action) };
    case 'jobs/ended-forgotten':
      return scrolled({ ...state, jobs: state.jobs.filter(isUnderWay) });
    case 'job':
      return scrolled(withoutAnswered({ ...state, jobs: withJob(state.jobs, action.job) }));
    case 'linked':
      return {
        ...state,
        link: action.isLinked ? { left: state.left.location, right: state.right.location } : null,
      };
    case 'compared':
      return { ...state, comparison: action.comparison };
    case 'places/known':
      return { ...state, places: action.places };
    case 'places/volumes':
      return { ...state, volumes: action.names };
    case 'undo/noted':
      return { ...state, undo: [...state.undo, action.record].slice(-KEPT_UNDO) };
    case 'undo/taken':
      return { ...state, undo: state.undo.slice(0, -1) };
    case 'question/answered':
      return answered(state, action.questionId);
    case 'request':
      return withRecord(state, action.record);
    case 'background':
      return { ...state, background: action.background };
    case 'sign-in/needed':
      return withNeed(state, action.need);
    case 'sign-in/declined':
      return { ...state, signInDeclined: new Set([...state.signInDeclined, action.email]) };
    case 'sign-in/done':
      return { ...state, signInNeed: null, signInDeclined: new Set() };
    case 'settings':
      return withSettings(state, action);
    case 'notice':
      return { ...state, notice: action.notice };
  }
}

/** The same state for what it was made with: a picture less at each start. */
function withSettings(state: AppState, { settings, problems }: Extract<AppAction, { type: 'settings' }>): AppState {
  const { length } = state.settingsProblems;
  if (state.settings === settings && problems.length === 0 && length === 0) return state;
  return { ...state, settings, settingsProblems: problems };
}

function swapped(state: AppState): AppState {
  const { left, right, link, comparison } = state;
  return {
    ...state,
    left: right,
    right: left,
    link: link === null ? null : { left: link.right, right: link.left },
    comparison: comparison === null ? null : swappedComparison(comparison),
  };
}

/** A comparison is of two folders: it goes when a pane shows another one, or what was found; a folder read again renews it. */
function comparisonAfter(before: AppState, after: AppState, { type }: PaneAction): AppState['comparison'] {
  const { comparison } = before;
  if (comparison === null) return null;
  const isOfThese = (['left', 'right'] as const).every(
    (side) => isSameLocation(before[side].location, after[side].location) && after[side].found === null,
  );
  if (!isOfThese) return null;
  const [left, right] = [after.left.listing, after.right.listing];
  // Large folders are compared again in slices, by who has read them: until then the badges are those of before.
  if (type !== 'pane/loaded' || takesLong(left, right)) return comparison;
  return atOnce(recompared(comparison, left, right));
}

/** A folder that was read is the most recent one; one that was read again is not. */
function placesAfter(state: AppState, action: PaneAction): AppState['places'] {
  const { places } = state;
  if (action.type !== 'pane/loaded') return places;
  const { location, incoming, seenAt } = state[action.side];
  return incoming === null || seenAt !== null ? withRecent(places, [location]) : places;
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

function answered(state: AppState, questionId: string): AppState {
  const layers = state.layers.filter((layer) => layer.type !== 'conflict' || layer.question.id !== questionId);
  return { ...state, layers, answered: new Set([...state.answered, questionId]) };
}

/** Without the question of a job that no longer asks it: it was answered elsewhere, or the job was cancelled. */
function withoutAnswered(state: AppState): AppState {
  const asked = new Set(state.jobs.map((job) => job.question?.id));
  const layers = state.layers.filter((layer) => layer.type !== 'conflict' || asked.has(layer.question.id));
  return layers.length === state.layers.length ? state : { ...state, layers };
}

/** One place up or down, as the engine does it. */
function movedJob(
  jobs: readonly Job[],
  { jobId, by }: { readonly jobId: string; readonly by: -1 | 1 },
): readonly Job[] {
  const at = jobs.findIndex(({ spec }) => spec.id === jobId);
  const [job, other] = [jobs[at], jobs[at + by]];
  return job === undefined || other === undefined ? jobs : jobs.with(at, other).with(at + by, job);
}

function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const at = jobs.findIndex(({ spec }) => spec.id === job.spec.id);
  return at < 0 ? [...jobs, job] : jobs.with(at, job);
}
