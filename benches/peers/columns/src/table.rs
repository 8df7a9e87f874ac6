//! The shipments of a Parquet file, decided batch by batch: in memory, and from the file.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use licit::{BatchCases, ColumnChoices, Options, ParquetCases, Policy, Worker};

use peers_licit as asked;

/// A table and the policies.
pub struct Table {
    policy: Policy,
    worker: Worker,
    file: PathBuf,
    cases: BatchCases,
    batches: Vec<RecordBatch>,
}

impl Table {
    /// Reads the file into memory.
    pub fn new(file: &Path) -> Self {
        let policy = asked::policy(&[]);
        let screener = policy
            .screener(&Options::new())
            .unwrap_or_else(|mistakes| panic!("{mistakes}"));
        let opened = open(&policy, file);
        let cases = opened.cases().clone();
        let batches = opened
            .map(|batch| batch.unwrap_or_else(|mistakes| panic!("{mistakes}")))
            .collect();
        Self {
            policy,
            worker: screener.worker(),
            file: file.to_owned(),
            cases,
            batches,
        }
    }

    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Decides the batches in memory: how many rows came out.
    pub fn decide(&mut self) -> u64 {
        self.batches
            .iter()
            .map(|batch| verdicts(&mut self.worker, batch, &self.cases))
            .sum()
    }

    /// Reads the file without deciding.
    pub fn read(&self) -> u64 {
        open(&self.policy, &self.file)
            .map(|batch| {
                batch
                    .unwrap_or_else(|mistakes| panic!("{mistakes}"))
                    .num_rows() as u64
            })
            .sum()
    }

    /// Reads the file and decides each batch as it comes.
    pub fn read_and_decide(&mut self) -> u64 {
        let worker = &mut self.worker;
        let opened = open(&self.policy, &self.file);
        let cases = opened.cases().clone();
        opened
            .map(|batch| {
                verdicts(
                    worker,
                    &batch.unwrap_or_else(|mistakes| panic!("{mistakes}")),
                    &cases,
                )
            })
            .sum()
    }
}

fn open(policy: &Policy, file: &Path) -> ParquetCases {
    let file = File::open(file).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
    policy
        .parquet_cases(file, &ColumnChoices::new())
        .unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

fn verdicts(worker: &mut Worker, batch: &RecordBatch, cases: &BatchCases) -> u64 {
    let decided = worker
        .record_batch(batch, cases, "shipments.parquet", 1)
        .unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert!(decided.rejects.is_empty(), "every shipment can be decided");
    decided.rows.num_rows() as u64
}
