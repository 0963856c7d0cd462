/** 1.3 GB, 86 MB, 312 KB */
export function bytesInWords(bytes: number): string {
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 100 || value === Math.round(value) ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
