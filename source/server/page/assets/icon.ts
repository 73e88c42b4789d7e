/** The picture in the browser's tab. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#772953"/><path d="M9 7v11a7 7 0 0 0 14 0V7" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>
`;
