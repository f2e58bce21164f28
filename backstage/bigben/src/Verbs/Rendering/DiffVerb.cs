using System.CommandLine;
using BigBen.Git;

namespace BigBen.Verbs.Rendering;

/// <summary><c>diff</c>: what a change does to the objects of every environment, before it is delivered.</summary>
internal static class DiffVerb
{
    public static Verb Create()
    {
        var range = new Argument<string>("range")
        {
            Description = "Two commits: BASE..HEAD, or BASE...HEAD from where HEAD left BASE; BASE alone stands for BASE..HEAD.",
        };
        var markdown = new Option<bool>("--markdown") { Description = "Print it as a comment of a pull request." };
        range.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && TryRange(token.Value) is null)
                result.AddError($"'{token.Value}' is not a range of commits: write BASE..HEAD, such as main..HEAD.");
        });
        return new Verb(
            "diff", "Show the rendered difference between two commits, for every environment and service.",
            "big-ben.sh diff main..HEAD")
        {
            range, markdown,
        }.Does((session, parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(range)!,
            parsed.GetValue(markdown),
            cancellationToken));
    }

    private static async Task RunAsync(Session session, string range, bool markdown, CancellationToken cancellationToken)
    {
        var git = GitCli.OfCheckout(session.Root);
        var (@base, head) = await ReadAsync(git, range, cancellationToken);
        // The names are those of no platform, and the same on both sides.
        var renderer = await CloneRenderer.OfAsync(session, git, "registry", PlatformHosts.Domain, cancellationToken);
        var difference = await RenderedDifference.OfAsync(new RenderedCommit(git, renderer), @base, head, cancellationToken);
        if (markdown)
            await session.Output.WriteAsync(difference.ToMarkdown());
        else if (difference.Text.Length > 0)
            await session.Output.WriteAsync(difference.Text);
        else
            await session.Error.WriteLineAsync($"No object of any environment changes from {@base[..7]} to {head[..7]}.");
    }

    private static async Task<(string Base, string Head)> ReadAsync(GitCli git, string range, CancellationToken cancellationToken)
    {
        var (words, fork) = TryRange(range)!.Value;
        var @base = await git.ResolveAsync(Or(words[0]), cancellationToken);
        var head = await git.ResolveAsync(Or(words.ElementAtOrDefault(1)), cancellationToken);
        return fork
            ? (await git.MergeBaseAsync(@base, head, cancellationToken)
                ?? throw new PlatformException($"{words[0]} and {words[1]} have no commit in common: write BASE..HEAD."), head)
            : (@base, head);

        static string Or(string? revision) => revision is { Length: > 0 } given ? given : "HEAD";
    }

    // Three dots begin where the two went apart, as in git diff.
    private static (string[] Ends, bool IsFork)? TryRange(string range)
    {
        var words = range.Split("...");
        var isFork = words.Length == 2;
        if (!isFork)
            words = range.Split("..");
        return words.Length > 2 || words.All(word => word.Length == 0) ? null : (words, isFork);
    }
}
