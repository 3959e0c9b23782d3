// `passerby`: everything it can do is a command.
#include "server/cli/command_line.hpp"

int main(int argc, char** argv) {
    return passerby::cli::run(argc, argv);
}
