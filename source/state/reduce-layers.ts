import type { JobSource } from '../domain/transfer.ts';
import type { View } from '../domain/view.ts';
import { editSignIn } from './account-layers.ts';
import type { Amount } from './amount.ts';
import type { Completion } from './completion.ts';
import { isAbout, type Layer } from './layers.ts';
import { editText, type TextEdit } from './text-field.ts';

export type LayerAction =
  | { readonly type: 'layer/pushed'; readonly layer: Layer }
  /** A question that opens by itself: never over another layer, for it would take the keys meant for that one. */
  | { readonly type: 'layer/offered'; readonly layer: Layer }
  | { readonly type: 'layer/replaced'; readonly layer: Layer }
  | { readonly type: 'layer/popped' }
  | { readonly type: 'layer/edited'; readonly edit: TextEdit }
  /** What lies below these sources, for the question about them. */
  | { readonly type: 'layer/counted'; readonly sources: readonly JobSource[]; readonly amount: Amount }
  | { readonly type: 'layer/refused'; readonly reason: string }
  /** What the viewer of this number shows now; one that was closed is not opened again by it. */
  | { readonly type: 'layer/viewed'; readonly id: number; readonly view: View };

/** The layers after the action; what is meant for the top one does nothing where there is none. */
export function reduceLayers(layers: readonly Layer[], action: LayerAction): readonly Layer[] {
  const top = layers.at(-1);
  switch (action.type) {
    case 'layer/pushed':
      return [...layers, action.layer];
    case 'layer/offered':
      return [action.layer, ...layers];
    case 'layer/replaced':
      return [...layers.slice(0, -1), action.layer];
    case 'layer/popped':
      return layers.slice(0, -1);
    case 'layer/edited':
      return top === undefined ? layers : [...layers.slice(0, -1), edited(top, action.edit)];
    case 'layer/counted':
      return layers.map((layer) => (isAbout(layer, action.sources) ? { ...layer, amount: action.amount } : layer));
    case 'layer/refused':
      return top === undefined ? layers : [...layers.slice(0, -1), refused(top, action.reason)];
    case 'layer/viewed':
      return layers.map((layer) =>
        layer.type === 'viewer' && layer.id === action.id ? { ...layer, view: action.view } : layer,
      );
  }
}

function edited(layer: Layer, edit: TextEdit): Layer {
  if (layer.type === 'sign-in') return editSignIn(layer, edit);
  if ('filter' in layer) return { ...layer, filter: editText(layer.filter, edit), cursor: 0 };
  if (!('field' in layer)) return layer;
  const field = editText(layer.field, edit);
  if (layer.type === 'prompt') return { ...layer, ...unpicked(layer.completion), field, error: null };
  return 'error' in layer ? { ...layer, field, error: null } : { ...layer, field };
}

function unpicked(completion: Completion | undefined): { readonly completion?: Completion } {
  return completion === undefined ? {} : { completion: { ...completion, chosen: -1, isWanted: false } };
}

function refused(layer: Layer, reason: string): Layer {
  return layer.type === 'prompt' || layer.type === 'confirm' || layer.type === 'transfer'
    ? { ...layer, error: reason }
    : layer;
}
