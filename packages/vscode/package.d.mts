#!/usr/bin/env node
/**
 * Makes the `.vsix`.
 *
 * @param {string} file where
 * @param {string} folder what is in it is put together here
 */
export function packageExtension(file: string, folder: string): Promise<void>;
