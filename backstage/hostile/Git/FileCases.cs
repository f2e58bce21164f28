using System.Text;

namespace BigBen.Hostile.Git;

/// <summary>Values and records that cannot be read, or are not people's to write; and commits that say odd things of themselves.</summary>
internal static class FileCases
{
    private const string Values = "app/service-a/deploy-config/developer/values.yaml";
    private const string Records = "backstage/cd/environments/developer.yaml";

    public static IReadOnlyList<GitCase> All { get; } =
    [
        OfValues("values that are not UTF-8", git => git.With(Values, [.. "env: { A: \""u8, 0xff, 0xfe, .. "\" }\n"u8])),
        OfValues("values with a zero byte", git => git.With(Values, "env: { A: \"\0\" }\n")),
        OfValues("two documents", git => git.Appending(Values, "---\nreplicas: 2")),
        OfValues("a key that stands twice", git => git.Appending(Values, "replicas: 2")),
        OfValues("values that are a list", git => git.With(Values, "- a\n- b\n")),
        OfValues("values that grow a thousandfold when they are read", git => git.With(Values, Laughs())),
        OfValues("values ten thousand deep", git => git.With(Values, $"env: {new string('[', 10_000)}{new string(']', 10_000)}\n")),
        OfValues("values with a tab before them", git => git.Appending(Values, "drain:\n\tdelaySeconds: 5")),
        // To Helm it is a mapping, and nothing else.
        new("values with a tag of another language", Fate.Taken, git =>
        {
            git.Appending(Values, "env: !!python/object:os.system {A: b}");
            return git.ToMainAsync();
        }),
        OfValues("a value that the pipeline decides", git => git.Appending(Values, "image: { tag: v9 }")),
        OfValues("a value that the chart does not have", git => git.Appending(Values, "replicaCount: 2")),
        OfValues("a hundred thousand pods", git =>
            git.With(Values, File.ReadAllText(git[Values]).Replace("replicas: 1", "replicas: 100000", StringComparison.Ordinal))),
        OfValues("a number that no computer has", git => git.Appending(Values, "terminationGracePeriodSeconds: 1e999")),
        OfValues("an anchor that is not there", git => git.Appending(Values, "env: *nowhere")),
        OfValues("an anchor within itself", git => git.Appending(Values, "env: &a { A: *a }")),
        OfValues("a megabyte of one value", git => git.Appending(Values, $"env: {{ A: \"{new string('x', 1_100_000)}\" }}")),
        OfRecords("records with an unknown key", git => git.Appending(Records, "staging: {}")),
        OfRecords("a record written by hand", git => git.With(
            Records, $"developer:\n  service-a: {{ revision: main, tag: latest, digest: \"sha256:{new string('0', 64)}\" }}\n")),
        OfRecords("records that are not YAML", git => git.With(Records, "developer: {")),
        OfRecords("records of a service that there is not", git => git.With(
            Records, $"developer:\n  ghost: {{ revision: refs/heads/main, tag: x, digest: \"sha256:{new string('0', 64)}\" }}\n")),
        OfRecords("no records", git => git.Without(Records)),
        OfRecords("two documents of records", git => git.Appending(Records, "---\ndeveloper: {}")),
        new("a file called like records of an environment that there is not", Fate.Either, git =>
            git.With("backstage/cd/environments/staging.yaml", "staging: {}\n").ToMainAsync()),
        new("a message of a megabyte", Fate.Taken, async git =>
        {
            git.With("docs/message", "x");
            await git.GitAsync("add", "docs/message");
            await File.WriteAllTextAsync(git[".git/hostile-message"], new string('m', 1_000_000));
            await git.GitAsync("commit", "--quiet", "-F", git[".git/hostile-message"]);
            return [Attacker.Main];
        }),
        new("a message that rules terminals", Fate.Taken, git => git.ToMainAsync("\u001b[2J\u001b]0;title\u0007")),
        new("a message that is HTML", Fate.Taken, git => git.ToMainAsync("<script>alert(1)</script>")),
        new("a commit of no time and no name", Fate.Either, async git =>
        {
            var text = $"tree {await git.GitAsync("rev-parse", "HEAD^{tree}")}\nparent {await git.GitAsync("rev-parse", "HEAD")}\n"
                + "author  <> 99999999999999999999 +9999\ncommitter  <> -1 x\n\n";
            await File.WriteAllBytesAsync(git[".git/hostile-commit"], Encoding.UTF8.GetBytes(text));
            var commit = await git.GitAsync("hash-object", "-w", "-t", "commit", "--literally", git[".git/hostile-commit"]);
            return [$"{commit}:refs/heads/main"];
        }),
        new("an ordinary change after all that", Fate.Taken, git => git.With("docs/ordinary", "x").ToMainAsync("Say something")),
    ];

    private static GitCase OfValues(string name, Action<Attacker> change) => Refused(name, change);

    private static GitCase OfRecords(string name, Action<Attacker> change) => Refused(name, change);

    private static GitCase Refused(string name, Action<Attacker> change) => new(name, Fate.Refused, git =>
    {
        change(git);
        return git.ToMainAsync();
    });

    // "Billion laughs": each line is ten times the one before.
    private static string Laughs()
    {
        var text = new StringBuilder("env: { A: x }\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var n = 1; n < 10; n++)
            text.Append($"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 10))}]\n");
        return text.ToString();
    }
}
