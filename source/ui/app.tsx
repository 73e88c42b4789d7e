import { Box } from 'ink';
import { useMemo, type ReactNode } from 'react';
import type { Registry } from '../commands/registry.ts';
import type { AppState } from '../state/app-state.ts';
import type { ColorDepth } from '../terminal/capabilities.ts';
import { layoutOf, MIN_COLUMNS, MIN_ROWS, type Layout } from '../state/layout.ts';
import { fitLeft, spread } from './fit.ts';
import { totalsWords } from './job-words.ts';
import { JobStrip } from './job-strip.tsx';
import { KeyBar } from './key-bar.tsx';
import { layerContent } from './layer-content.ts';
import { Line } from './line.tsx';
import { PaneView } from './pane-view.tsx';
import { Panel } from './panel.tsx';
import { BottomLine } from './bottom-line.tsx';
import { Styled, ThemeProvider } from './styled.tsx';
import { themeFor } from './theme.ts';
import { pendingBytes } from '../state/pending-bytes.ts';
import { shownViewer } from '../state/viewing.ts';
import { ViewerView } from './viewer-view.tsx';
import { StoreProvider, useAppState, type AppStore } from './store-context.tsx';

export interface AppProps {
  readonly store: AppStore;
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The colours that the terminal has. */
  readonly colors: ColorDepth;
}

/** The whole screen. It draws state; what a key does is `commands/`, what the world answers comes through the store. */
export function App({ store, ...props }: AppProps): ReactNode {
  return (
    <StoreProvider store={store}>
      <Screen {...props} />
    </StoreProvider>
  );
}

function Screen({ registry, clock, colors }: Omit<AppProps, 'store'>): ReactNode {
  const size = useAppState((state) => state.size);
  const stripHeight = useAppState((state) => layoutOf(state).stripHeight);
  const choice = useAppState((state) => state.settings.theme);
  const background = useAppState((state) => state.background);
  const theme = useMemo(() => themeFor(choice, background, colors), [choice, background, colors]);
  const viewer = useAppState(shownViewer);
  const { columns, rows } = size;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) return <TooSmall columns={columns} />;
  return (
    <ThemeProvider theme={theme}>
      <Box
        flexDirection="column"
        width={columns}
        height={rows}
        {...(theme.paper === undefined ? {} : { backgroundColor: theme.paper })}
      >
        {viewer === null ? (
          <>
            <TitleLine width={columns} />
            <Panes registry={registry} clock={clock} stripHeight={stripHeight} />
            <JobStrip registry={registry} width={columns} />
          </>
        ) : (
          <ViewerView registry={registry} viewer={viewer} size={size} />
        )}
        <BottomLine registry={registry} width={columns} clock={clock} />
        <KeyBar registry={registry} width={columns} layer={viewer === null ? 'panes' : 'viewer'} />
        <TopLayers registry={registry} clock={clock} />
      </Box>
    </ThemeProvider>
  );
}

function TooSmall({ columns }: { readonly columns: number }): ReactNode {
  return <Styled look="plain">{fitLeft(`u1file needs ${MIN_COLUMNS}x${MIN_ROWS}`, columns)}</Styled>;
}

function TitleLine({ width }: { readonly width: number }): ReactNode {
  const label = useAppState((state) => state.account.label);
  const totals = useAppState((state) => totalsWords(state.jobs));
  const linked = useAppState((state) => (state.link === null ? '' : '   linked'));
  return <Line text={spread(` u1file   ${label}${linked}`, totals === '' ? '' : `${totals} `, width)} look="title" />;
}

interface PanesProps extends Pick<AppProps, 'registry' | 'clock'> {
  readonly stripHeight: number;
}

function Panes({ registry, clock }: PanesProps): ReactNode {
  const left = useAppState((state) => state.left);
  const right = useAppState((state) => state.right);
  const comparison = useAppState((state) => state.comparison);
  const active = useAppState((state) => state.active);
  const size = useAppState((state) => state.size);
  const jobs = useAppState((state) => state.jobs);
  const isSingle = useAppState((state) => state.isSingle);
  const home = useAppState((state) => state.home);
  const pendingLeft = useAppState((state) => pendingBytes(state, 'left'));
  const pendingRight = useAppState((state) => pendingBytes(state, 'right'));
  const layout: Layout = layoutOf({ size, jobs, isSingle });
  const { listHeight: height, isTwoPane } = layout;
  const shared = { height, home, registry, now: minuteOf(clock()) };
  return (
    <Box>
      {(isTwoPane || active === 'left') && (
        <PaneView
          pane={left}
          width={layout.leftWidth}
          isActive={active === 'left'}
          compared={comparison?.left}
          pending={pendingLeft}
          {...shared}
        />
      )}
      {isTwoPane && <Divider height={height + 3} />}
      {(isTwoPane || active === 'right') && (
        <PaneView
          pane={right}
          width={layout.rightWidth}
          isActive={active === 'right'}
          compared={comparison?.right}
          pending={pendingRight}
          {...shared}
        />
      )}
    </Box>
  );
}

function Divider({ height }: { readonly height: number }): ReactNode {
  return <Styled look="border">{Array.from({ length: height }, () => '│').join('\n')}</Styled>;
}

function TopLayers({ registry, clock }: Pick<AppProps, 'registry' | 'clock'>): ReactNode {
  const state = useAppState(topState);
  const top = state?.layers.at(-1);
  if (state === null || top === undefined) return null;
  const content = layerContent(top, state, registry, clock());
  return content === null ? null : <Panel content={content} size={state.size} />;
}

/** The state while a layer is open, null otherwise: without one, no change of state redraws here. */
function topState(state: AppState): AppState | null {
  return state.layers.length === 0 ? null : state;
}

/** Rows change their time format by the minute at most, so that the clock alone redraws no row. */
function minuteOf(time: number): number {
  return time - (time % 60_000);
}
