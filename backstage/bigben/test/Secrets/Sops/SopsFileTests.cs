using System.Text.Json.Nodes;
using BigBen.Foundation;
using BigBen.Secrets.Age;
using BigBen.Secrets.Sops;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Secrets.Sops;

public sealed class SopsFileTests
{
    // Encrypted by sops 3.7.1 itself; an example that a user of it has published together with its key.
    private static string OfSops => File.ReadAllText(
        Path.Combine(RepositoryRoot.Path, "backstage/bigben/test/Secrets/Sops/made-by-sops.yaml"));

    private static readonly AgeIdentity Mine = AgeIdentity.Create();
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static JsonObject Clear => JsonNode.Parse(
        """
        {"apiVersion": "v1", "kind": "Secret", "immutable": false, "metadata": {"name": "web"},
         "stringData": {"ONE": "first: value", "TWO": "second\nvalue", "NONE": ""}}
        """)!.AsObject();

    [Fact]
    public void A_file_that_sops_made_is_read()
    {
        var key = AgeIdentity.Read("AGE-SECRET-KEY-1YQMYYAHGUU5VK67GKY6RM8YEKTW687RT9KPUG5X8FD0F988PCXKQXM8RMY")!;

        SopsFile.Decrypt(OfSops, "file.yaml", [Mine, key]).ToJsonString()
            .ShouldBe("""{"secrets":{"SOME SECRET":"0x629A673A8242c2AC4B7B8C5D8735fbeac21A6205"}}""");
    }

    [Fact]
    public void Only_values_are_encrypted_and_come_back_as_they_were()
    {
        var other = AgeIdentity.Create();
        var file = Encrypted(Mine.Recipient, other.Recipient);

        file.ShouldContain("kind: Secret");
        file.ShouldContain("ENC[AES256_GCM,data:");
        file.ShouldNotContain("first");
        file.ShouldNotContain("second");
        JsonNode.DeepEquals(SopsFile.Decrypt(file, "f", [Mine]), Clear).ShouldBeTrue();
        JsonNode.DeepEquals(SopsFile.Decrypt(file, "f", [other]), Clear).ShouldBeTrue();
        SopsFile.Recipients(file, "f").ShouldBe([Mine.Recipient, other.Recipient]);
    }

    [Fact]
    public void A_changed_file_is_refused()
    {
        var file = Encrypted(Mine.Recipient);
        var body = YamlReader.Documents(file, "f").Single().Body.AsObject();
        var other = YamlReader.Documents(Encrypted(Mine.Recipient), "f").Single().Body.AsObject();

        Refused(changed => changed["metadata"]!["name"] = "other");
        Refused(changed => changed["stringData"]!["ONE"] = $"{changed["stringData"]!["TWO"]}");
        Refused(changed => changed["stringData"]!["ONE"] = "in clear");
        Refused(changed => changed["stringData"]!["MORE"] = "in clear");
        Refused(changed => changed["stringData"]!.AsObject().Remove("TWO"));
        Refused(changed => changed["stringData"]!["ONE"] = $"{other["stringData"]!["ONE"]}");
        Refused(changed => changed["sops"]!["age"] = other["sops"]!["age"]!.DeepClone());
        Refused(changed => changed["sops"]!["lastmodified"] = "2030-01-01T00:00:00Z");
        Refused(changed => changed["sops"]!.AsObject().Remove("mac"));
        for (var length = 0; length < file.Length - 1; length += 97)
            Should.Throw<PlatformException>(() => SopsFile.Decrypt(file[..length], "f", [Mine]), $"cut to {length}");

        void Refused(Action<JsonObject> change)
        {
            var changed = body.DeepClone().AsObject();
            change(changed);
            Should.Throw<PlatformException>(() => SopsFile.Decrypt(YamlWriter.Write(changed), "f", [Mine]))
                .Message.ShouldStartWith("f cannot be decrypted: ");
        }
    }

    [Fact]
    public void A_wrong_key_is_told_what_is_lost_and_a_clear_file_that_it_is_none()
    {
        var message = Should.Throw<PlatformException>(
            () => SopsFile.Decrypt(Encrypted(Mine.Recipient), "f", [AgeIdentity.Create()])).Message;

        message.ShouldContain(Mine.Recipient);
        message.ShouldContain("If the key is lost, the values in this file are");
        var clear = Should.Throw<PlatformException>(() => SopsFile.Decrypt(YamlWriter.Write(Clear), "f", [Mine])).Message;
        clear.ShouldStartWith("f is not encrypted");
        clear.ShouldNotContain("first");
    }

    private static string Encrypted(params string[] recipients) => SopsFile.Encrypt(Clear, recipients, SopsFile.SecretValues, Now);
}
