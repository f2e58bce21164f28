using System.Diagnostics;
using BigBen.Secrets;
using BigBen.Tests.Git;

namespace BigBen.Tests.Verbs.Secrets;

/// <summary>The prompt, in a terminal that util-linux' script makes.</summary>
public sealed class SecretInputTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task What_is_typed_or_pasted_at_the_prompt_is_taken_and_never_shown()
    {
        var keys = new KeyFile(_temp["keys.txt"]);
        _temp.Write("clone/app/web/deploy-config/developer/values.yaml", "{}");

        // The terminal's key for the end of a line is a carriage return, and that for taking one back is DEL.
        // No key that is made and no path has its sign.
        var output = await AskedAsync("#hunter22\u007f\r");

        output.ShouldContain("KEY is set in app/web/deploy-config/developer/secrets.yaml");
        output.ShouldNotContain("#");
        output.ShouldNotContain("hunter");
        var file = ServiceSecrets.PathOf("web", "developer");
        var secret = ServiceSecrets.Decrypt(await File.ReadAllTextAsync(_temp[$"clone/{file}"]), file, keys.Read());
        $"{secret["data"]!["KEY"]}".ShouldBe(Convert.ToBase64String("#hunter2"u8));
    }

    // Types as soon as it is asked to.
    private async Task<string> AskedAsync(string typed)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "bigben.dll");
        var start = new ProcessStartInfo("script", ["-qec", $"dotnet '{program}' secret set web developer KEY", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in new[]
        {
            ("BIGBEN_ROOT", _temp["clone"]), ("BIGBEN_STATE", _temp["state"]), ("SOPS_AGE_KEY_FILE", _temp["keys.txt"]), ("TERM", "xterm"),
        })
            start.Environment[name] = value;
        start.Environment.Remove("SOPS_AGE_KEY");
        using var script = Process.Start(start)!;
        using var late = new CancellationTokenSource(Deadline);
        try
        {
            var output = "";
            var buffer = new char[1024];
            while (!output.Contains("(not shown): ", StringComparison.Ordinal))
            {
                var length = await script.StandardOutput.ReadAsync(buffer, late.Token);
                length.ShouldBeGreaterThan(0, output);
                output += new string(buffer, 0, length);
            }

            await script.StandardInput.WriteAsync(typed.AsMemory(), late.Token);
            await script.StandardInput.FlushAsync(late.Token);
            output += await script.StandardOutput.ReadToEndAsync(late.Token);
            await script.WaitForExitAsync(late.Token);
            script.ExitCode.ShouldBe(0, output);
            return output;
        }
        finally
        {
            if (!script.HasExited)
                script.Kill(entireProcessTree: true);
        }
    }
}
