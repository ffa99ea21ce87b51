import { App } from './app.ts';
import { startOpenAiServer } from './servers/openai-server.ts';
import { withSettings } from './stored-settings.ts';
import { expect, test } from './test.ts';
import { endpointAt } from '../src/testing/endpoints.ts';

const CODE = "const greeting = 'hello'; // to all";

for (const theme of ['light', 'dark'] as const) {
  test(`code has colours that can be read on a ${theme} page, and stays the same text`, async ({ page, server }) => {
    const endpoint = await startOpenAiServer();
    endpoint.answerWith(`Like this:\n\n\`\`\`js\n${CODE}\n\`\`\`\n\nand:\n\n\`\`\`klingon\nconst a\n\`\`\`\n`);
    await withSettings(page, { mode: 'cloud', theme, endpoints: [endpointAt(endpoint.url, 'test')] });
    const app = new App(page);
    await app.open(server.url);
    await app.untilGated();
    const answer = await app.askAndWait('Show me some code');
    const block = answer.getByRole('figure', { name: 'Code, js' });
    await expect(block.getByText('const', { exact: true })).toHaveAttribute('data-kind', 'kwd');
    await expect(block.getByText("'hello'", { exact: true })).toHaveAttribute('data-kind', 'str');
    await expect(block.locator('code')).toHaveText(CODE);
    await expect(answer.getByRole('figure', { name: 'Code, klingon' }).locator('code [data-kind]')).toHaveCount(0);

    const ratios = await block.locator('code').evaluate((code) => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      const luminance = (colour: string): number => {
        if (context === null) return Number.NaN;
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = Array.from(context.getImageData(0, 0, 1, 1).data, (byte) => {
          const share = byte / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const box = code.closest('figure') ?? code;
      const behind = luminance(getComputedStyle(box).backgroundColor);
      return ['cmnt', 'kwd', 'str', 'insert', 'num', 'bool', 'esc', 'func', 'section', 'class', 'deleted'].map(
        (kind) => {
          const sample = document.createElement('span');
          sample.dataset['kind'] = kind;
          code.append(sample);
          const front = luminance(getComputedStyle(sample).color);
          sample.remove();
          return (Math.max(front, behind) + 0.05) / (Math.min(front, behind) + 0.05);
        },
      );
    });
    expect(Math.min(...ratios), theme).toBeGreaterThanOrEqual(4.5);
    await endpoint.close();
  });
}
