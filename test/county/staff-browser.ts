/** Somebody at the county's console. */

/** Keeps cookie and CSRF token as a browser would. */
export type StaffBrowser = { cookie: string; csrf: string; call: (method: string, path: string, body?: unknown) => Promise<Response> };

export async function signIn(url: string, username: string): Promise<StaffBrowser> {
  const reply = await fetch(`${url}/api/v1/staff/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username, password: `${username}-2026` })
  });
  if (!reply.ok) throw new Error(`sign-in answered ${String(reply.status)}`);
  const { csrf } = (await reply.json()) as { csrf: string };
  const cookie = (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    cookie,
    csrf,
    call: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { cookie, 'X-Csrf-Token': csrf, 'Content-Type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) })
      })
  };
}
