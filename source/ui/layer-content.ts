import type { Registry } from '../commands/registry.ts';
import type { AppState } from '../state/app-state.ts';
import type { Layer } from '../state/layers.ts';
import { accountsContent, devicesContent, signInContent } from './layers/accounts.ts';
import { choiceContent, confirmContent, conflictContent, promptContent } from './layers/dialogs.ts';
import { commandsContent } from './layers/command-list.ts';
import { detailsContent } from './layers/details.ts';
import { requestsContent, transfersContent } from './layers/lists.ts';
import { addressContent, publicFilesContent } from './layers/publishing.ts';
import { placesContent } from './layers/places.ts';
import { settingsContent } from './layers/settings.ts';
import { transferContent } from './layers/transfer.ts';
import { panelRoom, type PanelContent } from './panel.tsx';

/** What a layer shows over the panes; null for those that show in the bottom line. */
export function layerContent(layer: Layer, state: AppState, registry: Registry, now: number): PanelContent | null {
  const room = panelRoom(state.size);
  switch (layer.type) {
    case 'help':
    case 'palette':
      return commandsContent(layer, registry, state, room);
    case 'places':
      return placesContent(layer, state, registry, room);
    case 'filter':
    case 'jump':
    case 'sort':
    case 'viewer':
    case 'view-ask':
      return null;
    case 'address':
      return addressContent(layer, registry, room);
    case 'public-files':
      return publicFilesContent(layer, registry, room);
    case 'accounts':
      return accountsContent(layer, state, registry, room);
    case 'sign-in':
      return signInContent(layer, registry, room);
    case 'settings':
      return settingsContent(layer.cursor, state, registry, room);
    case 'devices':
      return devicesContent(layer, registry, room);
    case 'prompt':
      return promptContent(layer, registry, room);
    case 'choice':
      return choiceContent(layer, room.width);
    case 'confirm':
      return confirmContent(layer, registry, room.width);
    case 'transfer':
      return transferContent(layer, state, registry, room);
    case 'conflict':
      return conflictContent(layer, room.width, { registry, now, home: state.home });
    case 'requests':
      return requestsContent(layer, state, { registry, room, now });
    case 'transfers':
      return transfersContent(layer, state, { registry, room });
    case 'details':
      return detailsContent(layer, registry, room);
  }
}
