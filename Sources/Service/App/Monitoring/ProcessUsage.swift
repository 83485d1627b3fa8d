import Metrics
import Posix

/// What the process itself takes, under the names that Prometheus' own clients use.
struct ProcessUsage: Sendable {
    private let sight = ProcessSight.current

    func write(to exposition: inout Exposition) {
        guard let sight else { return }
        exposition.counter(
            MetricName("process_cpu_seconds_total", "Processor time of the process, in user and system mode."),
            sight.cpuSeconds
        )
        exposition.gauge(
            MetricName("process_resident_memory_bytes", "Memory of the process that is in the machine's."),
            Double(sight.residentBytes)
        )
        exposition.gauge(
            MetricName("process_virtual_memory_bytes", "Addresses that the process has taken."),
            Double(sight.virtualBytes)
        )
        exposition.gauge(MetricName("process_threads", "Threads of the process."), Double(sight.threads))
        exposition.gauge(MetricName("process_open_fds", "Descriptors that are open."), Double(sight.openDescriptors))
        exposition.gauge(MetricName("process_max_fds", "Descriptors that may be open."), Double(sight.maxDescriptors))
        exposition.gauge(
            MetricName("process_start_time_seconds", "When the process started, in seconds since 1970."),
            sight.startTime
        )
    }
}
