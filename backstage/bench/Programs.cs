using System.Runtime.CompilerServices;

namespace BigBen.Bench;

/// <summary>The published programs, as the platform publishes services and as the SDK publishes by default.</summary>
internal sealed record Programs(string ServiceA, string ServiceB, string Bare)
{
    /// <summary>The repository.</summary>
    public static string Root => Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    public static async Task<Programs> PublishAsync(string folder)
    {
        var root = Root;
        return new Programs(
            await PublishAsync(root, "app/service-a/src", "BigBen.ServiceA.dll", "-p:ReadyToRun=true"),
            await PublishAsync(root, "app/service-b/src", "BigBen.ServiceB.dll", "-p:ReadyToRun=true"),
            await PublishAsync(root, "backstage/bench/bare", "BigBen.Bench.Bare.dll"));

        async Task<string> PublishAsync(string root, string project, string program, params string[] properties)
        {
            var output = Path.Combine(folder, program);
            Console.Error.WriteLine($"publish {project}");
            await Tool.RunAsync("dotnet",
            [
                "publish", Path.Combine(root, project), "-c", "Release", "-o", output, "--artifacts-path",
                Path.Combine(folder, "artifacts"),
                "-p:UseAppHost=false", "-nodeReuse:false", "-v", "quiet", "--nologo", .. properties,
            ]);
            return Path.Combine(output, program);
        }
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
