using BigBen.Pipeline.Building;
using BigBen.Pipeline.Stages;
using BigBen.Secrets;
using BigBen.Secrets.Sops;

namespace BigBen.Verbs.Stages;

/// <summary>
/// Looks for known vulnerabilities of what a service uses and for secrets in clear text, and says what could not be looked at here.
/// </summary>
/// <param name="service">The service.</param>
/// <param name="root">The check-out that its image was built from.</param>
/// <param name="trivy">The program Trivy; null where there is none.</param>
internal sealed class SecurityScan(ServiceSource service, string root, string? trivy)
{
    private readonly List<string> _done = [];
    private readonly List<string> _missing = [];

    /// <summary>Looks at packages, secrets, sources and image.</summary>
    /// <param name="packages">What <c>dotnet list package --vulnerable</c> printed.</param>
    /// <param name="image">The folder of the image's files.</param>
    /// <param name="step">Told what was looked at and what was not.</param>
    /// <param name="log">Takes what Trivy prints.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PlatformException">Something was found; the sentence says what.</exception>
    public async Task RequireAsync(string packages, string image, Step step, string log, CancellationToken cancellationToken)
    {
        await RequirePackagesAsync(PackageScan.Parse(packages), cancellationToken);
        await RequireEncryptedAsync(cancellationToken);
        if (trivy is null)
        {
            _missing.Add("sources and image, for Trivy is not on PATH");
        }
        else
        {
            await RequireTrivyAsync(trivy, ["fs", "--scanners", "vuln,secret,misconfig", Path.Combine(root, "app", service.Name)], log,
                cancellationToken);
            await RequireTrivyAsync(trivy, ["rootfs", "--scanners", "vuln,secret", image], log, cancellationToken);
            _done.Add("sources and image by Trivy");
        }

        foreach (var missing in _missing)
            step.Note($"not looked at: {missing}");
        if (_done.Count == 0)
            step.Skip("nothing could be looked at here");
        else
            step.Detail = $"nothing found in {string.Join(", ", _done)}";
    }

    private async Task RequirePackagesAsync(PackageScan scan, CancellationToken cancellationToken)
    {
        if (scan.Vulnerable.Count > 0)
        {
            throw new PlatformException(
                $"{service.Name} uses packages with known vulnerabilities: {string.Join("; ", scan.Vulnerable)}: "
                + "raise them in Directory.Packages.props.");
        }

        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        if ((await scan.KnowingAsync(http, cancellationToken)).Count > 0)
            _done.Add("packages");
        else
            _missing.Add("packages, for no package source here has advisories");
    }

    private async Task RequireEncryptedAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(root, "app", service.Name, "deploy-config");
        var files = Directory.GetFiles(folder, ServiceSecrets.FileName, SearchOption.AllDirectories);
        foreach (var file in files)
            RequireEncrypted(await File.ReadAllTextAsync(file, cancellationToken), Path.GetRelativePath(root, file));
        if (files.Length > 0)
            _done.Add($"{files.Length} {(files.Length == 1 ? "file" : "files")} of secrets, encrypted");
    }

    private static void RequireEncrypted(string yaml, string path)
    {
        var clear = ServiceSecrets.Encrypted(yaml, path).Where(entry => entry.Value.Length > 0 && !SopsValue.IsWhole(entry.Value))
            .Select(entry => entry.Key).ToList();
        if (clear.Count > 0)
        {
            throw new PlatformException(
                $"{path} has {string.Join(", ", clear)} in clear text. Take it out, set a new value with {CommandLine.Program} secret set, "
                + "and change it where it is used: a value that was in git in clear text is known.");
        }
    }

    private static async Task RequireTrivyAsync(
        string trivy, IReadOnlyList<string> arguments, string log, CancellationToken cancellationToken)
    {
        string[] common = ["--quiet", "--exit-code", "1", "--severity", "HIGH,CRITICAL", "--ignore-unfixed"];
        var command = new Command(trivy, [arguments[0], .. common, .. arguments.Skip(1)]);
        var result = await command.RunAsync(cancellationToken);
        await File.AppendAllTextAsync(log, $"$ {command}\n{result.Output}{result.Error}", cancellationToken);
        if (!result.Succeeded)
            throw new PlatformException($"Trivy refuses {arguments[^1]}: {result.LastLine}; log: {log}");
    }
}
