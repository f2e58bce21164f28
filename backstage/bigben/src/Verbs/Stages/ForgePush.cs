using BigBen.Git;
using BigBen.Pipeline.Proving;

namespace BigBen.Verbs.Stages;

/// <summary>A <c>git push</c> of the clone to the platform's forge, as a person does it.</summary>
/// <param name="root">The clone.</param>
/// <param name="forge">The forge's folder.</param>
internal sealed class ForgePush(string root, string forge)
{
    private const string Remote = "remote: ";

    /// <summary>Pushes a commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="to">The full name of the ref that it goes to.</param>
    /// <param name="note">Takes what the platform says meanwhile, line by line.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <returns>The platform's last line; empty where there was nothing to push.</returns>
    /// <exception cref="PlatformException">It is refused, or what it delivers is not live; the sentence says why.</exception>
    public async Task<string> RunAsync(string commit, string to, Action<string> note, CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var command = new Command("git", "push", $"--receive-pack={CloneOfForge.ReceivePack}", forge, $"{commit}:{to}")
        {
            WorkingDirectory = root,
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C", ["LANGUAGE"] = null, ["GIT_TERMINAL_PROMPT"] = "0" },
            OnLine = Take,
        };
        var result = await command.RunAsync(cancellationToken);
        if (!result.Succeeded)
            throw new PlatformException($"The push to {to} was refused: {RefusalIn(result.Error) ?? result.LastLine}");
        return said.FirstOrDefault(line => NotLiveException.Line(line) == line) is { } notLive
            ? throw new PlatformException(notLive)
            : said.LastOrDefault() ?? "";

        void Take(string line)
        {
            // git pads what it passes on, over what it wrote there before.
            if (!line.StartsWith(Remote, StringComparison.Ordinal) || line[Remote.Length..].Trim() is not { Length: > 0 } text)
                return;
            lock (said)
                said.Add(text);
            note(text);
        }
    }

    // "! [remote rejected] main -> main (the reason)"
    private static string? RefusalIn(string error) =>
        error.Split('\n').FirstOrDefault(line => line.Contains("rejected]", StringComparison.Ordinal)) is { } line
        && line.IndexOf('(') is var open and > 0
            ? line[(open + 1)..].TrimEnd().TrimEnd(')')
            : null;
}
