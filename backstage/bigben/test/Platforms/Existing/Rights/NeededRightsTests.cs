using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Platforms.Existing;
using BigBen.Platforms.Existing.Rights;
using BigBen.Platforms.Kind;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Platforms.Existing.Rights;

/// <summary>The rights that are asked for are those that docs/cluster.md tells an administrator to grant.</summary>
public sealed partial class NeededRightsTests
{
    [Fact]
    public void The_documentation_has_the_very_same()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/cluster.md"));
        var documented = Row().Matches(text[text.IndexOf("## Rights", StringComparison.Ordinal)..])
            .SelectMany(row => Word().Matches(Verbs(row))
                .Select(verb => $"{row.Groups["place"].Value}: {verb.Groups[1].Value} {row.Groups["resource"].Value}"));

        documented.ShouldBe(
            Needed(installs: true).Select(right => $"{PlaceOf(right)}: {right.Verb} {right.FullResource}").Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Secrets_are_no_business_of_a_platform_that_has_no_login() =>
        NeededRights.ToRun(Settings(pullSecret: "", installs: false)).ShouldNotContain(right => right.Resource == "secrets");

    /// <summary>All that is asked for in a cluster with an Argo CD in <c>gitops</c>, and a registry with a login.</summary>
    internal static IEnumerable<Right> Needed(bool installs) =>
    [
        .. NeededRights.ToFindArgoCd(null), .. NeededRights.ToMakeNamespaces(),
        .. NeededRights.ToRun(Settings(pullSecret: "big-ben-registry", installs)),
    ];

    private static ExistingSettings Settings(string pullSecret, bool installs) => new(
        RepositoryRoot.Path,
        new StateFolder("/nowhere"),
        new ExistingRecord(
            "big-ben-1", "a", "https://git.example/a", "registry.example/a", "a.example", 80, "", installs, "gitops", pullSecret)
        {
            Environments = ["developer", "production"],
        },
        KindVersions.Read(RepositoryRoot.Path));

    private static string PlaceOf(Right right) => right.Namespace switch
    {
        "" => "the whole cluster",
        "gitops" => "Argo CD's namespace",
        _ => "`developer`, `production`",
    };

    // What stands behind the verbs is for people.
    private static string Verbs(Match row) => VerbList().Match(row.Groups["verbs"].Value).Value;

    [GeneratedRegex(@"^\| (?<place>[^|]+) \| `(?<resource>[^`]+)` \| (?<verbs>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^`[a-z*]+`(, `[a-z*]+`)*")]
    private static partial Regex VerbList();

    [GeneratedRegex("`([a-z*]+)`")]
    private static partial Regex Word();
}
