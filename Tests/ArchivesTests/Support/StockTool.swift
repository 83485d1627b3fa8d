import Foundation

/// A program of the system that must be able to read what we write.
struct StockTool {
    static let tar = StockTool(name: "tar")
    static let zstd = StockTool(name: "zstd")

    let name: String

    struct Outcome {
        let status: Int32
        let output: String
        let complaints: String
    }

    private var path: String? {
        ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(name)" }.first(
            where: FileManager.default.isExecutableFile
        )
    }

    var isInstalled: Bool { path != nil }

    /// Runs it in `folder` to its end; its output is small.
    func run(_ arguments: [String], in folder: String) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let (output, complaints) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: text, complaints: errors)
    }
}
