import Time

/// The two members that let a person without Packferry use an archive: how to check it, how to unpack it.
enum ArchiveReadme {
    /// `README.txt`: English, Russian, German, with what the ecosystem has to say.
    ///
    /// The same archive gives the same text.
    static func text(archive: String, manifest: Manifest, advice: ArchiveAdvice) -> String {
        let repository = manifest.repository
        let base = Base(manifest)
        return """
            \(archive)
            Repository "\(repository.name)" (\(repository.type)), packed \(manifest.created.text(.seconds)) by Packferry.
            \(rule)

            \(english(archive, advice.english, base.english))
            \(rule)

            \(russian(archive, advice.russian, base.russian))
            \(rule)

            \(german(archive, advice.german, base.german))
            """
    }

    /// What has to be there before, in each language.
    private struct Base {
        let english: String
        let russian: String
        let german: String

        init(_ manifest: Manifest) {
            guard let snapshot = manifest.base else {
                english = "It is complete: nothing has to be applied before it."
                russian = "Он полный: до него ничего применять не нужно."
                german = "Es ist vollständig: nichts muss vorher eingespielt werden."
                return
            }
            let archive = manifest.baseArchive.map { ArtifactName.file(of: $0.name) }
            english = """
                IT IS A DELTA and NOT COMPLETE BY ITSELF: it carries only what is new since
                    \(archive ?? "the state of snapshot \(snapshot)")
                Apply that first, with all that comes before it.
                """
            russian = """
                ЭТО РАЗНОСТНЫЙ АРХИВ, САМ ПО СЕБЕ НЕПОЛНЫЙ: в нём только новое после
                    \(archive ?? "состояния снимка \(snapshot)")
                Сначала примените его и всё, что было до него.
                """
            german = """
                ES IST EIN DELTA und ALLEIN UNVOLLSTÄNDIG: es bringt nur, was neu ist seit
                    \(archive ?? "dem Stand des Snapshots \(snapshot)")
                Vorher muss dieses eingespielt sein, mit allen davor.
                """
        }
    }

    /// `verify.sh`: POSIX sh, needs only sha512sum.
    static let script = """
        #!/bin/sh
        # Checks every file of an unpacked Packferry archive against SHA512SUMS.
        # Usage: sh verify.sh   (in the folder where SHA512SUMS lies)
        set -u
        cd "$(dirname "$0")" || exit 1
        if ! command -v sha512sum >/dev/null 2>&1; then
            echo "verify.sh: sha512sum is missing; install coreutils" >&2
            exit 2
        fi
        if sha512sum --check --strict --quiet SHA512SUMS; then
            echo "All $(grep -c . SHA512SUMS) files are whole."
            if head -n 1 manifest.json | grep -q '"scope":"delta"'; then
                echo "This is a delta: README.txt says what has to be applied before it."
            fi
        else
            echo "verify.sh: some files are damaged or missing; carry the archive again" >&2
            exit 1
        fi

        """

    private static let rule = String(repeating: "-", count: 72)

    private static func english(_ archive: String, _ advice: ArchiveAdvice.Words, _ base: String) -> String {
        """
        ENGLISH
        \(advice.purpose)
        \(base)

        With Packferry:
            packferry import apply \(archive)

        Without Packferry (tar, zstd and sha512sum are enough):
        1. Unpack it into an empty folder and check it:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Files that were there before stay beside the new ones as *.~1~.
        \(advice.closing)

        """
    }

    private static func russian(_ archive: String, _ advice: ArchiveAdvice.Words, _ base: String) -> String {
        """
        РУССКИЙ
        \(advice.purpose)
        \(base)

        С помощью Packferry:
            packferry import apply \(archive)

        Без Packferry (достаточно tar, zstd и sha512sum):
        1. Распакуйте архив в пустую папку и проверьте его:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Прежние файлы остаются рядом с новыми под именами *.~1~.
        \(advice.closing)

        """
    }

    private static func german(_ archive: String, _ advice: ArchiveAdvice.Words, _ base: String) -> String {
        """
        DEUTSCH
        \(advice.purpose)
        \(base)

        Mit Packferry:
            packferry import apply \(archive)

        Ohne Packferry (tar, zstd und sha512sum genügen):
        1. In einen leeren Ordner entpacken und prüfen:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Vorherige Dateien bleiben als *.~1~ neben den neuen liegen.
        \(advice.closing)

        """
    }
}
