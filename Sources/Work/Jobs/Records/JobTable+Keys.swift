import SQLite

extension JobTable {
    /// The job that was started under a key; `nil` where none was, or where it is no longer in the history.
    ///
    /// Throws `JobError` with the code `keyReused` where the key is that of another request.
    func job(startedUnder key: StartKey) throws -> Job? {
        let row = try connection.fetchOne("SELECT job, request FROM job_keys WHERE key = ?", [.text(key.text)]) {
            (job: $0.text(0), request: $0.text(1))
        }
        guard let row else { return nil }
        guard row.request == key.request else { throw JobError.keyReused(row.job) }
        return try job(row.job)
    }

    /// Notes under which key a job was started, for as long as there is the job.
    func note(_ key: StartKey, of job: String) throws {
        try connection.execute(
            "INSERT INTO job_keys (key, request, job) VALUES (?, ?, ?)",
            [.text(key.text), .text(key.request), .text(job)]
        )
    }
}
