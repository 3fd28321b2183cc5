/** A webcam that films what a test gives it: Chromium plays the file as if it were a camera. */

import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const FILM = join(tmpdir(), `leling-webcam-${process.pid}.y4m`);

export const WEBCAM_FLAGS = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${FILM}`,
];

/**
 * Films one picture.
 *
 * @param {Buffer} luma brightness, row by row
 * @param {number} width
 * @param {number} height
 */
export function film(luma, width, height) {
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip C420jpeg\n`;
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, grey]);
  return writeFile(FILM, Buffer.concat([Buffer.from(header), frame, frame]));
}

/** Takes the film away. */
export const burn = () => rm(FILM, { force: true });
