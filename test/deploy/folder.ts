import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The manifests under test: DEPLOY_FOLDER, or deploy/ of this repository. */
export const deployFolder = process.env['DEPLOY_FOLDER']
  ? pathToFileURL(`${resolve(process.env['DEPLOY_FOLDER'])}/`)
  : new URL('../../deploy/', import.meta.url);
