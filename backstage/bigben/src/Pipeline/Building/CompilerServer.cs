using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using BigBen.Foundation.Processes;

namespace BigBen.Pipeline.Building;

/// <summary>
/// The compiler of one work folder, Roslyn's VBCSCompiler: it is started by the first compilation and serves those that follow, each of
/// which would else begin with compiling the compiler itself. It ends after ten minutes without work, which is its own default, and with
/// whoever builds here.
/// </summary>
/// <param name="work">The work folder.</param>
internal sealed class CompilerServer(string work) : IDisposable
{
    private const string Program = "VBCSCompiler";

    // Part of the path of a socket, which has about a hundred characters.
    private readonly string id = $"bigben-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work)))[..32]}";

    private bool isAskedFor;

    /// <summary>How long it may take to end when asked: 0.4 s on a quiet machine, and nobody waits longer for tidiness.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The argument that its process alone has.</summary>
    public string Argument => $"-pipename:{id}";

    /// <summary>What tells MSBuild to compile by it.</summary>
    public string[] AskFor()
    {
        isAskedFor = true;
        return ["-p:UseSharedCompilation=true", $"-p:SharedCompilationId={id}"];
    }

    /// <summary>Ends it. Where nobody can be asked for arguments, as on macOS, it ends by itself.</summary>
    public void Dispose()
    {
        foreach (var process in isAskedFor ? ProcessIdentity.WithArgument(Argument) : [])
        {
            AskToEnd(process);
            Signals.Send(process, Signals.Terminate);
        }
    }

    // A signal would leave its socket and its lock behind in the folder for temporary files; asked by its own program it takes them along.
    private void AskToEnd(ProcessIdentity compiler)
    {
        if (compiler.CommandLine.FirstOrDefault(word => Path.GetFileNameWithoutExtension(word) == Program) is not { } program)
            return;
        var assembly = Path.Combine(Path.GetDirectoryName(program)!, $"{Program}.dll");
        var start = new ProcessStartInfo(BuildEnvironment.Dotnet, ["exec", assembly, "-shutdown", Argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var asking = Process.Start(start)!;
            if (!asking.WaitForExit(Patience))
                asking.Kill();
        }
        catch (Win32Exception)
        {
            // The SDK is gone: the signal that follows needs none.
        }
    }
}
