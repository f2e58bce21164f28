using BigBen.Foundation;
using BigBen.Secrets;
using BigBen.Tests.Git;

namespace BigBen.Tests.Verbs.Secrets;

/// <summary>A script that sets several values side by side, by real processes.</summary>
public sealed class SecretsAtOnceTests : IDisposable
{
    private static readonly string[] Keys = ["ONE", "TWO", "THREE", "FOUR"];
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Commands_at_once_lose_no_value_and_make_one_key()
    {
        _temp.Write("clone/app/web/deploy-config/developer/values.yaml", "");

        var said = await Task.WhenAll(Keys.Select(key => SecretAsync("set", key)));

        said.Count(output => output.Contains("Made your age key", StringComparison.Ordinal)).ShouldBe(1);
        var file = _temp[$"clone/{ServiceSecrets.PathOf("web", "developer")}"];
        var data = ServiceSecrets.Decrypt(File.ReadAllText(file), "f", new KeyFile(_temp["keys.txt"]).Read())["data"]!.AsObject();
        data.Select(pair => pair.Key).ShouldBe(Keys, ignoreOrder: true);
        await Task.WhenAll(Keys.Select(key => SecretAsync("remove", key)));
        File.Exists(file).ShouldBeFalse();
    }

    private async Task<string> SecretAsync(string verb, string key)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "bigben.dll");
        var command = new Command("dotnet", program, "secret", verb, "web", "developer", key)
        {
            Input = $"the value of {key}",
            Environment = new Dictionary<string, string?>
            {
                ["BIGBEN_ROOT"] = _temp["clone"],
                ["BIGBEN_STATE"] = _temp["state"],
                ["SOPS_AGE_KEY_FILE"] = _temp["keys.txt"],
                ["SOPS_AGE_KEY"] = null,
            },
        };
        return await command.OutputAsync(CancellationToken.None);
    }
}
