//! Over the socket: a participant's timeline of 20 visits, a key in the finder over 10,000 participants, and where
//! such a study stands.
//!
//! Server and client share this process; the socket and the frames are the real ones. `cargo bench --bench story --
//! DIR` keeps the study (1.5 GB while it runs) on the disk of DIR; `--count N` makes another number of participants.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

#[path = "support/served.rs"]
mod served;
#[path = "support/table.rs"]
mod table;
#[path = "support/trial.rs"]
mod trial;

use coreset::cli::open::open;
use coreset::domain::base::ids::ParticipantId;
use coreset::domain::study::Study;
use coreset::domain::study::shipped::STUDY;
use coreset::domain::views::find::filter::Filter;
use coreset::domain::views::find::order::Sort;
use coreset::domain::views::timeline::lane::lanes;
use coreset::domain::views::timeline::tell;
use coreset::link::Remote;
use coreset::protocol;
use coreset::protocol::messages::{Client as _, Hello, Reply, Request};
use coreset::screens::look::Look;
use coreset::screens::timeline::draw::as_text;
use coreset::server::peer;
use coreset::study_directory;
use coreset::text;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(120);
const ROUNDS: usize = 200;
const VISITS: usize = 20;

/// The study that comes with the program, with twenty visits, four weeks apart.
fn study_file() -> String {
    let text = STUDY.text;
    let (front, rest) = text.split_once("[[visit]]\n").unwrap();
    let (_, end) = rest.split_once("[terminal]").unwrap();
    let forms = rest.lines().find(|line| line.starts_with("forms")).unwrap();
    let mut out = front.replace("outcome = \"week-12\"", "outcome = \"visit-3\"");
    for number in 0..VISITS {
        let id = match number {
            0 => "baseline".to_owned(),
            _ => format!("visit-{number}"),
        };
        let (day, window) = (28 * number, if number == 0 { 0 } else { 3 });
        writeln!(
            out,
            "[[visit]]\nid = \"{id}\"\nlabel = \"Visit {number}\"\nday = {day}\nearly = {window}\nlate = {window}\n{forms}\n"
        )
        .unwrap();
    }
    out + "[terminal]" + end
}

struct Seat {
    remote: Remote,
    replies: Receiver<Reply>,
}

impl Seat {
    fn sit(path: &Path) -> Self {
        let hello = Hello {
            client: format!("{}-story-1", peer::this_process().user),
            from: "loopback".to_owned(),
            command: String::new(),
            head: None,
        };
        let (sender, replies) = mpsc::channel();
        let taker = Box::new(move |reply| {
            let _ = sender.send(reply);
        });
        let path = path.to_owned();
        let reach = Box::new(move || protocol::connect(&path));
        let (remote, _) = Remote::connect(hello, taker, reach).unwrap();
        Self { remote, replies }
    }

    fn ask(&self, request: Request) -> Reply {
        self.remote.send(request);
        loop {
            let reply = self.replies.recv_timeout(LONG).unwrap();
            if !reply.is_news() {
                return reply;
            }
        }
    }
}

fn timeline(seat: &Seat, study: &Study) {
    let who = match seat.ask(Request::Find {
        query: "done".to_owned(),
        filter: Filter::All,
        sort: Sort::default(),
        from: 0,
        count: 1,
    }) {
        Reply::Found(found) => found.rows[0].participant.id.clone(),
        other => panic!("{other:?}"),
    };
    let today = chrono::Local::now().date_naive();
    let (mut read, mut told, mut shown) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let Reply::Record {
            record: Some(record),
            ..
        } = seat.ask(Request::Record(ParticipantId::new(who.as_str())))
        else {
            panic!("no record")
        };
        read.push(start.elapsed());
        let visits = study.protocol.visits.iter();
        let held = visits.filter(|visit| record.session(visit.id.as_str()).is_some());
        assert_eq!(held.count(), VISITS);
        let story = tell(study, &record, lanes(study, &record), today);
        told.push(start.elapsed());
        black_box(as_text(&story, 80, &Look::FULL, text::DEFAULT));
        shown.push(start.elapsed());
    }
    let median = |times: &mut [Duration]| table::median_us(times) / 1e3;
    table::plain(
        "timeline of 20 visits: record read",
        median(&mut read),
        "ms",
    );
    table::plain("timeline of 20 visits: told", median(&mut told), "ms");
    let name = "timeline of 20 visits: drawn";
    table::at_most(name, median(&mut shown), 5.0, "ms");
    let p99 = table::p99_us(&mut shown) / 1e3;
    table::plain("timeline of 20 visits: drawn, p99", p99, "ms");
}

fn finder(seat: &Seat, count: usize) {
    let mut times = Vec::new();
    let mut ask = |query: &str, filter| {
        let start = Instant::now();
        let Reply::Found(found) = seat.ask(Request::Find {
            query: query.to_owned(),
            filter,
            sort: Sort::default(),
            from: 0,
            count: 51,
        }) else {
            panic!("not found")
        };
        times.push(start.elapsed());
        assert_eq!(found.all, count);
    };
    for query in ["99-0423", "0423", "ab 17", "late", "visit-3 due", "zz"] {
        for end in 1..=query.len() {
            ask(&query[..end], Filter::All);
        }
    }
    for filter in Filter::ALL {
        for query in ["", "9", "99-04"] {
            ask(query, filter);
        }
    }
    let name = |what: &str| format!("finder over {count}: {what}");
    let median = table::median_us(&mut times) / 1e3;
    table::at_most(&name("a key"), median, 10.0, "ms");
    let p99 = table::p99_us(&mut times) / 1e3;
    table::at_most(&name("a key, p99"), p99, 10.0, "ms");
}

fn overview(seat: &Seat, count: usize) {
    for what in ["first", "again"] {
        let start = Instant::now();
        let Reply::Overview(overview) = seat.ask(Request::Overview) else {
            panic!("no overview")
        };
        assert_eq!(overview.people.len(), count);
        let name = format!("study of {count}: read {what}");
        table::plain(&name, start.elapsed().as_secs_f64() * 1e3, "ms");
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let at = words.iter().position(|word| word == "--count");
    let count = at.map_or(10_000, |at| words[at + 1].parse().unwrap());
    let base = words.iter().enumerate().find(|(place, word)| {
        let number = at.is_some_and(|at| *place == at + 1);
        !number && !word.starts_with('-')
    });
    let base = base.map_or_else(std::env::temp_dir, |(_, word)| PathBuf::from(word));
    let dir = tempfile::tempdir_in(base).unwrap();
    std::fs::write(
        dir.path()
            .join(coreset::domain::study::named_files::STUDY_FILE),
        study_file(),
    )
    .unwrap();
    let study = Arc::new(study_directory::load_study(dir.path()).unwrap());
    // The first opening writes the first entry.
    drop(open(dir.path(), false, served::options()).unwrap());
    let mut store = trial::open(dir.path(), &study);
    trial::fill(&mut store, &study, count);
    drop(store);

    let served = served::Served::start(dir.path());
    let seat = Seat::sit(served.socket());
    timeline(&seat, &study);
    finder(&seat, count);
    overview(&seat, count);
    drop(seat);
    served.stop();
}
