using System.Text;
using System.Text.Json.Nodes;
using BigBen.ApiServer.Resources;
using BigBen.ArgoCd.Sources;
using BigBen.Foundation;
using BigBen.Secrets;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;

namespace BigBen.Tests.ArgoCd.Sources;

public sealed class EncryptedSecretsTests
{
    private const string Workload = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: uses }
        spec:
          replicas: 0
          selector: { matchLabels: { app: uses } }
          template:
            metadata: { labels: { app: uses } }
            spec: { containers: [{ name: uses, image: "web:v1", envFrom: [{ secretRef: { name: service-a-secrets } }] }] }
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: uses-one }
        spec:
          replicas: 0
          selector: { matchLabels: { app: uses-one } }
          template:
            metadata: { labels: { app: uses-one } }
            spec:
              containers:
                - name: uses
                  image: "web:v1"
                  env: [{ name: OTHER, valueFrom: { secretKeyRef: { name: service-a-secrets, key: OTHER } } }]
        """;

    private static readonly string File = ServiceSecrets.PathOf("service-a", "developer");

    [Fact]
    public async Task A_secret_is_part_of_the_application_and_in_clear_text_nowhere()
    {
        var (first, second) = ($"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
        var encrypted = Encrypted(first);
        await using var fixture = await ArgoCdFixture.LiveAsync((File, encrypted), (ArgoCdFixture.Extra, Workload));

        Value(fixture).ShouldBe(first);
        var secret = fixture.Find("v1", "secrets", "developer", "service-a-secrets")!.Value;
        secret.At("metadata")!.Value.GetRawText().ShouldNotContain(Base64(first));
        Checksum(fixture, ArgoCdFixture.Application).ShouldBeNull("it does not use the Secret");
        var (before, one) = (Checksum(fixture, "uses").ShouldNotBeNull(), Checksum(fixture, "uses-one").ShouldNotBeNull());

        await fixture.PushAsync((File, Changed(encrypted, "KEY", second)));
        await fixture.UntilAsync(_ => Value(fixture) == second && Checksum(fixture, "uses") != before);
        Checksum(fixture, "uses-one").ShouldBe(one, "its key is as it was");
        await fixture.PushAsync((File, Changed(encrypted, "OTHER", second)));
        await fixture.UntilAsync(_ => Checksum(fixture, "uses-one") != one);

        var files = Directory.EnumerateFiles(fixture.Folder, "*", SearchOption.AllDirectories).ToList();
        files.ShouldContain(file => file.EndsWith(ServiceSecrets.FileName, StringComparison.Ordinal), "the encrypted file is there");
        files.Where(file => Contains(file, first) || Contains(file, second)).ShouldBeEmpty();
        files.Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "rendered")
            .Where(file => Contains(file, Base64(first)) || Contains(file, Base64(second))).ShouldBeEmpty();
        fixture.App.GetRawText().ShouldNotContain(Base64(second));
    }

    [Fact]
    public async Task A_push_that_cannot_be_decrypted_is_refused_and_one_that_is_not_encrypted_too()
    {
        await using var fixture = await ArgoCdFixture.StartAsync();
        var foreign = SopsFile.Encrypt(Secret("hidden"), [AgeIdentity.Create().Recipient], SopsFile.SecretValues, DateTimeOffset.UnixEpoch);

        (await RefusalAsync(foreign)).ShouldContain($"{File} at ");
        (await RefusalAsync(foreign)).ShouldContain("If the key is lost");
        (await RefusalAsync(YamlWriter.Write(Secret("hidden")))).ShouldContain("is not encrypted");

        async Task<string> RefusalAsync(string text)
        {
            var commit = await fixture.StageAsync((File, text));
            var message = (await Should.ThrowAsync<PlatformException>(fixture.Controller.Gate.CheckAsync(
                commit, new Dictionary<string, string> { ["main"] = commit }, requiresSecrets: false, CancellationToken.None))).Message;
            message.ShouldNotContain("hidden");
            return message;
        }
    }

    private static JsonObject Secret(string value)
    {
        var body = ServiceSecrets.Empty("service-a");
        body["stringData"]!["KEY"] = value;
        body["stringData"]!["OTHER"] = "other";
        return body;
    }

    private static string Encrypted(string value) => SopsFile.Encrypt(
        Secret(value), [ArgoCdFixture.Keys.Read()[0].Recipient], SopsFile.SecretValues, DateTimeOffset.UnixEpoch);

    private static string Changed(string file, string key, string value) => SopsFile.Change(
        file,
        File,
        ArgoCdFixture.Keys.Read(),
        body => body["stringData"]![key] = value,
        [ArgoCdFixture.Keys.Read()[0].Recipient],
        SopsFile.SecretValues,
        DateTimeOffset.UnixEpoch);

    private static string? Value(ArgoCdFixture fixture) =>
        fixture.Find("v1", "secrets", "developer", "service-a-secrets")?.TextAt("data", "KEY") is { } text
            ? Encoding.UTF8.GetString(Convert.FromBase64String(text))
            : null;

    private static string? Checksum(ArgoCdFixture fixture, string name) =>
        fixture.Find("apps/v1", "deployments", "developer", name) is { } found
            ? found.TextAt("spec", "template", "metadata", "annotations", EncryptedSecrets.Checksum)
            : null;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    // The store's file is open.
    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd().Contains(text, StringComparison.Ordinal);
    }
}
