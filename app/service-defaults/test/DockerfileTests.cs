using System.IO.Enumeration;
using System.Text.RegularExpressions;
using BigBen.ServiceDefaults.Tests.Support;

namespace BigBen.ServiceDefaults.Tests;

/// <summary>What can be known of the images without building them.</summary>
public class DockerfileTests
{
    private static readonly string[] Folders = ["app", "examples"];

    public static TheoryData<string> Services =>
    [
        .. Folders.SelectMany(folder => Directory.GetDirectories(Path.Combine(Repository.Root, folder)))
            .Where(folder => File.Exists(Path.Combine(folder, "Dockerfile")))
            .Select(folder => Path.GetRelativePath(Repository.Root, folder)),
    ];

    [Theory]
    [MemberData(nameof(Services))]
    public void Everything_copied_is_in_the_repository_and_in_the_build_context(string service)
    {
        var copied = Instructions(service, "COPY").Where(words => !words[0].StartsWith("--", StringComparison.Ordinal))
            .SelectMany(words => words[..^1]).ToArray();
        copied.ShouldContain($"{service}/src/packages.lock.json");
        copied.ShouldContain("Directory.Packages.props");
        foreach (var path in copied)
        {
            Path.Exists(Path.Combine(Repository.Root, path)).ShouldBeTrue(path);
            InContext(path).ShouldBeTrue($"{path} is left out by .dockerignore");
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_restore_has_all_projects_and_files_that_it_reads(string service)
    {
        var text = File.ReadAllText(Dockerfile(service));
        var restoreLayer = text[..text.IndexOf("RUN dotnet restore", StringComparison.Ordinal)];
        var project = Project(service);
        foreach (var file in Closure(project).Append(project))
            restoreLayer.ShouldContain(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));
        foreach (var file in Directory.GetFiles(Repository.Root, "Directory.*").Append("global.json"))
            restoreLayer.ShouldContain(Path.GetFileName(file));
        // Code would make every change restore again.
        Instructions(service, "COPY").TakeWhile(words => !words[^1].EndsWith("src", StringComparison.Ordinal))
            .SelectMany(words => words[..^1]).ShouldAllBe(path => !path.EndsWith("src", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void The_image_is_small_and_runs_as_nobody_by_number(string service)
    {
        Instructions(service, "FROM").Select(words => words[^1] is "build" ? string.Join(' ', words[..^2]) : words[^1])
            .Select(image => image.Split("@sha256:")[0]).ShouldBe([
            "--platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0",
            "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled",
        ]);
        Instructions(service, "COPY").Select(words => string.Join(' ', words))
            .ShouldContain("--from=build /usr/share/zoneinfo /usr/share/zoneinfo");
        Instructions(service, "USER").ShouldHaveSingleItem().ShouldBe(["1654"]);
        string.Join(' ', Instructions(service, "ENTRYPOINT").ShouldHaveSingleItem())
            .ShouldBe($"[\"dotnet\", \"{Path.GetFileNameWithoutExtension(Project(service))}.dll\"]");
        Instructions(service, "ENV").ShouldContain(words => words[0] == "DOTNET_EnableDiagnostics=0");
        var text = File.ReadAllText(Dockerfile(service));
        // The argument VERSION is a variable in the build, and MSBuild would take it for its property Version.
        text.ShouldContain("-p:Version=1.0.0 ");
        text.ShouldContain("-p:InformationalVersion=\"$VERSION\" -p:SourceRevisionId=\"$REVISION\"");
        text.ShouldContain("org.opencontainers.image.revision=\"$REVISION\"");
    }

    [Theory]
    [InlineData(".git/config")]
    [InlineData("artifacts/bin/x.dll")]
    [InlineData("app/orders/deploy-config/production/values.yaml")]
    [InlineData("app/orders/test/HelloTests.cs")]
    [InlineData("examples/orders/deploy-config/production/values.yaml")]
    [InlineData("examples/orders/test/HelloTests.cs")]
    [InlineData("app/orders/src/bin/Debug/x.dll")]
    public void The_build_context_holds_nothing_else(string path) => InContext(path).ShouldBeFalse();

    private static string Project(string service) =>
        Directory.GetFiles(Path.Combine(Repository.Root, service, "src"), "*.csproj").Single();

    private static string Dockerfile(string service) => Path.Combine(Repository.Root, service, "Dockerfile");

    private static IEnumerable<string[]> Instructions(string service, string name) => File.ReadAllLines(Dockerfile(service))
        .Where(line => line.StartsWith(name + ' ', StringComparison.Ordinal))
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]);

    /// <summary>The projects referenced and the files imported by a project, and by those.</summary>
    private static IEnumerable<string> Closure(string project) =>
        Regex.Matches(File.ReadAllText(project), "<(?:ProjectReference Include|Import Project)=\"([^\"]+)\"")
            .Select(match => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, match.Groups[1].Value)))
            .SelectMany(file => Closure(file).Append(file));

    /// <summary>Docker's rule: the last line that matches the path, or a folder above it, decides.</summary>
    private static bool InContext(string path)
    {
        var kept = true;
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")))
        {
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (Matches(line.TrimStart('!'), path))
                kept = line.StartsWith('!');
        }

        return kept;
    }

    private static bool Matches(string pattern, string path)
    {
        var parts = path.Split('/');
        if (pattern.StartsWith("**/", StringComparison.Ordinal))
            return parts.Any(part => FileSystemName.MatchesSimpleExpression(pattern.AsSpan(3), part, ignoreCase: false));
        var patterns = pattern.Split('/');
        return patterns.Length <= parts.Length
            && patterns.Zip(parts).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false));
    }
}
