// The whole command line: which command was meant, with which flags, and its exit code.
#pragma once

namespace passerby::cli {

// 0: fine. 1: the command worked, and what it looked at is wrong. 2: it could not work.
int run(int argc, char** argv);

}  // namespace passerby::cli
