/** Names of the drawings in `Sprite.svelte`. */
export const iconNames = [
  'today', 'guide', 'cases', 'sync', 'me', 'offline', 'online', 'lock', 'check', 'plus',
  'right', 'left', 'down', 'pin', 'phone', 'print', 'camera', 'file', 'back', 'stop',
  'pause', 'stick', 'import', 'disk', 'search', 'big', 'saved', 'map', 'star', 'chart',
  'device', 'ledger', 'turn', 'zoom', 'todo', 'open', 'done', 'speak', 'close', 'edit',
  'trash', 'add-person', 'key', 'help', 'info', 'shield', 'sun', 'scan', 'erase', 'up',
  'link', 'group'
] as const;
export type IconName = (typeof iconNames)[number];

/** Lights: shape, word and colour (traffic-light deadline monitoring, M20), and `wait` for what is sent and unanswered. */
export type LightName = 'green' | 'amber' | 'red' | 'hold' | 'wait';
