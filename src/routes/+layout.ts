// Everything is rendered on the tablet: the county serves one page for every address.
export const ssr = false;
export const prerender = false;
