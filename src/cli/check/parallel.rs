//! Work on all processors whose results come in order.

use crate::cli::output::Failure;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Results that wait for their turn, for each thread: enough to go on while one large file is read, and a limit on
/// the memory that they take.
const WAITING: usize = 64;

/// What the threads share.
struct Line<R> {
    /// The next job to begin.
    next: usize,
    /// How many results were taken.
    taken: usize,
    /// Results that are not taken yet; none for a job that panicked.
    done: BTreeMap<usize, Option<R>>,
    /// Nobody wants the rest.
    stopped: bool,
}

struct Queue<R> {
    line: Mutex<Line<R>>,
    /// A result came.
    came: Condvar,
    /// A result was taken.
    went: Condvar,
}

/// Does `work` for each job on `threads` threads and hands the results to `take` in the order of the jobs. However
/// many jobs there are, only a few results wait at a time.
pub fn in_order<J: Sync, R: Send>(
    jobs: &[J],
    threads: usize,
    work: impl Fn(&J) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let line = Line { next: 0, taken: 0, done: BTreeMap::new(), stopped: false };
    let queue = Queue { line: Mutex::new(line), came: Condvar::new(), went: Condvar::new() };
    let threads = threads.min(jobs.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(index) = queue.begin(jobs.len(), threads * WAITING) {
                    let result = jobs.get(index).map(|job| catch_unwind(AssertUnwindSafe(|| work(job))));
                    queue.end(index, result.and_then(Result::ok));
                }
            });
        }
        let outcome = (0..jobs.len()).try_for_each(|index| {
            let broken = || Failure::message("stopped in the middle of a file; please report it");
            queue.take(index).ok_or_else(broken).and_then(&mut take)
        });
        queue.lock().stopped = true;
        queue.went.notify_all();
        outcome
    })
}

impl<R> Queue<R> {
    /// No thread panics while it holds the lock.
    fn lock(&self) -> MutexGuard<'_, Line<R>> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job, once it is not too far ahead of what was taken.
    fn begin(&self, jobs: usize, window: usize) -> Option<usize> {
        let mut line = self.lock();
        while !line.stopped && line.next < jobs && line.next >= line.taken + window {
            line = self.went.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        if line.stopped || line.next >= jobs {
            return None;
        }
        line.next += 1;
        Some(line.next - 1)
    }

    fn end(&self, index: usize, result: Option<R>) {
        let mut line = self.lock();
        line.done.insert(index, result);
        if line.taken == index {
            self.came.notify_one();
        }
    }

    fn take(&self, index: usize) -> Option<R> {
        let mut line = self.lock();
        loop {
            if let Some(result) = line.done.remove(&index) {
                line.taken += 1;
                self.went.notify_all();
                return result;
            }
            line = self.came.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{WAITING, in_order};
    use crate::cli::output::Failure;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn keeps_the_order_of_the_jobs_and_lets_few_wait() {
        let jobs: Vec<usize> = (0..5_000).collect();
        let (begun, mut results) = (AtomicUsize::new(0), Vec::new());
        let work = |job: &usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            job * 2
        };
        let took = in_order(&jobs, 3, work, |result| {
            assert!(begun.load(Ordering::SeqCst) <= results.len() + 1 + 3 * WAITING);
            results.push(result);
            Ok(())
        });
        assert!(took.is_ok());
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        assert!(in_order(&[], 3, |(): &()| (), |()| Ok(())).is_ok());
    }

    #[test]
    fn stops_where_a_result_is_refused_or_missing() {
        let jobs: Vec<usize> = (0..1_000).collect();
        let mut taken = 0;
        let refused = in_order(
            &jobs,
            2,
            |job| *job,
            |_| {
                taken += 1;
                if taken == 10 { Err(Failure::message("full")) } else { Ok(()) }
            },
        );
        assert_eq!((refused.err().map(|failure| failure.to_string()), taken), (Some("full".to_string()), 10));
        let broken = in_order(&jobs, 2, |job| assert_ne!(*job, 500), |()| Ok(()));
        assert!(broken.is_err());
    }
}
