using System.Text.RegularExpressions;
using BigBen.Tests.Scenario;
using BigBen.Verbs;
using BigBen.Verbs.Usage;

namespace BigBen.Tests.Rules;

/// <summary>What the documents say can be followed.</summary>
public sealed partial class DocumentsTests
{
    public static TheoryData<string> Documents =>
    [
        .. Directory.GetFiles(RepositoryRoot.Path, "*.md").Concat(Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md"))
            .Append(Path.Combine(RepositoryRoot.Path, "charts/app/README.md"))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file)),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_command_is_one_that_the_program_understands(string document)
    {
        foreach (Match found in Command().Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, document))))
        {
            // The documents' third environment is one that a reader makes, and VERB is any.
            var words = found.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word switch { "staging" => "production", "VERB" => "status", _ => word.Trim('"') });

            UsageError.Of(CommandLine.Parse([.. words])).ShouldBeNull($"{document}: {found.Value}");
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

    // As GitHub makes them: small letters, blanks as hyphens, and nothing else but letters and digits.
    private static IEnumerable<string> Headings(string file) => Heading().Matches(File.ReadAllText(file))
        .Select(found => NoPartOfAHeading().Replace(found.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"bootstrap/big-ben\.sh(?<words>(?: +[\w@./:=$""-]+)*)(?= *(?:[`#|>&)]|\\\n|\n|$))")]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NoPartOfAHeading();
}
