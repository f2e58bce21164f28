using System.Text;

namespace BigBen.Hostile.Git;

/// <summary>Files that are links, are missing, are not files, or have names that some file system or program cannot take.</summary>
internal static class TreeCases
{
    private const string Values = "app/service-a/deploy-config/developer/values.yaml";
    private const string Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n";

    private static readonly string NoCommit = new('1', 40);

    public static IReadOnlyList<GitCase> All { get; } =
    [
        new("a template that is a link out of the tree", Fate.Refused, git =>
            git.Linking("charts/app/templates/passwd.yaml", "/etc/passwd").ToMainAsync()),
        new("values that are a link out of the tree", Fate.Refused, git => git.Linking(Values, "../../../../../etc/passwd").ToMainAsync()),
        new("values that are a link to themselves", Fate.Refused, git => git.Linking(Values, "values.yaml").ToMainAsync()),
        new("records that are a link", Fate.Refused, git =>
            git.Linking("backstage/cd/environments/developer.yaml", "/etc/hostname").ToMainAsync()),
        new("a chart that is a link", Fate.Refused, git => git.Linking("charts/app", "/tmp").ToMainAsync()),
        new("a chart that is a submodule", Fate.Refused, git => git.EntryToMainAsync("160000", NoCommit, "charts/app")),
        new("a service that is a submodule", Fate.Refused, git => git.EntryToMainAsync("160000", NoCommit, "app/service-a")),
        new("a submodule beside the services", Fate.Either, git => git.EntryToMainAsync("160000", NoCommit, "app/service-z")),
        new("values that are a pointer of LFS", Fate.Refused, git => git.With(Values, Pointer).ToMainAsync()),
        new("a program that is a pointer of LFS", Fate.Refused, git => git.With("app/service-a/src/Program.cs", Pointer).ToMainAsync()),
        new("values in another case beside", Fate.Either, git =>
            git.With("app/service-a/deploy-config/developer/Values.yaml", "replicas: 2\n").ToMainAsync()),
        new("two files that differ in case alone", Fate.Taken, git => git.With("docs/readme", "a").With("docs/README", "b").ToMainAsync()),
        new("a name with a line break", Fate.Taken, git => git.With("docs/a\nb", "x").ToMainAsync()),
        new("a name with a quote and a blank", Fate.Taken, git => git.With("docs/a \"b\" 'c' $(id)", "x").ToMainAsync()),
        new("a name that is not UTF-8", Fate.Either, async git =>
            await git.TopEntryToMainAsync("100644", await git.BlobAsync("x"), [(byte)'x', 0xff, 0xfe])),
        new("a folder called ..", Fate.Refused, async git =>
            await git.TopEntryToMainAsync("100644", await git.BlobAsync("x"), Encoding.ASCII.GetBytes(".."))),
        new("a folder called .git", Fate.Refused, async git =>
            await git.TopEntryToMainAsync("100644", await git.BlobAsync("x"), Encoding.ASCII.GetBytes(".git"))),
        new("a name with a slash", Fate.Refused, async git =>
            await git.TopEntryToMainAsync("100644", await git.BlobAsync("x"), Encoding.ASCII.GetBytes("zz/../../x"))),
        new("a file of a mode that there is not", Fate.Either, async git =>
            await git.TopEntryToMainAsync("100000", await git.BlobAsync("x"), Encoding.ASCII.GetBytes("zz"))),
        new("a folder eighty deep", Fate.Taken, git =>
            git.With($"docs/{string.Concat(Enumerable.Repeat("d/", 80))}x", "x").ToMainAsync()),
        new("no chart", Fate.Refused, git => git.Without("charts/app").ToMainAsync()),
        new("no chart of the environments", Fate.Refused, git => git.Without("backstage/cd/environments").ToMainAsync()),
        new("no values", Fate.Refused, git => git.Without(Values).ToMainAsync()),
        new("values by another name", Fate.Refused, git =>
            git.With("app/service-a/deploy-config/developer/values.yml", "replicas: 1\n").Without(Values).ToMainAsync()),
        new("a folder called like values", Fate.Refused, git => git.Without(Values).With($"{Values}/x", "x").ToMainAsync()),
        new("nothing at all", Fate.Refused, async git =>
            [$"{await git.CommitAsync(await git.TreeAsync())}:refs/heads/main"]),
        new("a service with a dot and capitals", Fate.Refused, git => Service(git, "Orders.Api")),
        new("a service that begins with a digit", Fate.Refused, git => Service(git, "2fa")),
        new("a service of sixty letters", Fate.Refused, git => Service(git, new string('s', 60))),
        new("a broken Chart.yaml", Fate.Refused, git => git.With("charts/app/Chart.yaml", "apiVersion: [").ToMainAsync()),
        new("a template that calls itself", Fate.Refused, git => git.With(
            "charts/app/templates/loop.yaml",
            "{{ define \"loop\" }}{{ include \"loop\" . }}{{ end }}{{ include \"loop\" . }}").ToMainAsync()),
        new("a template that fails with a reason of 200,000 letters", Fate.Refused, git => git.With(
            "charts/app/templates/long.yaml", "{{ fail (repeat 200000 \"x\") }}").ToMainAsync()),
        new("a template whose reason rules terminals", Fate.Refused, git => git.With(
            "charts/app/templates/escape.yaml", "{{ fail \"\\u001b[2J\\u001b]0;title\\u0007\" }}").ToMainAsync()),
        // Whether a cluster has that kind is not known here; it is told as one that no controller of this platform runs.
        new("a template of a kind of somebody's own", Fate.Taken, git => git.With(
            "charts/app/templates/odd.yaml", "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\n").ToMainAsync()),
    ];

    private static Task<string[]> Service(Attacker git, string name) =>
        git.With($"app/{name}/src/Program.cs", "").With($"app/{name}/deploy-config/developer/values.yaml", "replicas: 1\n").ToMainAsync();
}
