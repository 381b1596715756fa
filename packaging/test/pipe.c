/*
 * pipe.exe "<left>" "<right>": runs both with an anonymous pipe between them, as cmd.exe does for left | right, and ends with the
 * right one's code. Wine's own cmd.exe runs the left one to its end first.
 */
#include <stdio.h>
#include <windows.h>

static HANDLE started(char *command, HANDLE input, HANDLE output) {
  STARTUPINFOA start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
  PROCESS_INFORMATION process;
  start.hStdInput = input;
  start.hStdOutput = output;
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  if (!CreateProcessA(NULL, command, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) {
    fprintf(stderr, "%s: error %lu\n", command, GetLastError());
    ExitProcess(99);
  }
  CloseHandle(process.hThread);
  return process.hProcess;
}

int main(int count, char **arguments) {
  SECURITY_ATTRIBUTES inherited = {.nLength = sizeof inherited, .bInheritHandle = TRUE};
  HANDLE reading, writing, left, right;
  DWORD code = 99;
  if (count != 3 || !CreatePipe(&reading, &writing, &inherited, 0)) return 98;
  /* Each end only for its own process: otherwise the pipe never ends. */
  SetHandleInformation(reading, HANDLE_FLAG_INHERIT, 0);
  left = started(arguments[1], GetStdHandle(STD_INPUT_HANDLE), writing);
  CloseHandle(writing);
  SetHandleInformation(reading, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
  right = started(arguments[2], reading, GetStdHandle(STD_OUTPUT_HANDLE));
  CloseHandle(reading);
  WaitForSingleObject(right, INFINITE);
  WaitForSingleObject(left, INFINITE);
  GetExitCodeProcess(right, &code);
  return (int)code;
}
