/** What tests ask of a page, run in the browser: text, since nothing of it belongs to this program. */

/** Controls that a screen reader has no words for. */
export const NAMELESS = `
  [...document.querySelectorAll('a, button, summary, input:not([type=hidden]):not([hidden]), meter, [role=img]')]
    .filter((each) => each.textContent.trim() === '' && !each.hasAttribute('aria-label') && !each.labels?.length)
    .map((each) => each.outerHTML)
`;

/** Texts with less contrast than 4.5 to 1 (WCAG 2.2 §1.4.3). */
export const FAINT = `(() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = parse(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgroundOf = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const color = getComputedStyle(element).backgroundColor;
    return parse(color)[3] === 0 ? backgroundOf(element.parentElement) : color;
  };
  const hasText = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  return [...document.querySelectorAll('body *')].filter(hasText).flatMap((each) => {
    const pair = [luminance(getComputedStyle(each).color), luminance(backgroundOf(each))];
    const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    return contrast < 4.5 ? [contrast.toFixed(2) + ' ' + each.outerHTML.slice(0, 80)] : [];
  });
})()`;

/** How the focus is drawn where it is. */
export const OUTLINE = `getComputedStyle(document.activeElement).outlineStyle`;

/** How wide the page is, in CSS pixels. */
export const WIDTH = `document.documentElement.scrollWidth`;

export const CLIPBOARD = `navigator.clipboard.readText()`;
