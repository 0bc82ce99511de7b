/** Whether a process of this machine runs, whosoever's it is. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Anything but "no such process", a permission above all, says that there is one.
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
