import { DownloadsLab } from './downloads-lab.ts';

declare global {
  var downloads: DownloadsLab;
}

globalThis.downloads = new DownloadsLab();
