/** 练习模式 in this tab: into it, out of it, and the banner that nobody can overlook. */
import { practice as words } from '#lib/messages/zh-practice.ts';
import './practice.css';

const key = 'mode';
/** As the device side names them. */
const databases = ['bangban-practice', 'bangban-practice-catalogue'];
const pin = '246802';

export function isPractising(): boolean {
  return sessionStorage.getItem(key) === 'practice';
}
/** Each practice begins anew. */
export async function startPractice(): Promise<void> {
  await forget();
  sessionStorage.setItem(key, 'practice');
  location.assign('/');
}
async function leavePractice(): Promise<void> {
  sessionStorage.removeItem(key);
  await forget();
  location.assign('/me');
}
async function forget(): Promise<void> {
  await Promise.all(
    databases.map(
      (name) =>
        new Promise<void>((resolve) => {
          const request = indexedDB.deleteDatabase(name);
          // What another tab still holds open goes when that tab lets go of it.
          request.onsuccess = request.onerror = request.onblocked = () => resolve();
        })
    )
  );
}

/** Above everything, the lock included, and on every printed page. */
export function showBanner(): void {
  document.documentElement.dataset['practice'] = '';
  const banner = document.createElement('aside');
  banner.className = 'practice-banner';
  banner.setAttribute('aria-label', words.title);
  const text = document.createElement('p');
  text.textContent = `${words.banner}。${words.pin(pin)}`;
  const leave = document.createElement('button');
  leave.type = 'button';
  leave.className = 'btn';
  leave.textContent = words.leave;
  leave.addEventListener('click', () => void leavePractice());
  banner.append(text, leave);
  document.body.prepend(banner);
}
