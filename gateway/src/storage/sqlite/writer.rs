//! The one thread that writes: it takes what has queued up, runs it in one transaction with a savepoint each, commits
//! once, and only then acknowledges. So the cost of one durable commit is shared by all who wait for it.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread::JoinHandle,
};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use super::super::{Reply, StorageError};

/// Most writes in one transaction.
const BATCH: usize = 128;

/// Most writes that wait; beyond it the storage says that it is busy.
const QUEUE: usize = 1_024;

/// When a write has to be on the disk itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durable {
    /// With the next write that waits for it; before that the loss of power may undo it, in the order of writing.
    Soon,
    /// Before it is acknowledged.
    Now,
}

impl Durable {
    /// In WAL mode `NORMAL` writes a commit without waiting for the disk.
    const fn pragma(self) -> &'static str {
        match self {
            Self::Soon => "NORMAL",
            Self::Now => "FULL",
        }
    }
}

/// The way to the writing thread; dropping it waits until the queue is empty.
pub(super) struct Writer {
    queue: Option<SyncSender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

trait Job: Send {
    /// Says when it has to be on the disk.
    fn durable(&self) -> Durable;
    /// Does its work inside a savepoint.
    fn run(&mut self, tx: &Transaction<'_>) -> Result<(), StorageError>;
    /// Tells the one who waits; `failed` says why nothing was kept.
    fn finish(self: Box<Self>, failed: Option<StorageError>);
}

struct Queued<F, T> {
    durable: Durable,
    work: Option<F>,
    outcome: Option<T>,
    reply: oneshot::Sender<Result<T, StorageError>>,
}

impl<F, T> Job for Queued<F, T>
where
    F: FnOnce(&Transaction<'_>) -> Result<T, StorageError> + Send,
    T: Send,
{
    fn durable(&self) -> Durable {
        self.durable
    }

    fn run(&mut self, tx: &Transaction<'_>) -> Result<(), StorageError> {
        let work = self.work.take().ok_or_else(|| StorageError::Broken("work ran twice".to_owned()))?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)))
            .unwrap_or_else(|_| Err(StorageError::Broken("a transaction panicked".to_owned())))?;
        self.outcome = Some(outcome);
        Ok(())
    }

    fn finish(self: Box<Self>, failed: Option<StorageError>) {
        let broken = || StorageError::Broken("work has no outcome".to_owned());
        let result = match failed {
            Some(error) => Err(error),
            None => self.outcome.ok_or_else(broken),
        };
        // Who asked may have gone away; the write stands all the same.
        let _ = self.reply.send(result);
    }
}

impl Writer {
    /// Starts the thread with its connection.
    pub(super) fn start(connection: Connection) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let thread =
            std::thread::Builder::new().name("storage-writer".to_owned()).spawn(move || write(connection, &jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues one transaction.
    pub(super) fn run<T, F>(&self, durable: Durable, work: F) -> Reply<'static, T>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, StorageError> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Queued { durable, work: Some(work), outcome: None, reply });
        let gone = || StorageError::Broken("the writing thread is gone".to_owned());
        let queued = match self.queue.as_ref().map(|queue| queue.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(StorageError::Busy),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(gone()),
        };
        Box::pin(async move {
            queued?;
            answer.await.unwrap_or_else(|_| Err(gone()))
        })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write(mut connection: Connection, jobs: &Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(BATCH - 1));
        while !batch.is_empty() {
            batch = commit(&mut connection, batch);
        }
    }
}

/// Runs a batch in one transaction; returns the jobs that a broken transaction left undone.
fn commit(connection: &mut Connection, batch: Vec<Box<dyn Job>>) -> Vec<Box<dyn Job>> {
    let durable = batch.iter().map(|job| job.durable()).max().unwrap_or(Durable::Now);
    let begun = connection
        .pragma_update(None, "synchronous", durable.pragma())
        .and_then(|()| connection.transaction_with_behavior(TransactionBehavior::Immediate));
    let tx = match begun {
        Ok(tx) => tx,
        Err(error) => {
            fail(batch, &error.into());
            return Vec::new();
        }
    };
    let mut done: Vec<Box<dyn Job>> = Vec::with_capacity(batch.len());
    let mut refused: Vec<(Box<dyn Job>, StorageError)> = Vec::new();
    let mut rest = batch.into_iter();
    for mut job in rest.by_ref() {
        match step(&tx, job.as_mut()) {
            Step::Done => done.push(job),
            Step::Undone(error) => refused.push((job, error)),
            Step::Lost(error) => {
                // A full disk or a failing one ends the whole transaction, and with it what the batch did before.
                drop(tx);
                fail(done, &error);
                job.finish(Some(error));
                tell(refused);
                return rest.collect();
            }
        }
    }
    let failed = tx.commit().err().map(StorageError::from);
    for job in done {
        job.finish(failed.clone());
    }
    tell(refused);
    Vec::new()
}

enum Step {
    Done,
    Undone(StorageError),
    Lost(StorageError),
}

fn step(tx: &Transaction<'_>, job: &mut dyn Job) -> Step {
    if let Err(error) = tx.execute_batch("SAVEPOINT job") {
        return Step::Lost(error.into());
    }
    let (end, outcome) = match job.run(tx) {
        Ok(()) => ("RELEASE job", Step::Done),
        Err(error) => ("ROLLBACK TO job; RELEASE job", Step::Undone(error)),
    };
    if tx.is_autocommit() {
        return match outcome {
            Step::Undone(error) => Step::Lost(error),
            _ => Step::Lost(StorageError::Broken("transaction ended early".to_owned())),
        };
    }
    match tx.execute_batch(end) {
        Ok(()) => outcome,
        Err(error) => Step::Lost(error.into()),
    }
}

fn fail(jobs: Vec<Box<dyn Job>>, error: &StorageError) {
    for job in jobs {
        job.finish(Some(error.clone()));
    }
}

fn tell(refused: Vec<(Box<dyn Job>, StorageError)>) {
    for (job, error) in refused {
        job.finish(Some(error));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer() -> Writer {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT").unwrap();
        Writer::start(connection).unwrap()
    }

    fn insert(n: i64) -> impl FnOnce(&Transaction<'_>) -> Result<i64, StorageError> + Send {
        move |tx| {
            tx.execute("INSERT INTO t (n) VALUES (?1)", [n])?;
            Ok(n)
        }
    }

    #[tokio::test]
    async fn one_failing_write_leaves_its_neighbours_alone() {
        let writer = writer();
        let slow = writer.run(Durable::Now, |_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            Ok(())
        });
        let (one, twice, panics, two) = (
            writer.run(Durable::Now, insert(1)),
            writer.run(Durable::Now, insert(1)),
            writer.run(Durable::Now, |_: &Transaction<'_>| -> Result<(), StorageError> { panic!("on purpose") }),
            writer.run(Durable::Now, insert(2)),
        );
        slow.await.unwrap();
        assert_eq!(one.await, Ok(1));
        assert!(matches!(twice.await, Err(StorageError::Broken(_))));
        assert!(matches!(panics.await, Err(StorageError::Broken(_))));
        assert_eq!(two.await, Ok(2));
        let count =
            writer.run(Durable::Now, |tx| Ok(tx.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0))?));
        assert_eq!(count.await, Ok(2));
    }

    #[tokio::test]
    async fn a_write_whose_asker_went_away_stands() {
        let writer = writer();
        drop(writer.run(Durable::Now, insert(7)));
        let found = writer.run(Durable::Now, |tx| Ok(tx.query_row("SELECT n FROM t", [], |row| row.get::<_, i64>(0))?));
        assert_eq!(found.await, Ok(7));
    }

    #[tokio::test]
    async fn a_batch_waits_for_the_disk_where_one_write_in_it_does() {
        let writer = writer();
        let level = |tx: &Transaction<'_>| Ok(tx.query_row("PRAGMA synchronous", [], |row| row.get::<_, i64>(0))?);
        assert_eq!(writer.run(Durable::Soon, level).await, Ok(1));
        assert_eq!(writer.run(Durable::Now, level).await, Ok(2));
        let slow = writer.run(Durable::Soon, |_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            Ok(())
        });
        let (soon, now) = (writer.run(Durable::Soon, level), writer.run(Durable::Now, level));
        slow.await.unwrap();
        assert_eq!((soon.await, now.await), (Ok(2), Ok(2)));
    }

    #[tokio::test]
    async fn too_many_waiting_writes_are_refused() {
        let writer = writer();
        let slow = writer.run(Durable::Now, |_| {
            std::thread::sleep(std::time::Duration::from_millis(200));
            Ok(())
        });
        std::thread::sleep(std::time::Duration::from_millis(50));
        let waiting: Vec<_> = (0..=QUEUE).map(|_| writer.run(Durable::Now, |_| Ok(()))).collect();
        let mut busy = 0;
        for write in waiting {
            busy += usize::from(write.await == Err(StorageError::Busy));
        }
        assert_eq!(busy, 1);
        slow.await.unwrap();
    }
}
