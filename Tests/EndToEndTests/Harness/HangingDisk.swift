import Foundation
import Glibc
import TestSupport
import Testing

/// A folder that another one is seen through, by a file system whose program can be stopped: like one of a machine that is
/// gone, what lies there then answers nobody, and does again once it goes on.
struct HangingDisk: Sendable {
    private static let setup = """
        mkdir -p '%1' '%2' && { bindfs -f -o attr_timeout=0,entry_timeout=0,negative_timeout=0 '%1' '%2' & } \
        && echo $! > '%1.pid' && i=0; while ! mountpoint -q '%2'; do i=$((i + 1)); [ $i -lt 600 ] || exit 1; sleep 0.05; done
        """

    /// The machine with the disk mounted; it is gone as soon as nobody holds that.
    let machine: Namespace
    private let process: pid_t

    /// Shows what lies at `source` at `folder`.
    init(of source: String, at folder: String) async throws {
        let script = Self.setup.replacing("%1", with: source).replacing("%2", with: folder)
        machine = try await Namespace(.mount, preparing: script.replacing("\n", with: " "))
        let text = try String(contentsOfFile: "\(source).pid", encoding: .utf8)
        guard let process = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw MissingProgram(description: "bindfs did not start")
        }
        self.process = process
    }

    /// Answers nobody from now on.
    func hang() { kill(process, SIGSTOP) }

    /// Answers again, also whoever still waits.
    func goOn() { kill(process, SIGCONT) }
}

extension Trait where Self == ConditionTrait {
    /// Needs to be allowed to mount a file system of a program.
    static var needsHangingDisk: ConditionTrait {
        .enabled("not run: bindfs is missing, or this user may not mount what it shows") {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer {
                for end in ["a", "a.pid", "b"] { try? FileManager.default.removeItem(atPath: "\(folder)-\(end)") }
            }
            return (try? await HangingDisk(of: "\(folder)-a", at: "\(folder)-b")) != nil
        }
    }
}
