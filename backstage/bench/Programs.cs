using System.Runtime.CompilerServices;

namespace BigBen.Bench;

/// <summary>The published programs, as the platform publishes services and as the SDK publishes by default.</summary>
internal sealed record Programs(string ServiceA, string ServiceB, string Bare)
{
    /// <summary>The repository.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    public static async Task<Programs> PublishAsync(string folder)
    {
        return new Programs(
            await PublishAsync(folder, "app/service-a/src", "BigBen.ServiceA.dll", "-p:ReadyToRun=true"),
            await PublishAsync(folder, "app/service-b/src", "BigBen.ServiceB.dll", "-p:ReadyToRun=true"),
            await PublishAsync(folder, "backstage/bench/bare", "BigBen.Bench.Bare.dll"));
    }

    /// <summary>Publishes a project.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="project">Its folder in the repository.</param>
    /// <param name="program">Its program.</param>
    /// <param name="properties">MSBuild's.</param>
    /// <returns>The program's path.</returns>
    public static async Task<string> PublishAsync(string folder, string project, string program, params string[] properties)
    {
        var output = Path.Combine(folder, program);
        if (Directory.Exists(output))
            return Path.Combine(output, program);
        Console.Error.WriteLine($"publish {project}");
        await Tool.RunAsync("dotnet",
        [
            "publish", Path.Combine(Root, project), "-c", "Release", "-o", output, "--artifacts-path", Path.Combine(folder, "artifacts"),
            "-p:UseAppHost=false", "-nodeReuse:false", "-v", "quiet", "--nologo", .. properties,
        ]);
        return Path.Combine(output, program);
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
