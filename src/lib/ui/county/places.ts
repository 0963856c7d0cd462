import { ferry } from '#lib/messages/zh-county-ferry.ts';
import { orders } from '#lib/messages/zh-county-orders.ts';
import { reveals } from '#lib/messages/zh-county-reveals.ts';
import { review } from '#lib/messages/zh-county-review.ts';
import { tickets } from '#lib/messages/zh-county-tickets.ts';
import { voices } from '#lib/messages/zh-county-voices.ts';
import { say } from '#lib/messages/zh-county.ts';
import type { IconName } from '../icons.ts';

const names = ['queue', 'orders', 'ratings', 'tickets', 'stations', 'review', 'reveals', 'ferry'] as const;
export type PlaceName = (typeof names)[number];
export type Place = { id: PlaceName; href: string; label: string; icon: IconName };

/** The console's places that a person's office opens. */
export function openPlaces(may: {
  readCases: boolean;
  assist: boolean;
  readRatings: boolean;
  readTickets: boolean;
  readStations: boolean;
  reviewHistories: boolean;
  importFerry: boolean;
  readReveals: boolean;
}): Place[] {
  return [
    ...(may.readCases ? [{ id: 'queue', href: '/county', label: say.frame.queue, icon: 'cases' } as const] : []),
    ...(may.assist ? [{ id: 'orders', href: '/county/orders', label: orders.title, icon: 'group' } as const] : []),
    ...(may.readRatings ? [{ id: 'ratings', href: '/county/ratings', label: voices.title, icon: 'star' } as const] : []),
    ...(may.readTickets ? [{ id: 'tickets', href: '/county/tickets', label: tickets.title, icon: 'turn' } as const] : []),
    ...(may.readStations ? [{ id: 'stations', href: '/county/stations', label: say.frame.stations, icon: 'map' } as const] : []),
    ...(may.reviewHistories ? [{ id: 'review', href: '/county/review', label: review.title, icon: 'todo' } as const] : []),
    ...(may.readReveals ? [{ id: 'reveals', href: '/county/reveals', label: reveals.title, icon: 'search' } as const] : []),
    ...(may.importFerry ? [{ id: 'ferry', href: '/county/ferry', label: ferry.title, icon: 'stick' } as const] : [])
  ];
}

/** `/county/review` → review; the queue has no name of its own. */
export function placeAt(pathname: string): PlaceName {
  return names.find((name) => pathname.startsWith(`/county/${name}`)) ?? 'queue';
}
