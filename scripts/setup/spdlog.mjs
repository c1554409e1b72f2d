/**
 * Writes VS Code's log files in place of `@vscode/spdlog`, which has to be compiled; the same
 * interface, without rotation.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  level = 0;
  isFormatted = true;

  constructor(file) {
    this.file = file;
    mkdirSync(path.dirname(file), { recursive: true });
  }

  trace = (message) => this.write(0, message);
  debug = (message) => this.write(1, message);
  info = (message) => this.write(2, message);
  warn = (message) => this.write(3, message);
  error = (message) => this.write(4, message);
  critical = (message) => this.write(5, message);

  getLevel() {
    return this.level;
  }

  setLevel(level) {
    this.level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.isFormatted = false;
  }

  flush() {}

  drop() {}

  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(
      this.file,
      this.isFormatted ? `${time} [${levels[level]}] ${message}\n` : message,
    );
  }
}

export function setFlushOn() {}

export async function createAsyncRotatingLogger(_name, file) {
  return new Logger(file);
}
