import type { DashboardRequest } from '../../shared/dashboardMessages';
import { isEnvelope } from '../../shared/messages';

type Check = (message: Readonly<Record<string, unknown>>) => boolean;

const checks: Readonly<Record<DashboardRequest['type'], Check>> = {
  ready: () => true,
  series: ({ runs }) => Array.isArray(runs) && runs.every((run) => typeof run === 'string'),
  predictions: ({ run }) => typeof run === 'string',
  save: ({ name, content }) =>
    typeof name === 'string' && (typeof content === 'string' || content instanceof Uint8Array),
};

/** Tells a request of the dashboard from anything else a webview may post. */
export function isDashboardRequest(message: unknown): message is DashboardRequest {
  if (!isEnvelope(message) || !Object.hasOwn(checks, message.type)) return false;
  return checks[message.type as DashboardRequest['type']]({ ...message });
}
