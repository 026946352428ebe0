//! Instructions, which no other program disturbs.

use super::side::data::Stored;
use super::sides::{Database, Side};
use super::tasks::{TASKS, Task};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Millions for each task and side that can be counted. A server's are not: there, they are the client's.
pub(crate) fn print_table(database: Database) {
    let sides = || database.sides().iter().filter(|side| side.is_countable());
    let counts = sides().map(|side| instructions(database, side, &TASKS.each_ref()));
    let counts: Vec<_> = counts.collect();
    println!(
        "Instructions on {}, millions:\n\n| task | {}",
        database.name(),
        sides().map(|side| format!("{} | ", side.title)).collect::<String>()
    );
    println!("|---|{}", "---|".repeat(counts.len()));
    for (place, task) in TASKS.iter().enumerate() {
        let cell = |counts: &Vec<Option<u64>>| match counts[place] {
            Some(count) => format!(" {:.4} |", count as f64 / 1e6),
            None => " fails |".to_owned(),
        };
        println!("| {} {} |{}", task.name, task.what, counts.iter().map(cell).collect::<String>());
    }
    println!();
}

/// The instructions of a run of each task, as callgrind counts them, unless it fails.
pub(crate) fn instructions(database: Database, side: &Side, tasks: &[&Task]) -> Vec<Option<u64>> {
    let mut counts = vec![None; tasks.len()];
    for stored in [Stored::Mixed, Stored::ByAuthor] {
        let places: Vec<usize> =
            (0..tasks.len()).filter(|&place| tasks[place].stored == stored).collect();
        let over: Vec<&Task> = places.iter().map(|&place| tasks[place]).collect();
        let found = (!over.is_empty()).then(|| over_rows(side, &database.create(stored), &over));
        for (place, count) in places.into_iter().zip(found.into_iter().flatten()) {
            counts[place] = count;
        }
    }
    counts
}

/// A run of a long task is exact enough, and takes long.
fn runs(task: &Task) -> u64 {
    if task.runs > 3 { 5 } else { 1 }
}

/// In one process, since under callgrind it takes long to copy the rows.
fn over_rows(side: &Side, rows: &str, tasks: &[&Task]) -> Vec<Option<u64>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callgrind");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind", "--toggle-collect=*counted*"]);
    // Each time that function is left, what it took is written to the next file. Here callgrind wants whole
    // names: that of this program, and of the limit.
    command.arg("--dump-after=loading::loading::side::protocol::counted");
    command.arg("--dump-after=limit::protocol::counted");
    command.arg(format!("--callgrind-out-file={}", folder.join("out").display()));
    command.args(side.words(rows));
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("valgrind to be installed");
    let mut input = child.stdin.take().expect("its input");
    for task in tasks {
        // The first run warms up.
        write!(input, "{0} 1\n{0} {1}\n", task.name, runs(task)).expect("to be read");
    }
    drop(input);
    let output = child.wait_with_output().expect("to end");
    let answers = String::from_utf8_lossy(&output.stdout);
    let answers = answers.lines().filter(|line| *line != "ready").skip(1).step_by(2);
    let count = |((place, task), answer): ((usize, &&Task), &str)| {
        let collected = collected(folder.join(format!("out.{}", 2 * place + 2)));
        (!answer.starts_with("fails")).then(|| collected / runs(task))
    };
    tasks.iter().enumerate().zip(answers).map(count).collect()
}

fn collected(file: PathBuf) -> u64 {
    let profile = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}", file.display()));
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: "));
    total.and_then(|number| number.trim().parse().ok()).expect("a profile of callgrind")
}
