// What Passerby's decoders say of many strings at once, by the program `read_consent`.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

// Of each [kind, number, text] the answer, in the same order, given to `judge` with its question.
export async function ask(questions, judge) {
  const program = spawn(process.env.READ_CONSENT, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => program.on("exit", resolve));
  program.stdin.end(questions.map(([kind, number, text]) => `${kind}\t${number}\t${text}\n`).join(""), "latin1");
  let answered = 0;
  for await (const line of createInterface({ input: program.stdout })) {
    judge(questions[answered++], JSON.parse(line));
  }
  const status = await ended;
  if (status !== 0 || answered !== questions.length) {
    throw new Error(`read_consent ended with ${status} after ${answered} of ${questions.length} strings`);
  }
}
