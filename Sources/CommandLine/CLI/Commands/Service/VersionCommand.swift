import App
import Arguments

/// `packferry version`
enum VersionCommand {
    static let command = Command<Action>("version", summary: "Say what runs here.") { _ in
        Answer(["name": "packferry", "version": Version.current], [.line("packferry \(Version.current)")])
    }
}
