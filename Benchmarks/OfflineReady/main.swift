import Glibc

// Prints how many MB of packuments one core makes offline-ready in a second, and how many it only reads: medians.
// Arguments: how many rounds, then the files. One round that is not counted comes first.

/// The processor time that `body` takes on this program's only thread, whatever else keeps the machine busy.
private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = clock()
    try body()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

private func measure(_ samples: [Sample], rounds: Int) throws {
    var (rendering, reading): ([Double], [Double]) = ([], [])
    for _ in 0...rounds {
        rendering.append(try seconds { for sample in samples { _ = try sample.render() } })
        reading.append(try seconds { for sample in samples { _ = try sample.read() } })
    }
    let megabytes = Double(samples.reduce(0) { $0 + $1.size }) / 1e6
    print(megabytes / median(Array(rendering.dropFirst())), megabytes / median(Array(reading.dropFirst())))
}

guard let rounds = CommandLine.arguments.dropFirst().first.flatMap({ Int($0) }), CommandLine.arguments.count > 2 else {
    print("usage: OfflineReadyBenchmark ROUNDS FILE…")
    throw CancellationError()
}
try measure(CommandLine.arguments.dropFirst(2).map(Sample.init), rounds: rounds)
