using System.Text.RegularExpressions;
using BigBen.Foundation;
using BigBen.Tests.Git;
using BigBen.Tests.Manifests.Helm;
using BigBen.Tests.Scenario;
using BigBen.Verbs;
using BigBen.Verbs.Usage;

namespace BigBen.Tests.Rules;

/// <summary>What the documents say can be followed.</summary>
public sealed partial class DocumentsTests
{
    // Verbs that need a platform, a cluster (doctor, of one), a registry or minutes: their own tests do them, and the scenario's.
    private static readonly string[] OnlyUnderstood =
    [
        "up", "stop", "down", "status", "logs", "release", "rollback", "kubeconfig", "affected", "publish", "record", "promote", "images",
        "render", "export", "prune", "features", "new service", "doctor", "approve", "deployments", "secret set", "secret list",
        "secret remove", "secret rotate", "pipeline", "performance",
    ];

    public static TheoryData<string> Documents => [.. Names];

    private static IEnumerable<string> Names =>
    [
        .. Directory.GetFiles(RepositoryRoot.Path, "*.md").Concat(Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md"))
            .Append(Path.Combine(RepositoryRoot.Path, "charts/app/README.md"))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_is_one_that_the_program_understands(string document)
    {
        foreach (var words in Commands(document))
        {
            // The documents' third environment is one that a reader makes, and VERB is any.
            var known = words.Select(word => word switch { "staging" => "production", "VERB" => "status", _ => word });
            var parsed = CommandLine.Parse([.. known]);

            UsageError.Of(parsed).ShouldBeNull($"{document}: {string.Join(' ', words)}");
            var verb = UsageError.NameOf(parsed.CommandResult);
            (IsRun(words) || OnlyUnderstood.Contains(verb)).ShouldBeTrue($"{document}: {verb} is neither run nor said to be not");
        }
    }

    [Fact]
    public async Task What_needs_no_platform_does_what_the_documents_say()
    {
        using var temp = new TempFolder();
        // One after the other in a clone of its own, as a reader would.
        await new Command("git", "clone", "--quiet", RepositoryRoot.Path, temp["clone"]).OutputAsync();
        await new Command("git", "-C", temp["clone"], "checkout", "--quiet", "-B", "main").OutputAsync();
        var environment = new Dictionary<string, string?>
        {
            ["BIGBEN_ROOT"] = temp["clone"],
            ["BIGBEN_STATE"] = temp["state"],
            ["HOME"] = temp.Path,
            ["PATH"] = $"{Path.GetDirectoryName((await TestHelm.ProgramAsync()).Path)}{Path.PathSeparator}"
                + Environment.GetEnvironmentVariable("PATH"),
        };
        foreach (var setting in new[] { "user.name=Reader", "user.email=reader@example.com" })
            await new Command("git", ["config", "--global", .. setting.Split('=')]) { Environment = environment }.OutputAsync();

        // The document of the verbs has examples, which do not follow one another.
        var commands = Names.Where(document => document != "docs/verbs.md").SelectMany(Commands).Where(IsRun)
            .DistinctBy(words => string.Join(' ', words)).ToList();
        commands.Count.ShouldBeGreaterThan(5);
        foreach (var words in commands)
        {
            var result = await new Command("dotnet", [Path.Combine(AppContext.BaseDirectory, "bigben.dll"), .. words])
            {
                WorkingDirectory = temp["clone"],
                Environment = environment,
            }.RunAsync();

            // A machine may lack something, which doctor is there to say.
            result.ExitCode.ShouldBeInRange(0, words[0] == "doctor" ? 1 : 0, $"{string.Join(' ', words)}: {result.Output}{result.Error}");
            (result.Output + result.Error).ShouldNotContain("   at BigBen.");
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_project_that_a_command_names_is_there(string document)
    {
        // The reader's own does not exist yet, and SERVICE is any.
        foreach (Match project in Project().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, document))))
        {
            var path = project.Groups["path"].Value.Replace("SERVICE", "service-a", StringComparison.Ordinal);
            if (!path.StartsWith("app/orders", StringComparison.Ordinal))
                Directory.GetFiles(Path.Combine(RepositoryRoot.Path, path), "*.csproj").ShouldNotBeEmpty(project.Value);
        }
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        var path = Path.Combine(RepositoryRoot.Path, document);
        foreach (Match link in Link().Matches(File.ReadAllText(path)))
        {
            var (file, heading) = (link.Groups["file"].Value, link.Groups["heading"].Value);
            var target = file.Length == 0 ? path : Path.GetFullPath(file, Path.GetDirectoryName(path)!);
            (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{document}: {link.Value}");
            if (heading.Length > 0)
                Headings(target).ShouldContain(heading, $"{document}: {link.Value}");
        }
    }

    [Fact]
    public void Every_document_is_linked_from_the_first()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md"));

        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs")))
            readme.ShouldContain($"](docs/{Path.GetFileName(file)})");
    }

    private static bool IsRun(string[] words) => words switch
    {
        [.., "--help"] or ["help" or "--version", ..] => true,
        ["doctor", ..] => !words.Contains("--context"),
        ["completion" or "environments" or "diff", ..] => true,
        ["new" or "remove", "environment", ..] or ["remove", "service", ..] => true,
        _ => false,
    };

    private static IEnumerable<string[]> Commands(string document) =>
        CommandLines().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, document)))
            .Select(found => found.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('"')).ToArray());

    // As GitHub makes them: small letters, blanks as hyphens, and nothing else but letters and digits.
    private static IEnumerable<string> Headings(string file) => Heading().Matches(File.ReadAllText(file))
        .Select(found => NoPartOfAHeading().Replace(found.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"bootstrap/big-ben\.sh(?<words>(?: +[\w@./:=$""-]+)*)(?= *(?:[`#|>&)]|\\\n|\n|$))")]
    private static partial Regex CommandLines();

    [GeneratedRegex(@"dotnet (?:run|watch|test|build)(?: +--?[\w-]+)*? +(?<path>app/[\w./-]+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoPartOfAHeading();
}
