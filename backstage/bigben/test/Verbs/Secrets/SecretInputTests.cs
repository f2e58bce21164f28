using System.Diagnostics;
using System.Text;
using BigBen.Foundation;
using BigBen.Secrets;
using BigBen.Tests.Git;
using BigBen.Verbs.Secrets;

namespace BigBen.Tests.Verbs.Secrets;

/// <summary>What is given on standard input, and the prompt, in a terminal that util-linux' script makes.</summary>
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

    [Theory]
    [InlineData("", "", false)]
    [InlineData("plain", "plain", false)]
    [InlineData("größe 世\n", "größe 世", false)]
    [InlineData("two\r\nlines\r\n", "two\r\nlines", false)]
    [InlineData("kept\n\n", "kept\n", false)]
    [InlineData("nul\0\n", "bnVsAAo=", true)]
    public async Task A_text_is_taken_less_one_line_end(string input, string text, bool isBase64) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(input))).ShouldBe((text, isBase64));

    [Fact]
    public async Task Bytes_that_are_not_text_are_taken_to_the_last() =>
        (await ReadAsync([0xff, 0xfe, 0x80, 0x0a])).ShouldBe((Convert.ToBase64String([0xff, 0xfe, 0x80, 0x0a]), true));

    [Theory]
    [InlineData("a", 1024 * 1024, "\r\n", true)]
    [InlineData("a", (1024 * 1024) + 1, "", false)]
    // Two bytes each.
    [InlineData("é", 512 * 1024, "\n", true)]
    [InlineData("é", (512 * 1024) + 1, "", false)]
    [InlineData("é", 1024 * 1024, "", false)]
    public async Task A_Secret_holds_so_many_bytes(string letter, int count, string end, bool fits)
    {
        var value = string.Concat(Enumerable.Repeat(letter, count));

        if (fits)
            (await ReadAsync(Encoding.UTF8.GetBytes(value + end))).Text.ShouldBe(value);
        else
            (await Should.ThrowAsync<PlatformException>(ReadAsync(Encoding.UTF8.GetBytes(value + end)))).Message
                .ShouldBe("The value is longer than the 1 MiB that a Secret may hold.");
    }

    private static Task<(string Text, bool IsBase64)> ReadAsync(byte[] bytes) =>
        SecretInput.ReadAllAsync(new MemoryStream(bytes), CancellationToken.None);

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
