//! The messages to send over one connection: sent at once if the system takes them, else kept in a bounded queue.
//!
//! Adding a message must never wait for the other side: a thread of the connection sends the queue, and sleeps while it
//! is empty. What is sent at once arrives even if this process ends.
//!
//! One message of several frames may wait in addition to the limit: its memory is freed frame by frame, and the
//! connection ends if it does not get on.

use crate::protocol::mutex;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{SendFlags, send};
use std::collections::VecDeque;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// How much may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Frames.
    pub frames: usize,
    /// Bytes.
    pub bytes: usize,
}

/// Why nothing more is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// More waited than may.
    Overflow,
    /// The other side is gone.
    Gone,
    /// This side closed it.
    Closed,
}

/// How long a message of several frames may stand still.
const PATIENCE: Duration = Duration::from_secs(60);

/// A frame that waits.
#[derive(Debug)]
struct Waiting {
    bytes: Vec<u8>,
    /// Whether it belongs to the long message that waits beside the rest.
    beside: bool,
}

#[derive(Debug, Default)]
struct State {
    frames: VecDeque<Waiting>,
    /// Bytes of the first frame that are sent.
    sent: usize,
    /// Bytes that wait, but for those of the long message.
    bytes: usize,
    /// Frames and bytes of the long message that wait.
    beside: (usize, usize),
    /// Nothing may be sent yet.
    held: bool,
    /// Nothing more is taken; what waits is still sent.
    finishing: bool,
    end: Option<End>,
}

impl State {
    fn drop_all(&mut self) {
        self.frames = VecDeque::new();
        (self.bytes, self.sent) = (0, 0);
        self.beside = (0, 0);
    }
}

/// The way out of one connection.
#[derive(Debug)]
pub struct Outbox {
    stream: Arc<UnixStream>,
    bounds: Bounds,
    patience: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

impl Outbox {
    /// Makes the outbox of a stream; it keeps everything until [`Outbox::release`].
    pub fn new(stream: Arc<UnixStream>, bounds: Bounds) -> Self {
        let held = true;
        Self {
            stream,
            bounds,
            patience: PATIENCE,
            state: Mutex::new(State {
                held,
                ..State::default()
            }),
            changed: Condvar::new(),
        }
    }

    /// Changes how long a message of several frames may stand still: an other side that takes nothing of it so long
    /// is cut off.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Sends these bytes before everything that was put in so far, and from then on what is put in.
    pub fn release(&self, first: Vec<u8>) {
        let mut state = self.lock();
        state.held = false;
        state.bytes = state.bytes.saturating_add(first.len());
        state.frames.push_front(Waiting {
            bytes: first,
            beside: false,
        });
        self.send_some(&mut state);
        self.changed.notify_all();
    }

    /// Puts a frame in and returns whether it is sent or waits. Never waits itself.
    ///
    /// With too much waiting already the connection ends: that side does not take what it is sent.
    pub fn put(&self, frame: Vec<u8>) -> bool {
        self.put_all(vec![frame])
    }

    /// Puts all frames of a message in, as one that is [`Outbox::put`].
    pub fn put_all(&self, frames: Vec<Vec<u8>>) -> bool {
        let mut state = self.lock();
        if state.end.is_some() || state.finishing {
            return false;
        }
        let beside = frames.len() > 1 && state.beside.0 == 0;
        let idle = state.frames.is_empty();
        for bytes in frames {
            if beside {
                state.beside.0 += 1;
                state.beside.1 = state.beside.1.saturating_add(bytes.len());
            } else {
                state.bytes = state.bytes.saturating_add(bytes.len());
            }
            state.frames.push_back(Waiting { bytes, beside });
        }
        if idle {
            self.send_some(&mut state);
        }
        let waiting = state.frames.len().saturating_sub(state.beside.0);
        let too_much = waiting > self.bounds.frames || state.bytes > self.bounds.bytes;
        // One frame alone may be as long as frames may be.
        if too_much && state.frames.len() > 1 {
            self.end(&mut state, End::Overflow);
        }
        if !state.frames.is_empty() || state.end.is_some() {
            self.changed.notify_all();
        }
        state.end.is_none()
    }

    /// Returns whether a frame of this many bytes may be put in without ending the connection.
    pub fn has_room(&self, bytes: usize) -> bool {
        let state = self.lock();
        state.frames.is_empty()
            || (state.frames.len() < self.bounds.frames
                && state.bytes.saturating_add(bytes) <= self.bounds.bytes)
    }

    /// Waits, at most for the time given, until the queue is no more than half full and nothing of a long message waits, so
    /// that another one can wait beside it; returns whether it is so.
    pub fn wait_for_half(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        let (frames, bytes) = (self.bounds.frames / 2, self.bounds.bytes / 2);
        let mut state = self.lock();
        let much = |state: &State| {
            state.beside.0 > 0 || state.frames.len() > frames || state.bytes > bytes
        };
        while state.end.is_none() && much(&state) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.wait(state, Some(left));
        }
        true
    }

    /// Returns why nothing more is sent; `None` while it goes on.
    pub fn ended(&self) -> Option<End> {
        self.lock().end
    }

    /// Sends what has to wait, until the end; for a thread of its own.
    pub fn run(&self) {
        loop {
            let mut state = self.lock();
            while state.end.is_none() && (state.held || state.frames.is_empty()) {
                state = self.wait(state, None);
            }
            if state.end.is_some() {
                return;
            }
            let still = (state.beside.0 > 0).then(|| Timespec::try_from(self.patience).ok());
            drop(state);
            let mut fds = [PollFd::new(&*self.stream, PollFlags::OUT)];
            match poll(&mut fds, still.flatten().as_ref()) {
                Ok(0) => return self.end(&mut self.lock(), End::Overflow),
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return self.close(),
            }
            let mut state = self.lock();
            self.send_some(&mut state);
            self.changed.notify_all();
        }
    }

    /// Takes nothing more, waits until everything is sent, and closes; returns whether that was done in time.
    pub fn finish(&self, timeout: Duration) -> bool {
        let until = Instant::now().checked_add(timeout);
        let mut state = self.lock();
        state.finishing = true;
        while state.end.is_none() && !state.frames.is_empty() {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            state = self.wait(state, left);
        }
        let sent = state.end.is_none() && state.frames.is_empty();
        self.end(&mut state, End::Closed);
        sent
    }

    /// Closes the connection; what waits is dropped.
    pub fn close(&self) {
        self.end(&mut self.lock(), End::Closed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        mutex::lock(&self.state)
    }

    fn wait<'a>(
        &self,
        state: MutexGuard<'a, State>,
        timeout: Option<Duration>,
    ) -> MutexGuard<'a, State> {
        match timeout {
            None => mutex::wait(&self.changed, state),
            Some(timeout) => mutex::wait_for(&self.changed, state, timeout),
        }
    }

    /// Sends as much as the system takes at once.
    fn send_some(&self, state: &mut State) {
        while state.end.is_none()
            && !state.held
            && let Some(frame) = state.frames.front()
        {
            let rest = frame.bytes.get(state.sent..).unwrap_or_default();
            let (length, beside) = (frame.bytes.len(), frame.beside);
            if rest.is_empty() {
                state.frames.pop_front();
                state.sent = 0;
                if beside {
                    state.beside.0 = state.beside.0.saturating_sub(1);
                    state.beside.1 = state.beside.1.saturating_sub(length);
                } else {
                    state.bytes = state.bytes.saturating_sub(length);
                }
                continue;
            }
            let flags = SendFlags::DONTWAIT | SendFlags::NOSIGNAL;
            match send(&*self.stream, rest, flags) {
                Ok(count) => state.sent += count,
                Err(Errno::INTR) => {}
                // Unix sockets also say "no buffers" for a moment when the system is short of memory.
                Err(Errno::AGAIN | Errno::NOBUFS) => return,
                // What the other side sent before it went can still be read.
                Err(_) => {
                    state.end = Some(End::Gone);
                    state.drop_all();
                }
            }
        }
    }

    fn end(&self, state: &mut State, why: End) {
        if state.end.is_none() {
            state.end = Some(why);
        }
        state.drop_all();
        // It fails only when the other side has gone.
        let _ = self.stream.shutdown(Shutdown::Both);
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;
    use std::thread;

    const LONG: Duration = Duration::from_secs(60);

    fn pair(bounds: Bounds) -> (Arc<Outbox>, UnixStream) {
        let (near, far) = UnixStream::pair().unwrap();
        (Arc::new(Outbox::new(Arc::new(near), bounds)), far)
    }

    const WIDE: Bounds = Bounds {
        frames: 1 << 20,
        bytes: 1 << 30,
    };

    #[test]
    fn what_was_put_in_early_goes_out_behind_the_first() {
        let (outbox, mut far) = pair(WIDE);
        assert!(outbox.put(vec![2]) && outbox.put(vec![3]));
        far.set_nonblocking(true).unwrap();
        assert!(far.read(&mut [0]).is_err(), "nothing goes before the first");
        outbox.release(vec![1]);
        assert!(outbox.put(vec![4]));
        // All of it without a thread that sends.
        let mut got = [0; 9];
        assert_eq!(far.read(&mut got).unwrap(), 4);
        assert_eq!(got[..4], [1, 2, 3, 4]);
        assert!(outbox.finish(LONG));
    }

    #[test]
    fn what_the_system_does_not_take_at_once_follows_in_order() {
        let (outbox, mut far) = pair(WIDE);
        outbox.release(Vec::new());
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
        let running = Arc::clone(&outbox);
        let running = thread::spawn(move || running.run());
        for piece in bytes.chunks(1777) {
            assert!(outbox.put(piece.to_vec()));
        }
        let reading = thread::spawn(move || {
            let mut got = Vec::new();
            far.read_to_end(&mut got).unwrap();
            got
        });
        assert!(outbox.finish(LONG));
        assert!(!outbox.put(vec![1]));
        assert!(reading.join().unwrap() == bytes);
        running.join().unwrap();
        assert_eq!(outbox.ended(), Some(End::Closed));
    }

    #[test]
    fn too_much_ends_it_but_one_long_frame_does_not() {
        let bounds = Bounds {
            frames: 3,
            bytes: 1000,
        };
        let (outbox, mut far) = pair(bounds);
        outbox.release(Vec::new());
        assert!(outbox.put(vec![0; 4 << 20]));
        assert!(!outbox.has_room(1) && !outbox.wait_for_half(Duration::ZERO));
        assert!(!outbox.put(vec![1]));
        assert_eq!(outbox.ended(), Some(End::Overflow));
        // The other side sees the end behind what the system had taken.
        far.read_to_end(&mut Vec::new()).unwrap();
        outbox.run();
    }

    #[test]
    fn one_message_of_several_frames_waits_beside_the_rest() {
        let bounds = Bounds {
            frames: 3,
            bytes: 1000,
        };
        let (outbox, mut far) = pair(bounds);
        outbox.release(Vec::new());
        let long = |byte| vec![vec![byte; 1 << 20]; 5];
        assert!(outbox.put_all(long(1)));
        // Unasked messages still go out after it, and only they are counted.
        assert!(outbox.put(vec![2; 900]) && outbox.put(vec![3]));
        assert!(!outbox.wait_for_half(Duration::ZERO), "it waits itself");
        let running = Arc::clone(&outbox);
        let running = thread::spawn(move || running.run());
        let mut got = vec![0; (5 << 20) + 901];
        far.read_exact(&mut got).unwrap();
        let bytes = long(1).into_iter().flatten();
        assert!(bytes.chain([2; 900]).chain([3]).eq(got));
        assert!(outbox.wait_for_half(LONG));
        // Another one may wait when that one is gone, a second beside it may not.
        assert!(outbox.put_all(long(4)));
        assert!(!outbox.put_all(long(5)));
        assert_eq!(outbox.ended(), Some(End::Overflow));
        running.join().unwrap();
    }

    #[test]
    fn no_room_is_said_while_a_long_message_waits_however_little_is_left_of_it() {
        let bounds = Bounds {
            frames: 100,
            bytes: 12 << 20,
        };
        let (outbox, mut far) = pair(bounds);
        outbox.release(Vec::new());
        assert!(outbox.put_all(vec![vec![1; 1 << 20]; 2]));
        assert!(!outbox.wait_for_half(Duration::ZERO));
        let running = Arc::clone(&outbox);
        let running = thread::spawn(move || running.run());
        far.read_exact(&mut vec![0; 2 << 20]).unwrap();
        assert!(outbox.wait_for_half(LONG));
        // Much more than half of what may wait, and all that may.
        assert!(outbox.put_all(vec![vec![2; 1 << 20]; 20]));
        outbox.close();
        running.join().unwrap();
    }

    #[test]
    fn a_message_of_several_frames_must_go_on() {
        let (near, mut far) = UnixStream::pair().unwrap();
        let outbox = Outbox::new(Arc::new(near), WIDE).patient(Duration::from_millis(20));
        outbox.release(Vec::new());
        assert!(outbox.put_all(vec![vec![7; 1 << 20]; 3]));
        outbox.run();
        assert_eq!(outbox.ended(), Some(End::Overflow));
        assert!(far.read_to_end(&mut Vec::new()).unwrap() < 3 << 20);
    }

    #[test]
    fn frames_are_counted_as_bytes_are() {
        let (outbox, _far) = pair(Bounds {
            frames: 3,
            bytes: 1000,
        });
        assert!((0..3).all(|_| outbox.put(vec![1])));
        assert!(!outbox.has_room(1));
        assert!(!outbox.put(vec![1]));
        assert_eq!(outbox.ended(), Some(End::Overflow));
    }

    #[test]
    fn the_other_side_gone_is_noticed_and_its_last_words_are_not_lost() {
        let (outbox, mut far) = pair(WIDE);
        outbox.release(Vec::new());
        io_write(&mut far, b"last words");
        drop(far);
        assert!(!outbox.put(vec![1]));
        assert_eq!(outbox.ended(), Some(End::Gone));
        let mut words = String::new();
        (&*outbox.stream).read_to_string(&mut words).unwrap();
        assert_eq!(words, "last words");
        assert!(!outbox.finish(LONG));
    }

    fn io_write(stream: &mut UnixStream, bytes: &[u8]) {
        use std::io::Write;
        stream.write_all(bytes).unwrap();
    }

    #[test]
    fn finishing_does_not_wait_longer_than_it_may() {
        let (outbox, _far) = pair(WIDE);
        outbox.release(Vec::new());
        assert!(outbox.put(vec![0; 4 << 20]));
        assert!(!outbox.finish(Duration::from_millis(1)));
        assert_eq!(outbox.ended(), Some(End::Closed));
    }
}
