import Jobs

extension Application {
    /// What starts jobs of a queue by the clock; nothing before it is started.
    func scheduler(of jobs: JobQueue) -> Scheduler {
        Scheduler(
            configured: configuration.values.schedules,
            database: database,
            queue: jobs,
            pool: pages,
            logger: logger,
            permit: { [self] definition in
                _ = try repository(definition.repository)
                try require(jobs.kind(definition.type).side)
            }
        )
    }
}
